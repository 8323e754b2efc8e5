"""One thing is changed in a file of a package, and every other byte stays: on all packages of the repository."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.library.packages.text_file import decode
from portal.workshop.texts import front_text, toml_text
from portal.workshop.texts.toml_text import Unreadable

ROOT = Path(__file__).parents[2]
TOMLS = sorted([*(ROOT / "courses").rglob("*.toml"), *(ROOT / "tests/library/packages").rglob("*.toml")])
LESSONS = sorted([*(ROOT / "courses").rglob("lessons/*.md"), *(ROOT / "tests/library/packages").rglob("lessons/*.md")])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)


def text_of(path: Path) -> str | None:
    text = decode(path.read_bytes())
    return text.content if text else None


def test_statements_joined_are_the_file_and_a_value_set_as_it_was_changes_nothing_else():
    seen = 0
    for path in TOMLS:
        text = text_of(path)
        try:
            data = toml_text.read(text or "[")
        except Unreadable:
            continue
        seen += 1
        assert "".join(part.text for part in toml_text.statements(text)) == text
        marked = toml_text.changed(text, ("unheard_of",), "新")
        assert toml_text.changed(marked, ("unheard_of",), None) == text
        for table in [name for name, value in data.items() if isinstance(value, list) and isinstance(value[0], dict)]:
            more = toml_text.added(text, table, data[table][0])
            assert toml_text.read(toml_text.removed(more, table, len(data[table]))) == data
            turned = toml_text.moved(more, table, len(data[table]), 0)
            assert toml_text.read(toml_text.moved(turned, table, 0, len(data[table]))) == toml_text.read(more)
    assert seen > 20


def test_front_matter_of_every_lesson_keeps_its_other_lines():
    seen = 0
    for path in LESSONS:
        text = text_of(path)
        try:
            said = front_text.read(text or "")
        except Unreadable:
            continue
        seen += 1
        front, body = front_text.split(text)
        assert front + body == text
        there = front_text.changed(text, "unheard_of", "新")
        assert front_text.changed(there, "unheard_of", None) == text
        if "title" in said:
            other = front_text.changed(text, "title", "另一个名字")
            assert front_text.read(other) == {**said, "title": "另一个名字"}
            kept = [line for line in text.split("\n") if not line.startswith("title:")]
            assert [line for line in other.split("\n") if not line.startswith("title:")] == kept
    assert seen > 20


@given(WORDS)
def test_any_words_come_back_as_they_were_typed(words: str):
    text = 'a = "x"  # 为什么\n\n# 说明\n[[people]]\nname = "甲"\n'
    changed = toml_text.changed(text, ("a",), words)
    assert toml_text.read(changed)["a"] == words
    assert changed.endswith('  # 为什么\n\n# 说明\n[[people]]\nname = "甲"\n')
    assert toml_text.read(toml_text.changed(text, ("people", 0, "name"), words))["people"] == [{"name": words}]


@given(WORDS)
def test_any_words_in_front_matter_come_back_or_are_refused(words: str):
    text = "---\ntitle: 甲 # 为什么\nkind: text\n---\n\n一段。\n"
    try:
        changed = front_text.changed(text, "title", words)
    except Unreadable:
        assert any(not (sign.isprintable() or sign in " \t") for sign in words) or "\n" in words
        return
    assert front_text.read(changed)["title"] == words
    assert " # 为什么\nkind: text\n---\n\n一段。\n" in changed


@pytest.mark.parametrize("broken", ["a = ", "[[a", 'a = """\n' + "x\n" * 1000 + '"""', "a.b = 1\n[a]\nc = 1\n"])
def test_what_cannot_be_changed_in_place_is_refused(broken: str):
    with pytest.raises(Unreadable):
        toml_text.changed(broken, ("x",), "y") if "1000" not in broken and "a.b" in broken else toml_text.statements(
            broken
        )
        toml_text.changed(broken, ("x",), "y")
