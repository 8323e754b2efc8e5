"""Courses that count once: the best mark counts, nobody loses by it, and each step is a new entry."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person, Region
from portal.credits.actions import move_earned
from portal.credits.carrying import carry
from portal.credits.counting import candidate_of, due, not_counted
from portal.credits.earning import Course, earn, foresee
from portal.credits.held import earned_as, entries_by, held_by, live_of
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance, balance_hundredths
from portal.credits.rulebook.equivalence import Held, why_not_instead
from portal.credits.rulebook.foreseeing import foreseen, why_left
from portal.credits.rulebook.models import CreditRuleSet
from portal.credits.rulebook.queries import rules_of
from portal.credits.rulebook.reckoning import Reckoned
from portal.credits.rulebook.rules import CandidateState, LeftReason
from portal.credits.rulebook.sentences import rule_in_words
from portal.credits.rules import EntryType, Part
from portal.credits.sentences import explain
from portal.credits.verifying import verify
from portal.library.models import Course as LibraryCourse
from tests.credits.rulebook.stories import add_rules
from tests.credits.stories import passed

RUN = itertools.count()
TITLES = {1: "白案", 2: "面点", 3: "烘焙", 4: "记账"}
GROUP = {"name": "面食", "courses": [{"id": number, "title": TITLES[number]} for number in (1, 2, 3)]}


def course(course_id: int, person_id: int, mark: int, announced: int = 150) -> Course:
    cause = passed(TITLES[course_id], mark, course_version_id=course_id)
    return Course(course_id, earned_as(course_id, person_id), announced, 1080, "", cause)


@pytest.fixture
def grouped(session: Session) -> Callable[..., None]:
    """Courses 1 to 3 count once, course 4 by itself."""
    session.add_all(LibraryCourse(id=number, slug=f"course-{number}") for number in TITLES)

    def add(**values: Any) -> None:
        add_rules(session, "2026-2", date(2026, 2, 1), groups=[GROUP], **values)

    return add


def told(session: Session, person_id: int) -> list[str]:
    wanted = select(CreditTransfer).order_by(CreditTransfer.id)  # type: ignore[arg-type]
    return [str(explain(entry.cause)) for entry in session.exec(wanted)]


HELD = Held(1, {}, mark=80, live=150, waiting=50, is_movable=True)


@pytest.mark.parametrize(
    ("rival", "mark", "done", "carries", "reason"),
    [
        (HELD, 81, (200, 0), True, None),
        (HELD, 80, (200, 0), True, LeftReason.NOT_BETTER),
        (HELD, 81, (149, 51), True, LeftReason.LESS),  # less would count at once
        (HELD, 81, (150, 50), True, None),
        (HELD, 81, (150, 50), False, LeftReason.LESS),  # what waits would be lost
        (HELD, 81, (199, 0), True, LeftReason.LESS),
        (replace(HELD, is_movable=False), 100, (900, 0), True, LeftReason.IN_USE),
    ],
)
def test_when_a_pass_takes_the_place_of_another(
    rival: Held, mark: int, done: tuple[int, int], carries: bool, reason: LeftReason | None
):
    assert why_not_instead(rival, mark, Reckoned(*done, None), carries) == reason


def test_the_second_course_of_a_group_is_a_duplicate(
    session: Session, xiaohe: Person, grouped: Callable[..., None], now: datetime
):
    grouped()
    earn(session, xiaohe.id, course(1, xiaohe.id, 86), now, now)

    again = [earn(session, xiaohe.id, course(2, xiaohe.id, 86), now, now) for _ in range(2)]
    other = earn(session, xiaohe.id, course(4, xiaohe.id, 60), now, now)

    assert again == [None, None] and other is not None
    (one,) = not_counted(session, xiaohe.id)
    assert (one.state, one.reason, one.left_hundredths) == (CandidateState.REJECTED, LeftReason.NOT_BETTER, 150)
    assert [str(said) for said in why_left(one)] == [
        "和它算同一门的《白案》记了学分，考核 86 分。同一组的课只记一次。",
        "这次的成绩没有更高，所以不再记。再考得更高，就改记这一门。",
    ]
    assert due(session, date(2099, 1, 1), 9) == [] and carry(session, one.id, date(2099, 1, 1), now) is None
    assert balance_hundredths(session, xiaohe.id) == 300


def test_a_better_mark_takes_the_place_and_can_be_won_back(
    session: Session, xiaohe: Person, grouped: Callable[..., None], now: datetime
):
    grouped(best_of=True)
    earn(session, xiaohe.id, course(1, xiaohe.id, 86), now, now)

    earn(session, xiaohe.id, course(2, xiaohe.id, 91), now, now)  # better
    earn(session, xiaohe.id, course(1, xiaohe.id, 91), now, now)  # as good
    third = earn(session, xiaohe.id, course(1, xiaohe.id, 95), now, now)  # won back
    replay = earn(session, xiaohe.id, course(1, xiaohe.id, 95), now, now)

    assert third and third.reference == f"course/1/person/{xiaohe.id}/again/2"
    assert replay and replay.id < third.id  # what was there; nothing is posted
    assert [line.split("，")[0] for line in told(session, xiaohe.id)] == [
        "学完《白案》", "《白案》的学分", "学完《面点》", "《面点》的学分", "学完《白案》"
    ]  # fmt: skip
    assert told(session, xiaohe.id)[1].endswith("改由《面点》来记，考核 91 分。")
    assert balance(session, xiaohe.id).parts[Part.REVERSED] == 300
    assert balance_hundredths(session, xiaohe.id) == 150 and verify(session) == []
    said = " ".join(str(one) for one in rule_in_words(rules_of(session, "2026-2"), "replaced"))
    assert "面食：《白案》、《面点》、《烘焙》，算同一门。" in said and "重考的成绩更高" in said


def test_a_better_retake_is_written_at_the_old_date(
    session: Session, xiaohe: Person, grouped: Callable[..., None], now: datetime
):
    grouped(best_of=True, caps={"year": 100})
    earn(session, xiaohe.id, course(4, xiaohe.id, 70), now, now)
    later = datetime(2027, 3, 1, tzinfo=UTC)
    (waiting,) = due(session, later.date(), 9)
    carry(session, waiting, later.date(), later)

    earn(session, xiaohe.id, course(4, xiaohe.id, 65), later, later)
    earn(session, xiaohe.id, course(4, xiaohe.id, 90), later, later)
    earn(session, xiaohe.id, course(4, xiaohe.id, 90), later, later)

    entries = entries_by(session, xiaohe.id, [4])[4]
    assert [(one.credit_hundredths, one.cause["mark"]) for one in entries] == [(100, 70), (50, 70), (100, 90), (50, 90)]
    assert [one.happened_at for one in entries] == [now] * 4
    assert entries[3].cause["sum"]["counts_on"] == "2027-01-01"  # no cap of another year is touched
    assert balance_hundredths(session, xiaohe.id) == 150 and verify(session) == []


def test_where_the_rules_do_not_say_so_a_retake_changes_nothing(session: Session, xiaohe: Person, now: datetime):
    first = earn(session, xiaohe.id, course(4, xiaohe.id, 70), now, now)

    assert earn(session, xiaohe.id, course(4, xiaohe.id, 100), now, now) == first
    assert len(told(session, xiaohe.id)) == 1


def test_credit_in_use_stays_and_lapsed_credit_gives_way(
    session: Session, xiaohe: Person, grouped: Callable[..., None], now: datetime
):
    grouped()
    first = earn(session, xiaohe.id, course(1, xiaohe.id, 70), now, now)
    assert first
    cause = passed("锁定")
    lock = move_earned(session, first, EntryType.LOCK, 10, "lock/1", cause, now)

    assert earn(session, xiaohe.id, course(2, xiaohe.id, 90), now, now) is None
    assert [one.reason for one in not_counted(session, xiaohe.id)] == [LeftReason.IN_USE]
    move_earned(session, first, EntryType.UNLOCK, lock.credit_hundredths or 0, "unlock/1", cause, now)
    move_earned(session, first, EntryType.EXPIRE_USE, 150, "lapse/1", cause, now)
    third = earn(session, xiaohe.id, course(3, xiaohe.id, 90), now, now)

    assert third and balance(session, xiaohe.id).parts[Part.FREE] == 150
    assert [one.course_id for one in held_by(session, xiaohe.id, [1, 2, 3]) if one.counts] == [3]
    assert verify(session) == []


def test_what_waits_for_a_group_waits_once(
    session: Session, xiaohe: Person, grouped: Callable[..., None], now: datetime
):
    grouped(caps={"year": 0})
    earn(session, xiaohe.id, course(1, xiaohe.id, 70), now, now)
    earn(session, xiaohe.id, course(2, xiaohe.id, 90), now, now)
    earn(session, xiaohe.id, course(3, xiaohe.id, 80), now, now)

    found = {one.course_id: (one.state, one.reason) for one in not_counted(session, xiaohe.id)}
    assert found == {
        1: (CandidateState.REJECTED, LeftReason.REPLACED),
        2: (CandidateState.WAITING, LeftReason.CAP),
        3: (CandidateState.REJECTED, LeftReason.NOT_BETTER),
    }
    assert len(due(session, date(2027, 1, 1), 9)) == 1


def test_credit_that_officers_took_back_frees_the_group_and_is_not_earned_again(
    session: Session, xiaohe: Person, grouped: Callable[..., None], now: datetime
):
    grouped()
    first = earn(session, xiaohe.id, course(1, xiaohe.id, 86), now, now)
    earn(session, xiaohe.id, course(2, xiaohe.id, 80), now, now)
    assert first
    cause = {"kind": "reversed", "title": "白案", "reason": "fraud", "record": "1"}
    move_earned(session, first, EntryType.REVERSE, 150, "back/1", cause, now)

    second = earn(session, xiaohe.id, course(2, xiaohe.id, 80), now, now)  # an honest pass counts now
    again = earn(session, xiaohe.id, course(1, xiaohe.id, 99), now, now)

    assert second and again == first and balance_hundredths(session, xiaohe.id) == 150
    kept = candidate_of(session, earned_as(2, xiaohe.id))
    assert kept and (kept.state, kept.left_hundredths) == (CandidateState.POSTED, 0)


def test_before_enrolling_it_is_said(session: Session, xiaohe: Person, grouped: Callable[..., None], now: datetime):
    grouped()
    earn(session, xiaohe.id, course(1, xiaohe.id, 86), now, now)

    def said(announced: int) -> str:
        found = foresee(session, xiaohe.id, course(2, xiaohe.id, 60, announced), now.date())
        assert found
        return " ".join(str(part) for part in foreseen(found.done, found.carries, found.rival, found.why_never))

    instead = "和它算同一门的《白案》记了学分，考核 86 分。同一组的课只记一次。"
    assert said(150) == f"{instead} 这门课考得更高，就改记这一门，不会加在一起。 学完能记 1.5 学分，现在没有上限。"
    assert said(100) == f"{instead} 改记这门课，学分反而会少，所以学完不再记学分，证书照发。"


PASSES = st.lists(
    st.tuples(st.sampled_from(list(TITLES)), st.integers(60, 100), st.sampled_from([50, 150, 300]), st.integers(0, 30)),
    max_size=14,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(passes=PASSES, cap=st.sampled_from([None, 100, 400]), best_of=st.booleans())
def test_in_whatever_order_a_group_counts_once(
    engine: Engine, now: datetime, passes: list[tuple[int, int, int, int]], cap: int | None, best_of: bool
):
    run = next(RUN)
    with Session(engine) as session:
        ready(session, run, cap, best_of, now)
        person = Person(name="", region_code="410100", password_hash="", created_at=now)
        session.add(person)
        session.flush()
        person_id, total, moment = person.id, 0, now
        for course_id, mark, announced, weeks in passes:
            moment += timedelta(weeks=weeks)
            with session.begin_nested():
                earn(session, person_id, course(course_id, person_id, mark, announced), moment, moment)
            for candidate in due(session, moment.date(), 99):
                carry(session, candidate, moment.date(), moment)
            held = [one for one in held_by(session, person_id, [1, 2, 3]) if one.counts]
            assert len(held) <= 1
            assert sum(one.left for number in TITLES for one in live_of(session, person_id, number)) >= total
            total = balance_hundredths(session, person_id)
        before = len(told(session, person_id))
        if passes:  # the last one again changes nothing
            earn(session, person_id, course(*passes[-1][:1], person_id, *passes[-1][1:3]), moment, moment)
        assert len(told(session, person_id)) == before
        assert verify(session) == []
        session.rollback()


def ready(session: Session, run: int, cap: int | None, best_of: bool, now: datetime) -> None:
    """Rules of this example; everything is rolled back afterwards."""
    session.merge(Region(code="410100", name="郑州市", name_en="Zhengzhou", level="prefecture"))
    session.add_all(LibraryCourse(id=number, slug=f"course-{number}") for number in TITLES)
    first = session.exec(select(CreditRuleSet).where(CreditRuleSet.version == "2026-1")).one()
    caps = {} if cap is None else {"year": cap}
    values = {"groups": [GROUP], "best_of": best_of, "caps": caps}
    session.add(CreditRuleSet(version=f"2026-{run + 2}", valid_from=date(2026, 2, 1), rules=dict(first.rules) | values))
    session.flush()
