"""A person reads their account: what they have, why, and what they can take along."""

import csv
import io
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.credits.actions import move_earned, post_earn, post_points
from portal.credits.models import CreditTransfer
from portal.credits.rules import EntryType, record_number
from portal.text.codes import group
from tests.browser import Browser, SignIn, words
from tests.cast import NOW, MakePerson
from tests.credits.stories import finished, passed
from tests.credits.test_moves import REVERSED

FORBIDDEN = ("残疾类别：", "9901", "视力", "听力", "一级", "二级")


def earn(engine: Engine, person: Person, count: int = 1, **cause: Any) -> list[int]:
    """So many entries, an hour after each other, the last one now."""
    with Session(engine) as session, session.begin():
        return [
            post_earn(
                session, person.id, 50, f"course/{number}/{person.id}", passed(**{"mark": 60 + number % 40} | cause),
                NOW - timedelta(hours=count - number),
            ).id
            for number in range(1, count + 1)
        ]  # fmt: skip


def rows(page: Any) -> list[list[str]]:
    return [[words(cell) for cell in row.find_all(["th", "td"])] for row in page.html.select("tbody tr")]


def test_the_account_says_what_is_there_and_why(engine: Engine, sign_in: SignIn, lin: Person):
    (first, second) = earn(engine, lin, 2)
    with Session(engine) as session, session.begin():
        post_points(session, lin.id, 10, "lesson/1", finished(), NOW)

    page = sign_in(lin).open("/credits")

    assert page.heading == "我的学分"
    assert page.title == "我的学分 – 无碍学堂"
    assert words(page.html.select_one(".figure")) == "1 学分已入账"
    assert "10 分。积分记努力，不能换学分。" in page.text
    assert "2026年共 2 笔，最新入账的在前。" in page.text
    assert rows(page) == [
        ["2026年10月12日", f"学完《小店记账和收款》，考核 62 分。 记录号 {group(record_number(second))}", "变动：增加 0.5",
         "之后的总学分：1"],
        ["2026年10月12日", f"学完《小店记账和收款》，考核 61 分。 记录号 {group(record_number(first))}", "变动：增加 0.5",
         "之后的总学分：0.5"],
    ]  # fmt: skip


def test_points_have_a_page_of_their_own(engine: Engine, sign_in: SignIn, lin: Person):
    with Session(engine) as session, session.begin():
        post_points(session, lin.id, 10, "lesson/1", finished(1), NOW)
        post_points(session, lin.id, 5, "lesson/2", finished(2, "退款"), NOW)

    page = sign_in(lin).open("/credits").follow("看积分记录")

    assert page.heading == "我的积分"
    assert words(page.html.select_one(".figure")) == "15 分积分"
    assert [row[2:] for row in rows(page)] == [["变动：增加 5", "之后的积分：15"], ["变动：增加 10", "之后的积分：10"]]
    assert rows(page)[0][1].startswith("学完《小店记账和收款》第 2 课《退款》。")


def test_somebody_new_hears_how_to_begin(sign_in: SignIn, lin: Person):
    page = sign_in(lin).open("/credits")

    assert "还没有学分。学完一门课，考核合格，学分就记到这里。" in page.text
    assert {"去我的学习", "找一门课"} <= set(page.links)


def test_somebody_unverified_hears_what_credit_waits_for(sign_in: SignIn, unverified_trainee: Person, lin: Person):
    assert "身份核对以后，考合格的课才记学分。" in sign_in(unverified_trainee).open("/credits").text
    assert "身份核对以后" not in sign_in(lin).open("/credits").text


def test_twenty_a_page_and_the_numbers_said(engine: Engine, sign_in: SignIn, lin: Person):
    earn(engine, lin, 45)
    browser = sign_in(lin)

    third = browser.open("/credits").follow("下一页").follow("下一页")

    assert third.title == "我的学分，2026年，第 3 页，共 3 页 – 无碍学堂"
    assert [row[3] for row in rows(third)] == [f"之后的总学分：{n / 2:g}" for n in (5, 4, 3, 2, 1)]
    assert browser.open("/credits?page=99").title == third.title
    assert browser.open("/credits?page=-1&year=x").title.startswith("我的学分，2026年，第 1 页")


def test_a_year_is_the_year_of_the_deed_in_shanghai(engine: Engine, sign_in: SignIn, lin: Person):
    new_year = NOW.replace(year=2025, month=12, day=31, hour=16, minute=0)  # midnight in Shanghai
    with Session(engine) as session, session.begin():
        before = new_year - timedelta(seconds=1)
        post_earn(session, lin.id, 100, "a", passed("旧年"), NOW, happened_at=before)
        post_earn(session, lin.id, 200, "b", passed("新年"), NOW, happened_at=new_year)
    browser = sign_in(lin)

    page = browser.open("/credits")

    assert [row[0] for row in rows(page)] == ["2026年1月1日"]
    older = page.follow("看2025年的记录，共 1 学分")
    assert [(row[0], row[3]) for row in rows(older)] == [("2025年12月31日", "之后的总学分：1")]
    assert "看2026年的记录，共 2 学分" in older.links


def test_an_entry_explains_itself(engine: Engine, sign_in: SignIn, lin: Person):
    (entry,) = earn(engine, lin, provider="洛阳市残疾人职业培训中心（样例）")

    page = sign_in(lin).open("/credits").follow("学完《小店记账和收款》，考核 61 分。")

    assert page.path == f"/credits/entries/{entry}"
    assert page.heading == f"记录 {group(record_number(entry))}"
    for sentence in (
        "增加 0.5 学分",
        "2026年10月12日 下午2点30分",
        "课程由洛阳市残疾人职业培训中心（样例）提供。考核由无碍学堂判分。",
        "考核 60 分以上，必做的活动做完 80% 以上，身份核对过，就按课程公布的学分入账。一门课只入账一次。 规则版本 2026-1",
        "记录不会改写。查清以后，加一笔新的记录来改正。",
    ):
        assert sentence in page.text


def test_an_entry_in_english(engine: Engine, sign_in: SignIn, lin: Person):
    earn(engine, lin, title_en="Accounts for a small shop")
    browser = sign_in(lin)
    browser.client.cookies.set("language", "en")

    page = browser.open("/credits")

    assert "Completed “Accounts for a small shop”, assessment mark 61." in page.text
    assert "学" not in page.text.replace("林小雨", "")


def test_nobody_reads_the_entries_of_others(
    engine: Engine, sign_in: SignIn, visitor: Browser, lin: Person, mei: Person, coordinator: Person
):
    (entry,) = earn(engine, lin)

    assert sign_in(mei).open(f"/credits/entries/{entry}", 404)
    assert sign_in(lin).open("/credits/entries/999999", 404)
    assert sign_in(lin).open("/credits/entries/x", 404)
    for path in ("/credits", f"/credits/entries/{entry}", "/credits/statement.html", "/credits/statement.csv"):
        assert sign_in(coordinator).open(path, 404)
        assert visitor.open(path).path.startswith("/sign-in")


def test_who_is_no_trainee_any_more_keeps_the_account(engine: Engine, sign_in: SignIn, make_person: MakePerson):
    former = make_person("从前的学员", Role.COORDINATOR)
    earn(engine, former)

    assert sign_in(former).open("/credits").heading == "我的学分"


def test_a_page_asks_the_database_as_often_for_thirty_entries_as_for_one(
    engine: Engine, sign_in: SignIn, lin: Person, mei: Person, statements: list[str]
):
    earn(engine, lin, 1)
    earn(engine, mei, 30)
    one, thirty = sign_in(lin), sign_in(mei)
    del statements[:]

    one.open("/credits")
    for_one = len(statements)
    thirty.open("/credits")

    # who, balance, years, entries, what is questioned, what is appealed, what lapses, what waits, agreements
    assert (for_one, len(statements)) == (9, 18)


def test_credit_that_moves_says_what_moved_and_where_it_is(engine: Engine, sign_in: SignIn, lin: Person):
    (earned_id,) = earn(engine, lin)
    with Session(engine) as session, session.begin():
        earned = session.get_one(CreditTransfer, earned_id)
        for number, (kind, amount) in enumerate(
            ((EntryType.LOCK, 40), (EntryType.UNLOCK, 15), (EntryType.CONVERT_OUT, 5), (EntryType.EXPIRE_USE, 6),
             (EntryType.RESTORE, 2), (EntryType.REVERSE, 1))
        ):  # fmt: skip
            moved = move_earned(session, earned, kind, amount, f"move/{number}", REVERSED, NOW).id
    browser = sign_in(lin)

    page = browser.open("/credits")

    assert [row[2:] for row in rows(page)] == [
        ["变动：减少 0.01", "之后的总学分：0.49"],
        ["变动：不变，恢复时效 0.02", "之后的总学分：0.5"],
        ["变动：不变，0.06 失时效", "之后的总学分：0.5"],
        ["变动：不变，转换 0.05", "之后的总学分：0.5"],
        ["变动：不变，解锁 0.15", "之后的总学分：0.5"],
        ["变动：不变，锁定 0.4", "之后的总学分：0.5"],
        ["变动：增加 0.5", "之后的总学分：0.5"],
    ]
    headings = [words(heading) for heading in page.html.select("main h2")]
    parts = ["总学分", "已锁定", "已转换", "未计入", "已失时效", "积分"]
    assert [heading for heading in headings if heading in parts] == parts and "可转换" not in headings
    for sentence in (
        "收回和改记的 0.01 学分不在里面。",
        "0.25 学分，等学校答复。",
        "0.05 学分，学校收下了。",
        "0.04 学分，不能再拿去用。",
    ):
        assert sentence in page.text
    entry = browser.open(f"/credits/entries/{earned_id}")
    assert entry.says("0.15 学分在账户里") and entry.says("0.25 学分已锁定") and entry.says("后来怎样了")
    last = browser.open(f"/credits/entries/{moved}")
    assert last.follow(f"记录 {group(record_number(earned_id))}").path == f"/credits/entries/{earned_id}"
    table = list(csv.reader(io.StringIO(browser.client.get("/credits/statement.csv").text)))
    assert [row[2:4] for row in table[2:]][-2:] == [["不变，锁定 0.4", "0"], ["增加 0.5", "0.5"]]
    browser.client.cookies.set("language", "en")
    assert "no change; locked: 0.4" in browser.open("/credits").text


def test_what_colleges_would_take_is_said_only_while_an_agreement_is_live(app: Any, sign_in: SignIn, lin: Person):
    browser = sign_in(lin)
    assert "可转换" not in browser.open("/credits").text
    app.state.convertible = lambda session, person_id: 150
    assert "按现在的协议，有学校肯收 1.5 学分。" in browser.open("/credits").text
