"""林小雨's credit for 《用手和面》 was taken back; two appeal officers at the province, one in 洛阳."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.credits.models import CreditTransfer
from portal.db import READING
from portal.reversals import actions as reversals
from portal.reversals.actions import Proposal
from portal.reversals.rules import State
from portal.text.dates import local_date
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, NOW, PROVINCE, Clock, MakePerson
from tests.reversals.conftest import earn

WHY_TAKEN = "签到表上没有您，这次考核不能算。"
WRONG = "那天我在场，签到表是后来补的，老师可以证明。"
APPEAL = {"words": WRONG, "wish": "sign", "helper": "周红", "step": "lodge"}
HEARING = {
    "heard_on_year": "2026", "heard_on_month": "10", "heard_on_day": "12", "way": "sign",
    "helped": "手语翻译孙丽", "heard": "学员说考试那天坐在第二排，老师叫得出名字。",
}  # fmt: skip
GIVE_BACK = {"outcome": "all", "told": "老师证明您在场。学分还给您。"}


def actor(person: Person) -> Actor:
    return Actor(person.id, person.name, frozenset({Role.APPEAL_OFFICER}), PROVINCE)


def take_back(engine: Engine, person: Person, earned_id: int, first: Person, second: Person, amount: int = 150) -> int:
    """Credit that two officers took back, by the room's own actions; the id of the decision."""
    with Session(engine) as session, session.begin():
        entry = session.get_one(CreditTransfer, earned_id)
        told = Proposal(amount, "error", "签到表上没有您。请说明。", local_date(NOW))
        one = reversals.propose(session, actor(first), entry, person.id, told, NOW)
        reversals.answer(session, one, person.id, "我在场。", NOW)
        reversals.confirm(session, actor(second), one, State.ANSWERED, WHY_TAKEN, NOW)
        return one.id


@pytest.fixture
def officer(make_person: MakePerson) -> Person:
    return make_person("申诉员一", Role.APPEAL_OFFICER)


@pytest.fixture
def other_officer(make_person: MakePerson) -> Person:
    return make_person("申诉员二", Role.APPEAL_OFFICER)


@pytest.fixture
def earned(engine: Engine, lin: Person, dough: int) -> int:
    return earn(engine, lin, dough)


@pytest.fixture
def taken(engine: Engine, lin: Person, earned: int, credit1: Person, credit2: Person) -> int:
    """The id of the decision by which all of it was taken back."""
    return take_back(engine, lin, earned, credit1, credit2)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(**READING)) as session:
        yield session


@pytest.fixture
def learner(sign_in: SignIn, lin: Person) -> Browser:
    return sign_in(lin)


@pytest.fixture
def desk(sign_in: SignIn, officer: Person) -> Browser:
    return sign_in(officer)


@pytest.fixture
def desk2(sign_in: SignIn, other_officer: Person) -> Browser:
    return sign_in(other_officer)


@pytest.fixture
def luoyang(sign_in: SignIn, make_person: MakePerson) -> Browser:
    return sign_in(make_person("洛阳的申诉员", Role.APPEAL_OFFICER, region=LUOYANG, scope=LUOYANG))


@pytest.fixture
def later(
    clock: Clock, sign_in: SignIn, lin: Person, officer: Person, other_officer: Person,
    learner: Browser, desk: Browser, desk2: Browser,
) -> Callable[[int], None]:  # fmt: skip
    """`later(30)` lets so many days pass; everybody has signed in again."""

    def later(days: int) -> None:
        clock.forward(days=days)
        for browser, person in ((learner, lin), (desk, officer), (desk2, other_officer)):
            browser.client = sign_in(person).client

    return later
