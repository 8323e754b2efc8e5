"""Evidence: what may be one, what is taken out of it, who writes it down."""

import pytest
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.actions import load_regions
from portal.accounts.demo import load_demo_people
from portal.recognition.demo import load_demo_application
from portal.recognition.models import RecognitionEvidence
from portal.settings import Settings
from tests.browser import Browser
from tests.cast import NOW
from tests.recognition.conftest import DESCRIBED, add_photo, draft, handed_in, photo


def test_a_photo_loses_its_place_and_camera(learner: Browser, session: Session, app: object) -> None:
    page = draft(learner)
    for kind in ("JPEG", "PNG", "WEBP"):
        came = photo(kind=kind)
        assert b"OnlyForTests" in came
        page = add_photo(page, came + (b"OnlyForTests after the end" if kind == "JPEG" else b""))
    proofs = session.exec(select(RecognitionEvidence).order_by("id")).all()
    files = app.state.evidence  # type: ignore[attr-defined]
    assert {proof.digest for proof in proofs} == set(files.digests())  # nothing else stays
    for proof in proofs:
        kept = files.read(proof.digest)
        assert b"OnlyForTests" not in kept
        served = learner.client.get(f"/recognition/files/{proof.token}")
        assert served.content == kept and served.headers["cache-control"] == "private, no-cache"
    turned = files.local(proofs[0].digest, None)
    with Image.open(turned) as picture:
        assert picture.getexif().get(0x0112) == 6 and picture.size == (64, 48)
        picture.load()
    page = page.press("去掉材料 1").press("去掉材料 1").press("去掉材料 1")
    assert page.says("没有材料。") and list(files.digests()) == []


@pytest.mark.parametrize(
    ("sent", "content", "problem"),
    [
        ("paper", b"#!/bin/sh\nrm", "打不开"),
        ("paper", b"", "选一个文件"),
        ("paper", photo()[:300], "照片不完整"),
        ("paper", b"\xff\xd8\xff\xe0" + b"\x00" * 400, "照片不完整"),
        ("paper", b"RIFF\x10\x00\x00\x00WAVEfmt ", "这不是照片"),
        ("voice", b"%PDF-1.7 text", "这不是录音"),
        ("", photo(), ""),
    ],
)
def test_what_is_no_evidence(learner: Browser, app: object, sent: str, content: bytes, problem: str) -> None:
    page = add_photo(draft(learner), content, 422, sent=sent)
    assert list(page.problems.values()) == ["file" if problem else "sent"] and page.says(problem)
    assert page.typed("description") == DESCRIBED
    assert list(app.state.evidence.digests()) == []  # type: ignore[attr-defined]


def test_pressed_twice_adds_one_and_without_words_none(learner: Browser, session: Session) -> None:
    page = draft(learner)
    add_photo(page, photo())
    add_photo(page, photo())
    assert len(session.exec(select(RecognitionEvidence)).all()) == 1
    assert list(add_photo(page, photo(), 422, description=" ").problems.values()) == ["description"]


def test_an_officer_writes_evidence_down_for_the_next(learner: Browser, first: Browser, second: Browser) -> None:
    number = handed_in(learner)
    page = first.open(f"/recognition/desk/{number}").follow("把材料 1 写成文字")
    assert page.press("存文字", {"transcript": "号 990101199001010019"}, 422).problems
    page.press("存文字", {"transcript": "姓名林小雨，职业保健按摩师，等级四级。"})
    assert second.open(f"/recognition/desk/{number}").says("学分管理员写下的：姓名林小雨")
    assert learner.open(f"/recognition/applications/{number}").says("等级四级。")


def test_a_demo_has_something_to_check(engine: Engine, settings: Settings, first: Browser) -> None:
    for is_first in (True, False):
        with Session(engine) as session, session.begin():
            load_regions(session)
            load_demo_people(session, settings)
            assert load_demo_application(session, settings, NOW) == is_first
    assert first.open("/recognition/desk").says("等查材料，1 件")


def test_the_table_is_public(visitor: Browser) -> None:
    page = visitor.open("/recognition/values")
    assert page.says("这些数是本网自己定的，先试行。") and page.says("首席技师") and page.says("16 学分")
    visitor.open("/recognition/values/2026-1")
    visitor.open("/recognition/values/1999-1", 404)
