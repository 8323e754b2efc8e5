"""Many who try at once, faults that were planted, and what the database keeps by itself."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.appeals import actions, handling, kinds, verifying  # noqa: F401 - kinds puts down what can be appealed
from portal.appeals.actions import Said, stage_of
from portal.appeals.appealable import matter_of
from portal.appeals.handling import Decided, Heard
from portal.appeals.models import Appeal, AppealEvent
from portal.appeals.queries import newly_overdue
from portal.appeals.rules import OF_LEARNER, OPEN, OVER, OVER_WORDS, STEPS, Case, Outcome, State, Step, why_not
from portal.credits.actions import move_earned
from portal.credits.models import CreditHold, CreditTransfer
from portal.credits.queries import balance_hundredths, parts_of_entry
from portal.credits.rules import EntryType, Part
from portal.credits.verifying import verify as verify_books
from portal.errors import Refused
from portal.reversals import queries as reversals
from portal.submissions.province import rules_on
from portal.text.dates import local_date
from tests.appeals.conftest import actor, take_back
from tests.cast import NOW
from tests.credits.test_verify import drop_guards
from tests.reversals.test_life import ask, at_once

RULES = rules_on("henan", local_date(NOW), is_demo=False)
SAID = Said("那天我在场。", "written", "")
HEARD = Heard(local_date(NOW), "written", "", "读了学员写的。")
ALL = Decided(Outcome.ALL, 150, "学分还给您。")


@given(st.sampled_from(State), st.sampled_from(Step), st.sampled_from([1, 2, 3, 4]))
def test_every_step_from_every_state_by_everybody(state: State, step: Step, who: int) -> None:
    may = why_not(step, Case(state, 1, frozenset({1, 2, 3})), who) is None
    assert may == ((state, step) in STEPS and (who == 1) == (step in OF_LEARNER) and who in (1, 4))


def test_what_has_a_result_keeps_it() -> None:
    assert {state for state, step in STEPS if step is not Step.APPLY} == {State.DRAFT, *OPEN}
    assert all(STEPS[key] in (*OPEN, *OVER) for key in STEPS)


def lodge(session: Session, taken: int, person: Person) -> Appeal:
    matter = matter_of(session, "reversal", taken)
    assert matter is not None
    stage = stage_of(session, matter, RULES)
    if stage is None:
        raise Refused(OVER_WORDS)
    draft = actions.keep_draft(session, matter, stage, person.id, SAID)
    actions.lodge(session, draft, person.id, RULES, NOW)
    return draft


@pytest.fixture
def heard(engine: Engine, taken: int, lin: Person, officer: Person) -> int:
    """An appeal that only waits for its decision."""
    with Session(engine) as session, session.begin():
        one = lodge(session, taken, lin)
        handling.accept(session, actor(officer), one, "", NOW)
        handling.hear(session, actor(officer), one, HEARD, NOW)
        return one.id


def decide(engine: Engine, appeal_id: int, who: Person, decided: Decided = ALL) -> None:
    with Session(engine) as session, session.begin():
        handling.decide(session, actor(who), session.get_one(Appeal, appeal_id), decided, NOW)


def test_two_who_decide_at_once_give_back_once(
    engine: Engine, heard: int, lin: Person, officer: Person, other_officer: Person, earned: int
) -> None:
    refused = at_once(lambda: decide(engine, heard, officer), lambda: decide(engine, heard, other_officer))
    assert refused == ["这件申诉已经有结果了。"]
    with Session(engine) as session:
        assert balance_hundredths(session, lin.id) == 150
        assert verify_books(session) == [] and verifying.verify(session) == []


def test_lodged_twice_at_once_it_is_one(engine: Engine, taken: int, lin: Person) -> None:
    def send() -> None:
        with Session(engine) as session, session.begin():
            lodge(session, taken, lin)

    at_once(send, send)
    with Session(engine) as session:
        assert len(session.exec(select(Appeal)).all()) == 1
        assert [one.step for one in session.exec(select(AppealEvent))] == ["lodge"]
        assert len(session.exec(select(CreditHold)).all()) == 1


def test_credit_under_appeal_is_not_used_and_afterwards_is(
    engine: Engine, lin: Person, earned: int, credit1: Person, credit2: Person, officer: Person
) -> None:
    taken = take_back(engine, lin, earned, credit1, credit2, amount=50)
    with Session(engine) as session, session.begin():
        one = lodge(session, taken, lin)
        appeal_id = one.id
    cause = {"kind": "course_passed", "title": "用手和面", "mark": 86}

    def use(entry_type: EntryType, reference: str) -> None:
        with Session(engine) as session, session.begin():
            move_earned(session, session.get_one(CreditTransfer, earned), entry_type, 10, reference, cause, NOW)

    for entry_type in (EntryType.LOCK, EntryType.REVERSE):
        with pytest.raises(Refused):
            use(entry_type, f"try/{entry_type}")
    with Session(engine) as session, session.begin():
        handling.not_accept(session, actor(officer), session.get_one(Appeal, appeal_id), "不受理。", NOW)
    use(EntryType.LOCK, "lock/1")
    with Session(engine) as session:
        assert parts_of_entry(session, session.get_one(CreditTransfer, earned))[Part.LOCKED] == 10


def test_withdrawn_or_decided_at_once_it_is_one_of_both(
    engine: Engine, heard: int, lin: Person, officer: Person
) -> None:
    def withdraw() -> None:
        with Session(engine) as session, session.begin():
            actions.withdraw(session, session.get_one(Appeal, heard), lin.id, NOW)

    (refused,) = at_once(withdraw, lambda: decide(engine, heard, officer))
    with Session(engine) as session:
        state, returned = session.get_one(Appeal, heard).state, balance_hundredths(session, lin.id)
        assert (state, returned, refused) in [
            ("withdrawn", 0, "这件申诉，本人已经撤回了。"),
            ("applied", 150, "这件申诉已经有结果了。"),
        ]
        assert session.exec(select(CreditHold)).one().held_until == NOW
        assert verify_books(session) == [] and verifying.verify(session) == []


def test_no_more_is_given_back_than_was_taken(engine: Engine, heard: int, lin: Person, officer: Person) -> None:
    for amount in (0, 151, -5):
        with pytest.raises(Refused):
            decide(engine, heard, officer, Decided(Outcome.PART, amount, "还。"))
    with Session(engine) as session:
        assert session.get_one(Appeal, heard).state == State.HEARD
        assert balance_hundredths(session, lin.id) == 0


def test_what_should_have_been_decided_is_noted_once(engine: Engine, heard: int) -> None:
    late = NOW + timedelta(days=60)
    with Session(engine) as session, session.begin():
        assert newly_overdue(session, local_date(NOW), 9) == []
        assert newly_overdue(session, local_date(late), 9) == [heard]
        handling.note_overdue(session, heard, late)
        handling.note_overdue(session, heard, late)
    with Session(engine) as session:
        assert newly_overdue(session, local_date(late), 9) == []
        assert [one.step for one in session.exec(select(AppealEvent))][-2:] == ["hear", "overdue"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE appeal SET given_back_hundredths = 149",
        "UPDATE appeal SET state = 'decided', outcome = 'upheld', given_back_hundredths = 0, posted_id = NULL",
        "UPDATE credit_transfer SET reference = 'appeal/99' WHERE entry_type = 'adjust'",
        "UPDATE credit_transfer SET earned_id = NULL WHERE entry_type = 'adjust'",
        "UPDATE reversal SET credit_hundredths = 100",
    ],
)
def test_planted_faults_are_named(engine: Engine, heard: int, officer: Person, change: str) -> None:
    decide(engine, heard, officer)
    with Session(engine) as session:
        assert verifying.verify(session) == []
        drop_guards(session)
        session.execute(text(change))
        session.commit()
        assert len(verifying.verify(session)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "accepted_by_id = person_id",
        "heard_by_id = (SELECT proposed_by_id FROM reversal)",
        "decided_by_id = (SELECT decided_by_id FROM reversal), decided_at = lodged_at, outcome = 'upheld',"
        " decision = '维持。', state = 'decided'",
        "state = 'decided'",
        "given_back_hundredths = 10",
        "words = ''",
        "is_late = (1 = 1)",
        "level = 2",
        "state = 'withdrawn'",
        "withdrawn_at = lodged_at",
    ],
)
def test_the_database_keeps_its_promises_by_itself(engine: Engine, heard: int, change: str) -> None:
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE appeal SET {change}"))


def test_lapsed_credit_is_restored_before_it_is_taken_back(
    engine: Engine, lin: Person, earned: int, credit1: Person, credit2: Person
) -> None:
    cause = {"kind": "course_passed", "title": "用手和面", "mark": 86}
    with Session(engine) as session, session.begin():
        move_earned(session, session.get_one(CreditTransfer, earned), EntryType.EXPIRE_USE, 120, "lapse/1", cause, NOW)
        move_earned(session, session.get_one(CreditTransfer, earned), EntryType.LOCK, 10, "lock/1", cause, NOW)
    with Session(engine) as session, pytest.raises(Refused):
        ask(session, credit1, lin, earned, 150)
    take_back(engine, lin, earned, credit1, credit2, amount=100)
    with Session(engine) as session:
        parts = parts_of_entry(session, session.get_one(CreditTransfer, earned))
        assert (parts[Part.FREE], parts[Part.LAPSED], parts[Part.LOCKED], parts[Part.REVERSED]) == (0, 40, 10, 100)
        assert verify_books(session) == [] and reversals.verify(session) == []
