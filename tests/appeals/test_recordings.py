"""An appeal whose reason is said or signed: recorded, played at the desk, written down for those who cannot hear or see."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.appeals.models import Appeal
from portal.appeals.recordings.models import AppealRecording
from portal.audit import AuditEntry
from portal.jobs import run_waiting
from portal.settings import Settings
from tests.appeals.conftest import APPEAL, take_back
from tests.appeals.test_pages import accept, decide, hear
from tests.browser import Browser, Page, SignIn
from tests.cast import Clock, MakePerson
from tests.media.films import sound

NO_WORDS = APPEAL | {"words": ""}


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return sound(tmp_path_factory.mktemp("said") / "voice.mp3", 3).read_bytes()


def record(learner: Browser, taken: int, content: bytes, form: str = "voice", expect: int = 200) -> Page:
    page = learner.open(f"/appeals/about/reversal/{taken}/recording")
    return page.press("加上这一段", {"form": form}, expect, files={"recording": ("a.mp3", content)})


@pytest.mark.libraries
def test_a_reason_is_said_instead_of_written(
    learner: Browser, desk: Browser, taken: int, voice: bytes, engine: Engine, app: FastAPI, settings: Settings,
    clock: Clock, session: Session,
) -> None:  # fmt: skip
    form = learner.open(f"/appeals/about/reversal/{taken}")
    assert set(form.press("交申诉", NO_WORDS, expect=422).problems.values()) == {"words"}
    record(learner, taken, voice)
    page = record(learner, taken, voice, "sign")  # a voice is no signing
    assert page.says("正在转成能放的文件")
    run_waiting(engine, app.state.files, settings, clock.now)
    page = learner.open(f"/appeals/about/reversal/{taken}")
    assert page.says("文件里没有画面。") and page.html.audio
    page = page.press("去掉第 2 段，手语视频")
    lodged = page.press("交申诉", NO_WORDS)
    assert lodged.says("没有写字，听录音，或者看手语视频。") and "去掉第 1 段，录音" not in lodged.buttons
    assert session.exec(select(Appeal)).one().is_recorded
    (one,) = session.exec(select(AppealRecording).where(col(AppealRecording.state) == "ready"))
    assert list(app.state.appeal_recordings.digests()) == [one.digest]  # neither the source nor what was taken away

    case = lodged.path.replace("/appeals/", "/appealed/")
    assert desk.open(case).says("还没有文字。")
    assert desk.client.get(f"/appeals/recordings/{one.token}").content[:3] in (b"ID3", b"\xff\xfb\x50", b"\xff\xfbP")
    form = desk.open(case).follow("把第 1 段，录音写成文字")
    assert form.press("存文字", {"transcript": "号 990101199001010019"}, 422).problems
    form.press("存文字", {"transcript": "那天我坐在第二排。"})
    for told in (learner.open(lodged.path), desk.open(case)):
        assert told.says("申诉处理员写下的：那天我坐在第二排。")
    accept(desk, case), hear(desk, case), decide(desk, case)
    assert learner.open(lodged.path).says("全部还回")
    session.rollback()
    steps = {one.step for one in session.exec(select(AuditEntry)) if one.object_type == "appeal_recording"}
    assert steps == {"add.recording", "remove.recording", "read.appeal_recording", "write_down.recording"}


def ready(engine: Engine, app: FastAPI, tmp_path: Path) -> AppealRecording:
    """Let the newest recording be made over, without the libraries."""
    (tmp_path / "made").write_bytes(b"made")
    with Session(engine, expire_on_commit=False) as session, session.begin():
        one = session.exec(select(AppealRecording).order_by(col(AppealRecording.id).desc())).first()
        assert one is not None
        one.state, one.source_digest, one.media_type, one.size = "ready", "", "audio/mpeg", 4
        one.digest = app.state.appeal_recordings.put(tmp_path / "made")
        return one


def test_who_may_not_judge_may_not_listen_and_withdrawn_it_is_gone(
    engine: Engine, learner: Browser, desk: Browser, luoyang: Browser, sign_in: SignIn, make_person: MakePerson,
    lin: Person, mei: Person, earned: int, credit1: Person, voice: bytes, app: FastAPI, tmp_path: Path,
) -> None:  # fmt: skip
    both = make_person("又管学分又管申诉", Role.CREDIT_OFFICER, Role.APPEAL_OFFICER)
    taken = take_back(engine, lin, earned, both, credit1)
    record(learner, taken, voice)
    record(learner, taken, voice)
    one = ready(engine, app, tmp_path)
    address = f"/appeals/recordings/{one.token}"
    desk.open(address, expect=404)  # a draft is nobody else's
    lodged = learner.open(f"/appeals/about/reversal/{taken}").press("交申诉", NO_WORDS)
    case = lodged.path.replace("/appeals/", "/appealed/")
    learner.send(f"{address}/removal", {}, expect=409)
    for other in (luoyang, sign_in(mei), sign_in(credit1)):
        other.open(address, expect=404)
        other.open(f"{case}/recordings/{one.token}", expect=404)
    sign_in(mei).send(f"{address}/removal", {}, expect=404)
    assert sign_in(both).open(address, expect=409).says("您参与过这件事")
    assert desk.client.get(address).content == b"made"
    assert record(learner, taken, voice).path.startswith("/appeals/")  # more is said while it is open
    learner.open(f"{lodged.path}/withdrawal").press("撤回申诉")
    assert list(app.state.appeal_recordings.digests()) == []
    learner.open(address, expect=404)
    assert learner.send(lodged.path + "/withdrawal", {}).path == lodged.path


@pytest.mark.parametrize(
    ("form", "content", "field"), [("voice", b"#!/bin/sh\nrm", "recording"), ("", b"ID3 sound", "form")]
)
def test_what_is_no_recording(
    learner: Browser, taken: int, app: FastAPI, session: Session, form: str, content: bytes, field: str
) -> None:
    page = record(learner, taken, content, form, 422)
    assert list(page.problems.values()) == [field]
    assert list(app.state.appeal_recordings.digests()) == [] and session.exec(select(AppealRecording)).all() == []


def test_no_more_than_five_and_the_same_press_is_one(
    learner: Browser, taken: int, voice: bytes, session: Session
) -> None:
    page = learner.open(f"/appeals/about/reversal/{taken}/recording")
    for _ in range(2):
        page.press("加上这一段", {"form": "voice"}, files={"recording": ("a.mp3", voice)})
    for _ in range(4):
        record(learner, taken, voice)
    assert record(learner, taken, voice, expect=409).says("已经录了 5 段。先去掉一段，再录。")
    assert len(session.exec(select(AppealRecording)).all()) == 5


def test_nothing_is_lodged_without_words_or_a_recording(engine: Engine, learner: Browser, taken: int) -> None:
    learner.open(f"/appeals/about/reversal/{taken}").press("交申诉", APPEAL)
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text("UPDATE appeal SET words = ''"))
