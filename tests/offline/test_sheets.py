"""The answer sheet of a pack: typed without scripts, marked by the portal, counted once, for the one who took the pack."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from portal.accounts.models import Person
from portal.learning.models import ActivityReceipt
from portal.offline.models import OfflinePack, OfflineReceipt
from portal.offline.rules import LARGEST
from portal.offline.sheet import read_sheet
from tests.browser import Browser, SignIn
from tests.cast import Clock
from tests.offline.test_receipts import contents, do_jobs, learner, pack

__all__ = ["do_jobs", "learner", "pack"]  # fixtures


def done(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(ActivityReceipt)).one()


def written(browser: Browser, **answers: str) -> str:
    """The sheet with answers: `a1_1="2"` is what stands behind 1-1."""
    text = contents(browser)["answers.txt"].decode("utf-8-sig")
    for name, answer in answers.items():
        place = name[1:].replace("_", "-")
        assert f"\n{place}: \r\n" in text
        text = text.replace(f"\n{place}: \r\n", f"\n{place}: {answer}\r\n")
    return text


def test_a_typed_sheet_counts_once_and_says_that_it_is_not_signed(
    learner: Browser, pack: OfflinePack, engine: Engine
) -> None:
    text = written(learner, a1_1="2")
    page = learner.open("/learning/receipts").press("交回回执", {"text": text})
    assert page.heading == "回执收到了，1 课记为学完" and page.says("这是答题纸，没有签名。")
    assert learner.open("/learning/receipts").press("交回回执", {"text": text}).says("这份回执以前交过")
    assert done(engine) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_comes_as_a_file_from_whatever_editor(
    learner: Browser, pack: OfflinePack, engine: Engine, encoding: str
) -> None:
    text = written(learner, a1_1="２", a2_1="1、2，3", a2_2="软").replace(": ", "：")
    learner.send("/learning/receipts", files={"file": ("answers.txt", text.encode(encoding), "text/plain")})
    assert done(engine) == 2


def test_wrong_or_missing_answers_earn_nothing(learner: Browser, pack: OfflinePack, engine: Engine) -> None:
    text = written(learner, a1_1="1", a2_1="99 abc")
    page = learner.open("/learning/receipts").press("交回回执", {"text": text})
    assert page.says("还没有全部答对，没有记") and done(engine) == 0
    empty = learner.open("/learning/receipts").press("交回回执", {"text": written(learner)}, expect=422)
    assert "text" in empty.problems.values() and done(engine) == 0


def test_nobody_else_hands_it_in_and_not_after_its_last_day(
    learner: Browser, pack: OfflinePack, engine: Engine, sign_in: SignIn, mei: Person, lin: Person, clock: Clock
) -> None:
    text = written(learner, a1_1="2")
    page = sign_in(mei).open("/learning/receipts").press("交回回执", {"text": text}, expect=422)
    assert page.says("没有找到您的这个学习包。")
    clock.forward(days=181)
    sign_in(lin).open("/learning/receipts").press("交回回执", {"text": text}, expect=422)
    with Session(engine) as session:
        assert session.exec(select(OfflineReceipt)).all() == []
    assert done(engine) == 0


@pytest.mark.parametrize("content", [b"", b"1-1: 2", b"\xff\xfe\x00", "学习包号：3072 6418 5".encode(), b"1" * 9])
def test_what_is_no_sheet_is_none(content: bytes) -> None:
    assert read_sheet(content) is None


def test_what_is_too_long_is_not_taken_in_part() -> None:
    """Of a file only so much is read; the end of an answer must not be lost without a word."""
    start = b"pack: 123456786\n1-1: 2\n"
    assert read_sheet(start.ljust(LARGEST))
    assert read_sheet(start.ljust(LARGEST + 1)) is None
