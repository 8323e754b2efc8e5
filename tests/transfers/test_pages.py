"""From a school's keys to credit in the account: two officers trust it, a learner brings a badge, an officer decides."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.credits.queries import balance
from portal.credits.verifying import verify
from portal.db import READING
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, MakePerson
from tests.transfers.elsewhere import ACHIEVEMENT, DID, badge, did_document, proven, status_list, token

SCHOOL = {"did": DID, "name": "示例按摩学校", "name_en": "Sample Massage School", "document": did_document()}
RULE = {
    "achievement": ACHIEVEMENT,
    "title": "保健按摩（二）",
    "credit": "2.5",
    "reason": "五级水平，40 学时，考核合格。",
}
WORDS = {"words": "徽章核对无误，按规则转入。"}


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that only looks: nobody waits for it. `rollback` before looking again."""
    with Session(engine.execution_options(**READING)) as session:
        yield session


@pytest.fixture
def first(sign_in: SignIn, credit1: Person) -> Browser:
    return sign_in(credit1)


@pytest.fixture
def second(sign_in: SignIn, credit2: Person) -> Browser:
    return sign_in(credit2)


@pytest.fixture
def learner(sign_in: SignIn, lin: Person) -> Browser:
    return sign_in(lin)


@pytest.fixture
def school(first: Browser, second: Browser) -> str:
    """The address of an issuer that two officers trust."""
    proposed = first.open("/transfers/issuers/office").press("提出，等另一位确认", SCHOOL)
    assert proposed.says("这是您提出的。要由另一位学分管理员确认。") and proposed.says("2 把")
    second.open(proposed.path).press("确认这家单位")
    return proposed.path


@pytest.fixture
def rule(first: Browser, second: Browser, school: str) -> str:
    first.open(school).press("提出，等另一位确认", RULE)
    second.open(school).press("确认《保健按摩（二）》的换算")
    return school


def test_from_the_badge_to_the_account(
    first: Browser, learner: Browser, rule: str, session: Session, lin: Person, visitor: Browser
) -> None:
    assert visitor.open("/transfers/issuers").says("保健按摩（二）")
    kept = learner.open("/transfers").press("交徽章", {"badge": proven(badge(has_list=True))})
    assert kept.title.startswith("徽章：保健按摩（二），等决定")
    case = first.open("/transfers/desk").follow("林小雨，保健按摩（二）")
    assert case.says("徽章上的姓名和学员的姓名一样。") and case.says("先核对撤销名单，再转入。")
    assert first.open(case.path).press("核对撤销名单", {"list": "x"}, expect=422).says("看不懂")
    checked = first.open(case.path).press("核对撤销名单", {"list": status_list(8)})
    assert checked.says("核对过撤销名单，没有撤销。")
    done = checked.press("转入 2.5 学分", WORDS)
    assert done.title.startswith("林小雨的徽章，学分已转入")
    assert balance(session, lin.id).credit_hundredths == 250 and verify(session) == []
    entry = learner.open(kept.path).follow("看转入的那一笔")
    assert entry.says("转入《保健按摩（二）》的学分，凭示例按摩学校发的徽章。")
    reads = session.exec(select(AuditEntry).where(AuditEntry.step == "read.badge_transfer")).all()
    assert reads


def test_the_same_badge_counts_once_whoever_brings_it(
    learner: Browser, rule: str, sign_in: SignIn, make_person: MakePerson
) -> None:
    brought = {"badge": token(badge())}
    kept = learner.open("/transfers").press("交徽章", brought)
    assert learner.open("/transfers").press("交徽章", brought).path == kept.path
    other = sign_in(make_person("王一", Role.TRAINEE))
    other.open("/transfers")
    refused = other.send("/transfers", brought, expect=409)
    assert refused.says("这枚徽章已经交过，不能再交一次。")
    assert other.open(kept.path, expect=404)
    learner.open(kept.path).press("撤回这枚徽章")
    assert other.open("/transfers").press("交徽章", brought).title.startswith("徽章：")


def test_a_badge_waits_for_its_rule(first: Browser, second: Browser, learner: Browser, school: str) -> None:
    kept = learner.open("/transfers").press("交徽章", {"badge": token(badge())})
    assert kept.says("这项成果还没有换算规则。")
    case = first.open("/transfers/desk").follow("林小雨，保健按摩（二）")
    assert case.says("先要有换算规则，才能转入。")
    first.send(f"{case.path}/posting", WORDS, expect=409)
    first.open(school).press("提出，等另一位确认", RULE)
    assert learner.open(kept.path).says("这项成果还没有换算规则。")
    second.open(school).press("确认《保健按摩（二）》的换算")
    assert learner.open(kept.path).title.startswith("徽章：保健按摩（二），等决定")


def test_a_revoked_badge_is_refused_at_once(
    first: Browser, learner: Browser, rule: str, session: Session, lin: Person
) -> None:
    kept = learner.open("/transfers").press("交徽章", {"badge": token(badge(has_list=True))})
    case = first.open("/transfers/desk").follow("林小雨，保健按摩（二）")
    first.send(f"{case.path}/posting", WORDS, expect=409)
    assert case.press("核对撤销名单", {"list": status_list(7)}).title.startswith("林小雨的徽章，没有转入")
    assert learner.open(kept.path).says("这枚徽章已经撤销。")
    first.send(f"{case.path}/posting", WORDS, expect=409)
    assert balance(session, lin.id).credit_hundredths == 0


def test_twice_and_by_whom_it_may_not_be(
    first: Browser, learner: Browser, rule: str, session: Session, lin: Person, sign_in: SignIn, make_person: MakePerson
) -> None:
    learner.open("/transfers").press("交徽章", {"badge": token(badge())})
    case = first.open("/transfers/desk").follow("林小雨，保健按摩（二）")
    elsewhere = sign_in(make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG))
    elsewhere.open(case.path, expect=404)
    elsewhere.open("/transfers/issuers/office", expect=404)
    learner.open(case.path, expect=404)
    assert case.press("转入 2.5 学分", {"words": ""}, expect=422).title.startswith("错误：")
    case.press("转入 2.5 学分", WORDS)
    first.send(f"{case.path}/posting", WORDS, expect=409)
    first.send(f"{case.path}/refusal", WORDS, expect=409)
    assert balance(session, lin.id).credit_hundredths == 250


def test_an_issuer_that_is_not_trusted_is_not_believed(first: Browser, learner: Browser) -> None:
    brought = {"badge": token(badge())}
    assert learner.open("/transfers").press("交徽章", brought, expect=422).says("发证单位还不在我们的名单上")
    first.open("/transfers/issuers/office").press("提出，等另一位确认", SCHOOL)  # proposed only
    assert learner.open("/transfers").press("交徽章", brought, expect=422).says("发证单位还不在我们的名单上")


def test_an_ended_issuer_keeps_what_was_posted(first: Browser, learner: Browser, rule: str) -> None:
    first.open(rule).press("停用这家单位")
    assert (
        learner.open("/transfers")
        .press("交徽章", {"badge": token(badge())}, expect=422)
        .says("发证单位还不在我们的名单上")
    )
    first.open(rule, expect=404)
    again = first.open("/transfers/issuers/office").press("提出，等另一位确认", SCHOOL)
    assert again.says("等另一位学分管理员确认")


def test_wrong_forms_keep_what_was_typed(first: Browser, school: str) -> None:
    wrong = first.open("/transfers/issuers/office").press(
        "提出，等另一位确认", SCHOOL | {"document": "x", "did": "y"}, expect=422
    )
    assert wrong.title.startswith("错误：") and wrong.says("发证单位的标识：照它的说明抄") and wrong.says("钥匙文件：")
    first.send("/transfers/issuers/office", SCHOOL, expect=409)
    wrong = first.open(school).press("提出，等另一位确认", {"credit": "-1"}, expect=422)
    assert wrong.says("有 4 处要改")


MUCH = RULE | {"credit": "12"}


@pytest.fixture
def much(first: Browser, second: Browser, school: str) -> str:
    first.open(school).press("提出，等另一位确认", MUCH)
    second.open(school).press("确认《保健按摩（二）》的换算")
    return school


def test_much_credit_is_posted_by_two(
    first: Browser, second: Browser, learner: Browser, much: str, session: Session, lin: Person, engine: Engine
) -> None:
    kept = learner.open("/transfers").press("交徽章", {"badge": token(badge())})
    case = first.open("/transfers/desk").follow("林小雨，保健按摩（二）")
    assert case.says("超过 10 学分，要由两位学分管理员转入。") and "转入 12 学分" not in case.buttons
    first.send(f"{case.path}/posting", WORDS, expect=409)  # not alone, whatever is sent
    assert list(case.press("转入 12 学分，交给第二位", {"words": " "}, expect=422).problems.values()) == ["words"]
    proposed = case.press("转入 12 学分，交给第二位", WORDS)
    assert proposed.title.startswith("林小雨的徽章，等第二位学分管理员") and proposed.says(
        "这是您提出转入的。要由另一位学分管理员决定。"
    )
    for way in ("posting", "proposal", "return"):
        first.send(f"{case.path}/{way}", WORDS, expect=409)
    second.send(f"{case.path}/proposal", WORDS, expect=409)  # from a page that is older than the proposal
    assert first.open("/transfers/desk").title.startswith("别处的徽章，等决定，0 枚")  # it waits for another
    told = learner.open(kept.path)
    assert told.says("学分多，要由第二位学分管理员决定。") and WORDS["words"] not in told.text
    assert balance(session, lin.id).credit_hundredths == 0
    session.rollback()

    assert "退回，写给第一位" in second.open(case.path).buttons
    back = second.send(f"{case.path}/return", {"words": "成果的学时再核一次。"})
    assert back.says("成果的学时再核一次。") and "转入 12 学分，交给第二位" in back.buttons
    first.open(case.path).press("转入 12 学分，交给第二位", WORDS)
    page = second.open(case.path)
    assert page.typed("words") == WORDS["words"]
    assert page.press("转入 12 学分").title.startswith("林小雨的徽章，学分已转入")
    second.send(f"{case.path}/posting", WORDS, expect=409)
    assert balance(session, lin.id).credit_hundredths == 1200 and verify(session) == []
    for wrong in ("decided_by_id = proposed_by_id", "proposed_by_id = person_id", "proposed_by_id = NULL"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(f"UPDATE badge_transfer SET {wrong}"))


def test_what_waits_for_a_second_officer_may_be_taken_back_or_refused(
    first: Browser, second: Browser, learner: Browser, much: str
) -> None:
    for number, (ending, said) in enumerate((("withdrawal", "本人撤回"), ("refusal", "没有转入")), start=1):
        kept = learner.open("/transfers").press("交徽章", {"badge": token(badge(number))})
        case = first.open("/transfers/desk").follow("林小雨，保健按摩（二）")
        case.press("转入 12 学分，交给第二位", WORDS)
        if ending == "withdrawal":
            learner.open(kept.path).press("撤回这枚徽章")
        else:
            second.send(f"{case.path}/refusal", WORDS)
        assert said in learner.open(kept.path).title
        second.send(f"{case.path}/posting", WORDS, expect=409)
