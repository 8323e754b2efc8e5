"""A period is counted anew, closed by a second person, and found out when it changes afterwards."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.credits.actions import move_earned, post_earn, post_points
from portal.credits.rules import EntryType
from portal.files import Files
from portal.jobs import run_waiting
from portal.periods.models import BankPeriod, PeriodRecount
from portal.periods.recounting import is_over_cap
from portal.periods.rules import STEPS, Case, State, Step, unequal, why_not
from portal.settings import Settings
from tests.browser import SignIn
from tests.cast import LUOYANG, Clock, MakePerson
from tests.credits.stories import finished, passed
from tests.credits.test_verify import drop_guards

FEBRUARY, MARCH = datetime(2026, 2, 10, 4, tzinfo=UTC), datetime(2026, 3, 10, 4, tzinfo=UTC)
TERM = "/bank/periods/2025-09-01"
BACK = {"kind": "reversed", "title": "面点", "reason": "error", "record": "0"}
Work = Callable[[], None]


@pytest.fixture
def work(engine: Engine, settings: Settings, tmp_path: Path, clock: Clock) -> Work:
    """The worker does what waits."""

    def work() -> None:
        run_waiting(engine, Files(settings.files_url, tmp_path), settings, clock.now)

    return work


@pytest.fixture
def entry(engine: Engine, lin: Person, clock: Clock) -> int:
    """An entry of February 2026, of which a part was taken back and a part is locked; today is the 2 September after."""
    with Session(engine) as session, session.begin():
        earned = post_earn(session, lin.id, 150, "course/1", passed(), FEBRUARY)
        post_points(session, lin.id, 10, "points/1", finished(), FEBRUARY)
        move_earned(session, earned, EntryType.REVERSE, 30, "back/1", BACK, FEBRUARY)
        move_earned(session, earned, EntryType.LOCK, 20, "lock/1", BACK, FEBRUARY)
        post_earn(session, lin.id, 100, "course/2", passed(), MARCH)
        clock.now = datetime(2026, 9, 2, 4, tzinfo=UTC)
        return earned.id


def test_from_the_end_of_a_term_to_its_printed_page(
    sign_in: SignIn, credit1: Person, auditor: Person, lin: Person, entry: int, work: Work, engine: Engine
) -> None:
    officer, controller = sign_in(credit1), sign_in(auditor)
    listed = officer.open("/bank").follow("关账，1 件")
    assert listed.says("共 3 段，最新的在前")
    page = listed.follow("2025年9月1日至2026年2月28日")
    assert page.says("没关账") and controller.open(TERM).buttons == []
    page = page.press("开始关账，重新计算")
    assert page.says("正在从每一笔重新算") and page.buttons == []
    work()
    page = officer.open(TERM)
    assert page.title.startswith("2025年9月1日至2026年2月28日，对得上，等审计员关账")
    assert page.says("都对得上") and page.says("学课程得到") and page.says("1 个，有 1 学分")
    assert officer.send(f"{TERM}/closure", {}, expect=404)

    assert controller.open("/bank").says("关账，1 件")
    asked = controller.open(TERM).follow("去关账")
    closed = asked.press("关账")
    assert closed.says("已关账") and closed.says("审计员") and closed.says("学分员一") and closed.says("总指纹")
    with Session(engine) as session:
        kept = session.exec(select(PeriodRecount)).one()
        assert kept.totals["types"]["earn"] == {"count": 2, "credit_hundredths": 150, "points": 10}
        assert kept.totals["bank"] == {
            "issue/courses": -150, "take-back/reversed": 30, "hold/locked": 20,
        }  # fmt: skip
        steps = [one.step for one in session.exec(select(AuditEntry)) if one.object_type == "bank_period"]
        assert steps == ["begin.bank_period", "close.bank_period"]
        with pytest.raises(DatabaseError):
            session.execute(text("UPDATE period_recount SET head = ''"))
    again = officer.send(f"{TERM}/recounts", {}, expect=409)
    assert again.says("这一段已经关账。") and again.says("回到这一段")

    with Session(engine) as session, session.begin():
        now = datetime(2026, 9, 3, 4, tzinfo=UTC)
        late = post_earn(session, lin.id, 50, "course/3", passed(), now, FEBRUARY).id
    assert sign_in(lin).open(f"/credits/entries/{late}").says("那一段已经关账，这一笔是后来入账的")
    assert not sign_in(lin).open(f"/credits/entries/{entry}").says("关账以后入账的")


def test_what_changed_after_the_close_keeps_the_next_one_open(
    sign_in: SignIn, credit1: Person, auditor: Person, entry: int, work: Work, engine: Engine
) -> None:
    officer, controller = sign_in(credit1), sign_in(auditor)
    assert officer.send("/bank/periods/2026-03-01/recounts", {}, expect=409).says("先关前面的一段。")
    officer.open(TERM).press("开始关账，重新计算")
    work()
    controller.open(TERM).follow("去关账").press("关账")
    with Session(engine) as session:
        drop_guards(session)
    with engine.begin() as connection:
        connection.execute(text("UPDATE credit_transfer SET points = 99 WHERE reference = 'points/1'"))
    officer.open("/bank/periods/2026-03-01").press("开始关账，重新计算")
    work()
    page = officer.open("/bank/periods/2026-03-01")
    assert page.says("有 2 处对不上") and page.says("内容被改过。") and page.says("现在算的数，和关账时记下的不一样。")
    assert controller.open("/bank/periods/2026-03-01").says("还有对不上的地方。查清以后，请学分管理员重新计算。")
    controller.open("/bank/periods/2026-03-01/closure", expect=409)
    with engine.begin() as connection:
        connection.execute(text("UPDATE credit_transfer SET points = 10 WHERE reference = 'points/1'"))
    old = page.press("再算一次")
    assert old.says("正在从每一笔重新算")
    work()
    controller.open("/bank/periods/2026-03-01").follow("去关账").press("关账").says("已关账")


def test_who_may_not(
    sign_in: SignIn, make_person: MakePerson, lin: Person, credit1: Person, auditor: Person, entry: int, work: Work
) -> None:
    elsewhere = sign_in(make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG))
    assert elsewhere.open(TERM).says("关账由省里办。")
    elsewhere.send(f"{TERM}/recounts", {}, expect=409)
    sign_in(lin).open("/bank/periods", expect=404)
    sign_in(auditor).send(f"{TERM}/recounts", {}, expect=404)
    sign_in(auditor).send(f"{TERM}/closure", {}, expect=404)
    sign_in(credit1).open("/bank/periods/2025-09-02", expect=404)
    both = sign_in(make_person("两样都是", Role.CREDIT_OFFICER, Role.AUDITOR))
    both.open(TERM).press("开始关账，重新计算")
    work()
    assert both.send(f"{TERM}/closure", {"seen": "x"}, expect=409).says("要由另一位审计员关账")
    refused = sign_in(auditor).send(f"{TERM}/closure", {"seen": "x"}, expect=409)
    assert refused.says("刚刚又算了一次。先读新的数，再关账。")


def test_the_day_after_the_end_is_too_early(sign_in: SignIn, credit1: Person, entry: int, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 1, 4, tzinfo=UTC)
    assert sign_in(credit1).open(TERM).says("从2026年3月2日起才能关账。")
    sign_in(credit1).send(f"{TERM}/recounts", {}, expect=409)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_only_the_steps_of_the_table(state: State, step: Step) -> None:
    case = Case(state, date(2026, 3, 1), True, asked_by_id=1, differences=0)
    assert (why_not(step, case, 2, date(2026, 3, 2)) is None) == ((state, step) in STEPS)


def test_figures_that_do_not_fit_are_said() -> None:
    bank = {"issue/courses": -150, "hold/locked": 20}
    fits = {"until": {"earn": 150, "lock": 20}, "bank": bank, "people": 130}
    assert unequal(fits) == []
    assert len(unequal(fits | {"people": 131})) == 2
    assert len(unequal(fits | {"bank": bank | {"hold/locked": 19}})) == 2


def test_a_cap_that_was_passed() -> None:
    assert not is_over_cap({"before": 300, "most": 400}, 100) and not is_over_cap({}, 100)
    assert is_over_cap({"before": 300, "most": 400}, 101)


def test_two_who_begin_at_once_begin_once(
    sign_in: SignIn, credit1: Person, credit2: Person, entry: int, engine: Engine
) -> None:
    one, other = sign_in(credit1).open(TERM), sign_in(credit2).open(TERM)
    one.press("开始关账，重新计算")
    other.press("开始关账，重新计算", expect=409)
    with Session(engine) as session:
        assert session.exec(select(BankPeriod.recounts)).all() == [1]
