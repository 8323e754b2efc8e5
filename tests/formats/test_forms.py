"""Forms to take along: asked for, made, kept by digest, sent; and what strangers may not bring about."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from portal.formats import actions, rules
from portal.formats.models import MadeForm
from portal.jobs import run_waiting
from portal.jobs.models import Job, JobState
from portal.jobs.registry import KINDS
from portal.library.editions.actions import withdraw
from portal.library.models import CourseVersion
from portal.library.queries import library_numbers
from portal.settings import Settings
from tests.browser import Browser
from tests.cast import NOW, Clock
from tests.shelf import OpenCourse

DoJobs = Callable[[], int]


@pytest.fixture
def do_jobs(engine: Engine, app: FastAPI, settings: Settings, clock: Clock) -> DoJobs:
    return lambda: run_waiting(engine, app.state.files, settings, clock.now)


@pytest.fixture
def prepared(engine: Engine, dough: int, do_jobs: DoJobs) -> int:
    """The minimal course, open, with its cheap forms made."""
    with Session(engine) as session, session.begin():
        actions.prepare(session, dough, NOW)
        actions.prepare(session, dough, NOW)
    assert do_jobs() == 1
    return dough


def count(engine: Engine, table: type) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_course_that_opens_has_its_cheap_forms(visitor: Browser, prepared: int) -> None:
    course = visitor.open("/library/dough-by-hand")
    text = next(words for words in course.links if words.startswith("文字版，TXT 文件，"))
    answer = visitor.client.get(course.links[text])
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="dough-by-hand.txt"'
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content.decode("utf-8-sig").startswith("用手和面\r\n")
    braille = next(words for words in course.links if words.startswith("盲文，BRF"))
    assert "机器转换，未经人工校对" in braille
    lesson = visitor.open("/library/dough-by-hand/01-flour")
    assert visitor.client.get(next(a for w, a in lesson.links.items() if w.startswith("大字版"))).status_code == 200


def test_what_is_not_there_is_made_for_who_asks_and_only_once(
    visitor: Browser, dough: int, engine: Engine, do_jobs: DoJobs
) -> None:
    for _ in range(3):
        waiting = visitor.open("/library/dough-by-hand/01-flour.brf?cells=33", expect=202)
    assert waiting.heading == "带走：盲文，BRF 文件，可以刻印，每行 32 方，机器转换，未经人工校对"
    assert "正在准备" in waiting.text
    assert waiting.response.headers["retry-after"] == "10"
    assert count(engine, Job) == 1
    assert waiting.follow("看最新进展", expect=202).says("排队等着做。")
    assert do_jobs() == 1
    ready = visitor.open("/library/dough-by-hand/take-away/01-flour.brf?cells=32&lines=25")
    assert ready.says("可以下载了")
    (address,) = [address for words, address in ready.links.items() if words.startswith("盲文")]
    brf = visitor.client.get(address).content.decode("ascii")
    assert all(len(line) <= 32 for line in brf.replace("\f", "").split("\r\n"))
    assert do_jobs() == 0


def test_kept_pages_show_the_new_file(visitor: Browser, dough: int, do_jobs: DoJobs, app: FastAPI) -> None:
    before = visitor.open("/library/dough-by-hand")
    assert any("还没有做" in words for words in before.links)
    visitor.open("/library/dough-by-hand/course.txt", expect=202)
    do_jobs()
    after = visitor.open("/library/dough-by-hand", cookie="session=none")  # past the kept page, which lasts a second
    assert any(words.startswith("文字版，TXT 文件，") for words in after.links)


@pytest.mark.parametrize(
    "path",
    [
        "/library/dough-by-hand/course.exe",
        "/library/dough-by-hand/01-flour.zip",
        "/library/dough-by-hand/99-none.txt",
        "/library/none/course.txt",
        "/library/dough-by-hand/course.txt?version=7",
        "/library/dough-by-hand/course.txt?version=-1",
        "/library/dough-by-hand/course.txt?version=99999999999999999999",
        "/library/dough-by-hand/take-away/99-none.txt",
        "/library/dough-by-hand/take-away?version=x",
        "/library/dough-by-hand/braille?kind=exe",
        "/library/dough-by-hand/..%2f..%2fetc%2fpasswd.txt",
    ],
)
def test_what_there_is_none_of_is_not_found_and_begins_nothing(
    visitor: Browser, dough: int, engine: Engine, path: str
) -> None:
    assert visitor.client.get(path).status_code == 404
    assert count(engine, Job) == 0


def test_sizes_come_from_a_short_list() -> None:
    asked = {
        rules.read_asked("course", "brf", str(cells), str(lines)) for cells in range(-5, 3000) for lines in (0, 25, 999)
    }
    assert len(asked) <= len(rules.WIDTHS) * 3
    for strange in ("", "-1", "x", "٣٢", "9" * 50, "1e3"):
        read = rules.read_asked("course", "ubrl", strange, strange)
        assert read is not None and read.size == rules.USUAL_SIZE


def test_strangers_cannot_fill_the_queue(
    visitor: Browser, dough: int, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_WAITING", 2)
    for cells in (20, 24):
        visitor.open(f"/library/dough-by-hand/course.brf?cells={cells}", expect=202)
    refused = visitor.open("/library/dough-by-hand/course.brf?cells=28", expect=429)
    assert refused.says("现在要做的文件太多了。过几分钟再试。")
    visitor.open("/library/dough-by-hand/course.brf?cells=20", expect=202)  # who asked before may look
    assert count(engine, Job) == 2


def test_what_strangers_ask_for_never_takes_the_quick_worker() -> None:
    assert KINDS["make_form"].is_slow
    assert not KINDS["make_cheap_forms"].is_slow


def test_only_what_pages_show_makes_kept_pages_old(
    visitor: Browser, dough: int, engine: Engine, do_jobs: DoJobs
) -> None:
    numbers = []
    for address in ("course.brf?cells=20", "course.brf"):
        visitor.open(f"/library/dough-by-hand/{address}", expect=202)
        with engine.connect() as connection:
            before = library_numbers(connection)
        assert do_jobs() == 1
        with engine.connect() as connection:
            after = library_numbers(connection)
        numbers.append((after.version - before.version, after.stock - before.stock))
    assert numbers == [(0, 0), (1, 0)]  # lists and counts stay in any case


def test_a_failure_is_told_and_may_be_tried_again(
    visitor: Browser, dough: int, engine: Engine, do_jobs: DoJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.formats import making

    def refuse(_: object) -> bytes:
        raise making.not_possible(rules.Kind.TEXT, "试验。")

    with monkeypatch.context() as broken:
        broken.setitem(making.MAKERS, rules.Kind.TEXT, refuse)
        visitor.open("/library/dough-by-hand/course.txt", expect=202)
        do_jobs()
    failed = visitor.open("/library/dough-by-hand/course.txt", expect=503)
    assert failed.says("文字版做不了：试验。")
    assert failed.press("再做一次", expect=202).says("正在准备")
    do_jobs()
    assert visitor.client.get("/library/dough-by-hand/course.txt").status_code == 200


def test_an_earlier_version_keeps_its_own_files(
    visitor: Browser, prepared: int, open_course: OpenCourse, do_jobs: DoJobs
) -> None:
    newer = open_course(title="用手和面，新版")
    assert newer != prepared
    old = visitor.client.get("/library/dough-by-hand/course.txt?version=1")
    assert old.content.decode("utf-8-sig").startswith("用手和面\r\n")
    visitor.open("/library/dough-by-hand/course.txt", expect=202)
    do_jobs()
    new = visitor.client.get("/library/dough-by-hand/course.txt")
    assert new.content.decode("utf-8-sig").startswith("用手和面，新版\r\n")
    moved = visitor.client.get("/library/dough-by-hand/course.txt?v=000000000000", follow_redirects=False)
    assert moved.status_code == 303 and "v=" not in moved.headers["location"]


def test_a_withdrawn_course_has_no_forms_not_even_of_its_earlier_versions(
    visitor: Browser, prepared: int, open_course: OpenCourse, engine: Engine
) -> None:
    newer = open_course(title="用手和面，新版")
    with Session(engine) as session, session.begin():
        assert withdraw(session, session.get_one(CourseVersion, newer), "理由。", None, NOW)
    for address in ("course.txt", "take-away", "take-away/course.txt", "01-flour.txt", "course.brf"):
        assert visitor.client.get(f"/library/dough-by-hand/{address}?version=1").status_code == 404
    assert count(engine, Job) == 1  # the cheap forms of the first


def test_a_staged_version_is_not_given_away(visitor: Browser, dough: int, engine: Engine, do_jobs: DoJobs) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(CourseVersion, dough).state = "staged"  # type: ignore[assignment]
        actions.prepare(session, dough, NOW)
    do_jobs()
    assert count(engine, MadeForm) == 0
    assert visitor.client.get("/library/dough-by-hand/course.txt").status_code == 404
    assert visitor.client.get("/library/dough-by-hand/course.txt?version=1").status_code == 404


def test_a_done_job_whose_file_is_not_known_is_done_again(
    visitor: Browser, prepared: int, engine: Engine, do_jobs: DoJobs
) -> None:
    visitor.open("/library/dough-by-hand/course.brf?cells=20", expect=202)
    do_jobs()
    with Session(engine) as session, session.begin():
        for made in session.exec(select(MadeForm).where(MadeForm.variant == "20x25")):
            session.delete(made)
    visitor.open("/library/dough-by-hand/course.brf?cells=20", expect=202)
    with Session(engine) as session:
        assert session.exec(select(Job.state).where(Job.name == "make_form")).one() == JobState.WAITING
    do_jobs()
    assert visitor.client.get("/library/dough-by-hand/course.brf?cells=20").status_code == 200
