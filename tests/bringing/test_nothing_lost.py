"""Each run of words of a file is in a lesson or in the list of what was not kept. Whatever the words, whatever the file."""

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.bringing.office.bringing import bring
from portal.bringing.office.sentences import RULES
from tests.bringing.builders import box, item, para, run, shape, slides, table, word
from tests.bringing.heard import heard, page_of, squeezed, told

SIGNS = st.sampled_from(
    list("\\`*_{}[]<>#|~!&^+-=:.)(1 2$%@\"'　●·★") + ["&amp;", "&#42;", "](x)", "---", "| --- |", "1. ", "[^1]", "\n"]
)
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff")
WORDS = st.lists(st.one_of(SIGNS, st.text(LETTERS, min_size=1, max_size=4), st.just("字")), min_size=1, max_size=6).map(
    "".join
)
LOOKS = st.sampled_from(
    [
        "",
        "",
        "<w:b/>",
        "<w:i/>",
        "<w:b/><w:i/>",
        "<w:vanish/>",
        "<w:strike/>",
        '<w:color w:val="FF0000"/>',
        '<w:u w:val="single"/>',
    ]
    + ['<w:vertAlign w:val="superscript"/>', '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>']
)
RUNS = st.lists(st.tuples(WORDS, LOOKS), min_size=1, max_size=4)


def _para(runs: list[tuple[str, str]], style: str, how: str) -> tuple[str, list[str]]:
    inside = [run(words, look) for words, look in runs]
    wrapped = {
        "plain": "".join(inside),
        "link": f'<w:hyperlink r:id="out">{"".join(inside)}</w:hyperlink>',
        "dead": f'<w:hyperlink r:id="none" w:anchor="x">{"".join(inside)}</w:hyperlink>',
        "new": f"<w:ins>{''.join(inside)}</w:ins>",
        "old": f"<w:del>{''.join(inside)}</w:del>",
        "box": box(para(*inside)),
        "odd": f"<w:strange>{''.join(inside)}</w:strange>",
        "field": f'<w:fldSimple w:instr="REF x">{"".join(inside)}</w:fldSimple>',
        "holder": f"<w:sdt><w:sdtContent>{''.join(inside)}</w:sdtContent></w:sdt>",
    }[how]
    return para(wrapped, style=style), [words for words, _ in runs]


HOW = st.sampled_from(["plain", "plain", "plain", "link", "dead", "new", "old", "box", "odd", "field", "holder"])
PARAGRAPHS = st.builds(_para, RUNS, st.sampled_from(["", "", "", "1", "2", "5", "Title", "TOC1"]), HOW)
ITEMS = st.builds(
    lambda words, number, level: (item(words, number, level), [words]), WORDS, st.integers(1, 3), st.integers(0, 1)
)
MERGES = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
    st.sampled_from(['<w:gridSpan w:val="2"/>', "<w:vMerge/>", '<w:vMerge w:val="restart"/>']),
    max_size=3,
)
TABLES = st.builds(
    lambda rows, marks: (table(rows, marks), [cell for row in rows for cell in row]),
    st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=3),
    MERGES,
)
BODIES = st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS, ITEMS, TABLES), min_size=1, max_size=7)


@settings(max_examples=250, deadline=None)
@given(BODIES, st.booleans())
def test_every_run_of_a_word_file_is_in_a_lesson_or_in_the_list(
    parts: list[tuple[str, list[str]]], make_headings: bool
) -> None:
    content = word(
        "".join(xml for xml, _ in parts),
        rows={"out": ("hyperlink", "https://example.org/a (b)?q=1&r=[2]")},
        outside=frozenset({"out"}),
    )
    brought = bring("课.docx", content, make_headings=make_headings)
    found, listed = heard(brought), told(brought)
    for words in [words for _, all_words in parts for words in all_words]:
        assert squeezed(words) in found or squeezed(words) in listed, words
    for lesson in brought.lessons:
        page = page_of(lesson.body)
        assert not re.search(r"<(?:h1|script|code|pre|hr|blockquote)", page)
        assert len(lesson.title) <= 25
    assert {note.rule for note in brought.notes} <= set(RULES)


SHAPES = st.one_of(
    st.builds(lambda words, role: (shape(words, role), words.split("\n")), WORDS,
              st.sampled_from(["title", "body", "", None, "subTitle", "ftr"])),
    st.builds(lambda words: (f"<p:grpSp>{shape(words)}</p:grpSp>", words.split("\n")), WORDS),
    st.builds(lambda words: (f"<p:new><a:t>{html.escape(words)}</a:t></p:new>", words.split("\n")), WORDS),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.lists(SHAPES, max_size=4), st.one_of(st.just(""), WORDS)), min_size=1, max_size=3))
def test_every_run_of_slides_is_in_a_lesson_or_in_the_list(
    decks: list[tuple[list[tuple[str, list[str]]], str]],
) -> None:
    brought = bring("课.pptx", slides([("".join(xml for xml, _ in shapes), said) for shapes, said in decks]))
    found, listed = heard(brought), told(brought)
    wanted = [words for shapes, _ in decks for _, all_words in shapes for words in all_words]
    for words in [*wanted, *(line for _, said in decks for line in said.split("\n"))]:
        assert squeezed(words) in found or squeezed(words) in listed, words
