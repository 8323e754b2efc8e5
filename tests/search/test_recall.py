"""What a search for a part of the text finds, this search finds: at every length, on both databases."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from portal.search import actions
from portal.search.queries import passages_with
from portal.search.rules import (
    LONGEST_TERM,
    MOST_TIMES,
    PEOPLE,
    PLACES,
    SUMMARY,
    TEXT,
    TITLE,
    passages,
    read_query,
)
from portal.search.tokens import normalise

# Few different characters, so that parts repeat; rare ones, wide ones, traditional ones, accents, gaps.
LETTERS = "按摩面包盲乾坤學学ＡaßÉéｱ1２ ，。·¶\"'\\&|!*-_^:()\n𠮷㍿𝒜क्षيあア한"
TEXTS = st.lists(st.text(LETTERS, max_size=60), min_size=1, max_size=6)
TOGETHER = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def found(engine: Engine, words: str) -> set[int]:
    """The documents that have every word."""
    with engine.connect() as connection:
        each = [
            {number // PLACES for number in passages_with(connection, [tuple(term.text)])}
            for term in read_query(words).terms
        ]
    return set.intersection(*each) if each else set()


def fill(engine: Engine, texts: list[str]) -> None:
    with engine.begin() as connection:
        actions.empty(connection)
        for number, text in enumerate(texts):
            actions.put(connection, number, passages(["课"], [], [], text))


@TOGETHER
@given(TEXTS, st.data())
def test_every_part_of_a_text_finds_it_and_nothing_else_is_found(
    engine: Engine, texts: list[str], data: st.DataObject
) -> None:
    fill(engine, texts)
    plain = [normalise(text) for text in texts]
    whole = data.draw(st.sampled_from(plain))
    start = data.draw(st.integers(0, max(0, len(whole) - 1)))
    for length in range(1, len(whole) - start + 1):
        words = whole[start : start + length]
        terms = [term.text for term in read_query(words).terms]
        assert found(engine, words) == {
            number for number, text in enumerate(plain) if terms and all(term in f"{text} 课" for term in terms)
        }, words


@TOGETHER
@given(st.lists(st.tuples(*[st.text(LETTERS, max_size=25)] * 4), min_size=1, max_size=3), st.data())
def test_every_part_is_found_at_its_place_and_at_no_other(
    engine: Engine, documents: list[tuple[str, str, str, str]], data: st.DataObject
) -> None:
    places = (TITLE, PEOPLE, SUMMARY, TEXT)
    with engine.begin() as connection:
        actions.empty(connection)
        for number, (title, people, summary, text) in enumerate(documents):
            actions.put(connection, number, passages([title], [people], [summary], text))
    plain = {
        number * PLACES + place: normalise(text)
        for number, texts in enumerate(documents)
        for place, text in zip(places, texts, strict=True)
    }
    run = data.draw(st.sampled_from([run for text in plain.values() for run in text.split()] or ["包"]))
    start = data.draw(st.integers(0, len(run) - 1))
    for end in range(start + 1, len(run) + 1):
        part = run[start:end]
        with engine.connect() as connection:
            there = sorted(passages_with(connection, [tuple(part)]))
        assert there == sorted(passage for passage, text in plain.items() if part in text), part


def test_a_long_text_that_says_the_same_all_over_is_found_by_its_end(engine: Engine) -> None:
    """A tsvector keeps 256 positions of a token, up to the 16383rd: longer texts are cut into passages."""
    text = "哈" * (MOST_TIMES * 5) + "面粉的" * 9000 + "末尾有盲文"
    fill(engine, [text, "别的"])
    for words in ("哈" * LONGEST_TERM, "的末尾有盲文", "粉的末", "文"):
        assert found(engine, words) == {0}, words
    assert found(engine, "文末") == set()


def test_what_is_cut_has_every_part_of_the_text() -> None:
    text = normalise("".join(chr(0x4E00 + number % 3000) for number in range(40_000)))
    pieces = passages([], [], [], text)
    assert min(pieces) == TEXT
    whole = ["".join("".join(run) for run in runs) for runs in pieces.values()]
    assert all(
        any(text[start : start + LONGEST_TERM] in one for one in whole) for start in range(len(text) - LONGEST_TERM)
    )


def test_a_document_is_replaced_and_taken_out(engine: Engine) -> None:
    fill(engine, ["面包", "按摩"])
    with engine.begin() as connection:
        actions.put(connection, 0, passages(["茶艺"], [], [], "茶"))
        actions.take_out(connection, 1)
    assert [found(engine, words) for words in ("面包", "茶艺", "按摩")] == [set(), {0}, set()]
