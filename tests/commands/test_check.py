"""Each of our own checks finds its planted fault, and nothing in what is right."""

from pathlib import Path

import pytest

from portal.commands.check import ROOT, RULES
from portal.commands.checks import locks, messages, sizes, templates

GOOD_PAGE = '{% extends "base.html" %}\n{% set heading = _("帮助") %}\n'


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_repository_itself_has_no_fault(name: str) -> None:
    assert list(RULES[name](ROOT)) == []


def test_a_file_that_is_too_long(tmp_path: Path) -> None:
    write(tmp_path, "portal/long.py", "x = 1\n" * 301)
    assert list(sizes.problems(tmp_path)) == [
        "portal/long.py: 301 lines, at most 300. The design is asking for another room."
    ]


def test_a_function_that_is_too_long(tmp_path: Path) -> None:
    write(tmp_path, "tests/test_one.py", "def test_much() -> None:\n" + "    pass\n" * 40)
    assert list(sizes.problems(tmp_path)) == ["tests/test_one.py:1: test_much has 41 lines, at most 40."]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("<script>go()</script>", "a script inside the page"),
        ("<style>p { color: red }</style>", "a style sheet inside the page"),
        ('<p style="color: red">x</p>', "a style attribute"),
        ('<a href="/" onclick="go()">x</a>', "an event attribute"),
        ("{{ text | safe }}", "the safe filter: only the Markdown renderer makes markup"),
        ('<a hx-get="/">x</a>', "plain hx- attributes: use the macro swap()"),
        ('<p role="alert">x</p>', "role=alert, which a screen reader reads twice on a loading page"),
        ("<input autofocus>", "autofocus, which hides the page's title from a screen reader"),
        ("{% if person.roles %}x{% endif %}", "a decision about roles: let the route decide"),
    ],
)
def test_a_template_that_does_what_it_must_not(tmp_path: Path, line: str, why: str) -> None:
    write(tmp_path, "templates/help.html", GOOD_PAGE + line + "\n")
    assert list(templates.problems(tmp_path)) == [f"templates/help.html:3: {why}."]


def test_a_page_without_a_heading(tmp_path: Path) -> None:
    write(tmp_path, "templates/help.html", '{% extends "base.html" %}\n')
    assert list(templates.problems(tmp_path)) == ["templates/help.html: a page sets its heading."]


def test_what_a_comment_says_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path, "templates/help.html", GOOD_PAGE + "{# never <script> and never autofocus #}\n")
    assert list(templates.problems(tmp_path)) == []


def test_a_sentence_without_english(tmp_path: Path) -> None:
    write(tmp_path, "templates/help.html", '{{ _("这句话没有英文。") }}\n')
    found = [problem for problem in messages.problems(tmp_path) if problem.startswith("templates/")]
    assert found == ["templates/help.html:1: no English for “这句话没有英文。”."]


def test_a_sentence_that_nobody_says_any_more(tmp_path: Path) -> None:
    write(tmp_path, "templates/help.html", "nothing\n")
    assert any(problem.endswith("is not used any more.") for problem in messages.problems(tmp_path))


PROJECT = """
[project]
dependencies = ["one>=1"]
[dependency-groups]
test = ["Two_Words>=2,<3"]
lint = []
"""
LOCKED = "one==1.0 \\\n    --hash=sha256:00\n"


def locked(root: Path, run: str, test: str) -> list[str]:
    """What the check says of a project with these two locks."""
    for name, text in (("pyproject.toml", PROJECT), ("requirements.lock", run), ("requirements-test.lock", test)):
        write(root, name, text)
    return list(locks.problems(root))


def test_locks_that_hold_all_that_is_asked_for(tmp_path: Path) -> None:
    assert locked(tmp_path, LOCKED, LOCKED + "two-words==2.9 \\\n    --hash=sha256:00\n") == []


def test_a_lock_with_an_address_or_without_a_hash(tmp_path: Path) -> None:
    test = LOCKED + "two-words==2.0\nthree @ https://registry.example/three.whl\n"
    assert locked(tmp_path, LOCKED, test) == [
        "requirements-test.lock:3: a package without a hash.",
        "requirements-test.lock:4: an address. Locks carry none.",
    ]


@pytest.mark.parametrize("more", ["", "two-words==3.0 \\\n    --hash=sha256:00\n"])
def test_a_lock_that_lacks_what_the_project_asks_for(tmp_path: Path, more: str) -> None:
    assert locked(tmp_path, LOCKED, LOCKED + more) == [
        "requirements-test.lock: Two_Words<3,>=2 of pyproject.toml is not met. Lock again (README)."
    ]
