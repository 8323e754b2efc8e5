"""From a quote to the college's decision, on both sides; what is seen, by whom, and until when."""

import json

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.audit import AuditEntry
from portal.colleges.actions import add_member
from portal.colleges.models import College
from portal.conversion import queries
from portal.conversion.models import CollegeAgreement
from portal.credits.models import CreditTransfer
from portal.credits.verifying import verify
from portal.jobs import run_waiting
from portal.jobs.actions import put_in_due
from portal.reversals import actions as reversals
from portal.reversals.actions import Proposal
from tests.browser import Browser, Page, SignIn
from tests.cast import LINS_CARD, NOW, PROVINCE, Clock, MakePerson
from tests.conversion.conftest import TODAY, earn

CONSENT = {"consent": "yes"}
ACCEPT = {"decision": "all"}


@pytest.fixture
def learner(sign_in: SignIn, lin: Person) -> Browser:
    return sign_in(lin)


@pytest.fixture
def reader(sign_in: SignIn, college_reader: Person) -> Browser:
    return sign_in(college_reader)


def apply(learner: Browser) -> Page:
    offer = learner.open("/credits").follow("看能换什么，申请换学校的课").follow("第一学院：面点制作")
    return offer.press("留下这份报价").follow("按这份报价申请").press("申请，锁定学分", CONSENT)


def test_from_the_quote_to_the_decision(
    learner: Browser, reader: Browser, agreement: CollegeAgreement, earned: int, session: Session, visitor: Browser
) -> None:
    assert learner.open("/credits").says("按现在的协议，有学校肯收 1.5 学分。")
    mine = learner.open("/conversion/mine")
    assert mine.says("第一学院：面点制作 现在能换 1 门课，1 学分。") and not mine.says("留下的报价")
    offer = mine.follow("第一学院：面点制作")
    assert offer.says("面点基础（MD101），1 学分 现在能换 用到： 《用手和面》，1.5 学分")
    assert offer.says("面点工艺（MD102），1.5 学分 还差一些 下面的还差 2 项： 学完《包子》：还没有")
    assert offer.says("专业一共 100 学分，认可的最多 50%，就是 50 学分。连这次能换的，有 1 学分。")
    quote = offer.press("留下这份报价")
    assert quote.title.startswith("报价：第一学院，还没申请") and quote.says("留到2027年1月10日")
    form = quote.follow("按这份报价申请")
    assert form.says("看不到：残疾类别和等级、证号、住址、电话、别的学分。") and form.ticked("codes") == ["MD101"]
    assert form.press("申请，锁定学分", expect=422).problems == {"同意给学校看：不同意，学校就没法决定": "consent"}
    sent = form.press("申请，锁定学分", CONSENT)
    assert sent.title.startswith("申请：第一学院：面点制作，已交给学校") and sent.says("还没有看过。")
    assert sent.says("学校最晚决定2026年12月7日，还有 40 个工作日")
    assert learner.open(f"/credits/entries/{earned}").says("《用手和面》的学分锁定：申请换第一学院的“面点基础”。")
    assert learner.open(quote.path).says("已经申请")

    decide_and_read(learner, reader, visitor, sent.path, earned)
    assert verify(session) == [] and queries.verify(session) == []


def decide_and_read(learner: Browser, reader: Browser, visitor: Browser, path: str, earned: int) -> None:
    desk = reader.open("/college")
    assert desk.says("等学校决定，1 件") and desk.says("最晚决定：2026年12月7日")
    asked = desk.follow("林小雨，第 1 件")
    assert asked.says("学的什么用手和面") and asked.says("考核86 分") and asked.says("下面的都要： 学完《用手和面》")
    [certificate] = [address for words, address in asked.links.items() if words.startswith("核对证书")]
    assert visitor.open(certificate).says("用手和面")
    seen = learner.open(path)
    assert seen.title.startswith("申请：第一学院：面点制作，学校在看") and not seen.says("还没有看过。")
    assert asked.press("决定，告诉学员", expect=422).problems == {"怎么决定：选一个": "decision"}
    partly = asked.press("决定，告诉学员", {"decision": "part", "accepted": ["MD101"], "words": "基础"}, expect=422)
    assert list(partly.problems.values()) == ["accepted"]
    done = asked.press("决定，告诉学员", ACCEPT)
    assert done.says("学校全部接受") and done.says("这件申请已经有结果了。") and done.buttons == []
    assert reader.send(done.path, ACCEPT, expect=409).says("这件申请已经有结果了。")
    assert reader.open("/college?pile=decided").says("有结果的，1 件")

    told = learner.open(path)
    assert told.says("学校接受的课，不用再学。") and told.says("接受的学分已转换")
    assert learner.open(f"/credits/entries/{earned}").says("《用手和面》的学分已用于第一学院的“面点基础”。")
    ended = told.press("不再给学校看")
    assert ended.says("学校已经看不到您的材料。")
    nothing = reader.open(done.path)
    assert nothing.says("现在不能看") and not nothing.says("林小雨") and not nothing.says("用手和面")
    assert not reader.open("/college?pile=decided").says("林小雨")


def test_every_look_is_kept_and_the_proof_is_signed(
    learner: Browser, reader: Browser, agreement: CollegeAgreement, earned: int, session: Session,
    college_reader: Person,
) -> None:  # fmt: skip
    apply(learner)
    page = reader.open("/college/applications/1")
    for path in (address for words, address in page.links.items() if words.startswith("下载证明")):
        proof = reader.client.get(path)
        assert proof.status_code == 200 and "attachment" in proof.headers["content-disposition"]
        text = proof.text
    document = json.loads(text)
    assert document["credentialSubject"]["verifiableCredential"][0]["credentialSubject"]["achievement"]
    assert document["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    looks = session.exec(select(AuditEntry.actor_id).where(AuditEntry.step == "read.conversion_application")).all()
    assert looks == [college_reader.id] * 3
    assert len(learner.open("/conversion/mine/applications/1").html.select("main ul time")) == 3
    everything = page.html.get_text() + text
    assert LINS_CARD.text not in everything and LINS_CARD.text[:18] not in everything


def test_another_college_and_everybody_else_find_nothing(
    learner: Browser, sign_in: SignIn, agreement: CollegeAgreement, earned: int, second_college: College,
    make_person: MakePerson, engine: Engine, mei: Person, credit1: Person,
) -> None:  # fmt: skip
    apply(learner)
    other = make_person("第二学院的老师", Role.COLLEGE_READER)
    assert sign_in(other).open("/college", expect=404)
    with Session(engine) as session, session.begin():
        add_member(session, second_college, other.id, TODAY, NOW)
    theirs = sign_in(other)
    assert theirs.open("/college").says("等学校决定，0 件")
    for path in ("/college/applications/1", "/college/applications/1/proof.jwt"):
        for browser in (theirs, learner, sign_in(credit1)):
            browser.open(path, expect=404)
    theirs.send("/college/applications/1", ACCEPT, expect=404)
    for path in (
        "/conversion/mine/applications/1",
        "/conversion/mine/quotes/1",
        "/conversion/mine/quotes/1/application",
    ):
        sign_in(mei).open(path, expect=404)
    for path in ("withdrawal", "consent-end"):
        sign_in(mei).send(f"/conversion/mine/applications/1/{path}", expect=404)
    sign_in(mei).send("/conversion/mine/quotes/1/application", CONSENT, expect=404)


def test_withdrawn_before_the_decision_and_asked_again(
    learner: Browser, reader: Browser, agreement: CollegeAgreement, earned: int
) -> None:
    sent = apply(learner)
    form = reader.open("/college/applications/1")
    back = sent.follow("撤回这件申请").press("撤回，解锁学分")
    assert back.says("学员撤回了") and back.says("没有换成，学分都已解锁，可以再用。")
    assert form.press("决定，告诉学员", ACCEPT, expect=409).says("已经有结果了")
    assert reader.open("/college/applications/1").says("现在不能看")
    learner.open("/conversion/mine/applications/1/withdrawal", expect=409)
    again = learner.open("/conversion/mine/quotes/1").follow("按这份报价申请").press("申请，锁定学分", CONSENT)
    assert again.path == "/conversion/mine/applications/2"


def test_consent_ends_on_its_day_and_the_term_unlocks_by_itself(
    learner: Browser, reader: Browser, agreement: CollegeAgreement, earned: int, clock: Clock, sign_in: SignIn,
    lin: Person, college_reader: Person, engine: Engine, app: object,
) -> None:  # fmt: skip
    form = learner.open("/conversion/mine/agreements/1").press("留下这份报价").follow("按这份报价申请")
    for typed in ({"until_day": "11", "until_month": "10"}, {"until_year": "2028"}, {"until_day": "x"}):
        told = form.press("申请，锁定学分", CONSENT | typed, expect=422)
        assert list(told.problems.values()) == ["until"]
    form.press("申请，锁定学分", CONSENT | {"until_month": "10", "until_day": "14"})
    clock.forward(days=2)
    reader.client = sign_in(college_reader).client
    assert reader.open("/college/applications/1", expect=200).says("林小雨")
    clock.forward(days=1)
    reader.client, learner.client = sign_in(college_reader).client, sign_in(lin).client
    over = reader.open("/college/applications/1")
    assert over.says("现在不能看") and not over.says("林小雨") and over.buttons == []
    assert reader.send("/college/applications/1", ACCEPT, expect=409).says("学员同意查看的日子已经过了")
    assert reader.client.get("/college/applications/1/proof.jwt").status_code == 409
    assert learner.open("/conversion/mine/applications/1").says("日子过了，学校看不到了")
    clock.forward(days=54)
    state = app.state  # type: ignore[attr-defined]
    put_in_due(engine, clock.now)
    run_waiting(engine, state.files, state.settings, clock.now)
    learner.client = sign_in(lin).client
    assert learner.open("/conversion/mine/applications/1").says("学校没有按期决定")
    assert learner.open("/credits").says("按现在的协议，有学校肯收 1.5 学分。")


def test_credit_that_is_questioned_is_not_asked_for(
    learner: Browser, agreement: CollegeAgreement, earned: int, engine: Engine, credit1: Person, lin: Person
) -> None:
    quote = learner.open("/conversion/mine/agreements/1").press("留下这份报价")
    form = quote.follow("按这份报价申请")
    officer = Actor(credit1.id, "学分员一", frozenset({Role.CREDIT_OFFICER}), PROVINCE)
    with Session(engine) as session, session.begin():
        entry = session.get_one(CreditTransfer, earned)
        reversals.propose(session, officer, entry, lin.id, Proposal(150, "error", "请说明。", TODAY), NOW)
    assert form.press("申请，锁定学分", CONSENT, expect=409).says("报价以后情况变了")
    assert learner.open(quote.path).says("这份报价现在用不上了")
    assert learner.open("/conversion/mine/agreements/1").says("现在还没有能换的课")
    assert learner.send("/conversion/mine/agreements/1", expect=409).says("没有报价可以留")


def test_what_to_learn_next_and_what_a_course_is_for(
    learner: Browser, agreement: CollegeAgreement, earned: int, visitor: Browser, engine: Engine, lin: Person,
    courses: dict[str, int],
) -> None:  # fmt: skip
    ahead = learner.open("/conversion/what-next")
    assert ahead.says("面点工艺（MD102），1.5 学分 还差一些") and ahead.says("办法 1 《包子》")
    assert ahead.says("学完下面的，考核 60 分以上，就能换：") and "《月饼》，1 学时" in ahead.links
    page = learner.open("/library/buns")
    assert page.says("用这门课可以换什么 要是学完这门课，考核合格： 第一学院的面点工艺 还差一些 下面的还差 1 项：")
    assert learner.open("/library/dough-by-hand").says("您学过这门课。现在： 第一学院的面点基础 现在能换")
    assert not visitor.open("/library/buns").says("可以换什么")
    earn(engine, lin, courses["包子"])
    assert learner.open("/library/cakes").says("第一学院的面点工艺 现在能换")


def test_without_an_agreement_nothing_speaks_of_conversion(
    learner: Browser, earned: int, clock: Clock, first_college: College
) -> None:
    for path in ("/credits", "/library/dough-by-hand", "/learning", f"/credits/entries/{earned}"):
        page = learner.open(path)
        assert not page.says("可转换") and not page.says("可以换什么")
    for path in ("/conversion", "/conversion/mine", "/conversion/what-next"):
        assert learner.open(path).says("现在还没有和学校的协议。学分都在账户里，不会少。")
    learner.open("/conversion/mine/agreements/1", expect=404)
