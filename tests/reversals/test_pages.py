"""A question about credit, from its record number to the decision, on both sides."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.certificates import queries as certificates
from portal.certificates.actions import issue
from portal.certificates.models import Certificate
from portal.credits.actions import post_earn, post_points
from portal.credits.queries import balance
from portal.credits.rules import record_number
from portal.credits.verifying import verify
from portal.reversals import queries
from portal.reversals.models import Reversal
from tests.browser import Browser, SignIn
from tests.cast import NOW, ZHENGZHOU, Clock, MakePerson
from tests.credits.stories import finished, passed
from tests.reversals.conftest import PROPOSAL, WORDS
from tests.shelf import OpenCourse

ANSWER = "那天停电，老师换了教室，所以没有签到。"
DECISION = {"words": "核对过教室的记录，这次考核不能算。"}
OFFICERS = "您的说明收到了。等另一位工作人员决定，学分现在不动。"


def answer_of(learner: Browser, words: str = ANSWER) -> None:
    learner.open("/credits").follow("看记录 0000 0001 3 的疑问，写说明").press("交说明", {"answer": words})


def test_from_the_record_number_to_the_decision(
    proposer: Browser, decider: Browser, learner: Browser, case: str, earned: int, session: Session, lin: Person
) -> None:
    assert record_number(earned) == "000000013"
    page = learner.open("/credits")
    assert page.says("1 笔学分正在核对") and page.says("您可以说明到：2026年11月2日，还有 15 个工作日")
    assert page.says("1.5 学分已入账")
    entry = learner.open(f"/credits/entries/{earned}")
    assert entry.says("这一笔正在核对") and entry.says(WORDS) and entry.says("原因记错了")
    told = entry.follow("看疑问，写说明").press("交说明", {"answer": ANSWER})
    assert told.title.startswith("核对记录 0000 0001 3，您的说明收到了")
    assert told.says(ANSWER) and told.buttons == []
    assert learner.open("/credits").says(OFFICERS)

    desk = decider.open("/reversals")
    assert desk.says("等您决定，1 件")
    asked = desk.follow("林小雨，记录 0000 0001 3").follow("收回 1.5 学分")
    assert asked.says(ANSWER) and asked.says("证书撤销。")
    done = asked.press("收回 1.5 学分", DECISION)
    assert done.path == case and done.says("学分已收回") and done.says("新的记录号")

    assert balance(session, lin.id).credit_hundredths == 0
    assert verify(session) == [] and queries.verify(session) == [] and certificates.verify(session) == []
    certificate = session.exec(select(Certificate)).one()
    assert certificate.state == "revoked"
    assert learner.open(f"/verify/{certificate.verification_code}").says("这张证书已撤销")
    final = learner.open(f"/credits/entries/{earned}")
    assert final.says("收回了 1.5 学分") and final.says(DECISION["words"])
    objecting = final.follow("看说过的话，不同意怎么办")
    assert objecting.says("可以申诉。由没有参与过这件事的人重新看。") and objecting.says("12385")
    back = final.follow("看收回的那一笔")
    assert back.says("减少 1.5 学分") and back.follow("看原来那一笔").path == f"/credits/entries/{earned}"


def test_every_step_and_every_reading_is_in_the_audit_log(
    decider: Browser, learner: Browser, case: str, session: Session, lin: Person, credit1: Person, credit2: Person
) -> None:
    answer_of(learner)
    decider.open(case).follow("收回 1.5 学分").press("收回 1.5 学分", DECISION)
    told = [
        (one.step, one.actor_id) for one in session.exec(select(AuditEntry)) if "revers" in str(one.details) + one.step
    ]
    assert [one for one in told if one[0].endswith("e.reversal") or "answer" in one[0] or "confirm" in one[0]] == [
        ("propose.reversal", credit1.id),
        ("answer.reversal", lin.id),
        ("confirm.reversal", credit2.id),
    ]
    readings = {one for one in told if one[0].startswith("read.")}
    assert readings == {
        ("read.credit_transfer", credit1.id),
        ("read.reversal", credit1.id),
        ("read.reversal", credit2.id),
    }


def test_nobody_decides_before_the_answer_or_the_end_of_the_term(
    proposer: Browser, decider: Browser, learner: Browser, case: str, later: Callable[[int], None]
) -> None:
    page = decider.open(case)
    assert page.says("先等学员说明，或者等2026年11月2日过完，再决定。")
    assert decider.open("/reversals?pile=later").says("等学员说明，1 件")
    later(21)  # 2 November, the last day
    assert decider.open(f"{case}/confirmation", expect=409).says("先等学员说明")
    assert decider.send(f"{case}/confirmation", DECISION | {"state": "notified"}, expect=409).says("先等学员说明")
    later(1)
    assert proposer.open(case).says("这是您提出的。要由另一位学分管理员决定。")
    assert proposer.send(f"{case}/confirmation", DECISION | {"state": "notified"}, expect=409).says("另一位")
    assert decider.open(case).follow("收回 1.5 学分").press("收回 1.5 学分", DECISION).says("学分已收回")


def test_a_late_answer_counts_and_must_have_been_read(
    decider: Browser, learner: Browser, case: str, later: Callable[[int], None]
) -> None:
    later(30)
    asked = decider.open(case).follow("收回 1.5 学分")
    assert learner.open("/credits").says("没决定以前，现在说明也算。")
    answer_of(learner)
    assert asked.press("收回 1.5 学分", DECISION, expect=409).says("学员刚刚说明了。先读说明，再决定。")
    assert decider.open(case).follow("收回 1.5 学分").press("收回 1.5 学分", DECISION).says(ANSWER)
    late = learner.send("/credits/reversals/1", {"answer": "再说一次。"}, expect=409)
    assert late.says("这件事已经决定了。")


def test_an_answer_is_given_once_and_a_draft_comes_back(learner: Browser, case: str) -> None:
    told = learner.open("/credits/reversals/1")
    wrong = told.press("交说明", {"answer": "我的证号是 990101199001010019。"}, expect=422)
    assert list(wrong.problems.values()) == ["answer"] and "990101" in wrong.typed("answer")
    assert told.press("交说明", {"answer": "长" * 2001}, expect=422).typed("answer") == "长" * 2001
    assert told.press("交说明", {"answer": " \n"}, expect=422).says("您的说明：写几句再交")
    bad = "<script>alert(1)</script>“%(x)s” {{ 7 * 7 }}"
    assert told.press("交说明", {"answer": bad}).says(bad)
    assert told.press("交说明", {"answer": "再说一次。"}, expect=409).says("您已经说明过，写的都在。")


def test_left_as_it_is(proposer: Browser, decider: Browser, learner: Browser, case: str, earned: int) -> None:
    answer_of(learner)
    page = decider.open(case).follow("不收回")
    assert page.press("不收回，告诉学员", {"words": ""}, expect=422).problems
    page.press("不收回，告诉学员", {"words": "老师证明了，没有问题。"})
    assert learner.open("/credits").says("1.5 学分已入账") and not learner.open("/credits").says("正在核对")
    entry = learner.open(f"/credits/entries/{earned}")
    assert entry.says("核对过，学分不收回") and entry.says("老师证明了，没有问题。")
    again = proposer.open("/reversals").press("找这笔记录", {"record": record_number(earned)})
    assert again.press("提出，告诉学员", PROPOSAL).says("等学员说明")


def test_who_asked_may_take_it_back(proposer: Browser, learner: Browser, case: str) -> None:
    proposer.open(case).follow("撤回提出，不收回").press("不收回，告诉学员", {"words": "看错了人，对不起。"})
    assert learner.open("/credits/reversals/1").says("看错了人，对不起。")
    assert proposer.open("/reversals?pile=decided").says("已决定，1 件")


def test_a_part_and_then_the_rest(
    proposer: Browser,
    decider: Browser,
    learner: Browser,
    earned: int,
    later: Callable[[int], None],
    session: Session,
    lin: Person,
) -> None:
    form = proposer.open(f"/reversals/entries/{earned}")
    assert form.says("课程有错，不收回学员的学分。")
    for wrong in ("", "1.5", "0", "-1", "半", "0.555"):
        page = form.press("提出，告诉学员", PROPOSAL | {"part": "some", "credit": wrong}, expect=422)
        assert list(page.problems.values()) == ["credit"] and page.typed("words") == WORDS
    form.press("提出，告诉学员", PROPOSAL | {"part": "some", "credit": "0.5"})
    answer_of(learner)
    asked = decider.open("/reversals/1").follow("收回 0.5 学分")
    assert asked.says("证书换成新的，写 1 学分。")
    asked.press("收回 0.5 学分", DECISION)
    states = [(one.state, one.credit_hundredths) for one in session.exec(select(Certificate).order_by("id"))]
    assert states == [("replaced", 150), ("issued", 100)]
    assert certificates.verify(session) == []
    session.rollback()
    assert learner.open("/learning").says("入账 1.5 学分，后来收回 0.5 学分。")

    form = proposer.open(f"/reversals/entries/{earned}")
    assert form.says("现在可以收回1 学分")
    form.press("提出，告诉学员", PROPOSAL)
    later(40)
    decider.open("/reversals/2").follow("收回 1 学分").press("收回 1 学分", DECISION)
    session.rollback()
    assert {one.state for one in session.exec(select(Certificate))} == {"replaced", "revoked"}
    assert balance(session, lin.id).credit_hundredths == 0
    assert verify(session) == [] and queries.verify(session) == [] and certificates.verify(session) == []
    found = proposer.open(f"/reversals/find?record={record_number(earned)}", expect=422)
    assert found.says("这笔学分没有可以收回的了")
    assert proposer.open(f"/reversals/entries/{earned}", expect=409).says("现在没有这么多")
    assert len(learner.open(f"/credits/entries/{earned}").html.find_all("h2")) > 3


def test_one_question_at_a_time(proposer: Browser, decider: Browser, earned: int) -> None:
    mine, theirs = (browser.open(f"/reversals/entries/{earned}") for browser in (proposer, decider))
    first = mine.press("提出，告诉学员", PROPOSAL)
    assert mine.press("提出，告诉学员", PROPOSAL).path == first.path  # pressed twice
    assert theirs.press("提出，告诉学员", PROPOSAL, expect=409).says("已经有人提出收回")
    assert decider.open(f"/reversals/entries/{earned}").path == first.path
    assert decider.open(f"/reversals/find?record={record_number(earned)}").path == first.path


def test_what_is_missing_is_said(proposer: Browser, earned: int) -> None:
    page = proposer.open(f"/reversals/entries/{earned}").press("提出，告诉学员", {}, expect=422)
    assert list(page.problems.values()) == ["part", "reason", "words"]
    flaw = PROPOSAL | {"reason": "course_flaw"}
    assert list(page.press("提出，告诉学员", flaw, expect=422).problems.values()) == ["reason"]
    number = PROPOSAL | {"words": "请打 13800001111。"}
    assert list(page.press("提出，告诉学员", number, expect=422).problems.values()) == ["words"]


@pytest.mark.parametrize(
    ("record", "said"),
    [("", "有一位不对"), ("0000 0001 4", "有一位不对"), ("0099 9999 0", "没有找到"), ("一二三", "有一位不对")],
)
def test_a_record_number_that_leads_nowhere(proposer: Browser, earned: int, record: str, said: str) -> None:
    page = proposer.open("/reversals").press("找这笔记录", {"record": record}, expect=422)
    assert page.says(said) and list(page.problems.values()) == ["record"] and page.typed("record") == record


def test_only_earned_credit_is_found(proposer: Browser, lin: Person, engine: Engine) -> None:
    with Session(engine) as own, own.begin():
        points = post_points(own, lin.id, 10, "lesson/1", finished(), NOW).id
    assert proposer.open(f"/reversals/find?record={record_number(points)}", expect=422).says("这是积分，不是学分")
    proposer.open(f"/reversals/entries/{points}", expect=404)


def test_another_region_does_not_know_of_it(elsewhere: Browser, case: str, earned: int) -> None:
    for address in (case, f"{case}/confirmation", f"{case}/dropping", f"/reversals/entries/{earned}"):
        elsewhere.open(address, expect=404)
    assert elsewhere.open("/reversals?pile=later").says("等学员说明，0 件")
    assert elsewhere.open(f"/reversals/find?record={record_number(earned)}", expect=422).says("没有找到这笔记录")
    elsewhere.send(f"{case}/dropping", DECISION, expect=404)


def test_nobody_sees_to_their_own_credit(
    sign_in: SignIn, make_person: MakePerson, session: Session, engine: Engine, proposer: Browser, clock: Clock
) -> None:
    both = make_person("两个身份", Role.TRAINEE, Role.CREDIT_OFFICER, region=ZHENGZHOU)
    with Session(engine) as own_session, own_session.begin():
        own = post_earn(own_session, both.id, 100, "course/9", passed(), NOW).id
    browser = sign_in(both)
    assert browser.open(f"/reversals/find?record={record_number(own)}", expect=422).says("这是您自己的学分")
    browser.open(f"/reversals/entries/{own}", expect=409)
    assert browser.send(f"/reversals/entries/{own}", PROPOSAL, expect=409).says("这是您自己的学分")
    case = proposer.open(f"/reversals/entries/{own}").press("提出，告诉学员", PROPOSAL).path
    clock.forward(days=40)
    browser = sign_in(both)
    assert browser.open("/reversals").says("等您决定，0 件")
    for address in (case, f"{case}/confirmation", f"{case}/dropping"):
        assert browser.open(address, expect=409).says("这是您自己的学分")
    for step in ("confirmation", "dropping"):
        browser.send(f"{case}/{step}", DECISION | {"state": "notified"}, expect=409)
    assert session.exec(select(Reversal)).one().state == "notified"


def test_another_learner_knows_nothing(sign_in: SignIn, mei: Person, visitor: Browser, case: str, earned: int) -> None:
    other = sign_in(mei)
    other.open("/credits/reversals/1", expect=404)
    other.send("/credits/reversals/1", {"answer": "说一句。"}, expect=404)
    assert not other.open("/credits").says("核对")
    other.open(case, expect=404)
    assert visitor.open("/credits/reversals/1").path.startswith("/sign-in")


def test_another_site_can_send_nothing(app: object, learner: Browser, decider: Browser, case: str) -> None:
    for browser, address in ((learner, "/credits/reversals/1"), (decider, f"{case}/dropping")):
        sent = {"answer": "说一句。", **DECISION}
        response = browser.client.post(address, data=sent, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403
    assert decider.open(case).says("还没有说明。")


def test_what_was_earned_follows_the_books(
    decider: Browser, learner: Browser, case: str, later: Callable[[int], None], session: Session, lin: Person
) -> None:
    assert learner.open("/learning").says("1.5 学分已入账。") and learner.open("/learning").says("1 笔学分正在核对")
    later(40)
    decider.open(case).follow("收回 1.5 学分").press("收回 1.5 学分", DECISION)
    page = learner.open("/learning")
    assert page.says("入账 1.5 学分，后来收回 1.5 学分。") and not page.says("1.5 学分已入账。")


def test_the_desk_counts_in_a_fixed_number_of_questions(proposer: Browser, engine: Engine, lin: Person) -> None:
    for number in range(23):
        with Session(engine) as session, session.begin():
            earned = post_earn(session, lin.id, 50, f"many/{number}", passed(), NOW).id
        proposer.send(f"/reversals/entries/{earned}", PROPOSAL)
    page = proposer.open("/reversals?pile=mine")
    assert page.says("我提出的，23 件") and len(page.html.select("ul.rows li")) == 20
    assert len(page.follow("下一页").html.select("ul.rows li")) == 3
    proposer.open("/reversals?pile=mine&number=3", expect=404)
    proposer.open("/reversals?pile=nothing", expect=404)


def test_a_later_version_that_is_passed_brings_no_credit_back(
    decider: Browser, case: str, later: Callable[[int], None], engine: Engine, lin: Person, earned: int,
    open_course: OpenCourse,
) -> None:  # fmt: skip
    second = open_course(version="2.0.0")
    later(40)
    decider.open(case).follow("收回 1.5 学分").press("收回 1.5 学分", DECISION)
    with Session(engine) as own, own.begin():
        fresh = issue(own, lin.id, second, "用手和面", 90, 150, earned, NOW, 90, NOW)
        assert (fresh.credit_hundredths, fresh.transfer_id) == (0, None)
        assert certificates.verify(own) == []
