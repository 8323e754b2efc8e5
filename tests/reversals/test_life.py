"""The life of a question: whoever tries whatever in any order, the books and the decisions stay in step."""

import threading
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.credits.actions import move_earned, post_earn
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance_hundredths, parts_of_entry
from portal.credits.rules import EntryType, Part
from portal.credits.verifying import verify as verify_books
from portal.errors import Refused
from portal.reversals import actions, queries
from portal.reversals.actions import Proposal
from portal.reversals.models import Reversal
from portal.reversals.rules import OPEN, STEPS, Case, State, Step, why_not
from portal.text.dates import local_date
from tests.cast import NOW, PROVINCE
from tests.credits.stories import passed
from tests.credits.test_verify import drop_guards

UNTIL = date(2026, 11, 2)
DAYS = st.sampled_from([UNTIL - timedelta(days=1), UNTIL, UNTIL + timedelta(days=1)])
LEARNER, FIRST, SECOND = 1, 2, 3


@given(st.sampled_from(State), st.sampled_from(Step), st.sampled_from([LEARNER, FIRST, SECOND]), DAYS)
def test_every_step_from_every_state_by_everybody(state: State, step: Step, who: int, today: date) -> None:
    may = why_not(step, Case(state, LEARNER, FIRST, UNTIL), who, today) is None
    if (state, step) not in STEPS or (step is Step.ANSWER) != (who == LEARNER):
        assert not may
    elif step is Step.CONFIRM:
        assert may == (who == SECOND and (state is State.ANSWERED or today > UNTIL))
    else:
        assert may


def test_what_is_decided_stays_decided() -> None:
    assert all(state in (None, *OPEN) for state, _ in STEPS)
    assert {STEPS[state, Step.CONFIRM] for state in OPEN} == {State.CONFIRMED}


def actor(person: Person) -> Actor:
    return Actor(person.id, person.name, frozenset({Role.CREDIT_OFFICER}), PROVINCE)


def ask(
    session: Session, officer: Person, learner: Person, earned_id: int, amount: int, words: str = "请说明。"
) -> Reversal:
    told = Proposal(amount, "error", words, UNTIL)
    earned = session.get_one(CreditTransfer, earned_id)
    return actions.propose(session, actor(officer), earned, learner.id, told, NOW)


TRY = st.tuples(
    st.sampled_from(Step), st.integers(0, 3), st.integers(0, 30), st.integers(0, 200), st.sampled_from([*OPEN, ""])
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(tries=st.lists(TRY, max_size=14))
def test_the_books_follow_the_decisions_whatever_is_tried(
    engine: Engine, lin: Person, mei: Person, credit1: Person, credit2: Person,
    tries: list[tuple[Step, int, int, int, str]],
) -> None:  # fmt: skip
    with Session(engine) as session:
        count = len(session.exec(select(CreditTransfer)).all())
        earned_id = post_earn(session, lin.id, 150, f"course/{count}", passed(), NOW).id
        before = balance_hundredths(session, lin.id)
        session.commit()
    people = [lin, mei, credit1, credit2]
    for step, who, days, amount, seen in tries:
        try:
            with Session(engine) as session, session.begin():
                one = queries.open_of_entry(session, earned_id)
                take(session, step, people[who], lin, one, earned_id, days, amount, seen)
        except Refused:
            pass
    with Session(engine) as session:
        check(session, earned_id, before - balance_hundredths(session, lin.id))


def take(
    session: Session, step: Step, who: Person, learner: Person, one: Reversal | None,
    earned_id: int, days: int, amount: int, seen: str,
) -> None:  # fmt: skip
    """Try one step; when nothing waits only asking is left to try."""
    now = NOW + timedelta(days=days)
    if step is Step.PROPOSE:
        ask(session, who, learner, earned_id, amount, f"{days}")
    elif one is not None and step is Step.ANSWER:
        actions.answer(session, one, who.id, "说明。", now)
    elif one is not None and step is Step.CONFIRM:
        actions.confirm(session, actor(who), one, seen, "决定。", now)
    elif one is not None:
        actions.drop(session, actor(who), one, "决定。", now)


def check(session: Session, earned_id: int, lost: int) -> None:
    of_entry = session.exec(select(Reversal).where(Reversal.transfer_id == earned_id)).all()
    confirmed = [one for one in of_entry if one.state == State.CONFIRMED]
    assert lost == sum(one.credit_hundredths for one in confirmed) <= 150
    assert sum(one.state in OPEN for one in of_entry) <= 1
    for one in confirmed:
        assert one.decided_at and len({one.person_id, one.proposed_by_id, one.decided_by_id}) == 3
        assert one.answered_at or local_date(one.decided_at) > one.answer_until
    assert verify_books(session) == [] and queries.verify(session) == []


@pytest.fixture
def asked(engine: Engine, lin: Person, credit1: Person) -> tuple[int, int]:
    """A question about 1 of 1.5 credits: the ids of the question and of the entry."""
    with Session(engine) as session, session.begin():
        earned_id = post_earn(session, lin.id, 150, "course/1", passed(), NOW).id
        return ask(session, credit1, lin, earned_id, 100).id, earned_id


def at_once(*deeds: object) -> list[str]:
    """Do several things at the same moment; what was refused, in words."""
    together, refused = threading.Barrier(len(deeds)), []

    def do(deed: object) -> None:
        together.wait()
        try:
            deed()  # type: ignore[operator]
        except Refused as error:
            refused.append(error.message.msgid)

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return refused


def test_two_who_confirm_at_once_take_back_once(
    engine: Engine, asked: tuple[int, int], credit2: Person, make_person: object, lin: Person
) -> None:
    third = make_person("学分员三", Role.CREDIT_OFFICER)  # type: ignore[operator]
    later = NOW + timedelta(days=40)

    def confirm(who: Person) -> None:
        with Session(engine) as session, session.begin():
            one = session.get_one(Reversal, asked[0])
            actions.confirm(session, actor(who), one, State.NOTIFIED, "决定。", later)

    assert at_once(lambda: confirm(credit2), lambda: confirm(third)) == ["这件事已经决定了。"]
    with Session(engine) as session:
        assert balance_hundredths(session, lin.id) == 50
        assert verify_books(session) == [] and queries.verify(session) == []


def test_two_who_ask_at_once_ask_once(engine: Engine, lin: Person, credit1: Person, credit2: Person) -> None:
    with Session(engine) as session, session.begin():
        earned_id = post_earn(session, lin.id, 150, "course/1", passed(), NOW).id

    def propose(who: Person) -> None:
        with Session(engine) as session, session.begin():
            ask(session, who, lin, earned_id, 150)

    assert len(at_once(lambda: propose(credit1), lambda: propose(credit2))) == 1
    with Session(engine) as session:
        assert len(session.exec(select(Reversal)).all()) == 1


def test_an_answer_and_a_decision_at_once(engine: Engine, asked: tuple[int, int], credit2: Person, lin: Person) -> None:
    later = NOW + timedelta(days=40)

    def confirm() -> None:
        with Session(engine) as session, session.begin():
            actions.confirm(session, actor(credit2), session.get_one(Reversal, asked[0]), "notified", "决定。", later)

    def answer() -> None:
        with Session(engine) as session, session.begin():
            actions.answer(session, session.get_one(Reversal, asked[0]), lin.id, "说明。", later)

    refused = at_once(confirm, answer)
    with Session(engine) as session:
        one = session.get_one(Reversal, asked[0])
        assert (refused, one.state) in (
            (["学员刚刚说明了。先读说明，再决定。"], State.ANSWERED),
            (["这件事已经决定了。"], State.CONFIRMED),
        )
        check(session, asked[1], 100 if one.state == State.CONFIRMED else 0)


def test_credit_that_has_moved_meanwhile_is_not_there(engine: Engine, asked: tuple[int, int], credit2: Person) -> None:
    with Session(engine) as session, session.begin():
        cause = {"kind": "reversed", "title": "小店记账和收款", "reason": "error", "record": "0000 0001 3"}
        earned = session.get_one(CreditTransfer, asked[1])
        move_earned(session, earned, EntryType.REVERSE, 100, "by hand", cause, NOW)
    with pytest.raises(Refused), Session(engine) as session, session.begin():
        one = session.get_one(Reversal, asked[0])
        actions.confirm(session, actor(credit2), one, State.NOTIFIED, "决定。", NOW + timedelta(days=40))
    with Session(engine) as session:
        assert session.get_one(Reversal, asked[0]).state == State.NOTIFIED
        assert parts_of_entry(session, session.get_one(CreditTransfer, asked[1]))[Part.FREE] == 50
        assert [str(one) for one in queries.verify(session)] == ["记录号 0000 0002 1：收回了学分，却没有决定。"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reversal SET credit_hundredths = 99",
        "UPDATE reversal SET reason = 'fraud'",
        "UPDATE reversal SET state = 'dropped', posted_id = NULL",
        "UPDATE credit_transfer SET reference = 'reversal/99' WHERE entry_type = 'reverse'",
        "UPDATE credit_transfer SET earned_id = NULL WHERE entry_type = 'reverse'",
    ],
)
def test_a_decision_and_its_entry_that_differ_are_named(
    engine: Engine, asked: tuple[int, int], credit2: Person, change: str
) -> None:
    with Session(engine) as session, session.begin():
        one = session.get_one(Reversal, asked[0])
        actions.confirm(session, actor(credit2), one, State.NOTIFIED, "决定。", NOW + timedelta(days=40))
    with Session(engine) as session:
        assert queries.verify(session) == []
        drop_guards(session)
        session.execute(text(change))
        session.commit()
        assert len(queries.verify(session)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "decided_by_id = proposed_by_id, decided_at = proposed_at, posted_id = transfer_id, state = 'confirmed'",
        "proposed_by_id = person_id",
        "state = 'confirmed'",
        "state = 'answered'",
        "reason = 'course_flaw'",
        "credit_hundredths = 0",
        "answer = '代他说。'",
    ],
)
def test_the_database_keeps_its_promises_by_itself(engine: Engine, asked: tuple[int, int], change: str) -> None:
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE reversal SET {change}"))
    with Session(engine) as session:
        assert session.exec(select(Reversal).order_by(col(Reversal.id))).one().state == State.NOTIFIED
