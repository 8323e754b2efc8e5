"""Sets and orders of found documents, against the plainest way to say the same."""

from hypothesis import given
from hypothesis import strategies as st

from portal.search.ranking import all_of, as_set, best_first, either, members, weigh
from portal.search.rules import PEOPLE, PLACES, TEXT, TITLE, weight

WEIGHTS = st.lists(st.sampled_from([0, 0, 0, 1, 3, 6, 16]), min_size=1, max_size=3000).map(bytes)


@given(WEIGHTS, st.integers(0, 40) | st.integers(250, 600), st.integers(1, 40), st.data())
def test_the_heaviest_come_first_and_equals_keep_their_order(
    weights: bytes, first: int, count: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(weights) - 1)))
    plain = sorted((place for place in chosen if weights[place]), key=lambda place: (-weights[place], place))
    as_bits = sum(1 << place for place in chosen)
    assert best_first(weights, as_bits, first, count) == plain[first : first + count]
    assert members(as_bits, first, count) == sorted(chosen)[first : first + count]
    assert as_set(weights) == sum(1 << place for place, one in enumerate(weights) if one)


@given(st.lists(st.tuples(*[st.sampled_from([0, 1, 16, 80])] * 3), min_size=1, max_size=50))
def test_every_word_must_be_there_and_counts_its_best_place(rows: list[tuple[int, int, int]]) -> None:
    one, two, three = (bytes(column) for column in zip(*rows, strict=True))
    assert list(all_of([one, two, three])) == [sum(row) if all(row) else 0 for row in rows]
    assert list(all_of([one])) == [row[0] for row in rows]


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 2), min_size=1, max_size=50))
def test_of_two_searches_the_heavier_counts(rows: list[tuple[int, int]]) -> None:
    one, two = (bytes(column) for column in zip(*rows, strict=True))
    assert list(either(one, two)) == [max(row) for row in rows]


def test_ten_words_in_the_title_fit_in_a_byte() -> None:
    assert list(all_of([bytes([weight(TITLE)])] * 10)) == [160]


def test_a_document_counts_its_best_place_and_one_that_is_not_listed_nothing() -> None:
    passages = [7 * PLACES + TEXT + 2, 7 * PLACES + PEOPLE, 9 * PLACES + TITLE, 500 * PLACES]
    place_of = [-1] * 7 + [1, 0, -1]
    assert list(weigh(passages, place_of, 2)) == [0, weight(PEOPLE)]
