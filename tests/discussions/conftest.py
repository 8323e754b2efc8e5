"""A lesson of 郑州 with somebody who learns it, and recordings as phones make them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.discussions.recordings.models import LessonRecording
from portal.files import Files
from portal.jobs import run_waiting
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, ZHENGZHOU, Clock, MakePerson
from tests.media.films import film, sound
from tests.shelf import OpenCourse

LESSON = "/library/dough-by-hand/01-flour"
QUESTIONS = f"{LESSON}/questions"
ASK = f"{QUESTIONS}/recording"
Convert = Callable[[], None]


@pytest.fixture
def course(open_course: OpenCourse) -> int:
    """《用手和面》 of 郑州."""
    return open_course(region="410100")


@pytest.fixture
def learner(sign_in: SignIn, lin: Person, course: int) -> Browser:
    browser = sign_in(lin)
    browser.open("/library/dough-by-hand").press("报名学这门课")
    return browser


@pytest.fixture
def assistant(make_person: MakePerson, sign_in: SignIn) -> Browser:
    return sign_in(make_person("郑州的辅助人员", Role.ASSISTANT, region=ZHENGZHOU, scope=ZHENGZHOU))


@pytest.fixture
def ly_assistant(make_person: MakePerson, sign_in: SignIn) -> Browser:
    return sign_in(make_person("洛阳的辅助人员", Role.ASSISTANT, region=LUOYANG, scope=LUOYANG))


@pytest.fixture
def voice(tmp_path: Path) -> bytes:
    """Two seconds of sound."""
    return sound(tmp_path / "voice.mp3", 2).read_bytes()


@pytest.fixture
def signed(tmp_path: Path) -> bytes:
    """Two seconds of film that say where they were made."""
    return film(tmp_path / "signed.mp4", 2, place="+34.7466+113.6253/").read_bytes()


@pytest.fixture
def convert(app: FastAPI, engine: Engine, settings: Settings, clock: Clock) -> Convert:
    """Let the jobs that wait be done."""
    return lambda: run_waiting(engine, app.state.files, settings, clock.now) and None


def record(browser: Browser, content: bytes, form: str = "voice", expect: int = 200, **values: Any) -> Any:
    """Ask by a recording, as a browser without scripts sends it."""
    page = values.pop("page", None) or browser.open(values.pop("path", ASK))
    name = values.pop("button", "交问题")
    files = {"recording": ("phone.mp4", content, "video/mp4")}
    return page.press(name, {"form": form} | values, files=files, expect=expect)


def newest(engine: Engine) -> LessonRecording:
    with Session(engine, expire_on_commit=False) as session:
        return session.exec(select(LessonRecording).order_by(col(LessonRecording.id).desc())).first()  # type: ignore[return-value]


def kept(app: FastAPI) -> list[str]:
    """Every file in the store of the recordings."""
    files: Files = app.state.recordings
    return list(files.digests())


def address(engine: Engine) -> str:
    return f"/recordings/{newest(engine).token}"


def gets(browser: Browser, path: str, **headers: str) -> int:
    return int(browser.client.get(path, headers=headers).status_code)


def write(browser: Browser, engine: Engine, words: str, expect: int = 200) -> object:
    return browser.open(f"{address(engine)}/transcript").press("保存文字", {"words": words}, expect=expect)
