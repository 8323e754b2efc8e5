"""The life of an application: whatever is tried in whatever order, books and applications stay in step."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.colleges.actions import add_member
from portal.colleges.models import College
from portal.conversion import actions, applications, queries
from portal.conversion.actions import Asked, Decision
from portal.conversion.models import CollegeAgreement, ConversionApplication
from portal.conversion.rules import Verdict
from portal.conversion.steps import STEPS, Case, State, Step, why_not
from portal.credits.actions import move_earned
from portal.credits.models import CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rules import EntryType, Part
from portal.errors import NotFound, Refused
from tests.cast import NOW
from tests.conversion.conftest import TODAY, actor, earn, make_agreement, targets_of
from tests.conversion.story import CONSENT, DEADLINE, apply, decide, expire, quote_of, state_of, verdicts_now, withdraw

"""The life of an application: whatever is tried in whatever order, books and applications stay in step."""


@given(
    st.sampled_from(State), st.sampled_from([step for step in Step if step is not Step.APPLY]),
    st.sampled_from([1, 2, None]), st.dates(DEADLINE - timedelta(2), CONSENT + timedelta(2)), st.booleans(),
)  # fmt: skip
def test_every_step_from_every_state_by_everybody(
    state: State, step: Step, who: int | None, today: date, ended: bool
) -> None:
    may = why_not(step, Case(state, 1, DEADLINE, CONSENT, ended), who, today) is None
    if (state, step) not in STEPS:
        assert not may
    elif step is Step.WITHDRAW:
        assert may == (who == 1)
    elif step is Step.EXPIRE:
        assert may == (today > DEADLINE)
    elif step is Step.LOOK:
        assert may == (who != 1)
    elif step in (Step.ACCEPT, Step.ACCEPT_PART, Step.REFUSE):
        assert may == (who != 1 and today <= DEADLINE and not ended)


def test_accepted_credit_is_unlocked_and_converted_and_says_for_what(
    engine: Engine, applied: int, college_reader: Person, first_college: College, earned: int, lin: Person
) -> None:
    assert state_of(engine, applied) == ("sent", ["waiting"], {Part.LOCKED: 150})
    decide(engine, college_reader, first_college, applied, "MD101")
    assert state_of(engine, applied) == ("accepted", ["accepted"], {Part.CONVERTED: 150})
    with Session(engine) as session:
        moved = select(CreditTransfer).where(CreditTransfer.earned_id == earned)
        rows = session.exec(moved.order_by(col(CreditTransfer.id))).all()
        assert [row.entry_type for row in rows] == ["lock", "unlock", "convert_out"]
        said = {key: rows[2].cause[key] for key in ("kind", "title", "college", "target")}
        assert said == {"kind": "converted", "title": "用手和面", "college": "第一学院", "target": "面点基础"}
        steps = [event.step for event in reversed(applications.events_of(session, applied))]
        assert steps == ["apply", "lock", "send", "accept", "consume"]
        assert queries.convertible(session, lin.id, TODAY) == 0
        assert verdicts_now(session, lin, 1) == [Verdict.TAKEN, Verdict.MISSING]


def test_a_part_is_accepted_and_the_rest_is_free_again(
    engine: Engine, agreement: CollegeAgreement, earned: int, courses: dict[str, int], lin: Person,
    college_reader: Person, first_college: College,
) -> None:  # fmt: skip
    for title in ("包子", "面条", "月饼"):
        earn(engine, lin, courses[title])
    with Session(engine) as session, session.begin():
        quote_id = quote_of(session, lin, agreement.id)
        assert queries.convertible(session, lin.id, TODAY) == 450  # any two of three, the third stays
    application_id = apply(engine, lin, quote_id, "MD101", "MD102")
    assert apply(engine, lin, quote_id, "MD101", "MD102") == application_id, "said twice, it is one"
    with pytest.raises(Refused):
        apply(engine, lin, quote_id, "MD101")
    assert state_of(engine, application_id)[2] == {Part.FREE: 150, Part.LOCKED: 450}
    with pytest.raises(Refused, match="原因"), Session(engine) as session, session.begin():
        reader, words = actor(college_reader, Role.COLLEGE_READER), Decision(frozenset({"MD101"}), " ")
        actions.answer(session, reader, first_college, application_id, words, NOW)
    with Session(engine) as session, session.begin():
        reader, part = actor(college_reader, Role.COLLEGE_READER), Decision(frozenset({"MD102"}), "基础课要在校学。")
        actions.answer(session, reader, first_college, application_id, part, NOW)
    assert state_of(engine, application_id) == (
        "part",
        ["refused", "accepted"],
        {Part.FREE: 300, Part.CONVERTED: 300},
    )


@pytest.mark.parametrize("ending", ["refuse", "withdraw", "timeout"])
def test_whatever_ends_without_acceptance_unlocks(
    engine: Engine, applied: int, lin: Person, college_reader: Person, first_college: College, ending: str
) -> None:
    assert expire(engine, 56) == 0, "the last day is the college's"
    if ending == "refuse":
        decide(engine, college_reader, first_college, applied)
    elif ending == "withdraw":
        withdraw(engine, lin, applied)
    else:
        assert (expire(engine, 57), expire(engine, 57)) == (1, 0)
    state, verdicts, parts = state_of(engine, applied)
    assert (state, parts) == ({"refuse": "refused", "withdraw": "withdrawn"}.get(ending, ending), {Part.FREE: 150})
    assert verdicts == ["refused" if ending == "refuse" else "ended"]
    with pytest.raises(Refused, match="已经有结果"):
        decide(engine, college_reader, first_college, applied, "MD101")
    with Session(engine) as session:
        assert verdicts_now(session, lin, 1)[0] is Verdict.GIVEN, "it may be asked for again"


def test_only_the_own_college_decides_and_only_while_it_may_see(
    engine: Engine, applied: int, lin: Person, college_reader: Person, first_college: College,
    second_college: College, earned: int, agreement: CollegeAgreement,
) -> None:  # fmt: skip
    with pytest.raises(NotFound):
        decide(engine, college_reader, second_college, applied, "MD101")
    with pytest.raises(Refused, match="没有申请"):
        decide(engine, college_reader, first_college, applied, "MD102")
    with pytest.raises(Refused, match="您自己的申请"):
        decide(engine, lin, first_college, applied, "MD101")
    with pytest.raises(Refused, match="期限"):
        decide(engine, college_reader, first_college, applied, "MD101", days=57)
    with Session(engine) as session, session.begin():
        session.get_one(ConversionApplication, applied).consent_until = TODAY + timedelta(days=3)
    with pytest.raises(Refused, match="同意"):
        decide(engine, college_reader, first_college, applied, "MD101", days=4)
    assert state_of(engine, applied) == ("sent", ["waiting"], {Part.LOCKED: 150})


def test_a_quote_holds_for_its_days_and_only_while_the_credit_is_there(
    engine: Engine, agreement: CollegeAgreement, earned: int, lin: Person, mei: Person
) -> None:
    with Session(engine) as session, session.begin():
        quote_id = quote_of(session, lin, agreement.id)
        kept = applications.own_quote(session, quote_id, lin.id)
        assert applications.own_quote(session, quote_id, mei.id) is None
        assert kept and kept.kept_until == date(2027, 1, 10) and kept.given == {"MD101": [earned]}
        assert set(actions.still_given(session, kept, (), kept.kept_until)) == {"MD101"}
        assert actions.still_given(session, kept, (), kept.kept_until + timedelta(days=1)) == {}
        assert actions.still_given(session, kept, (earned,), TODAY) == {}, "somebody asks about the entry"
        unknown = actor(lin, Role.TRAINEE, verified=False)
        with pytest.raises(Refused, match="核对身份"):
            actions.apply(session, unknown, kept, Asked(frozenset({"MD101"}), CONSENT, DEADLINE), (), NOW)
    with Session(engine) as session, session.begin():
        lapse = {"kind": "locked", "title": "用手和面", "college": "别处", "target": "别的"}
        move_earned(session, session.get_one(CreditTransfer, earned), EntryType.LOCK, 150, "elsewhere", lapse, NOW)
    with pytest.raises(Refused, match="情况变了"):
        apply(engine, lin, quote_id, "MD101")
    with Session(engine) as session, session.begin(), pytest.raises(Refused, match="没有报价"):
        quote_of(session, lin, agreement.id)


@pytest.mark.parametrize("first", ["open", "accepted"])
def test_credit_that_is_taken_back_is_made_free_first_and_the_college_is_told(
    engine: Engine, applied: int, earned: int, college_reader: Person, first_college: College,
    credit1: Person, credit2: Person, lin: Person, first: str,
) -> None:  # fmt: skip
    if first == "accepted":
        decide(engine, college_reader, first_college, applied, "MD101")
    officers = {"proposed_by": credit1.id, "confirmed_by": credit2.id}
    for count in (1, 0):
        with Session(engine) as session, session.begin():
            entry = session.get_one(CreditTransfer, earned)
            assert [one.id for _, one in queries.consumed_of(session, earned)] == [applied] * count
            assert actions.give_back(session, entry, officers, NOW + timedelta(days=2)) == count
            assert parts_of_entry(session, entry)[Part.FREE] == 150
    state, verdicts, parts = state_of(engine, applied)
    assert (verdicts, parts) == (["given_back"], {Part.FREE: 150})
    assert state == ("cancelled" if first == "open" else "accepted")
    with Session(engine) as session:
        assert applications.counts(session, first_college.id)[applications.Pile.GIVEN_BACK] == 1
        assert verdicts_now(session, lin, 1)[0] is Verdict.GIVEN


def test_used_credit_counts_again_where_the_agreement_says_so_and_does_not_move(
    engine: Engine, applied: int, earned: int, college_reader: Person, first_college: College, second_college: College,
    credit1: Person, credit2: Person, lin: Person, courses: dict[str, int], make_person: object,
) -> None:  # fmt: skip
    decide(engine, college_reader, first_college, applied, "MD101")
    again = make_agreement(engine, second_college, credit1, credit2, targets_of(engine, courses), reuses=True)
    with Session(engine) as session, session.begin():
        quote_id = quote_of(session, lin, again.id)
    second = apply(engine, lin, quote_id, "MD101")
    other = make_person("第二学院的老师", Role.COLLEGE_READER)  # type: ignore[operator]
    with Session(engine) as session, session.begin():
        add_member(session, second_college, other.id, TODAY, NOW)
    decide(engine, other, second_college, second, "MD101")
    assert state_of(engine, second) == ("accepted", ["accepted"], {Part.CONVERTED: 150})
    with Session(engine) as session:
        [line] = applications.lines_of(session, second)
        assert line.again and line.locked_id is None
        assert len(session.exec(select(CreditTransfer).where(CreditTransfer.earned_id == earned)).all()) == 3


def test_what_happened_is_only_ever_added(engine: Engine, applied: int) -> None:
    for change in ("DELETE FROM conversion_event", "UPDATE conversion_event SET step = 'accept'"):
        with Session(engine) as session, pytest.raises(DatabaseError):
            session.execute(text(change))
            session.commit()


@pytest.mark.parametrize(
    "change",
    [
        "state = 'accepted'",
        "state = 'refused', ended_at = applied_at, decided_by_id = 1",
        "state = 'refused', ended_at = applied_at, decided_by_id = person_id, words = '不收。'",
        "ended_at = applied_at",
        "state = 'sold'",
    ],
)
def test_the_database_keeps_its_promises_by_itself(engine: Engine, applied: int, change: str) -> None:
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE conversion_application SET {change}"))
