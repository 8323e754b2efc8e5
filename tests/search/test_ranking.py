"""Sets and orders of found documents, against the plainest way to say the same."""

from hypothesis import given
from hypothesis import strategies as st

from portal.search.few import MOST
from portal.search.ranking import all_of, as_set, best_first, either, is_nothing, members, weigh
from portal.search.rules import PEOPLE, PLACES, TEXT, TITLE, weight

WEIGHTS = st.lists(st.sampled_from([0, 0, 0, 1, 3, 6, 16]), min_size=1, max_size=3000).map(bytes)


@given(WEIGHTS, st.integers(0, 40) | st.integers(250, 600), st.integers(1, 40), st.data())
def test_the_heaviest_come_first_and_equals_keep_their_order(
    weights: bytes, first: int, count: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(weights) - 1)))
    plain = sorted((place for place in chosen if weights[place]), key=lambda place: (-weights[place], place))
    as_bits = sum(1 << place for place in chosen)
    few = {place: one for place, one in enumerate(weights) if one}
    assert best_first(weights, as_bits, first, count) == plain[first : first + count]
    assert best_first(few, as_bits, first, count) == plain[first : first + count]
    assert members(as_bits, first, count) == sorted(chosen)[first : first + count]
    assert as_set(weights) == as_set(few) == sum(1 << place for place in few)
    assert as_set(weights, 3) == as_set(few, 3) == sum(1 << place for place, one in few.items() if one == 3)


@given(st.lists(st.tuples(*[st.sampled_from([0, 1, 16, 80])] * 3), min_size=1, max_size=50))
def test_every_word_must_be_there_and_counts_its_best_place(rows: list[tuple[int, int, int]]) -> None:
    one, two, three = (bytes(column) for column in zip(*rows, strict=True))
    assert list(all_of([one, two, three])) == [sum(row) if all(row) else 0 for row in rows]
    assert is_nothing(one) == (not any(one)) == is_nothing({place: here for place, here in enumerate(one) if here})
    assert list(all_of([one])) == [row[0] for row in rows]
    few = {place: row[1] for place, row in enumerate(rows) if row[1]}
    assert all_of([one, few, three]) == {place: sum(row) for place, row in enumerate(rows) if all(row)}


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 2), min_size=1, max_size=50))
def test_of_two_searches_the_heavier_counts(rows: list[tuple[int, int]]) -> None:
    one, two = (bytes(column) for column in zip(*rows, strict=True))
    few = {place: row[1] for place, row in enumerate(rows) if row[1]}
    for other in (two, few):
        assert list(either(one, other, len(rows))) == list(either(other, one, len(rows))) == [max(row) for row in rows]


def test_ten_words_in_the_title_fit_in_a_byte() -> None:
    assert list(all_of([bytes([weight(TITLE)])] * 10)) == [160]


def test_a_document_counts_its_best_place_and_one_that_is_not_listed_nothing() -> None:
    passages = [7 * PLACES + TEXT + 2, 7 * PLACES + PEOPLE, 9 * PLACES + TITLE, 500 * PLACES]
    place_of = [-1] * 7 + [1, 0, -1]
    assert weigh(passages, place_of, 2) == {1: weight(PEOPLE)}
    assert list(weigh(passages * MOST, place_of, 2)) == [0, weight(PEOPLE)]
