"""Drafts from speech: only where a model is, never over a person's words. No model could be tried here."""

import json
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.captions.drafting import Word, can_draft, lines_of, samples_of, words_of
from portal.captions.lines import Line
from portal.captions.models import CaptionText
from portal.jobs import Job, JobState, enqueue, run_waiting
from portal.settings import Settings
from tests.browser import SignIn
from tests.captions.stories import film_parcel, small_film
from tests.cast import Clock


def test_words_become_lines_that_end_at_silences_and_when_full():
    words = [
        Word(0, 0.5, "今天"),
        Word(0.5, 1, "和面"),
        Word(2, 2.5, "第二"),
        Word(2.5, 3, "hello"),
        Word(3, 3.2, "you"),
    ]
    assert lines_of(words) == [Line(0, 1000, "今天和面"), Line(2000, 3200, "第二hello you")]
    many = [Word(number / 2, number / 2 + 0.5, "四个汉字") for number in range(9)]
    assert [len(line.words) for line in lines_of(many)] == [16, 16, 4]
    assert lines_of([]) == []


def test_an_answer_without_words_has_none():
    assert words_of('{"text": ""}') == []
    assert words_of(json.dumps({"result": [{"start": 1.0, "end": 1.5, "word": "好", "conf": 1}]})) == [
        Word(1.0, 1.5, "好")
    ]


def test_sound_comes_as_the_models_want_it(tmp_path: Path):
    path = tmp_path / "film.mp4"
    path.write_bytes(small_film())
    seconds = sum(map(len, samples_of(path, "video/mp4"))) / 2 / 16_000
    assert 7.5 < seconds < 8.5


def test_a_folder_that_is_not_there_is_no_model(settings: Settings):
    assert not can_draft(settings)
    assert not can_draft(settings.model_copy(update={"speech_model": "/nowhere"}))


@pytest.mark.parametrize("kind", ["captions", "transcript"])
def test_without_a_model_the_page_says_so_and_nothing_is_written(
    kind: str, sign_in: SignIn, zz_author: Person, engine: Engine, settings: Settings, app: FastAPI, clock: Clock
):
    author = sign_in(zz_author)
    files = {"package": ("film.zip", film_parcel(""), "application/zip")}
    desk = author.open("/submissions/new").press("上传课程包", files=files).path + "/captions"
    author.open(desk).press("打开课程包")
    run_waiting(engine, app.state.files, settings, clock.now)
    page = author.open(f"{desk}/02-dough/{kind}")
    assert page.says("这里没有装语音识别，不能让机器写草稿。") == (kind == "captions")
    assert author.send(f"{desk}/02-dough/{kind}/draft", {}, 409).says("这里没有装语音识别")
    with Session(engine) as session, session.begin():
        text_id = session.exec(select(CaptionText.id).where(CaptionText.kind == "captions")).one()
        enqueue(session, "draft_captions", "draft", {"text_id": text_id, "revision": 0}, clock.now)
    run_waiting(engine, app.state.files, settings, clock.now)
    with Session(engine) as session:
        assert session.exec(select(Job.state).where(Job.reference == "draft")).one() == JobState.FAILED
        assert session.get_one(CaptionText, text_id).revision == 0
