"""林小雨 has earned 1.5 credits with 《用手和面》, with its certificate; two officers of the province, one of 洛阳."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.certificates.actions import issue
from portal.credits.actions import post_earn
from portal.credits.rules import record_number
from portal.db import READING
from portal.learning.models import Enrolment, EnrolmentState
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, NOW, Clock, MakePerson

WORDS = "这门课的考核记录和当天的签到对不上。请说说那天是怎么考的。"
PROPOSAL = {"part": "all", "reason": "error", "words": WORDS}


def earn(engine: Engine, person: Person, version_id: int, amount: int = 150, reference: str = "course/1") -> int:
    """Credit that a person earned by passing a course, with its certificate, as the learning room writes them."""
    cause = {"kind": "course_passed", "title": "用手和面", "title_en": "Dough by hand", "mark": 86}
    with Session(engine) as session, session.begin():
        transfer_id = post_earn(session, person.id, amount, reference, cause, NOW).id
        passed = {"state": EnrolmentState.PASSED, "passed_at": NOW, "mark": 86, "transfer_id": transfer_id}
        session.add(Enrolment(person_id=person.id, version_id=version_id, enrolled_at=NOW, **passed))
        issue(session, person.id, version_id, "用手和面", 90, amount, transfer_id, NOW, 86, NOW)
        return transfer_id


@pytest.fixture
def earned(engine: Engine, lin: Person, dough: int) -> int:
    """The id of the entry."""
    return earn(engine, lin, dough)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that only looks: nobody waits for it. `rollback` before looking again."""
    with Session(engine.execution_options(**READING)) as session:
        yield session


@pytest.fixture
def proposer(sign_in: SignIn, credit1: Person) -> Browser:
    return sign_in(credit1)


@pytest.fixture
def decider(sign_in: SignIn, credit2: Person) -> Browser:
    return sign_in(credit2)


@pytest.fixture
def learner(sign_in: SignIn, lin: Person) -> Browser:
    return sign_in(lin)


@pytest.fixture
def later(
    clock: Clock,
    sign_in: SignIn,
    credit1: Person,
    credit2: Person,
    lin: Person,
    proposer: Browser,
    decider: Browser,
    learner: Browser,
) -> Callable[[int], None]:
    """`later(30)` lets so many days pass; everybody has signed in again."""

    def later(days: int) -> None:
        clock.forward(days=days)
        for browser, person in ((proposer, credit1), (decider, credit2), (learner, lin)):
            browser.client = sign_in(person).client

    return later


@pytest.fixture
def elsewhere(sign_in: SignIn, make_person: MakePerson) -> Browser:
    """A credit officer of 洛阳 only."""
    return sign_in(make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG))


@pytest.fixture
def case(proposer: Browser, earned: int) -> str:
    """The address of a question about the whole entry."""
    found = proposer.open("/reversals").press("找这笔记录", {"record": record_number(earned)})
    return found.press("提出，告诉学员", PROPOSAL).path
