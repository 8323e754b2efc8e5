"""Prior learning that was not recognised, appealed: in pages, with the entry that the room of recognition posts."""

import pytest
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.appeals import verifying
from portal.appeals.models import Appeal
from portal.credits.queries import balance_hundredths
from portal.credits.verifying import verify
from portal.recognition import queries as recognition
from tests.appeals.conftest import GIVE_BACK
from tests.appeals.test_pages import accept, decide, hear
from tests.browser import Browser, SignIn
from tests.recognition.conftest import assessed, checked, handed_in

APPEAL = {"words": "证书是改名以前的，派出所有证明。", "wish": "phone", "step": "lodge"}


@pytest.fixture
def refused(learner: Browser, sign_in: SignIn, credit1: Person, credit2: Person) -> str:
    """The number of an application that was checked by one officer and refused by another."""
    number = handed_in(learner)
    checked(sign_in(credit1), number)
    assessed(sign_in(credit2), number, proof="none", same_person="no", result="refused", words="名字不一样。")
    return number


def test_what_was_refused_is_recognised_on_appeal(
    learner: Browser, desk: Browser, refused: str, session: Session, lin: Person, credit1: Person, credit2: Person
) -> None:
    page = learner.open(f"/recognition/applications/{refused}").follow("申诉")
    assert page.says("没有认定《保健按摩师》。") and page.says("名字不一样。")
    lodged = page.press("交申诉", APPEAL)
    case = lodged.path.replace("/appeals/", "/appealed/")
    kept = session.exec(select(Appeal)).one()
    assert {f",{one.id}," in kept.took_part for one in (credit1, credit2, lin)} == {True}
    accept(desk, case)
    hear(desk, case)
    decide(desk, case, outcome="part", credit="1")
    done = learner.open(lodged.path)
    assert done.says("还回一部分")
    assert done.follow("向省里再申诉").says("这是最后一级")
    assert done.follow("看还回的那一笔").says("增加 1 学分")
    session.rollback()
    assert balance_hundredths(session, lin.id) == 100
    assert verify(session) == [] and verifying.verify(session) == [] and recognition.verify(session) == []


def test_what_stays_refused_goes_to_the_province(
    learner: Browser, desk: Browser, desk2: Browser, refused: str, session: Session, lin: Person
) -> None:
    form = learner.open(f"/appeals/about/recognition/{refused}")
    case = form.press("交申诉", APPEAL).path.replace("/appeals/", "/appealed/")
    desk.open(case).follow("受理，或者不受理").press("定下来，告诉学员", {"accepts": "no", "told": "没有新的材料。"})
    second = learner.open(f"/appeals/about/recognition/{refused}").press("交申诉", APPEAL)
    case = second.path.replace("/appeals/", "/appealed/")
    accept(desk2, case)
    hear(desk2, case)
    decide(desk2, case)
    assert GIVE_BACK["outcome"] == "all" and learner.open(second.path).says("全部还回")
    assert balance_hundredths(session, lin.id) > 0 and verifying.verify(session) == []
