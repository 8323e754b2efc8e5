"""What the weekly look finds in courses that have come to harm, and that it finds nothing in those that have not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.files import Files
from portal.formats.models import MadeForm
from portal.jobs import Job, JobContext, JobState, Workshop, enqueue, run_waiting
from portal.jobs.actions import finish, take
from portal.jobs.models import told
from portal.jobs.registry import KINDS
from portal.media.models import Rendition
from portal.upkeep import actions, outside, queries
from portal.upkeep.models import CourseCheck, CourseFinding
from portal.upkeep.rules import period_of
from tests.cast import Clock
from tests.upkeep import kitchen
from tests.upkeep.kitchen import Change, cut_film, linked, open_kitchen, written
from tests.upkeep.servers import served

Findings = dict[str, str]
Look = Callable[[], Findings]
OpenKitchen = Callable[..., int]


@pytest.fixture(autouse=True)
def stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "ASKER", kitchen.only_this_machine())


@pytest.fixture
def files(app: FastAPI) -> Files:
    found: Files = app.state.files
    return found


@pytest.fixture
def opened(engine: Engine, files: Files, tmp_path: Path, clock: Clock) -> OpenKitchen:
    """`opened(change, …)` publishes the course with the film, changed; gives its id."""
    return lambda *changes: open_kitchen(engine, files, tmp_path / "kitchen", clock.now, *changes)


@pytest.fixture
def look(app: FastAPI, engine: Engine, clock: Clock) -> Look:
    """Look at every open course once, and say what is open: the words by rule."""

    def look() -> Findings:
        with Session(engine) as session, session.begin():
            period = period_of(clock.now)
            for job in session.exec(select(Job).where(Job.state == JobState.WAITING)):
                job.state = JobState.RUNNING  # what is made of films is not what is looked at here
            enqueue(session, "check_health", f"test {clock.now}", {"period": period}, clock.now)
        taken = take(engine, clock.now)
        assert taken and taken.name == "check_health"
        workshop = Workshop(engine, app.state.files, app.state.settings, clock)
        KINDS[taken.name].do(JobContext(workshop, taken))
        finish(engine, taken, clock.now)
        return open_now(engine)

    return look


def open_now(engine: Engine) -> Findings:
    with Session(engine) as session:
        rows = session.exec(select(CourseFinding).where(col(CourseFinding.gone_at).is_(None)))
        return {row.rule: str(told(row.words["what"])) for row in rows}


def test_nothing_is_found_where_nothing_is_wrong(opened: OpenKitchen, look: Look, engine: Engine) -> None:
    course_id = opened(
        linked("看[第二课](02-dough.md)、[开头](#准备)，写信到[这个邮箱](mailto:a@example.org)。\n\n## 准备\n\n面粉。")
    )
    assert look() == {}
    with Session(engine) as session:
        check = session.get_one(CourseCheck, course_id)
    assert (check.outside, check.is_whole, check.once_silent) == ("asked", True, 0)


@pytest.mark.parametrize(
    ("change", "rule", "words"),
    [
        (linked("看[别的课](09-oven.md)。"), "link-inside", "链接“别的课”没有去处。"),
        (linked("看[别处](#没有)。"), "link-inside", "链接“别处”没有去处。"),
        (linked("看[表](../media/none.pdf)。"), "link-inside", "链接“表”没有去处。"),
        (linked("![一只大盆](../media/none.png)"), "picture-missing", "图片不在了，说明是“一只大盆”。"),
        (linked("看[内网](http://10.1.2.3/a)。"), "link-outside", "链接“内网”打不开：这是单位内部的地址，外面打不开。"),
        (
            written("captions/01-flour.vtt", "00:16.000 --> 00:23.000", "00:16.000 --> 00:33.000"),
            "captions-past-end",
            "字幕写到第 0 分 33 秒，视频已经在第 0 分 24 秒结束。",
        ),
        (
            written("captions/01-flour.vtt", "00:04.000 --> 00:09.000", "00:03.000 --> 00:09.000"),
            "captions-overlap",
            "第 0 分 3 秒起，两条字幕叠在一起。",
        ),
        (
            written("captions/01-flour.vtt", "00:09.000 --> 00:16.000", "00:09 --> 00:16"),
            "captions-syntax",
            "这里的时间写法不对，这一条不会显示。",
        ),
        (
            written("descriptions/01-flour.vtt", "00:17.000 --> 00:20.000", "00:27.000 --> 00:30.000"),
            "captions-past-end",
            "字幕写到第 0 分 30 秒，视频已经在第 0 分 24 秒结束。",
        ),
        (
            written("transcripts/01-flour.md", "[00:17] 画面", "[01:17] 画面"),
            "transcript-past-end",
            "文字稿写到 77 秒，视频或声音只有 24 秒。",
        ),
        (cut_film, "file-breaks-off", "“media/01-flour.mp4”到 0 分 22 秒放不出来。"),
        (
            lambda folder: (folder / "media/02-dough.mp3").write_bytes(b"\xff\xfb" + b"nothing" * 100),
            "file-closed",
            "“media/02-dough.mp3”打不开，放不了。",
        ),
    ],
)
def test_what_is_found(change: Change, rule: str, words: str, opened: OpenKitchen, look: Look) -> None:
    opened(change)
    found = look()
    assert found.get(rule) == words, found


def test_a_lost_and_a_damaged_file(opened: OpenKitchen, look: Look, engine: Engine, files: Files) -> None:
    course_id = opened()
    kitchen.lose(files, kitchen.file_of(engine, course_id, "captions/01-flour.vtt"))
    kitchen.damage(files, kitchen.file_of(engine, course_id, "media/02-dough.mp3"))
    assert look() == {
        "file-lost": "文件“captions/01-flour.vtt”在存储里找不到了。",
        "file-changed": "文件“media/02-dough.mp3”和交来的时候不一样，坏了。",
    }


def test_outside_links_are_told_after_two_weeks_and_mended_ones_are_solved(
    opened: OpenKitchen, look: Look, engine: Engine, clock: Clock
) -> None:
    with served() as server:
        course_id = opened(linked(f"看[标准]({server.at('/standard')})和[机构]({server.at('/office')}#top)。"))
        server.answers("/standard", 404)
        assert look() == {}
        assert once_silent(engine, course_id) == 1
        clock.forward(days=7)
        assert look() == {"link-outside": "链接“标准”打不开：那一页没有了。"}
        [first] = rows(engine)
        server.answers("/standard", 503)
        clock.forward(days=7)
        assert look() == {"link-outside": "链接“标准”打不开：那边的服务器出错。"}
        assert [row.found_at for row in rows(engine)] == [first.found_at]
        server.answers("/standard", 200)
        clock.forward(days=7)
        assert look() == {}
        with Session(engine) as session:
            assert [row.gone_at for row in queries.solved_findings(session, course_id, clock.now)] == [clock.now]
        clock.forward(days=7)
        look()
        with Session(engine) as session:
            assert queries.solved_findings(session, course_id, clock.now) == []
        assert len(rows(engine)) == 1  # and the history stays
        assert len([path for _, path, _ in server.asked if path == "/office"]) == 5  # once a week


def test_a_server_without_a_way_out_does_not_blame_the_links(
    opened: OpenKitchen, look: Look, engine: Engine, clock: Clock
) -> None:
    course_id = opened(linked("看[标准](http://127.0.0.1:1/standard)。"))
    for _ in range(3):
        assert look() == {}
        clock.forward(days=7)
    with Session(engine) as session:
        assert session.get_one(CourseCheck, course_id).outside == "cut_off"


def test_silence_counts_where_others_answer(opened: OpenKitchen, look: Look, clock: Clock) -> None:
    with served("127.0.0.2") as server:
        opened(linked(f"看[机构]({server.at('/')})，[标准](http://127.0.0.1:1/standard)。"))
        assert look() == {}
        clock.forward(days=7)
        assert look() == {"link-outside": "链接“标准”打不开：那边没有应答。"}


def test_with_the_setting_off_nobody_is_asked(
    opened: OpenKitchen, engine: Engine, app: FastAPI, clock: Clock, files: Files, zz_author: Person
) -> None:
    with served() as server:
        course_id = opened(linked(f"看[标准]({server.at('/standard')})。"))
        with Session(engine) as session, session.begin():
            session.execute(update(Job).values(state=JobState.RUNNING))
            actions.ask_for_check(session, course_id, zz_author.id, clock.now)
        taken = take(engine, clock.now)
        assert taken
        left = app.state.settings.model_copy(update={"outside_links": "leave"})
        KINDS[taken.name].do(JobContext(Workshop(engine, files, left, clock), taken))
        assert server.asked == []
    with Session(engine) as session:
        assert session.get_one(CourseCheck, course_id).outside == "left"


def test_what_an_upgrade_has_left_out_is_made(
    opened: OpenKitchen, app: FastAPI, engine: Engine, files: Files, clock: Clock, zz_author: Person
) -> None:
    """A course that opened before there were forms: its films were never made over, nothing can be taken away."""
    course_id = opened()
    with Session(engine) as session, session.begin():
        for job in session.exec(select(Job)):
            session.delete(job)
        actions.ask_for_check(session, course_id, zz_author.id, clock.now)
    run_waiting(engine, files, app.state.settings, clock.now)
    with Session(engine) as session:
        made = {row.kind for row in session.exec(select(Rendition))}
        forms = {(row.part, row.kind) for row in session.exec(select(MadeForm))}
        lost = session.exec(select(Rendition).where(Rendition.kind == "slow")).first()
    assert made == {"normal", "slow", "sound", "poster"}
    assert len(forms) == 3 * 4  # two lessons and the whole, four cheap forms each
    assert lost and open_now(engine) == {}
    kitchen.lose(files, lost.digest)
    with Session(engine) as session, session.begin():
        actions.ask_for_check(session, course_id, zz_author.id, clock.now)
    run_waiting(engine, files, app.state.settings, clock.now)
    assert files.exists(lost.digest)  # made once more, the same


def once_silent(engine: Engine, course_id: int) -> int:
    with Session(engine) as session:
        return session.get_one(CourseCheck, course_id).once_silent


def rows(engine: Engine) -> list[CourseFinding]:
    with Session(engine) as session:
        return list(session.exec(select(CourseFinding).order_by(col(CourseFinding.id))))
