"""What people do with applications, for tests of several kinds."""

from datetime import date, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.colleges.models import College
from portal.conversion import actions, applications, queries
from portal.conversion.actions import Asked, Decision
from portal.conversion.models import ConversionApplication
from portal.conversion.rules import Verdict, evaluate
from portal.credits.queries import balance
from portal.credits.rules import Part
from portal.credits.verifying import verify as verify_books
from portal.text.dates import local_date
from tests.cast import NOW
from tests.conversion.conftest import TODAY, actor

DEADLINE = date(2026, 12, 7)
CONSENT = date(2026, 12, 31)


def quote_of(session: Session, person: Person | Actor, agreement_id: int) -> int:
    who = person.person_id if isinstance(person, Actor) else person.id
    agreed = queries.agreed(session, agreement_id)
    assert agreed is not None
    asked, has = agreed.agreement, queries.outcomes_of(session, who)
    found = evaluate(asked, has, queries.before_of(session, who, asked), TODAY)
    return actions.quote(session, who, found, 90, NOW).id


def apply(engine: Engine, person: Person, quote_id: int, *codes: str, consent: date = CONSENT) -> int:
    with Session(engine) as session, session.begin():
        kept = applications.own_quote(session, quote_id, person.id)
        assert kept is not None
        asked = Asked(frozenset(codes), consent, DEADLINE)
        return actions.apply(session, actor(person, Role.TRAINEE), kept, asked, (), NOW).id


def state_of(engine: Engine, application_id: int) -> tuple[str, list[str], dict[Part, int]]:
    with Session(engine) as session:
        assert verify_books(session) == []
        one = session.get_one(ConversionApplication, application_id)
        verdicts = [item.verdict for item in applications.items_of(session, application_id)]
        parts = {part: amount for part, amount in balance(session, one.person_id).parts.items() if amount}
        return one.state, verdicts, parts


def decide(engine: Engine, reader: Person, college: College, application_id: int, *codes: str, days: int = 1) -> None:
    with Session(engine) as session, session.begin():
        decision = Decision(frozenset(codes), "" if codes else "这门课的内容差得多。")
        now = NOW + timedelta(days=days)
        actions.answer(session, actor(reader, Role.COLLEGE_READER), college, application_id, decision, now)


def withdraw(engine: Engine, person: Person, application_id: int) -> None:
    with Session(engine) as session, session.begin():
        one = session.get_one(ConversionApplication, application_id)
        actions.withdraw(session, actor(person, Role.TRAINEE), one, NOW + timedelta(days=1))


def expire(engine: Engine, days: int) -> int:
    with Session(engine) as session, session.begin():
        now = NOW + timedelta(days=days)
        return actions.expire(session, local_date(now), now)


def verdicts_now(session: Session, person: Person, agreement_id: int) -> list[Verdict]:
    agreed = queries.agreed(session, agreement_id)
    assert agreed is not None
    before = queries.before_of(session, person.id, agreed.agreement)
    found = evaluate(agreed.agreement, queries.outcomes_of(session, person.id), before, TODAY)
    return [one.verdict for one in found.answers]
