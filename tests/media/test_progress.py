"""The page on which a prefecture follows what becomes of its films."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from portal.accounts.models import Person
from portal.jobs import actions as jobs
from portal.jobs.context import JobContext, Workshop
from portal.jobs.models import Job, JobState, stored
from portal.media import actions, rules
from portal.media.models import Rendition
from portal.settings import Settings
from portal.submissions.checking import check_submitted_package
from portal.text import message
from tests.browser import Browser, Page, SignIn
from tests.cast import NOW
from tests.media.course import film_course, packed


@pytest.fixture
def author(sign_in: SignIn, zz_author: Person) -> Browser:
    return sign_in(zz_author)


@pytest.fixture
def handed_in(author: Browser, tmp_path: Path) -> str:
    """The address of a submission with three sounds and two films."""
    content = packed(film_course(tmp_path / "course", region="410100"))
    form = author.open("/submissions/new")
    return form.press("上传课程包", files={"package": ("course.zip", content, "application/zip")}).path


def films(browser: Browser, path: str) -> Page:
    return browser.open(f"{path}/media")


@pytest.fixture
def checked(handed_in: str, app: FastAPI, engine: Engine, settings: Settings) -> str:
    """The same, checked; the making over has only been asked for."""
    workshop = Workshop(engine, app.state.files, settings, lambda: NOW)
    taken = jobs.take(engine, NOW)
    assert taken is not None
    check_submitted_package(JobContext(workshop, taken))
    jobs.finish(engine, taken, NOW)
    return handed_in


def set_jobs(engine: Engine, **values: Any) -> None:
    with Session(engine) as session, session.begin():
        session.exec(update(Job).where(col(Job.name) == "convert_media").values(**values))


def test_films_wait_are_made_and_done(author: Browser, checked: str, engine: Engine):
    page = films(author, checked)
    assert page.title.startswith("视频和音频，共 4 个，做好 0 个")
    assert 'data-hx-trigger="every 5s"' in str(page.html)
    set_jobs(engine, state=JobState.RUNNING, step=3, steps=5, said=stored(message("做慢网用的小文件")))
    assert "正在做，第 3 步，共 5 步：做慢网用的小文件" in films(author, checked).text
    with Session(engine) as session, session.begin():
        for job in session.exec(select(Job).where(Job.name == "convert_media")):
            actions.keep(session, small_form(job.payload["digest"]))
    set_jobs(engine, state=JobState.DONE)
    page = films(author, checked)
    assert page.title.startswith("视频和音频，4 个都做好了")
    assert page.text.count("慢网用的小文件，3 KB") == 4
    assert "data-hx-get" not in str(page.html), "what is done need not ask again"
    assert author.open(checked).follow("看视频和音频做到哪里").heading == "视频和音频"


def small_form(digest: str) -> Rendition:
    return Rendition(source_digest=digest, kind="slow", digest="0" * 64, media_type="video/mp4", size=3000, made_at=NOW)


def test_before_the_check_there_is_nothing(author: Browser, handed_in: str):
    assert "还没有查完" in films(author, handed_in).text


def test_a_failure_says_why_and_can_be_tried_again(author: Browser, checked: str, engine: Engine):
    set_jobs(engine, state=JobState.FAILED, said=stored(rules.unreadable()))
    page = films(author, checked)
    assert page.title.startswith("视频和音频，有 4 个没有做成")
    assert "重新导出成 MP4" in page.text
    after = page.press("再做一次：media/01-flour.mp4")
    assert "在排队，轮到就做" in after.text
    with Session(engine) as session:
        states = session.exec(select(Job.state).where(Job.name == "convert_media")).all()
    assert sorted(states) == ["failed", "failed", "failed", "waiting"]


def test_only_the_place_that_handed_in_sees_it(
    handed_in: str, sign_in: SignIn, ly_author: Person, zz_approver: Person, visitor: Browser
):
    assert films(sign_in(zz_approver), handed_in).buttons == []
    sign_in(ly_author).open(f"{handed_in}/media", 404)
    sign_in(ly_author).send(f"{handed_in}/media", {"name": "media/01-flour.mp4"}, 404)
    sign_in(zz_approver).send(f"{handed_in}/media", {"name": "media/01-flour.mp4"}, 404)
    assert visitor.open(f"{handed_in}/media").heading == "登录"


def test_a_name_that_is_not_there_changes_nothing(author: Browser, handed_in: str):
    assert author.send(f"{handed_in}/media", {"name": "../../etc/passwd"}).heading == "视频和音频"
