"""The server is killed while credit is posted: whoever was told so has it, nobody has half, and nobody has it twice."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.certificates import queries as certificates
from portal.certificates.models import Certificate
from portal.credits import verifying
from portal.credits.models import CreditAccount, CreditTransfer
from portal.learning.models import Enrolment, EnrolmentState
from portal.settings import Settings
from tests.cast import NOW, MakePerson
from tests.crash.conftest import Start, wait_until

ADDRESS = "/learning/dough-by-hand/credit"
SEE_OTHER = 303


@pytest.fixture
def graduates(engine: Engine, make_person: MakePerson, dough: int) -> list[Person]:
    """Ten trainees who have passed and whose credit is not posted yet."""
    people = [make_person(f"学员{number}", Role.TRAINEE) for number in range(10)]
    with Session(engine) as session, session.begin():
        for person in people:
            passed = {"state": EnrolmentState.PASSED, "passed_at": NOW, "mark": 80}
            session.add(Enrolment(person_id=person.id, version_id=dough, enrolled_at=NOW, **passed))
    return people


def whole(engine: Engine) -> set[int]:
    """The people who have their credit, each with all that belongs to it. Nothing of it stands alone anywhere."""
    with Session(engine) as session:
        paid = col(Enrolment.transfer_id).is_not(None)
        enrolled = dict(session.exec(select(Enrolment.person_id, Enrolment.transfer_id).where(paid)).all())
        account = col(CreditTransfer.account_id) == col(CreditAccount.id)
        posted = dict(
            session.exec(select(CreditAccount.person_id, CreditTransfer.id).join(CreditTransfer, account)).all()
        )
        issued = dict(session.exec(select(Certificate.person_id, Certificate.transfer_id)).all())
        audited = session.exec(select(AuditEntry.actor_id).where(AuditEntry.step == "earn.credit")).all()
        assert enrolled == posted == issued
        assert sorted(enrolled) == sorted(person_id for person_id in audited if person_id)
        assert session.exec(select(func.count()).select_from(CreditTransfer)).one() == len(posted)
        assert list(verifying.verify(session)) == []
        assert certificates.verify(session) == []
        return set(enrolled)


def test_killed_between_the_posting_and_the_certificate(
    engine: Engine, settings: Settings, graduates: list[Person], start: Start, cookie_of: Callable[[Person], str]
) -> None:
    cookie = cookie_of(graduates[0])
    with start(dwell=("portal.learning.actions", "issue")) as server:
        asking = threading.Thread(target=server.post, args=(ADDRESS, cookie))
        asking.start()
        wait_until((settings.data / "dwelling").exists)
        server.kill()
        asking.join()
    assert whole(engine) == set()
    with start() as server:
        assert [server.post(ADDRESS, cookie) for _ in range(2)] == [SEE_OTHER, SEE_OTHER]
    assert whole(engine) == {graduates[0].id}


def test_killed_while_a_class_graduates(
    engine: Engine, graduates: list[Person], start: Start, cookie_of: Callable[[Person], str]
) -> None:
    cookies = {person.id: cookie_of(person) for person in graduates}
    told: set[int] = set()
    for kill_after in (2, 5):
        with start() as server, ThreadPoolExecutor(len(cookies)) as pool:

            def ask(person_id: int, server=server, kill_after=kill_after) -> None:  # type: ignore[no-untyped-def]
                if server.post(ADDRESS, cookies[person_id]) == SEE_OTHER:
                    told.add(person_id)
                if len(told) == kill_after:
                    server.kill()

            list(pool.map(ask, [person_id for person_id in cookies if person_id not in told]))
        assert told <= whole(engine)
    with start() as server:
        assert {server.post(ADDRESS, cookie) for cookie in cookies.values()} == {SEE_OTHER}
    assert whole(engine) == set(cookies)
