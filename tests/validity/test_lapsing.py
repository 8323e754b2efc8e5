"""Use lapses on its day and comes back with a refresher; the record stays, and nothing is posted twice."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.credits.actions import move_earned, post_new
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance
from portal.credits.rules import EntryType
from portal.credits.verifying import verify
from portal.text.dates import local_date
from portal.validity import actions
from portal.validity.models import CreditValidity
from tests.browser import Browser, SignIn
from tests.cast import NOW, Clock
from tests.credits.rulebook.stories import add_rules
from tests.shelf import OpenCourse
from tests.validity.conftest import TWO_YEARS, Look, earn, parts, passes

MOVED = {"kind": "reversed", "title": "用手和面", "reason": "error", "record": "0"}  # any cause that can stand there


@pytest.fixture
def on(clock: Clock, look: Look) -> Callable[[date], None]:
    """`on(day)`: it is that day, at half past two in the afternoon, and the daily look has been."""

    def on(day: date) -> None:
        clock.forward(days=(day - local_date(clock.now)).days)
        look()

    return on


On = Callable[[date], None]


def test_from_the_deed_to_the_last_day_and_back(
    engine: Engine, sign_in: SignIn, lin: Person, earned: int, on: On, dough: int, clock: Clock, session: Session
) -> None:
    def see(path: str) -> Browser:
        return sign_in(lin).open(path)

    on(date(2026, 10, 13))
    assert not see("/credits").says("快到期")
    entry = see(f"/credits/entries/{earned}")
    assert entry.says("能用到哪天") and entry.says("能用到2028年10月12日，剩余天数：730。")
    on(date(2028, 7, 13))
    assert not see("/credits").says("到期")
    on(date(2028, 7, 14))
    page = see("/credits")
    assert page.says("1 笔学分快到期") and page.says("《用手和面》，1.5 学分。") and page.says("剩余天数：90。")
    assert page.says("到期前再考合格一门“就业技能”类的课，期限重新算。")
    on(date(2028, 10, 12))
    assert see(f"/credits/entries/{earned}").says("马上到期") and parts(engine, earned) == {"free": 150}
    on(date(2028, 10, 13))
    on(date(2028, 10, 14))
    assert parts(engine, earned) == {"lapsed": 150} and balance(session, lin.id).credit_hundredths == 150
    page = see("/credits")
    assert page.says("1.5 学分已入账") and page.says("1 笔学分已失时效") and page.says("不变")
    assert page.says("《用手和面》的 1.5 学分，能用到2028年10月12日，现在已失时效。记录还在。")
    terms = page.follow("看每一笔能用到哪天")
    assert terms.says("已失时效") and terms.says("1.5 学分已失时效，不能再转换。学过什么，一直在记录里。")
    entry = terms.follow("《用手和面》，记录 0000 0001 3")
    assert entry.follow("找“就业技能”类的课").says("用手和面")

    passes(engine, lin, dough, clock.now)
    on(date(2028, 10, 15))
    assert parts(engine, earned) == {"free": 150}
    session.rollback()
    assert verify(session) == [] and len(session.exec(select(CreditTransfer)).all()) == 3
    page = see("/credits")
    assert page.says("学完《用手和面》，《用手和面》的 1.5 学分恢复使用，能用到2030年10月14日。")
    assert not page.says("1 笔学分已失时效")
    back = page.follow("学完《用手和面》，《用手和面》的 1.5 学分恢复使用，能用到2030年10月14日。")
    assert back.says("不变，恢复时效 1.5 学分") and back.says("由无碍学堂按规则和日期算出。")
    assert back.follow("记录 0000 0001 3").says("您2028年10月14日考合格《用手和面》，期限从那天重新算。")


def test_locked_credit_lapses_when_it_is_unlocked(engine: Engine, earned: int, on: On, clock: Clock) -> None:
    with Session(engine) as session, session.begin():
        entry = session.get_one(CreditTransfer, earned)
        move_earned(session, entry, EntryType.LOCK, 100, "lock/1", MOVED, NOW)
    on(date(2028, 10, 13))
    assert parts(engine, earned) == {"lapsed": 50, "locked": 100}
    on(date(2028, 10, 14))
    with Session(engine) as session, session.begin():
        entry = session.get_one(CreditTransfer, earned)
        move_earned(session, entry, EntryType.UNLOCK, 100, "unlock/1", MOVED, clock.now)
    on(date(2028, 10, 15))
    assert parts(engine, earned) == {"lapsed": 150}


def test_a_refresher_in_time_moves_the_last_day(
    engine: Engine, earned: int, on: On, lin: Person, mei: Person, dough: int, open_course: OpenCourse, session: Session
) -> None:
    other = open_course(slug="start-a-shop", category="entrepreneurship")
    passes(engine, lin, dough, NOW)  # the very pass that earned it
    passes(engine, lin, other, NOW + timedelta(days=100))
    passes(engine, mei, dough, NOW + timedelta(days=100))
    on(date(2027, 2, 1))
    assert session.get_one(CreditValidity, earned).valid_until == date(2028, 10, 12)
    passes(engine, lin, dough, NOW + timedelta(days=200))
    on(date(2027, 7, 1))
    session.rollback()
    assert session.get_one(CreditValidity, earned).valid_until == date(2029, 4, 30)
    on(date(2028, 10, 13))
    assert parts(engine, earned) == {"free": 150}


def test_credit_that_is_posted_late_knows_what_was_passed_before(
    engine: Engine, rules: None, on: On, lin: Person, dough: int, session: Session, clock: Clock
) -> None:
    passes(engine, lin, dough, NOW + timedelta(days=200))
    on(date(2027, 7, 1))
    with Session(engine) as own, own.begin():
        cause = {"kind": "course_passed", "title": "窗花", "mark": 80, "domain": "employment"}
        late = post_new(own, lin.id, EntryType.RECOGNISE, 100, "recognition/1", cause, clock.now, NOW).id
    on(date(2027, 7, 2))
    term = session.get_one(CreditValidity, late)
    assert (term.done_on, term.counts_from, term.valid_until) == (
        date(2026, 10, 12),
        date(2027, 4, 30),
        date(2029, 4, 30),
    )


def test_only_domains_of_the_rules_by_which_it_was_posted(
    engine: Engine, lin: Person, dough: int, on: On, session: Session
) -> None:
    never = earn(engine, lin, "course/before")  # by the first rules, which name no domain
    with Session(engine) as own:
        add_rules(own, "2026-2", date(2026, 1, 1), validity=TWO_YEARS)
    other = earn(engine, lin, "course/other", domain="employer")
    older = earn(engine, lin, "course/older", domain="", course_version_id=dough)
    unknown = earn(engine, lin, "course/unknown", domain="")
    on(date(2026, 10, 13))
    assert set(session.exec(select(CreditValidity.earned_id))) == {older} and {never, other, unknown}.isdisjoint(
        {older}
    )


def test_what_has_just_been_posted_is_looked_at_the_next_day(
    engine: Engine, earned: int, look: Look, clock: Clock, session: Session
) -> None:
    clock.forward(hours=2)
    look()
    assert session.get(CreditValidity, earned) is None
    clock.forward(days=1)
    look()
    session.rollback()
    assert session.get(CreditValidity, earned) is not None


def test_at_the_same_moment_it_lapses_once(engine: Engine, earned: int, on: On) -> None:
    on(date(2026, 10, 13))
    today = date(2028, 10, 13)
    posted: list[int | None] = []

    def lapse() -> None:
        with Session(engine) as session, session.begin():
            one = actions.lapse(session, earned, today, NOW + timedelta(days=732))
            posted.append(one.id if one else None)

    threads = [threading.Thread(target=lapse) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, posted)) == [False, False, False, True] and parts(engine, earned) == {"lapsed": 150}


def test_others_see_nothing(sign_in: SignIn, lin: Person, mei: Person, expert1: Person, earned: int, on: On) -> None:
    on(date(2026, 10, 13))
    assert sign_in(lin).open("/credits/validity").says("有期限的，1 笔")
    assert sign_in(mei).open("/credits/validity").says("您的学分都没有期限。")
    sign_in(expert1).open("/credits/validity", expect=404)
