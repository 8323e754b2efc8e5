"""The rules as everybody reads them."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.actions import post_earn
from tests.browser import Browser, SignIn
from tests.cast import NOW
from tests.credits.rulebook.stories import add_rules
from tests.credits.stories import passed


def test_everybody_reads_the_rules(visitor: Browser):
    page = visitor.open("/help").follow("学分和积分的规则")

    assert page.title == "学分和积分的规则，第 2026-1 版 – 无碍学堂"
    for sentence in ("考核 60 分以上", "16 学时一般算 1 学分", "没有上限", "永远不能换学分"):
        assert sentence in page.text
    assert visitor.open("/credits/rules/2019-1", 404)


def test_earlier_and_coming_rules_stay_readable(engine: Engine, visitor: Browser):
    with Session(engine) as session:
        add_rules(session, "2027-1", date(2027, 1, 1), pass_mark=70)

    now = visitor.open("/credits/rules")
    coming = now.follow("第 2027-1 版，从2027年1月1日起")

    assert "从2026年1月1日起，到2027年1月1日的前一天为止。" in now.text
    assert "现在用的是第 2026-1 版。" in coming.text
    assert "考核 70 分以上" in coming.text
    assert coming.follow("看现在的规则").title == now.title


def test_an_entry_tells_the_sum_as_it_was(engine: Engine, sign_in: SignIn, lin: Person):
    done = {"learning_minutes": 1080, "announced": 150}
    with Session(engine) as session, session.begin():
        entry = post_earn(session, lin.id, 150, "course/1", passed(sum=done), NOW).id
    with Session(engine) as session:
        add_rules(session, "2026-2", date(2026, 10, 13), hours_per_credit=10, pass_mark=90)

    page = sign_in(lin).open(f"/credits/entries/{entry}")

    assert "1080 分钟 ÷ 45 ＝ 24 学时，24 学时 ÷ 16 ＝ 1.5 学分。" in page.text
    assert "课程公布 1.5 学分，没有上限，记 1.5 学分。" in page.text
    assert "考核 60 分以上" in page.text
    assert page.follow("规则版本 2026-1").path == "/credits/rules/2026-1"
