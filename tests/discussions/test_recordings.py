"""Questions and answers by voice or sign: who can play them when, and that nothing stays that nobody needs."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import av
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.discussions.models import LessonQuestion
from portal.discussions.recordings import converting
from portal.discussions.recordings.models import LessonRecording
from portal.discussions.recordings.rules import State
from tests.browser import Browser, SignIn
from tests.cast import Clock
from tests.discussions.conftest import ASK, QUESTIONS, Convert, address, gets, kept, newest, record, write
from tests.uploads.tus import Sender


def test_a_spoken_question_opens_to_everybody_with_its_words(
    learner: Browser, assistant: Browser, visitor: Browser, voice: bytes, convert: Convert, engine: Engine, app: FastAPI
) -> None:
    page = record(learner, voice)
    assert "已交来，在等转换" in page.title and page.says("在等转换，一般几分钟。")
    assert visitor.open(QUESTIONS).says("这里是录音。辅助人员写出文字以后，大家才能看到、听到。")
    assert gets(learner, address(engine)) == 404, "nothing to play yet"
    convert()
    page = learner.open(QUESTIONS)
    assert page.says("转换好了。现在只有您和提供课程的单位能放。") and page.html.audio
    assert gets(learner, address(engine)) == 200
    assert gets(visitor, address(engine)) == 404
    assert not visitor.open(QUESTIONS).html.audio
    desk = assistant.open("/recordings")
    assert desk.says("1 段在等，最早的在前")
    written = desk.follow("写文字：录音，0 分 2 秒").press("保存文字", {"words": "面粉要过筛吗？"})
    assert "文字已保存" in written.title and written.says("这里的录音和手语都有文字了。")
    page = visitor.open(QUESTIONS)
    assert page.says("面粉要过筛吗？") and page.says("文字由辅助人员写出，2026年10月12日") and page.html.audio
    assert "autoplay" not in page.response.text
    assert gets(visitor, address(engine)) == 200
    assert len(kept(app)) == 1, "the file as it came is gone"


def test_a_signed_question_keeps_neither_sound_nor_place(
    learner: Browser, signed: bytes, convert: Convert, engine: Engine, app: FastAPI
) -> None:
    record(learner, signed, "sign")
    convert()
    assert learner.open(QUESTIONS).says("手语视频，0 分 2 秒，没有声音")
    made = learner.client.get(address(engine)).content
    with av.open(io.BytesIO(made)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        assert "location" not in container.metadata
    assert b"loci" in signed and b"loci" not in made
    record(learner, signed, "voice")
    convert()
    with av.open(io.BytesIO(learner.client.get(address(engine)).content)) as container:
        assert [stream.type for stream in container.streams] == ["audio"]


def test_the_file_answers_ranges_and_can_never_act(
    learner: Browser, voice: bytes, convert: Convert, engine: Engine
) -> None:
    record(learner, voice)
    convert()
    answer = learner.client.get(address(engine), headers={"Range": "bytes=0-9"})
    assert (answer.status_code, len(answer.content)) == (206, 10)
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_what_cannot_be_taken_is_told_and_not_kept(
    learner: Browser, voice: bytes, app: FastAPI, engine: Engine
) -> None:
    page = learner.open(ASK).press("交问题", files={"other": ("", b"")}, expect=422)
    assert list(page.problems.values()) == ["form", "recording"]
    assert page.says("录的是什么：选一个") and page.says("选一个文件，或者现在录")
    assert list(record(learner, voice, "song", 422).problems.values()) == ["form"]
    assert list(record(learner, b"<html><script>alert(1)</script>", expect=422).problems.values()) == ["recording"]
    with Session(engine) as session:
        assert session.exec(select(LessonQuestion)).all() == []
    assert kept(app) == []


def test_too_big_is_refused(learner: Browser, voice: bytes, monkeypatch: pytest.MonkeyPatch, app: FastAPI) -> None:
    monkeypatch.setattr("portal.discussions.recordings.rules.MOST_BYTES", 1000)
    page = learner.open(ASK)
    assert record(learner, voice, page=page, expect=413).says("文件太大。")
    assert Sender(learner).begin(len(voice), name="a.mp3", kind="recording").status_code == 413
    assert kept(app) == []


@pytest.mark.parametrize(
    ("form", "content", "words"),
    [
        ("voice", b"\x00\x00\x00\x20ftypisom" + bytes(5000), "这个文件打不开。"),
        ("sign", b"ID3" + bytes(5000), "这个文件打不开。"),
        ("sign", None, "文件里没有画面。"),
    ],
)
def test_a_file_of_which_nothing_can_be_made_fails_in_words(
    learner: Browser, visitor: Browser, voice: bytes, convert: Convert, engine: Engine, app: FastAPI,
    form: str, content: bytes | None, words: str,
) -> None:  # fmt: skip
    record(learner, content or voice, form)
    convert()
    assert newest(engine).state is State.FAILED
    assert learner.open(QUESTIONS).says(words)
    assert not visitor.open(QUESTIONS).says(words)
    assert gets(learner, address(engine)) == 404
    assert kept(app) == []


def test_only_who_learns_asks_and_the_limit_of_a_day_holds(
    learner: Browser, sign_in: SignIn, mei: Person, zz_author: Person, voice: bytes, app: FastAPI
) -> None:
    sign_in(mei).open(ASK, expect=409)
    files = {"recording": ("phone.mp3", voice, "audio/mpeg")}
    sign_in(mei).send(ASK, {"form": "voice"}, expect=409, files=files)
    sign_in(zz_author).open(ASK, expect=404)
    for number in range(9):
        learner.send(QUESTIONS, {"question": f"第 {number} 问？"})
    record(learner, voice)
    learner.open(ASK, expect=409)
    learner.send(
        ASK, {"form": "voice", "key": "other"}, expect=409, files=files | {"recording": ("a.mp3", voice + b"!")}
    )
    assert len(kept(app)) == 1, "what was refused is not kept"


def test_the_same_press_twice_is_one_question(
    learner: Browser, voice: bytes, convert: Convert, engine: Engine, app: FastAPI
) -> None:
    form = learner.open(ASK)
    record(learner, voice, page=form)
    convert()
    record(learner, voice, page=form)
    with Session(engine) as session:
        assert len(session.exec(select(LessonRecording)).all()) == 1
    assert len(kept(app)) == 1


def test_a_file_that_came_in_pieces_is_asked_once_and_only_by_who_sent_it(
    learner: Browser, sign_in: SignIn, zz_author: Person, signed: bytes, convert: Convert, engine: Engine, app: FastAPI
) -> None:
    sender = Sender(learner)
    path = sender.begin(len(signed), name="手语.MP4", kind="recording").headers["Location"]
    half = len(signed) // 2
    sender.send(path, 0, signed[:half])
    token = path.rsplit("/", 1)[1]
    nothing = {"other": ("", b"")}
    early = learner.open(ASK).press("交问题", {"form": "sign", "upload": token}, files=nothing, expect=422)
    assert early.says("还没有传完。再选同一个文件，会接着传")
    sender.send(path, half, signed[half:])
    learner.open(QUESTIONS).press("提出问题", {"question": "？"})
    answers = f"{QUESTIONS}/1/answers/recording"
    sign_in(zz_author).send(answers, {"form": "sign", "upload": token}, expect=404, files=nothing)
    for _ in range(2):
        learner.open(ASK).press("交问题", {"form": "sign", "upload": token}, files=nothing)
    with Session(engine) as session:
        assert len(session.exec(select(LessonRecording)).all()) == 1
    convert()
    assert newest(engine).state is State.READY and len(kept(app)) == 1
    assert list(app.state.files.unfinished.iterdir()) == []
    refused = sender.begin(10, name="a.exe", kind="recording")
    assert refused.status_code == 422


def test_a_form_that_is_wrong_leaves_nothing_of_what_came(
    learner: Browser, signed: bytes, voice: bytes, app: FastAPI
) -> None:
    """Else somebody could fill the disk: send a file, get its form wrong, give the file up, and once more."""
    sender = Sender(learner)
    path = sender.begin(len(signed), name="手语.mp4", kind="recording").headers["Location"]
    sender.send(path, 0, signed)
    token, nothing = path.rsplit("/", 1)[1], {"other": ("", b"")}
    page = learner.open(ASK).press("交问题", {"form": "song", "upload": token}, files=nothing, expect=422)
    assert list(page.problems.values()) == ["form"] and kept(app) == []
    record(learner, voice, "song", 422, upload=token)
    assert kept(app) == []
    record(learner, voice, upload="another's")
    assert len(kept(app)) == 1, "the file that came with the form is the one that counts"
    learner.open(ASK).press("交问题", {"form": "sign", "upload": token}, files=nothing)
    assert len(kept(app)) == 2


def test_taken_back_before_while_and_after_converting_nothing_stays(
    learner: Browser, assistant: Browser, voice: bytes, convert: Convert, engine: Engine, app: FastAPI, clock: Clock
) -> None:
    record(learner, voice)
    learner.open(QUESTIONS).follow("收回第 1 个问题").press("收回这个问题")
    convert()
    assert newest(engine).state is State.REMOVED and kept(app) == []
    record(learner, voice)
    with taken_back_in_between(learner):
        convert()
    assert newest(engine).state is State.REMOVED and kept(app) == []
    record(learner, voice)
    convert()
    write(assistant, engine, "面粉要过筛吗？")
    path = address(engine)
    page = learner.open(QUESTIONS).follow("收回第 1 个问题")
    assert page.says("录的文件和文字都删掉。")
    page.press("收回这个问题")
    assert gets(learner, path) == 404 and kept(app) == []
    assert newest(engine).words == ""
    assistant.open(f"{path}/transcript", expect=404)
    assert assistant.open("/recordings").says("没有在等的")


@contextmanager
def taken_back_in_between(learner: Browser) -> Iterator[None]:
    """The learner takes the question back in the middle of the job, when the file has just been made."""
    make = converting.make

    def make_and_lose(*args: Any) -> Any:
        made = make(*args)
        learner.open(QUESTIONS).follow("收回第 1 个问题").press("收回这个问题")
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converting, "make", make_and_lose)
        yield


def test_hidden_while_converting_or_after_the_address_stops(
    learner: Browser, assistant: Browser, sign_in: SignIn, coordinator: Person, visitor: Browser, voice: bytes,
    convert: Convert, engine: Engine,
) -> None:  # fmt: skip
    officer = sign_in(coordinator)
    record(learner, voice)
    officer.open(QUESTIONS).follow("隐藏第 1 个问题").press("隐藏这个问题", {"reason": "和课程没有关系。"})
    convert()
    first = address(engine)
    assert gets(learner, first) == 200, "who asked still has it"
    assert [gets(one, first) for one in (officer, assistant, visitor)] == [404, 404, 404]
    assistant.open(f"{first}/transcript", expect=404)
    assert assistant.open("/recordings").says("没有在等的")
    record(learner, voice)
    convert()
    assert gets(officer, address(engine)) == 200, "an officer hears it before there are words"
    write(assistant, engine, "这是广告。")
    assert gets(visitor, address(engine)) == 200
    page = officer.open(QUESTIONS).follow("隐藏第 2 个问题")
    assert page.says("这是广告。")
    page.press("隐藏这个问题", {"reason": "广告。"})
    assert gets(visitor, address(engine)) == 404
    assert gets(visitor, address(engine), Range="bytes=0-1") == 404
    assert not visitor.open(QUESTIONS).says("这是广告。")
