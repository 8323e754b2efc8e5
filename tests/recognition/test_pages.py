"""An application from its first question to the books, on both sides of the desk."""

from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance_hundredths
from portal.credits.verifying import verify as verify_books
from portal.recognition import queries
from portal.recognition.models import RecognitionApplication, RecognitionEvidence
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, ZHENGZHOU, MakePerson
from tests.recognition.conftest import (
    ASSESSED,
    AWARD,
    DESCRIBED,
    add_photo,
    assessed,
    checked,
    draft,
    handed_in,
    photo,
)


def test_from_the_first_question_to_the_books(
    learner: Browser, first: Browser, second: Browser, session: Session, lin: Person
) -> None:
    page = learner.open("/recognition").follow("写一份申请").press("保存，去第 2 步", {"kind": "level"})
    page = add_photo(page.press("保存，去第 3 步", AWARD), photo())
    assert page.says("材料 1：照片") and page.says(DESCRIBED)
    page = page.follow("去看一遍，再交")
    assert page.says("哪一天2021年6月1日") and page.says("轮到您。")
    page = page.press("交申请")
    assert page.says("轮到学分管理员，到：2026年10月19日，还有 5 个工作日")

    desk = first.open("/recognition/desk")
    assert desk.says("等查材料，1 件")
    case = desk.follow([link for link in desk.links if "林小雨" in link][0])
    assert case.says(DESCRIBED) and case.says("下载材料 1，照片")
    case = case.press("材料齐了，交给评定")
    assert case.says("材料是您查的。要由另一位学分管理员评定。")
    assert learner.open("/recognition").says("到：2026年11月2日")  # 15 working days

    case = second.open("/recognition/desk?pile=assess")
    case = case.follow([link for link in case.links if "林小雨" in link][0])
    done = case.follow("评定").press("交评定", ASSESSED)
    assert done.says("已认定") and done.says("认定 3 学分。 这次记 3 学分。")
    assert balance_hundredths(session, lin.id) == 300
    one = session.exec(select(RecognitionApplication)).one()
    entry = learner.open(f"/credits/entries/{one.posted_id}")
    assert entry.says("认定《保健按摩师》，郑州市职业技能鉴定中心发的。") and entry.says("什么时候完成2021年6月1日")
    assert entry.says("同一类只算最高的一个。") and entry.says("认定 3 学分。")
    posted = session.get_one(CreditTransfer, one.posted_id)
    proof = session.exec(select(RecognitionEvidence)).one()
    assert posted.entry_type == "recognise" and posted.cause["row"] == "level-4"
    assert posted.cause["table"] == "2026-1" and posted.cause["evidence"] == [proof.digest]
    steps = [one.step for one in session.exec(select(AuditEntry)) if one.step.startswith("read.")]
    assert set(steps) == {"read.recognition_application"}
    told = learner.open("/recognition/applications/1")
    assert told.says("到网上核对过") and told.says("到发证的地方核对过") and told.says("决定：认定")
    assert "学分员" not in told.text.replace("学分管理员", "")
    assert verify_books(session) == [] and queries.verify(session) == []


def test_nothing_typed_is_lost_and_what_is_missing_is_said(learner: Browser, session: Session) -> None:
    page = learner.open("/recognition/start")
    assert page.press("保存，去第 2 步", {}, 422).problems == {"是哪一种：选一个": "kind"}
    page = page.press("保存，去第 2 步", {"kind": "level"})
    bad = page.press("保存，去第 3 步", {"title": "<b>按摩", "awarded_on_year": "２０", "awarded_on_day": "40"}, 422)
    assert list(bad.problems.values()) == ["row_key", "awarded_by", "awarded_region", "awarded_on"]
    assert bad.typed("title") == "<b>按摩" and bad.typed("awarded_on_day") == "40"
    for wrong in (
        {"awarded_on_year": "2027"},
        {"awarded_on_month": "2", "awarded_on_day": "30"},
        {"awarded_on_day": "²"},
    ):
        assert list(page.press("保存，去第 3 步", AWARD | wrong, 422).problems.values()) == ["awarded_on"]
    number = page.press("保存，去第 3 步", AWARD | {"certificate_number": "990101199001010019"}, 422)
    assert list(number.problems.values()) == ["certificate_number"]
    page = page.press("保存，去第 3 步", AWARD | {"certificate_number": "", "check_at": ""})
    learner.open("/recognition/applications/1").says("材料还不够")
    assert "交申请" not in learner.open("/recognition/applications/1").buttons
    assert learner.send("/recognition/applications/1/submission", expect=409).says("材料还不够：要有两份")
    page = page.press("加上这段话", {"typed": "2019 年起在老街推拿店跟师傅学。"})
    assert learner.send("/recognition/applications/1/submission", expect=409).says("材料还不够")
    page = page.press("加上这段话", {"typed": "师傅可以作证。"})
    assert page.follow("去看一遍，再交").press("交申请").says("等学分管理员查材料")
    assert learner.open("/recognition/applications/1/award", 409).says("交了以后不能改。")
    assert learner.send("/recognition/applications/1/evidence/words", {"typed": "再加。"}, 409)


def test_returned_once_in_each_step(learner: Browser, first: Browser, second: Browser) -> None:
    number = handed_in(learner)
    page = first.open(f"/recognition/desk/{number}").follow("退回，请学员补充")
    assert page.press("退回，告诉学员", {"words": " "}, 422).problems
    page.press("退回，告诉学员", {"words": "背面也拍一张。"})
    told = learner.open(f"/recognition/applications/{number}")
    assert told.says("已退回，等您补充") and told.says("背面也拍一张。") and told.says("没有期限。")
    add_photo(told.follow("加材料，或者去掉材料"), photo(place=False)).follow("去看一遍，再交").press("补好了，再交")
    assert first.open(f"/recognition/desk/{number}").says("这一步已经退回过一次。")
    assert first.send(f"/recognition/desk/{number}/return", {"words": "再来。"}, 409)
    checked(first, number)
    assert first.send(f"/recognition/desk/{number}/return", {"words": "再来。"}, 409).says("材料是您查的")
    second.send(f"/recognition/desk/{number}/return", {"words": "编号看不清。"})
    told = learner.open(f"/recognition/applications/{number}").press("补好了，再交")
    assert told.says("材料齐了，等评定")  # not checked again
    assert second.send(f"/recognition/desk/{number}/return", {"words": "再来。"}, 409)


def test_the_list_bears_out_what_is_granted(learner: Browser, first: Browser, second: Browser) -> None:
    number = handed_in(learner)
    assert second.open(f"/recognition/desk/{number}/assessment", 409).says("现在不在这一步")
    checked(first, number)
    for browser in (first, second):
        assert browser.open(f"/recognition/desk/{number}/decision", 409).says("现在不在这一步")
        assert browser.send(f"/recognition/desk/{number}/decision", {"answer": "agree"}, 409).says("现在不在这一步")
    assert first.open(f"/recognition/desk/{number}/assessment", 409).says("材料是您查的")
    page = second.open(f"/recognition/desk/{number}/assessment")
    assert list(page.press("交评定", {}, 422).problems.values()) == [
        "no_tie",
        "proof",
        "same_person",
        "result",
        "words",
    ]
    for wrong, field in (
        ({"proof": "none"}, "result"),
        ({"same_person": "no"}, "result"),
        ({"row_key": "work-1"}, "row_key"),
        ({"result": "part", "credit": "3"}, "credit"),
        ({"result": "part", "credit": ""}, "credit"),
        ({"topic": " "}, "topic"),
        ({"words": "打 13800001111。"}, "words"),
        ({"no_tie": ""}, "no_tie"),
    ):
        assert field in assessed(second, number, 422, **wrong).problems.values()
    done = assessed(second, number, proof="none", same_person="no", result="refused", words="证书上是别人的名字。")
    assert done.says("没有认定")
    told = learner.open(f"/recognition/applications/{number}")
    assert told.says("证书上是别人的名字。") and told.says("不同意，怎么办") and told.says("不能确定是")
    assert second.send(f"/recognition/desk/{number}/assessment", ASSESSED, 409).says("现在不在这一步")


def test_a_higher_one_later_adds_the_difference(
    learner: Browser, first: Browser, second: Browser, session: Session, lin: Person
) -> None:
    for row, number_of, credit in (("level-5", "A1", 200), ("level-3", "A2", 500), ("level-4", "A3", 500)):
        number = handed_in(learner, row_key=row, certificate_number=number_of)
        checked(first, number)
        done = assessed(second, number, row_key=row, topic=" 保健 按摩师")
        session.rollback()
        assert balance_hundredths(session, lin.id) == credit
    assert done.says("同一类以前记的不比它少，这次不再加。")
    said = learner.open("/recognition/applications/2")
    assert said.says("认定 5 学分。 同一类以前已记 2 学分，只补差额。 这次记 3 学分。")
    number = handed_in(learner, row_key="level-5", certificate_number="A4", title="面点师")
    checked(first, number)
    assessed(second, number, row_key="level-5", topic="面点师")  # another topic is another family
    session.rollback()
    assert balance_hundredths(session, lin.id) == 700
    assert verify_books(session) == [] and queries.verify(session) == []


def test_much_credit_wants_a_second_officer(
    learner: Browser, first: Browser, second: Browser, session: Session, lin: Person
) -> None:
    number = handed_in(learner, row_key="level-1")
    checked(first, number)
    waiting = assessed(second, number, row_key="level-1")
    assert waiting.says("等第二位决定") and waiting.says("这是您评定的。要由另一位学分管理员决定。")
    assert second.send(f"/recognition/desk/{number}/decision", {"answer": "agree"}, 409)
    assert second.open("/recognition/desk?pile=second").says("等您作第二位决定，0 件")
    assert balance_hundredths(session, lin.id) == 0
    page = first.open("/recognition/desk?pile=second")
    page = page.follow([link for link in page.links if "林小雨" in link][0]).follow("作第二位决定")
    assert list(page.press("交决定", {}, 422).problems.values()) == ["answer"]
    assert list(page.press("交决定", {"answer": "disagree"}, 422).problems.values()) == ["words"]
    assert page.press("交决定", {"answer": "disagree", "words": "级别再看看。"}).says("等评定")
    assessed(second, number, row_key="level-1")
    page = first.open(f"/recognition/desk/{number}/decision").press("交决定", {"answer": "agree"})
    session.rollback()
    assert page.says("已认定") and balance_hundredths(session, lin.id) == 1200


def test_ones_own_place_wants_the_province(
    learner: Browser, first: Browser, at_home: Browser, session: Session, make_person: MakePerson, sign_in: SignIn
) -> None:
    number = handed_in(learner)
    checked(first, number)
    assert assessed(at_home, number).says("等第二位决定")  # 3 credits, but 郑州 gave it
    neighbour = sign_in(make_person("郑州的学分员二", Role.CREDIT_OFFICER, region=ZHENGZHOU, scope=ZHENGZHOU))
    assert neighbour.open("/recognition/desk?pile=second").says("等您作第二位决定，0 件")
    assert neighbour.open(f"/recognition/desk/{number}").says("发证的是您那里的机构。")
    assert neighbour.send(f"/recognition/desk/{number}/decision", {"answer": "agree"}, 409)
    assert first.send(f"/recognition/desk/{number}/decision", {"answer": "agree"}).says("已认定")
    number = handed_in(learner, awarded_region="elsewhere", certificate_number="B2", title="面点师")
    checked(first, number)
    assert assessed(at_home, number, topic="面点师").says("已认定")


def test_one_certificate_is_recognised_once(
    learner: Browser, first: Browser, second: Browser, sign_in: SignIn, mei: Person, session: Session
) -> None:
    number, other = handed_in(learner), sign_in(mei)
    theirs = handed_in(other, certificate_number="ｓ00004101", awarded_by="郑州市 职业技能鉴定中心")
    page = add_photo(draft(learner, certificate_number="S0000 4101"), photo()).follow("去看一遍，再交")
    assert page.press("交申请", expect=409).says("这张证书您已经交过一份申请。")
    assert not other.open(f"/recognition/applications/{theirs}").says("同一张证书")
    assert first.open(f"/recognition/desk/{number}").says("同一张证书，别处也有人交过")
    for one in (number, theirs):
        checked(first, one)
    assessed(second, number)
    assert assessed(second, theirs, 409).says("这张证书已经认定过。")
    done = assessed(second, theirs, proof="none", same_person="no", result="refused", words="证书是别人的。")
    assert done.says("没有认定")
    assert balance_hundredths(session, mei.id) == 0


def test_withdrawn_is_gone(learner: Browser, first: Browser, app: object, session: Session) -> None:
    number = handed_in(learner)
    token = session.exec(select(RecognitionEvidence)).one().token
    assert first.client.get(f"/recognition/files/{token}").status_code == 200
    page = learner.open(f"/recognition/applications/{number}").follow("撤回这份申请").press("撤回，删掉材料")
    assert page.says("已撤回") and list(app.state.evidence.digests()) == []  # type: ignore[attr-defined]
    assert learner.client.get(f"/recognition/files/{token}").status_code == 404
    assert learner.send(f"/recognition/applications/{number}/withdrawal", expect=409)
    assert first.open(f"/recognition/desk/{number}").says("学员撤回了")
    assert first.send(f"/recognition/desk/{number}/check", expect=409)
    assert handed_in(learner)  # the same certificate may be sent again


def test_whose_it_is_not(
    learner: Browser, visitor: Browser, first: Browser, sign_in: SignIn, mei: Person, make_person: MakePerson,
    session: Session,
) -> None:  # fmt: skip
    number, other = handed_in(learner), sign_in(mei)
    token = session.exec(select(RecognitionEvidence)).one().token
    for address in ("", "/award", "/evidence", "/withdrawal", "/kind"):
        other.open(f"/recognition/applications/{number}{address}", 404)
    other.send(f"/recognition/applications/{number}/submission", expect=404)
    elsewhere = sign_in(make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG))
    for browser in (other, elsewhere):
        assert browser.client.get(f"/recognition/files/{token}").status_code == 404
        browser.open(f"/recognition/desk/{number}", 404)
    elsewhere.send(f"/recognition/desk/{number}/check", expect=404)
    assert visitor.open(f"/recognition/files/{token}").path.startswith("/sign-in")
    assert draft(learner).path and first.open("/recognition/desk/2", 404)  # nobody reads a draft
    both = make_person("两个身份", Role.TRAINEE, Role.CREDIT_OFFICER, region=ZHENGZHOU)
    mine = handed_in(sign_in(both), certificate_number="C3")
    assert sign_in(both).open(f"/recognition/desk/{mine}", 409).says("这是您自己的申请。")
    assert sign_in(both).send(f"/recognition/desk/{mine}/check", expect=409)


def test_who_is_not_verified_writes_and_waits(sign_in: SignIn, unverified_trainee: Person) -> None:
    learner = sign_in(unverified_trainee)
    page = add_photo(draft(learner), photo()).follow("去看一遍，再交")
    assert page.says("身份核对以后才能交。") and "交申请" not in page.buttons
    assert learner.send("/recognition/applications/1/submission", expect=409).says("身份还没有核对。")


def test_nobody_begins_without_end(learner: Browser) -> None:
    for _ in range(20):
        page = learner.send("/recognition/start", {"kind": "work"})
    assert learner.send("/recognition/start", {"kind": "work"}, 409).says("您已经有 20 份没有决定的申请。")
    page.browser.open("/recognition/applications/20").follow("撤回这份申请").press("撤回，删掉材料")
    learner.send("/recognition/start", {"kind": "work"})
