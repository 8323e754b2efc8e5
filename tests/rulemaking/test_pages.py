"""Two officers of the province write rules, try them and confirm them; nobody else sees a draft."""

from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.credits.earning import Course, earn
from portal.credits.rulebook.models import CreditRuleSet
from portal.db import READING
from portal.jobs import run_waiting
from portal.rulemaking.models import CreditRuleDraft
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, NOW, Clock, MakePerson
from tests.credits.stories import passed

SOON = date(2027, 1, 1)
DATE = {"valid_year": "2027", "valid_month": "1", "valid_day": "1"}
REASON = {"reason": "和别的省一致，一年最多记 42 学分。"}


@pytest.fixture
def first(sign_in: SignIn, credit1: Person) -> Browser:
    return sign_in(credit1)


@pytest.fixture
def second(sign_in: SignIn, credit2: Person) -> Browser:
    return sign_in(credit2)


def begin(browser: Browser, **typed: str) -> str:
    """A draft with a date and a reason; gives its address."""
    form = browser.open("/credits/rules/drafts").press("照现在的规则起草")
    return form.press("存草稿", DATE | REASON | typed).path


def test_from_the_draft_to_the_rules(engine: Engine, first: Browser, second: Browser, visitor: Browser):
    assert first.open("/credits/rules").follow("起草新规则").path == "/credits/rules/drafts"
    address = begin(first, cap_year="42", best_of="yes")
    page = first.open(address)
    assert "现在：没有上限：得多少，记多少。" in page.text and "草稿：一年最多记 42 学分。" in page.text

    page = page.press("交给另一位确认")
    assert "您写过这份草稿。" in page.text and "确认，到日子就用" not in page.text
    done = second.open(address).press("确认，到日子就用")

    assert done.follow("看第 2027-1 版").path == "/credits/rules/2027-1"
    coming = visitor.open("/credits/rules/2027-1")
    assert "从2027年1月1日起。" in coming.text and "为什么这样定：和别的省一致" in coming.text
    assert "重考的成绩更高" in coming.text and "起草新规则" not in coming.text
    with Session(engine) as session:
        (made,) = session.exec(select(CreditRuleSet).where(CreditRuleSet.version == "2027-1"))
        assert made.rules["caps"] == {"year": 4200, "sources": {}} and made.drafted_by_id != made.confirmed_by_id
        steps = session.exec(select(AuditEntry.step).where(AuditEntry.object_type == "credit_rule_draft"))
        assert [step.split(".")[0] for step in steps] == ["begin", "change", "hand_over", "confirm"]


def test_two_officers_do_not_lose_each_others_work(engine: Engine, first: Browser, second: Browser):
    address = begin(first)
    mine, theirs = first.open(f"{address}/form"), second.open(f"{address}/form")
    mine.press("存草稿", {"cap_year": "30"})

    refused = theirs.press("存草稿", {"cap_year": "50", "pass_mark": "70"}, expect=422)

    assert "别人刚改过这份草稿。您写的还在下面。" in refused.text
    assert refused.typed("cap_year") == "50"
    assert draft(engine).rules["caps"]["year"] == 3000
    assert refused.press("存草稿").path == address  # read, and saved with open eyes
    assert draft(engine).rules["caps"]["year"] == 5000


def draft(engine: Engine) -> CreditRuleDraft:
    with Session(engine.execution_options(**READING)) as session:
        return session.exec(select(CreditRuleDraft).order_by(col(CreditRuleDraft.id).desc())).first()  # type: ignore[return-value]


def test_who_wrote_in_it_does_not_confirm(engine: Engine, first: Browser, second: Browser):
    address = begin(first)
    second.open(f"{address}/form").press("存草稿", {"points": "4"})
    page = first.open(address).press("交给另一位确认")

    assert "您写过这份草稿。" in page.text and "您写过这份草稿。" in second.open(address).text
    second.send(f"{address}/confirmation", {"revision": str(draft(engine).revision)}, 409)
    assert draft(engine).rule_set_id is None


def test_it_goes_back_with_a_reason_and_is_left(engine: Engine, first: Browser, second: Browser):
    address = begin(first)
    first.open(address).press("交给另一位确认")
    form = second.open(address).follow("退回去改")
    assert "写清哪里要改" in form.press("退回去改", {"words": " "}, expect=422).text

    page = form.press("退回去改", {"words": "一年的上限要先问各市。"})

    assert "一年的上限要先问各市。" in page.text
    seen = {"revision": str(draft(engine).revision)}
    second.send(f"{address}/confirmation", seen, 409)  # it is no longer handed over
    first.send(f"{address}/discard", {"revision": "1"}, 409)  # seen before it went back
    assert "这份草稿办完了。" in first.open(address).press("作废这份草稿").text
    first.send(f"{address}/handover", seen, 409)


def test_the_first_day_may_pass_while_it_waits(
    engine: Engine, sign_in: SignIn, first: Browser, credit2: Person, clock: Clock
):
    address = begin(first)
    first.open(address).press("交给另一位确认")
    clock.forward(days=100)
    late = sign_in(credit2)

    assert "生效日期已经到了。" in late.open(address).text
    late.send(f"{address}/confirmation", {"revision": str(draft(engine).revision)}, 409)


def test_drafts_are_for_officers_of_the_province(
    first: Browser, sign_in: SignIn, make_person: MakePerson, lin: Person, visitor: Browser
):
    address = begin(first)
    city = sign_in(make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG))

    for browser in (city, sign_in(lin)):
        for path in ("/credits/rules/drafts", address, f"{address}/form", f"{address}/trial"):
            browser.open(path, 404)
    assert "起草新规则" not in city.open("/credits/rules").text
    first.open("/credits/rules/drafts/999", 404)


def test_a_draft_is_tried_on_the_past_year(
    app: FastAPI, engine: Engine, first: Browser, make_person: MakePerson, dough: int, clock: Clock
):
    people = [make_person(f"学员{number}").id for number in range(6)]
    with Session(engine) as session, session.begin():
        for place, person_id in enumerate(people):
            for number in (1, 2) if place < 5 else (1,):
                cause = passed(f"第 {number} 门", 80, course_version_id=dough)
                course = Course(number, f"course/{number}/person/{person_id}", 150, 1080, "", cause)
                earn(session, person_id, course, NOW - timedelta(days=30 + number), NOW)
    address = begin(first, cap_year="2")

    page = first.open(address).follow("拿过去一年的记录试算").press("开始试算")
    assert "正在算。" in page.text
    run_waiting(engine, app.state.files, app.state.settings, clock.now)
    page = first.open(f"{address}/trial")

    assert "5 位学员会少得，一共少 5 学分。" in page.text
    assert "不变的学员不到 5 位" in page.text and "0 位学员会多得" in page.text
    assert "会少得，因为这一年：5 位。" in page.text
    first.open(f"{address}/form").press("存草稿", {"cap_year": "9"})
    assert "还没有算" in first.open(f"{address}/trial").title  # another draft, another trial
