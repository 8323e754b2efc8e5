"""An appeal in pages: from the decision that a learner does not agree with to the credit that is given back."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.appeals import verifying
from portal.appeals.models import Appeal, AppealEvent
from portal.audit import AuditEntry
from portal.certificates import queries as certificates
from portal.certificates.models import Certificate
from portal.credits.models import CreditHold
from portal.credits.queries import balance_hundredths
from portal.credits.rules import record_number
from portal.credits.verifying import verify
from portal.reversals import queries as reversals
from tests.appeals.conftest import APPEAL, GIVE_BACK, HEARING, WRONG, take_back
from tests.browser import Browser, SignIn
from tests.cast import ZHENGZHOU, MakePerson
from tests.reversals.conftest import PROPOSAL, earn


def lodge(learner: Browser, taken: int, **changed: str) -> str:
    """Lodge an appeal; the address of the desk's page of it."""
    lodged = learner.open(f"/appeals/about/reversal/{taken}").press("交申诉", APPEAL | changed)
    return lodged.path.replace("/appeals/", "/appealed/")


def accept(desk: Browser, case: str) -> None:
    desk.open(case).follow("受理，或者不受理").press("定下来，告诉学员", {"accepts": "yes"})


def hear(desk: Browser, case: str, **changed: str) -> None:
    desk.open(case).follow("记下听学员说").press("记下来", HEARING | changed)


def decide(desk: Browser, case: str, **changed: str) -> None:
    desk.open(case).follow("作出决定").press("决定，告诉学员", GIVE_BACK | changed)


def sound(session: Session) -> bool:
    """Whether the books, the certificates, the decisions and the appeals are in step."""
    said = [*reversals.verify(session), *certificates.verify(session), *verifying.verify(session)]
    return verify(session) == [] and said == []


def test_a_draft_is_kept_and_what_is_lodged_has_a_number_and_a_date(
    learner: Browser, desk: Browser, taken: int, earned: int
) -> None:
    told = learner.open(f"/credits/reversals/{taken}")
    assert told.says("可以申诉。") and told.says("申诉的期限：2026年11月2日，还有 15 个工作日")
    form = told.follow("申诉")
    assert form.heading == "写申诉" and form.says("签到表上没有您") and form.says("我在场。")
    draft = form.press("存草稿", {"words": "那天我在场"})
    assert draft.says("草稿，还没有交") and draft.says("轮到您：写好，交上去。")
    again = draft.follow("接着写")
    assert again.typed("words") == "那天我在场"
    assert set(again.press("交申诉", expect=422).problems.values()) == {"wish"}
    lodged = again.press("交申诉", APPEAL)
    assert lodged.says("申诉号6000 0001 7")
    assert lodged.says("决定的期限2026年11月23日，还有 30 个工作日") and lodged.says("轮到申诉处理员：决定受理不受理。")
    assert learner.open("/credits").says("申诉中的学分看得到，现在不能用。")
    assert learner.open(f"/credits/entries/{earned}").says("申诉中")

    number = lodged.heading.removeprefix("申诉 ")
    page = desk.open("/appealed")
    assert page.says("等您处理，1 件") and page.says(f"林小雨，申诉 {number}")
    case = page.press("找这件申诉", {"receipt": number})
    assert (
        case.says(WRONG)
        and case.says("当面，配手语翻译")
        and case.says("周红")
        and case.says("收回《用手和面》的 1.5 学分")
    )


def test_from_the_decision_to_the_credit_that_is_given_back(
    learner: Browser, desk: Browser, taken: int, session: Session, lin: Person
) -> None:
    case = lodge(learner, taken)
    own = case.replace("appealed", "appeals")
    accept(desk, case)
    assert learner.open(own).says("轮到申诉处理员：听学员说。")
    assert desk.open(f"{case}/decision", expect=409).says("这件申诉现在不能办这一步。")
    hear(desk, case)
    assert desk.open(case).follow("作出决定").says("最多可以还 1.5 学分。")
    decide(desk, case)
    done = desk.open(case)
    assert done.says("决定改过来，已经改了") and done.says("还回 1.5 学分") and done.buttons == []

    assert balance_hundredths(session, lin.id) == 150 and sound(session)
    old, new = session.exec(select(Certificate).order_by(col(Certificate.id))).all()
    assert (old.state, new.state, new.replaces_id, new.credit_hundredths) == ("revoked", "issued", old.id, 150)
    assert learner.open(f"/verify/{old.verification_code}").says("这张证书已撤销")
    assert learner.open(f"/verify/{new.verification_code}").says("这张证书有效")
    of_old = learner.open("/certificates").follow("《用手和面》").browser
    assert of_old.open(f"/certificates/{record_number(old.id)}").follow("看新的证书").says("代替撤销的那一张")
    result = learner.open(own)
    assert result.says("老师证明您在场。") and result.says("手语翻译孙丽") and "向省里再申诉" not in result.links
    entry = result.follow("看还回的那一笔")
    assert entry.says("增加 1.5 学分") and entry.says("申诉以后，还回《用手和面》的学分。") and not entry.says("申诉中")


def test_every_step_has_its_event_and_its_audit_row(
    learner: Browser, desk: Browser, taken: int, session: Session, lin: Person, officer: Person
) -> None:
    case = lodge(learner, taken)
    accept(desk, case), hear(desk, case), decide(desk, case)
    steps = [(one.step, one.to_state, one.actor_id) for one in session.exec(select(AppealEvent))]
    assert steps == [
        ("lodge", "lodged", lin.id),
        ("accept", "accepted", officer.id),
        ("hear", "heard", officer.id),
        ("decide", "decided", officer.id),
        ("apply", "applied", officer.id),
    ]
    told = [one.step for one in session.exec(select(AuditEntry)) if one.step.endswith(".appeal")]
    assert [one for one in told if not one.startswith("read")] == [f"{step}.appeal" for step, _, _ in steps]
    assert "read.appeal" in told
    assert all(one.checked for one in session.exec(select(AppealEvent).where(AppealEvent.actor_id == officer.id)))


def test_who_took_part_judges_nothing(
    engine: Engine, learner: Browser, desk2: Browser, make_person: MakePerson, sign_in: SignIn, lin: Person,
    earned: int, credit1: Person, luoyang: Browser,
) -> None:  # fmt: skip
    both = make_person("又管学分又管申诉", Role.CREDIT_OFFICER, Role.APPEAL_OFFICER)
    taken = take_back(engine, lin, earned, both, credit1)
    case = lodge(learner, taken)
    theirs = sign_in(both)
    assert theirs.open("/appealed").says("等您处理，0 件")
    listed = theirs.open("/appealed?pile=others")
    assert listed.says("您参与过的，由别人处理，1 件") and case not in listed.links.values()
    for path in (case, f"{case}/acceptance", f"{case}/hearing", f"{case}/decision"):
        assert theirs.open(path, expect=409).says("您参与过这件事")
    assert theirs.send(f"{case}/acceptance", {"accepts": "yes"}, expect=409).says("您参与过这件事")
    assert luoyang.open("/appealed").says("等您处理，0 件")
    luoyang.open(case, expect=404)
    luoyang.send(f"{case}/acceptance", {"accepts": "yes"}, expect=404)
    learner.open(case, expect=404)
    accept(desk2, case)


def test_an_officer_judges_no_appeal_of_their_own(
    engine: Engine, make_person: MakePerson, sign_in: SignIn, dough: int, credit1: Person, credit2: Person
) -> None:
    one = make_person("也在学", Role.TRAINEE, Role.APPEAL_OFFICER, region=ZHENGZHOU)
    taken = take_back(engine, one, earn(engine, one, dough, reference="course/9"), credit1, credit2)
    browser = sign_in(one)
    case = lodge(browser, taken)
    assert browser.open("/appealed").says("等您处理，0 件")
    assert browser.open(case, expect=409).says("您参与过这件事")


def test_nobody_reads_or_appeals_for_somebody_else(learner: Browser, taken: int, sign_in: SignIn, mei: Person) -> None:
    case = lodge(learner, taken)
    other = sign_in(mei)
    other.open(case.replace("appealed", "appeals"), expect=404)
    other.open(f"/appeals/about/reversal/{taken}", expect=404)
    other.send(f"/appeals/about/reversal/{taken}", APPEAL, expect=404)
    other.open("/appealed", expect=404)
    learner.open("/appeals/about/course/1", expect=404)
    assert other.open("/appeals").says("现在没有可以申诉的决定。")


def test_late_is_told_and_admitted_with_a_reason(
    learner: Browser, desk: Browser, taken: int, later: Callable[[int], None]
) -> None:
    later(21)  # 2 November, the last day
    assert not learner.open(f"/appeals/about/reversal/{taken}").says("申诉期限已经过了。")
    later(1)
    form = learner.open("/appeals").follow("申诉：收回《用手和面》的 1.5 学分，记录 0000 0001 3。")
    assert form.says("申诉期限已经过了。还可以交")
    case = form.press("交申诉", APPEAL).path.replace("/appeals/", "/appealed/")
    page = desk.open(case)
    assert page.says("过了期限")
    refused = page.follow("受理，或者不受理").press("定下来，告诉学员", {"accepts": "yes"}, expect=422)
    assert refused.problems == {"写给学员的话：写清为什么": "told"}
    refused.press("定下来，告诉学员", {"accepts": "yes", "told": "住院了，晚了有原因。"})
    assert learner.open(case.replace("appealed", "appeals")).says("住院了，晚了有原因。")


def test_while_it_is_open_the_credit_is_not_taken_back_again(
    engine: Engine, learner: Browser, desk: Browser, sign_in: SignIn, lin: Person, earned: int, credit1: Person,
    credit2: Person, session: Session,
) -> None:  # fmt: skip
    taken = take_back(engine, lin, earned, credit1, credit2, amount=50)
    case = lodge(learner, taken)
    first = sign_in(credit1)
    found = first.open("/reversals").press("找这笔记录", {"record": record_number(earned)}, expect=422)
    assert found.problems == {"记录号：这笔学分正在申诉。等申诉有了结果再提": "record"}
    assert first.open(f"/reversals/entries/{earned}", expect=409).says("这笔学分正在申诉。")
    assert first.send(f"/reversals/entries/{earned}", PROPOSAL, expect=409).says("这笔学分正在申诉。")
    accept(desk, case), hear(desk, case)
    decide(desk, case, outcome="part", credit="0.2")
    assert balance_hundredths(session, lin.id) == 120 and sound(session)
    states = [
        (one.state, one.credit_hundredths) for one in session.exec(select(Certificate).order_by(col(Certificate.id)))
    ]
    assert states == [("replaced", 150), ("replaced", 100), ("issued", 120)]
    assert first.open(f"/reversals/entries/{earned}").says("现在可以收回1.2 学分")


def test_the_second_level_is_judged_by_others_and_final(
    learner: Browser, desk: Browser, desk2: Browser, taken: int, session: Session, lin: Person,
    later: Callable[[int], None],
) -> None:  # fmt: skip
    case = lodge(learner, taken)
    accept(desk, case), hear(desk, case)
    decide(desk, case, outcome="upheld", told="老师不记得了。")
    result = learner.open(case.replace("appealed", "appeals"))
    assert result.says("维持原来的决定") and result.says("还不同意，可以向省里再申诉一次：2026年11月2日")
    later(7)
    form = result.browser.open(result.path).follow("向省里再申诉")
    assert form.says("这是最后一级") and form.says("老师不记得了。")
    second = form.press("交申诉", APPEAL).path.replace("/appeals/", "/appealed/")
    assert second != case
    assert desk.open(second, expect=409).says("您参与过这件事")
    assert desk2.open(second).says("第一次申诉的结果")
    accept(desk2, second)
    too_early = desk2.open(second).follow("记下听学员说").press("记下来", HEARING, expect=422)
    assert too_early.problems == {"哪天听的：写年月日，在交申诉以后，不在今天以后": "heard_on"}
    hear(desk2, second, heard_on_day="19")
    decide(desk2, second, outcome="part", credit="1")
    final = learner.open(second.replace("appealed", "appeals"))
    assert final.says("这是最后的决定。") and "向省里再申诉" not in final.links
    assert learner.open(f"/appeals/about/reversal/{taken}").path == final.path
    assert balance_hundredths(session, lin.id) == 100 and sound(session)
    assert [one.held_until is None for one in session.exec(select(CreditHold))] == [False, False]


def test_a_prefecture_judges_the_first_level_only(
    engine: Engine, learner: Browser, desk: Browser, taken: int, sign_in: SignIn, make_person: MakePerson
) -> None:
    here = sign_in(make_person("郑州的申诉员", Role.APPEAL_OFFICER, region=ZHENGZHOU, scope=ZHENGZHOU))
    case = lodge(learner, taken)
    here.open(case).follow("受理，或者不受理").press("定下来，告诉学员", {"accepts": "no", "told": "没有说哪里不对。"})
    result = learner.open(case.replace("appealed", "appeals"))
    assert result.says("不受理") and result.says("没有说哪里不对。")
    second = lodge(learner, taken)
    other = sign_in(make_person("郑州的申诉员二", Role.APPEAL_OFFICER, region=ZHENGZHOU, scope=ZHENGZHOU))
    other.open(second, expect=404)
    assert desk.open(second).says("没有说哪里不对。")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"words": ""}, {"words"}),
        ({"words": "字" * 4001}, {"words"}),
        ({"words": "我的证号是990101199001010019"}, {"words"}),
        ({"wish": "loud", "helper": "名" * 41}, {"wish", "helper"}),
    ],
)
def test_what_is_wrong_with_an_appeal_is_said_and_nothing_is_lost(
    learner: Browser, taken: int, fields: dict[str, str], wrong: set[str], session: Session
) -> None:
    page = learner.open(f"/appeals/about/reversal/{taken}").press("交申诉", APPEAL | fields, expect=422)
    assert set(page.problems.values()) == wrong
    assert page.typed("words").strip() == (APPEAL | fields)["words"]
    assert session.exec(select(Appeal)).all() == []
