"""`python3 -m portal colleges`: plain lines, and a status that tells the truth."""

import pytest
from typer.testing import CliRunner

from portal.commands import app


def test_a_college_and_its_reader(database_url: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "data"))

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(app, list(words), input=typed)
        return done.exit_code, done.output.strip()

    run("people", "add", "yuan", "袁刚", typed="a long password\n")
    assert run("colleges", "add", "first", "第一学院", "First College", "--region", "410100") == (
        0,
        "Added the college first. Say who reads for it: python3 -m portal colleges reader CODE IDENTIFIER.",
    )
    assert run("colleges", "add", "first", "另一个", "Another") == (1, "Not added. There is a college first.")
    assert run("colleges", "add", "x", " ", "X")[0] == 1
    assert run("colleges", "add", "x", "某校", "X", "--region", "123456")[0] == 1
    assert run("colleges", "reader", "second", "yuan") == (1, "Nothing done. There is no college second.")
    assert run("colleges", "reader", "first", "nobody") == (1, "Nothing done. There is no nobody.")
    assert run("colleges", "reader", "first", "yuan") == (
        1,
        "Nothing done. First: python3 -m portal people grant yuan college_reader.",
    )
    run("people", "grant", "yuan", "college_reader")
    assert run("colleges", "reader", "first", "YUAN") == (0, "Done: yuan reads for first.")
    assert run("colleges", "end", "first", "YUAN", "--on", "2099-12-31") == (
        0,
        "Done: yuan reads until the end of 2099-12-31 for first.",
    )
    assert run("colleges", "end", "first", "yuan", "--on", "soon")[0] == 1
    assert run("colleges", "end", "first", "yuan") == (0, "Done: yuan no longer reads for first.")
    assert run("colleges", "end", "first", "yuan") == (1, "Nothing done. yuan does not read for first.")
    assert run("colleges", "end", "second", "nobody")[0] == 1
    assert run("colleges", "list") == (0, "first, 第一学院, 410100\nColleges: 1.")
