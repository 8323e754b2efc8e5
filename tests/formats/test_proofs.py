"""Braille that a person has read: what is given from then on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from portal.formats.braille import Page as BraillePage
from portal.formats.braille import as_brf, as_unicode, to_cells
from portal.formats.models import MadeForm
from portal.formats.proofs import marking
from portal.formats.proofs.reading import read_braille
from portal.formats.rules import NOT_CHECKED, braille_note
from portal.jobs import run_waiting
from portal.settings import Settings
from portal.text import message, speaking
from portal.text.dates import format_date
from tests.browser import Browser, Page
from tests.cast import Clock
from tests.formats.conftest import Prepare
from tests.formats.proofreading import (
    BACK,
    LESSON,
    NOTES,
    SEND,
    brf_of,
    bring,
    checks,
    corrected,
    flat,
    links_of,
    says_machine,
    says_person,
)
from tests.shelf import OpenCourse


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2030, 1, 9), date(2027, 10, 30)])
def test_the_marks_are_what_the_converter_writes(day: date) -> None:
    for spoken, is_english in (("zh-CN", False), ("en", True)):
        with speaking(spoken):  # type: ignore[arg-type]
            by = message("由人校对，%(day)s", day=format_date(day))
            said = [to_cells(str(braille_note((40, 25), how))) for how in (NOT_CHECKED, by)]
        assert [marking.machine_note(is_english), marking.person_note(is_english, day)] == said


def test_what_the_machine_makes_is_read_back_the_same(
    reader: Browser, dough_made: int, engine: Engine, app: FastAPI
) -> None:
    with Session(engine) as session:
        made = session.exec(select(MadeForm).where(MadeForm.kind.in_(("ubrl", "brf")))).all()  # type: ignore[attr-defined]
    assert len(made) == 6
    for one in made:
        raw = app.state.files.read(one.digest)
        brought = read_braille(raw, 40, 25)
        assert not brought.problems
        write = as_brf if one.kind == "brf" else as_unicode
        assert write(brought.pages).split() == raw.split()


def test_a_text_without_a_fault_says_so_from_then_on(
    reader: Browser, visitor: Browser, dough_made: int, engine: Engine
) -> None:
    desk = reader.open("/braille")
    assert "3 份等人校对" in desk.title
    before = brf_of(visitor)
    assert says_machine(before) and all("机器转换，未经人工校对" in words for words in links_of(visitor))
    done = reader.open(LESSON).press(SEND, {"verdict": "as_is", "note": "第二页读了两遍"})
    assert "已记下：没有错" in done.title and "由人校对过" in done.title
    after = brf_of(visitor)
    assert says_person(after) and not says_machine(after)
    assert flat(after).replace(marking.person_note(False, date(2026, 10, 12)).replace(" ", ""), "") == flat(
        before
    ).replace(marking.machine_note(False).replace(" ", ""), "")
    assert all("由人校对（2026年10月12日）" in words for words in links_of(visitor))
    unicode = visitor.client.get("/library/dough-by-hand/01-flour.ubrl").content
    assert as_brf(read_braille(unicode, 40, 25).pages).split() == after.encode().split()
    assert "2 份等人校对" in reader.open("/braille").title
    assert [check.verdict for check in checks(engine)] == ["as_is"]


def test_other_sizes_stay_the_machines(
    reader: Browser, visitor: Browser, dough_made: int, engine: Engine, app: FastAPI, settings: Settings, clock: Clock
) -> None:
    reader.open(LESSON).press(SEND, {"verdict": "as_is"})
    page = visitor.open("/library/dough-by-hand/01-flour.brf?cells=20&lines=25", expect=202)
    assert "机器转换，未经人工校对" in page.heading
    run_waiting(engine, app.state.files, settings, clock.now)
    said = "".join(visitor.client.get("/library/dough-by-hand/01-flour.brf?cells=20&lines=25").text.split())
    marks = [as_brf([BraillePage(1, [note.replace(" ", "")])]).decode().strip() for note in NOTES]
    assert [mark in said for mark in marks] == [True, False]


def test_a_corrected_file_is_given_as_it_came_with_the_mark(
    reader: Browser, visitor: Browser, dough_made: int, engine: Engine
) -> None:
    better = corrected(reader)
    done = bring(reader.open(LESSON), better, note="改了“和面”的读音")
    assert "改好的文件已收下" in done.title and done.says("改了“和面”的读音")
    given = brf_of(visitor)
    assert says_person(given) and flat(given)[-1] == flat(better.decode())[-1]
    assert as_unicode(read_braille(given.encode(), 40, 25).pages).startswith("⠀".encode())


def test_taken_back_the_machines_mark_is_there_again(
    reader: Browser, visitor: Browser, dough_made: int, engine: Engine
) -> None:
    before = brf_of(visitor)
    page = reader.open(LESSON).press(SEND, {"verdict": "as_is"})
    given = brf_of(visitor).encode()
    back = page.press(BACK)
    assert "校对已收回，还没有人校对" in back.title
    assert brf_of(visitor) == before and all("机器转换" in words for words in links_of(visitor))
    assert page.press(BACK).says("还没有人校对")  # the old page once more
    theirs = bring(back, given)  # a file that has the mark of the check before
    assert says_person(brf_of(visitor)) and brf_of(visitor).encode() == given
    back = theirs.press(BACK)
    again = back.press(SEND, {"verdict": "as_is"})
    assert page.press(BACK, expect=409).says("这一份后来又校对过。")
    assert again.says("由人校对过")
    said = [one.verdict for one in checks(engine)]
    assert said == ["as_is", "taken_back", "corrected", "taken_back", "as_is"]
    assert [one.number for one in checks(engine)] == [1, 2, 3, 4, 5]


def test_only_who_has_checked_takes_it_back(reader: Browser, other: Browser, dough_made: int, engine: Engine) -> None:
    reader.open(LESSON).press(SEND, {"verdict": "as_is"})
    assert BACK not in other.open(LESSON).buttons
    other.send(f"{LESSON}/take-back", {"number": "1"}, expect=409)
    assert len(checks(engine)) == 1


def test_twice_is_once_and_the_second_person_is_told(
    reader: Browser, other: Browser, dough_made: int, engine: Engine
) -> None:
    mine, theirs = reader.open(LESSON), other.open(LESSON)
    assert mine.press(SEND, {"verdict": "as_is"}).path == mine.press(SEND, {"verdict": "as_is"}).path
    late = bring(theirs, corrected(other), 409, "我也读了")
    assert late.says("刚有别人校对了这一份。") and late.says("我也读了")
    assert "没有收下" in late.title
    changed_mind = bring(mine, corrected(reader), 409)
    assert changed_mind.says("先收回您的校对")
    assert len(checks(engine)) == 1


def test_at_the_same_time_one_is_written_down(reader: Browser, other: Browser, dough_made: int, engine: Engine) -> None:
    pages = [reader.open(LESSON), other.open(LESSON)]

    def press(page: Page) -> int:
        return page.browser.client.post(
            LESSON,
            data={"verdict": "as_is", "digest": page.typed("digest")},
            headers=page.browser.headers,
            follow_redirects=False,
        ).status_code

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(press, pages)) == [303, 409]
    assert len(checks(engine)) == 1


def test_a_text_that_has_changed_meanwhile_is_not_marked(
    reader: Browser, visitor: Browser, dough_made: int, open_course: OpenCourse, prepare: Prepare, engine: Engine
) -> None:
    page = reader.open(LESSON)
    reader.open("/braille/dough-by-hand/02-dough").press(SEND, {"verdict": "as_is"})
    prepare(open_course(version="2.0.0"))
    stale = page.press(SEND, {"verdict": "as_is", "note": "都对"}, expect=409)
    assert stale.says("课文在您读的时候改过了") and stale.typed("note") == "都对"
    assert stale.typed("digest") != page.typed("digest")
    assert all("机器转换" in words for words in links_of(visitor))
    assert reader.open("/braille/dough-by-hand/02-dough").says("还没有人校对")
    assert len(checks(engine)) == 1


def test_what_was_said_stays(reader: Browser, dough_made: int, engine: Engine) -> None:
    reader.open(LESSON).press(SEND, {"verdict": "as_is"})
    for statement in ("UPDATE braille_check SET note = 'x'", "DELETE FROM braille_check"):
        with pytest.raises(DatabaseError), engine.begin() as connection:
            connection.execute(text(statement))


def test_many_are_shown_in_pages(reader: Browser, open_course: OpenCourse, prepare: Prepare) -> None:
    for number in range(7):
        prepare(open_course(slug=f"dough-{number}"))
    first = reader.open("/braille")
    assert "21 份等人校对，第 1 页，共 2 页" in first.title
    assert len(first.html.select("ul.rows li")) == 20
    assert len(first.follow("下一页").html.select("ul.rows li")) == 1
