"""Earn by rule: posted, over the cap, carried over; once, whatever comes again or at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.credits.actions import move_earned
from portal.credits.carrying import carry
from portal.credits.counting import candidate_of, counted_of, due, not_counted
from portal.credits.earning import Course, earn, earn_points, foresee
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance, balance_hundredths
from portal.credits.rulebook.queries import rules_of
from portal.credits.rulebook.rules import CandidateState
from portal.credits.rulebook.sentences import sum_in_words
from portal.credits.rules import EntryType
from portal.credits.verifying import verify
from tests.credits.rulebook.stories import add_rules
from tests.credits.stories import finished, passed

DEVICES = 6


def course(course_id: int, person: Person, announced: int = 150, number: int = 1, provider: str = "") -> Course:
    reference = f"course/{course_id}.{number}/person/{person.id}"
    return Course(course_id, reference, announced, 1080, provider, passed(f"第 {number} 门", provider=provider))


@pytest.fixture
def dough_id(dough: int) -> int:
    """A course that candidates can name."""
    return 1


def capped(session: Session, **caps: int) -> None:
    add_rules(session, "2026-2", date(2026, 2, 1), caps=caps)


def test_without_a_cap_all_of_it_is_posted_once(session: Session, xiaohe: Person, dough_id: int, now: datetime):
    first = earn(session, xiaohe.id, course(dough_id, xiaohe), now, now)
    again = earn(session, xiaohe.id, course(dough_id, xiaohe), now, now + timedelta(days=1))

    assert first and again and first.id == again.id
    assert balance_hundredths(session, xiaohe.id) == 150
    assert not_counted(session, xiaohe.id) == []


def test_what_is_over_the_cap_waits_and_says_why(session: Session, xiaohe: Person, dough_id: int, now: datetime):
    capped(session, year=200)
    earn(session, xiaohe.id, course(dough_id, xiaohe, number=1), now, now)

    part = earn(session, xiaohe.id, course(dough_id, xiaohe, number=2), now, now)
    nothing = earn(session, xiaohe.id, course(dough_id, xiaohe, number=3), now, now)

    assert part and part.credit_hundredths == 50 and nothing is None
    assert [(one.left_hundredths, one.next_on) for one in not_counted(session, xiaohe.id)] == [
        (150, date(2027, 1, 1)), (100, date(2027, 1, 1))
    ]  # fmt: skip
    said = sum_in_words(rules_of(session, part.rule_version), part.cause, 50)
    assert str(said[1]) == "课程公布 1.5 学分。这一年已记 1.5 学分，上限 2 学分，所以这次记 0.5 学分。"
    assert earn(session, xiaohe.id, course(dough_id, xiaohe, number=3), now, now) is None  # again changes nothing
    assert balance_hundredths(session, xiaohe.id) == 200
    assert foresee(session, xiaohe.id, course(dough_id, xiaohe, number=3), now.date()) is None


def test_it_is_carried_over_once_in_each_period_until_nothing_is_left(
    session: Session, xiaohe: Person, dough_id: int, now: datetime
):
    capped(session, year=60)
    earn(session, xiaohe.id, course(dough_id, xiaohe), now, now)
    reference = course(dough_id, xiaohe).reference
    one = candidate_of(session, reference)
    assert one and due(session, date(2026, 12, 31), 9) == [] and due(session, date(2027, 1, 1), 9) == [one.id]
    late = datetime(2028, 6, 1, tzinfo=UTC)

    assert carry(session, one.id, date(2026, 12, 31), now) is None  # not yet
    posted = [carry(session, one.id, late.date(), late) for _ in range(4)]

    assert [row and row.credit_hundredths for row in posted] == [60, 30, None, None]
    assert sorted(day.day.year for day in counted_of(session, xiaohe.id)) == [2026, 2027, 2028]
    assert (one.state, one.left_hundredths, one.next_on) == (CandidateState.POSTED, 0, None)
    assert posted[1] and posted[1].rule_version == "2026-2" and posted[1].happened_at == now
    said = sum_in_words(rules_of(session, "2026-2"), posted[1].cause, 30)
    assert str(said[0]).startswith("原来未计入 0.3 学分，算在2028年1月1日起的一段里：已记 0 学分，上限 0.6 学分")
    assert verify(session) == []


def test_where_the_rules_do_not_carry_it_stays_out(session: Session, xiaohe: Person, dough_id: int, now: datetime):
    add_rules(session, "2026-2", date(2026, 2, 1), caps={"year": 100}, carries=False)

    earn(session, xiaohe.id, course(dough_id, xiaohe), now, now)

    (one,) = not_counted(session, xiaohe.id)
    assert (one.state, one.left_hundredths, one.next_on) == (CandidateState.LEFT_OUT, 50, None)
    assert due(session, date(2099, 1, 1), 9) == []
    assert carry(session, one.id, date(2099, 1, 1), now) is None


def test_the_day_of_completion_chooses_rules_and_period(session: Session, xiaohe: Person, dough_id: int, now: datetime):
    add_rules(session, "2026-2", date(2026, 11, 1), caps={"year": 100})
    before = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)  # one minute before midnight in Shanghai

    early = earn(session, xiaohe.id, course(dough_id, xiaohe, 500, number=1), before, now)
    late = earn(session, xiaohe.id, course(dough_id, xiaohe, 500, number=2), before + timedelta(minutes=1), now)

    assert early and (early.credit_hundredths, early.rule_version) == (500, "2026-1")
    assert late is None  # the year is full by the new rules, and what was posted before stays


def test_credit_that_was_taken_back_makes_room(session: Session, xiaohe: Person, dough_id: int, now: datetime):
    capped(session, provider_year=150)
    first = earn(session, xiaohe.id, course(dough_id, xiaohe, number=1, provider="甲"), now, now)
    assert first
    cause = {"kind": "reversed", "title": "第 1 门", "reason": "error", "record": "1"}
    move_earned(session, first, EntryType.REVERSE, 150, "back/1", cause, now)

    again = earn(session, xiaohe.id, course(dough_id, xiaohe, number=2, provider="甲"), now, now)

    assert again and again.credit_hundredths == 150


def test_points_end_with_the_day_and_come_once_for_each_deed(session: Session, xiaohe: Person, now: datetime):
    for number in range(12):
        earn_points(session, xiaohe.id, f"lesson/{number}", finished(number), now)
    earn_points(session, xiaohe.id, "lesson/0", finished(0), now)
    assert balance(session, xiaohe.id).points == 50

    earn_points(session, xiaohe.id, "lesson/12", finished(12), now + timedelta(days=1))
    earn_points(session, xiaohe.id, "lesson/11", finished(11), now + timedelta(days=1))

    assert balance(session, xiaohe.id).points == 60
    assert balance_hundredths(session, xiaohe.id) == 0


def test_many_devices_at_once_never_pass_the_cap(
    engine: Engine, session: Session, xiaohe: Person, dough_id: int, now: datetime
):
    capped(session, year=400)
    person = Person(id=xiaohe.id, name="", region_code="", password_hash="", created_at=now)
    session.commit()
    start = Barrier(DEVICES)

    def pass_two(device: int) -> None:
        start.wait()
        for number in (device, device // 2):  # the second of each pair comes from two devices
            with Session(engine) as own, own.begin():
                earn(own, person.id, course(dough_id, person, number=number), now, now)

    with ThreadPoolExecutor(DEVICES) as devices:
        list(devices.map(pass_two, range(DEVICES)))

    assert balance_hundredths(session, person.id) == 400
    assert sum(one.left_hundredths for one in not_counted(session, person.id)) == DEVICES * 150 - 400
    assert verify(session) == []


def test_carried_over_by_many_workers_at_once_it_is_posted_once(
    engine: Engine, session: Session, xiaohe: Person, dough_id: int, now: datetime
):
    capped(session, year=100)
    person_id, later = xiaohe.id, datetime(2027, 1, 2, tzinfo=UTC)
    earn(session, person_id, course(dough_id, xiaohe), now, now)
    (candidate_id,) = due(session, later.date(), 9)
    session.commit()
    start = Barrier(DEVICES)

    def carry_it(_: int) -> None:
        start.wait()
        with Session(engine) as own, own.begin():
            carry(own, candidate_id, later.date(), later)

    with ThreadPoolExecutor(DEVICES) as workers:
        list(workers.map(carry_it, range(DEVICES)))

    assert sorted(session.exec(select(CreditTransfer.credit_hundredths))) == [50, 100]
