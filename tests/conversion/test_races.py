"""Two at once, and anything in any order: one of them counts, and the books follow."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.certificates.actions import Officers
from portal.colleges.models import College
from portal.conversion import actions, applications, queries
from portal.conversion.actions import Asked, Decision
from portal.conversion.models import CollegeAgreement, ConversionApplication, ConversionItem
from portal.conversion.rules import Before
from portal.conversion.steps import OPEN
from portal.credits.models import CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rules import Part
from portal.credits.verifying import verify as verify_books
from portal.errors import Refused
from portal.text.dates import local_date
from tests.cast import NOW
from tests.conversion.conftest import actor
from tests.conversion.story import CONSENT, DEADLINE, apply, decide, expire, quote_of, state_of, withdraw
from tests.reversals.test_life import at_once


@pytest.mark.parametrize("other", ["withdraw", "expire", "refuse", "give_back"])
def test_two_at_once_and_one_of_them_counts(
    engine: Engine, applied: int, earned: int, lin: Person, college_reader: Person, first_college: College,
    credit1: Person, credit2: Person, other: str,
) -> None:  # fmt: skip
    """Acceptance against withdrawal, the end of the term, another reader's refusal, and the bank."""

    def back() -> None:
        with Session(engine) as session, session.begin():
            officers = {"proposed_by": credit1.id, "confirmed_by": credit2.id}
            actions.give_back(session, session.get_one(CreditTransfer, earned), officers, NOW + timedelta(days=2))

    deeds = {
        "withdraw": lambda: withdraw(engine, lin, applied),
        "expire": lambda: expire(engine, 57),
        "refuse": lambda: decide(engine, college_reader, first_college, applied),
        "give_back": back,
    }
    refused = at_once(lambda: decide(engine, college_reader, first_college, applied, "MD101"), deeds[other])
    state, verdicts, parts = state_of(engine, applied)
    if other == "give_back":
        assert (verdicts, parts) == (["given_back"], {Part.FREE: 150}) and state in ("accepted", "cancelled")
    elif state == "accepted":
        assert (verdicts, parts, len(refused)) == (["accepted"], {Part.CONVERTED: 150}, other != "expire")
    else:
        assert parts == {Part.FREE: 150} and len(refused) == 1


def test_two_devices_ask_at_once_and_it_is_asked_once(
    engine: Engine, lin: Person, earned: int, agreement: CollegeAgreement
) -> None:
    with Session(engine) as session, session.begin():
        quote_id = quote_of(session, lin, agreement.id)
    made: list[int] = []
    assert at_once(*[lambda: made.append(apply(engine, lin, quote_id, "MD101"))] * 2) == []
    assert len(made) == 2 and len(set(made)) == 1
    assert state_of(engine, made[0]) == ("sent", ["waiting"], {Part.LOCKED: 150})


TRY = st.tuples(
    st.sampled_from(["apply", "look", "answer", "withdraw", "expire", "give_back", "end_consent"]),
    st.integers(0, 80),
    st.booleans(),
)


def take(
    session: Session, tried: tuple[str, int, bool], learner: Actor, reader: Actor, agreement_id: int,
    earned: int, college: College, officers: Officers,
) -> None:  # fmt: skip
    """Try one step with the newest application."""
    step, days, yes = tried
    now = NOW + timedelta(days=days)
    one = session.exec(select(ConversionApplication).order_by(col(ConversionApplication.id).desc())).first()
    decision = Decision(frozenset({"MD101"} if yes else ()), "看过了。")
    if step == "apply":
        kept = applications.own_quote(session, quote_of(session, learner, agreement_id), learner.person_id)
        assert kept
        actions.apply(session, learner, kept, Asked(frozenset({"MD101"}), CONSENT, DEADLINE), (), NOW)
    elif step == "expire":
        actions.expire(session, local_date(now), now)
    elif step == "give_back":
        actions.give_back(session, session.get_one(CreditTransfer, earned), officers, now)
    elif one:
        deeds = {
            "look": lambda: actions.look(session, reader, one, now),
            "answer": lambda: actions.answer(session, reader, college, one.id, decision, now),
            "withdraw": lambda: actions.withdraw(session, learner, one, now),
            "end_consent": lambda: actions.end_consent(session, learner, one, now),
        }
        deeds[step]()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(tries=st.lists(TRY, max_size=10))
def test_the_books_follow_the_applications_whatever_is_tried(
    engine: Engine, agreement: CollegeAgreement, earned: int, lin: Person, college_reader: Person,
    first_college: College, credit1: Person, credit2: Person, tries: list[tuple[str, int, bool]],
) -> None:  # fmt: skip
    reader, learner = actor(college_reader, Role.COLLEGE_READER), actor(lin, Role.TRAINEE)
    officers: Officers = {"proposed_by": credit1.id, "confirmed_by": credit2.id}
    for one in tries:
        try:
            with Session(engine) as session, session.begin():
                take(session, one, learner, reader, agreement.id, earned, first_college, officers)
        except Refused:
            pass
    with Session(engine) as session:
        assert verify_books(session) == [] and queries.verify(session) == []
        parts = parts_of_entry(session, session.get_one(CreditTransfer, earned))
        items = session.exec(select(ConversionItem.verdict)).all()
        assert parts[Part.LOCKED] == 150 * items.count("waiting")
        assert parts[Part.CONVERTED] == 150 * items.count("accepted")
        assert parts[Part.FREE] == 150 - parts[Part.LOCKED] - parts[Part.CONVERTED]
        for one in session.exec(select(ConversionApplication)):
            assert (one.state in OPEN) == (one.ended_at is None)
        assert queries.before_of(session, lin.id, queries.agreed(session, agreement.id).agreement) in (  # type: ignore[union-attr]
            Before(), Before(100, 100, frozenset({"MD101"})),
        )  # fmt: skip
