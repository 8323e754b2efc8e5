"""Words for recordings: who writes them, what may stand, that nobody's work is lost; recorded answers; what goes."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.discussions.models import LessonAnswer, LessonQuestion
from portal.discussions.recordings.models import LessonRecording
from portal.discussions.recordings.rules import State
from portal.jobs import Job, JobState
from portal.jobs.actions import enqueue
from tests.browser import Browser, SignIn
from tests.cast import Clock
from tests.counting import counted_queries
from tests.discussions.conftest import QUESTIONS, Convert, address, gets, kept, newest, record, write


def test_another_place_neither_hears_nor_writes_nor_answers(
    learner: Browser, ly_assistant: Browser, sign_in: SignIn, ly_author: Person, mei: Person, voice: bytes,
    convert: Convert, engine: Engine,
) -> None:  # fmt: skip
    record(learner, voice)
    convert()
    for browser in (ly_assistant, sign_in(ly_author)):
        assert gets(browser, address(engine)) == 404
        assert browser.open("/recordings").says("没有在等的")
        browser.open(f"{address(engine)}/transcript", expect=404)
        browser.send(f"{address(engine)}/transcript", {"words": "别的。", "revision": "0"}, expect=404)
        browser.open(f"{QUESTIONS}/1/answers/recording", expect=404)
        files = {"recording": ("a.mp3", voice, "audio/mpeg")}
        browser.send(f"{QUESTIONS}/1/answers/recording", {"form": "voice"}, expect=404, files=files)
    other = sign_in(mei)
    assert gets(other, address(engine)) == 404
    other.open("/recordings", expect=404)
    other.open(f"{address(engine)}/transcript", expect=404)


@pytest.mark.parametrize("words", ["", "  ", "长" * 4001, "我的电话 13812345678"])
def test_words_that_may_not_stand_come_back_as_typed(
    learner: Browser, assistant: Browser, voice: bytes, convert: Convert, engine: Engine, words: str
) -> None:
    record(learner, voice)
    convert()
    page = write(assistant, engine, words, 422)
    assert list(page.problems.values()) == ["words"] and page.typed("words") == words
    assert page.html.audio and newest(engine).revision == 0


def test_two_assistants_lose_nothing_and_corrections_keep_what_was(
    learner: Browser,
    assistant: Browser,
    sign_in: SignIn,
    zz_author: Person,
    voice: bytes,
    convert: Convert,
    engine: Engine,
) -> None:
    record(learner, voice)
    convert()
    here = f"{address(engine)}/transcript"
    first, second = assistant.open(here), sign_in(zz_author).open(here)
    first.press("保存文字", {"words": "面粉要过晒吗？"})
    late = second.press("保存文字", {"words": "面粉要过筛吗？"}, expect=409)
    assert late.heading == "刚有人也写过：录音的文字"
    assert late.says("面粉要过晒吗？") and late.typed("words") == "面粉要过筛吗？"
    assert newest(engine).words == "面粉要过晒吗？"
    late.press("用这些换掉现在的")
    first.press("保存文字", {"words": "面粉要过筛吗？"})  # the same words: no change, and nothing to settle
    page = assistant.open(here)
    assert newest(engine).revision == 2 and page.typed("words") == "面粉要过筛吗？"
    assert page.says("第 1 稿") and page.says("面粉要过晒吗？")
    assert assistant.open(QUESTIONS).follow("改文字：第 1 个问题").heading == "写录音的文字"
    for revision in ("", "x", "-1", "9" * 30, "1"):
        assistant.send(here, {"words": "又一稿。", "revision": revision}, expect=409)


def test_an_answer_by_sign_with_its_words_is_read_at_once_and_can_be_taken_back(
    learner: Browser,
    assistant: Browser,
    visitor: Browser,
    signed: bytes,
    convert: Convert,
    engine: Engine,
    app: FastAPI,
) -> None:
    learner.open(QUESTIONS).press("提出问题", {"question": "面粉要过筛吗？"})
    form = assistant.open(QUESTIONS).follow("回答第 1 个问题").follow("用录音或者手语回答")
    wrong = {"form": "sign", "words": "打 13812345678 问我"}
    page = record(assistant, signed, page=form, button="交回答", expect=422, **wrong)
    assert page.typed("words") == wrong["words"] and kept(app) == []
    record(assistant, signed, "sign", page=form, button="交回答", words="不用，和的时候会散开。")
    page = visitor.open(QUESTIONS)
    assert (
        page.says("不用，和的时候会散开。")
        and page.says("文字由录的人写出，")
        and page.says("录的还在转换，先看文字。")
    )
    convert()
    assert visitor.open(QUESTIONS).html.video and gets(visitor, address(engine)) == 200
    assert assistant.open("/recordings").says("没有在等的")
    page = assistant.open(QUESTIONS).follow("收回第 1 个问题的第 1 个回答").press("收回这个回答")
    assert "已收回" in page.title and page.says("还没有回答。")
    assert gets(visitor, address(engine)) == 404 and kept(app) == []
    assistant.send(f"{QUESTIONS}/1/answers/1/withdrawal", expect=404)
    learner.send(f"{QUESTIONS}/1/answers/1/withdrawal", expect=404)


def test_the_question_taken_back_takes_recorded_answers_with_it(
    learner: Browser, assistant: Browser, signed: bytes, convert: Convert, engine: Engine, app: FastAPI
) -> None:
    learner.open(QUESTIONS).press("提出问题", {"question": "面粉要过筛吗？"})
    record(assistant, signed, "sign", path=f"{QUESTIONS}/1/answers/recording", button="交回答")
    convert()
    learner.open(QUESTIONS).follow("收回第 1 个问题").press("收回这个问题")
    assert kept(app) == [] and gets(assistant, address(engine)) == 404


def test_a_hidden_question_takes_no_recorded_answer(
    learner: Browser, assistant: Browser, sign_in: SignIn, zz_author: Person, voice: bytes, engine: Engine
) -> None:
    learner.open(QUESTIONS).press("提出问题", {"question": "面粉要过筛吗？"})
    form = assistant.open(f"{QUESTIONS}/1/answers/recording")
    sign_in(zz_author).open(QUESTIONS).follow("隐藏第 1 个问题").press("隐藏这个问题", {"reason": "问过了。"})
    record(assistant, voice, page=form, button="交回答", expect=409)
    with Session(engine) as session:
        assert session.exec(select(LessonAnswer)).all() == []


def test_an_assistant_hides_nothing(learner: Browser, assistant: Browser) -> None:
    learner.open(QUESTIONS).press("提出问题", {"question": "面粉要过筛吗？"})
    assert "隐藏第 1 个问题" not in assistant.open(QUESTIONS).links
    assistant.open(f"{QUESTIONS}/1/hiding", expect=404)
    assistant.open("/submissions", expect=404)


def test_once_a_day_what_nobody_needs_goes(
    learner: Browser, voice: bytes, convert: Convert, engine: Engine, app: FastAPI, clock: Clock
) -> None:
    record(learner, voice)
    app.state.recordings.put(b"left behind by a transaction that failed")
    with Session(engine) as session, session.begin():
        for job in session.exec(select(LessonRecording)):
            job.recorded_at = clock.now - timedelta(days=1)
        enqueue(session, "clear_recordings", "clear", {"period": "2026-10-12"}, clock.now - timedelta(hours=1))
    clock.now = clock.now.replace(year=2036)  # the files on the disk are older than a day by then
    with Session(engine) as session, session.begin():
        job = session.exec(select(Job).where(Job.name == "convert_recording")).one()
        job.state = JobState.FAILED  # its worker was killed three times
    convert()
    assert newest(engine).state is State.FAILED and kept(app) == []


def test_pages_with_many_recordings_ask_the_database_as_often_as_with_few(
    learner: Browser, assistant: Browser, voice: bytes, convert: Convert, engine: Engine
) -> None:
    record(learner, voice)
    convert()
    first = newest(engine)
    counted: list[list[int]] = []
    for many in (0, 19):
        with Session(engine) as session, session.begin():
            asked = session.get_one(LessonQuestion, 1)
            for number in range(many):
                question = LessonQuestion(**asked.model_dump(exclude={"id"}))
                session.add(question)
                session.flush()
                own = {"token": f"t{number}", "reference": f"r{number}", "question_id": question.id}
                session.add(LessonRecording(**first.model_dump(exclude={"id", *own}) | own))
        counts = []
        for browser, page in ((learner, QUESTIONS), (assistant, "/recordings")):
            with counted_queries(engine) as statements:
                browser.open(page)
            counts.append(len(statements))
        counted.append(counts)
    assert assistant.open("/recordings").says("20 段在等，最早的在前")
    assert counted[0][0] >= counted[1][0] and counted[0][1] >= counted[1][1]
