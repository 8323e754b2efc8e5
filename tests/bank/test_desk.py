"""The desk of the bank: what waits in each queue, and figures in which nobody can be recognised."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Consent, Person
from portal.accounts.rules import Purpose, Role
from portal.credits.actions import move_earned, post_earn
from portal.credits.models import CreditTransfer
from portal.credits.rules import EntryType, record_number
from portal.files import Files
from portal.jobs import enqueue, run_waiting
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, NOW, ZHENGZHOU, MakePerson
from tests.credits.stories import passed

PROPOSAL = {"part": "all", "reason": "error", "words": "考核记录和当天的签到对不上。请说说那天是怎么考的。"}
Learners = Callable[..., list[int]]
Count = Callable[[datetime], None]


@pytest.fixture
def learners(engine: Engine, make_person: MakePerson) -> Learners:
    """`learners(6, ZHENGZHOU)`: so many people there who agree to be counted, each with 1.5 credits; their entries."""

    def learners(count: int, region: str, agrees: bool = True, at: datetime = NOW) -> list[int]:
        made = []
        for number in range(count):
            person = make_person(f"学员{region}{number}", Role.TRAINEE, region=region)
            with Session(engine) as session, session.begin():
                if agrees:
                    consent = {"purpose": Purpose.STATISTICS, "wording_version": 1, "given_at": NOW}
                    session.add(Consent(person_id=person.id, **consent))
                made.append(post_earn(session, person.id, 150, f"course/{person.id}", passed(), at).id)
        return made

    return learners


@pytest.fixture
def count(engine: Engine, settings: Settings, tmp_path: Path) -> Count:
    """What the worker does by itself on the first day of a month."""

    def count(on: datetime) -> None:
        with Session(engine) as session, session.begin():
            enqueue(session, "count_bank", f"count/{on}", {"period": on.strftime("%Y-%m")}, on)
        run_waiting(engine, Files(settings.files_url, tmp_path), settings, on)

    return count


NOVEMBER = datetime(2026, 11, 1, 2, tzinfo=UTC)


def figures(page: Browser) -> dict[str, list[str]]:
    """Each line of the table."""
    found = {}
    for row in page.html.select("tbody tr"):
        cells = [cell.get_text(" ", strip=True).split("： ")[-1] for cell in row.find_all("td")]
        found[row.th.get_text(strip=True)] = cells
    return found


def test_every_queue_says_what_waits(
    engine: Engine, sign_in: SignIn, credit1: Person, credit2: Person, auditor: Person, lin: Person, clock: object
) -> None:
    with Session(engine) as session, session.begin():
        entry = post_earn(session, lin.id, 150, "course/1", passed(), NOW).id
    asked = sign_in(credit1).open("/reversals").press("找这笔记录", {"record": record_number(entry)})
    asked.press("提出，告诉学员", PROPOSAL)
    assert sign_in(credit2).open("/bank").says("收回学分，等您决定，0 件")
    told = sign_in(lin).open("/credits").follow("看记录 0000 0001 3 的疑问，写说明")
    told.press("交说明", {"answer": "那天停电，换了教室。"})
    desk = sign_in(credit2).open("/")
    desk = desk.follow("学分银行")
    assert desk.title.startswith("学分银行，等您办，1 件")
    assert desk.follow("收回学分，等您决定，1 件").path == "/reversals"
    assert sign_in(auditor).open("/bank").says("等您办，0 件")


def test_only_the_bank_sees_its_desk(sign_in: SignIn, lin: Person, coordinator: Person, visitor: Browser) -> None:
    for person in (lin, coordinator):
        sign_in(person).open("/bank", expect=404)
        sign_in(person).open("/bank/statistics", expect=404)
    assert "/sign-in" in visitor.open("/bank").path


def test_figures_by_prefecture_hide_small_numbers(
    engine: Engine, sign_in: SignIn, auditor: Person, learners: Learners, count: Count
) -> None:
    desk = sign_in(auditor)
    assert desk.open("/bank/statistics").says("还没有数。")
    learners(6, ZHENGZHOU)
    learners(7, "410200")
    learners(3, LUOYANG)
    learners(4, "410305", agrees=False)
    learners(5, "419001")  # a prefecture whose code does not end like others
    late = learners(5, "410400", at=NOVEMBER)
    count(NOVEMBER)
    page = desk.open("/bank/statistics")
    told = figures(page)
    assert page.says("从2026年1月1日到2026年10月31日。")
    assert told["洛阳市"] == told["济源示范区"] == ["人数少，不公布"] * 2  # one alone could be worked out
    assert told["郑州市"] == ["6 人", "9 学分"]
    assert told["开封市"] == ["7 人", "11 学分"] and told["平顶山市"] == ["没有人", "没有"]
    assert told["合计"] == ["21 人", "32 学分"]
    accounts = page.follow("学分账户")
    assert figures(accounts)["开封市"] == ["7 人"]
    with Session(engine) as session, session.begin():
        for entry in late:
            earned = session.get_one(CreditTransfer, entry)
            cause = {"kind": "reversed", "title": "面点", "reason": "error", "record": "0"}
            move_earned(session, earned, EntryType.REVERSE, 150, f"back/{entry}", cause, NOVEMBER)
    count(datetime(2026, 12, 1, 2, tzinfo=UTC))
    count(NOVEMBER)  # an earlier month, done again late: changes nothing
    page = desk.open("/bank/statistics?kind=reverse")
    assert figures(page)["平顶山市"] == ["5 人", "8 学分"] and page.says("从2026年1月1日到2026年11月30日。")
    desk.open("/bank/statistics?kind=points", expect=404)
    desk.open("/bank/statistics?year=1999", expect=404)


def test_an_officer_of_a_prefecture_sees_its_own(
    sign_in: SignIn, make_person: MakePerson, learners: Learners, count: Count
) -> None:
    learners(6, ZHENGZHOU)
    learners(5, LUOYANG)
    count(NOVEMBER)
    officer = make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG)
    assert figures(sign_in(officer).open("/bank/statistics")) == {"洛阳市": ["5 人", "8 学分"]}
    county = make_person("涧西的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope="410305")
    assert sign_in(county).open("/bank/statistics").says("县区的数不公布。")
