"""From enrolment to credit, as a trainee does it, and everything that can go wrong on the way."""

from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.assessment.models import Attempt
from portal.certificates.queries import certificates_of
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance_hundredths
from tests.browser import Browser, Page, SignIn
from tests.shelf import OpenCourse

COURSE = "/library/dough-by-hand"
RIGHT = {"q1": "1", "q2": ["1", "2", "3"], "q3": "二百五十"}


def order_answers(page: Page) -> dict[str, str]:
    """The order question, answered rightly from what the page shows."""
    right = ["洗手", "倒面粉", "加水", "揉面"]
    answers = {}
    for place, wanted in enumerate(right, start=1):
        options = page.html.select(f"select[name=q4-{place}] option")
        answers[f"q4-{place}"] = next(str(one["value"]) for one in options if one.get_text() == wanted)
    return answers


def learn_both_lessons(browser: Browser) -> Page:
    page = browser.open(COURSE).press("报名学这门课")
    page = page.follow("接着学第 1 课").press("提交答案", {"q1": "2"})
    page = page.follow("接着学第 2 课").press("提交答案", {"q1": ["1", "2", "3"], "q2": "软软的"})
    return page.follow("去考核")


def test_a_trainee_learns_passes_and_hears_the_credit(
    sign_in: SignIn, lin: Person, dough: int, session: Session
) -> None:
    browser = sign_in(lin)
    page = learn_both_lessons(browser).press("开始考核")
    page = page.press("存下来，去检查", RIGHT | order_answers(page) | {"q5": "1"})
    assert page.title.startswith("交卷前检查，每题都答了")
    page = page.press("交卷")
    assert page.title == "合格，100 分，1.5 学分已入账 – 无碍学堂"
    assert balance_hundredths(session, lin.id) == 150
    assert page.follow("看培训合格证书").says("用手和面")


def test_handing_in_twice_pays_once(sign_in: SignIn, lin: Person, dough: int, session: Session) -> None:
    browser = sign_in(lin)
    page = learn_both_lessons(browser).press("开始考核")
    check = page.press("存下来，去检查", RIGHT | order_answers(page) | {"q5": "1"})
    check.press("交卷")
    again = check.press("交卷")
    assert again.heading == "合格，100 分"
    assert len([row for row in session.exec(select(CreditTransfer)) if row.credit_hundredths]) == 1
    assert len(session.exec(select(Attempt)).all()) == 1


def test_a_better_retake_is_shown_and_earns_nothing_more(
    sign_in: SignIn, lin: Person, dough: int, session: Session
) -> None:
    browser = sign_in(lin)
    page = learn_both_lessons(browser).press("开始考核")
    page.press("存下来，去检查", RIGHT).press("交卷")
    page = browser.open("/learning/dough-by-hand/assessment").press("再考一次")
    result = page.press("存下来，去检查", RIGHT | order_answers(page) | {"q5": "1"}).press("交卷")
    assert result.heading == "合格，100 分"
    assert balance_hundredths(session, lin.id) == 150


def test_not_passed_says_which_lessons_to_read_again(sign_in: SignIn, lin: Person, dough: int) -> None:
    page = learn_both_lessons(sign_in(lin)).press("开始考核").press("存下来，去检查", {"q1": "1"})
    assert page.title.startswith("交卷前检查，4 题未答")
    assert [words for words in page.links if "未答" in words] == [f"第 {number} 题，未答" for number in (2, 3, 4, 5)]
    result = page.press("交卷")
    assert result.heading == "这次 20 分，还没合格"
    assert "第 1 课：" in " ".join(result.links)


def test_one_question_a_page_keeps_every_answer(sign_in: SignIn, lin: Person, dough: int) -> None:
    page = learn_both_lessons(sign_in(lin)).press("开始考核").follow("改成一题一页")
    page = page.press("存下来，去下一题", {"q1": "1"}).press("存下来，去下一题", {"q2": ["1", "2"]})
    assert page.heading == "第 3 题，共 5 题"
    back = page.follow("回到第 2 题")
    assert [one["value"] for one in back.html.select("input[name=q2][checked]")] == ["1", "2"]
    emptied = back.press("存下来，去下一题", {"q2": ""})
    assert "第 2 题，未答" in emptied.follow("看哪几题还没有答").links


def test_a_wrong_answer_comes_back_with_what_was_chosen(sign_in: SignIn, lin: Person, dough: int) -> None:
    browser = sign_in(lin)
    browser.open(COURSE).press("报名学这门课")
    page = browser.open(f"{COURSE}/01-flour").press("提交答案", {"q1": "1"}, expect=422)
    assert page.title.startswith("错误：")
    assert list(page.problems.values()) == ["q1"]
    assert page.typed("q1") == "1"


def test_the_assessment_waits_for_the_lessons(sign_in: SignIn, lin: Person, dough: int) -> None:
    browser = sign_in(lin)
    browser.open(COURSE).press("报名学这门课")
    page = browser.open("/learning/dough-by-hand/assessment")
    assert page.says("还差 2 课")
    assert "开始考核" not in page.buttons
    refused = browser.send("/learning/dough-by-hand/attempts", expect=409)
    assert refused.says("还差 2 课")


def test_somebody_unverified_passes_and_the_credit_waits(
    sign_in: SignIn, unverified_trainee: Person, dough: int, session: Session
) -> None:
    browser = sign_in(unverified_trainee)
    page = learn_both_lessons(browser).press("开始考核")
    result = page.press("存下来，去检查", RIGHT | order_answers(page) | {"q5": "1"}).press("交卷")
    assert result.says("学分等身份核对")
    assert browser.send("/learning/dough-by-hand/credit", expect=409).says("身份还没有核对")
    assert balance_hundredths(session, unverified_trainee.id) == 0


def test_answers_after_handing_in_change_nothing(sign_in: SignIn, lin: Person, dough: int, session: Session) -> None:
    browser = sign_in(lin)
    page = learn_both_lessons(browser).press("开始考核")
    page.press("存下来，去检查", {"q1": "1"}).press("交卷")
    assert browser.send("/learning/dough-by-hand/answers", RIGHT, expect=409).heading
    assert session.exec(select(Attempt.mark)).one() == 20


def test_not_mine_is_not_found(sign_in: SignIn, lin: Person, mei: Person, expert1: Person, dough: int) -> None:
    sign_in(lin).open(COURSE).press("报名学这门课")
    for path in ("/learning/dough-by-hand", "/learning/dough-by-hand/assessment", "/learning/dough-by-hand/result"):
        assert sign_in(mei).open(path, expect=404).heading
        assert sign_in(expert1).open(path, expect=404).heading


def test_who_has_not_signed_in_is_asked_to_and_comes_back(visitor: Browser, dough: int) -> None:
    page = visitor.open("/learning/dough-by-hand")
    assert page.path.startswith("/sign-in?next=")


def test_answers_are_kept_by_the_script_without_leaving(sign_in: SignIn, lin: Person, dough: int) -> None:
    browser = sign_in(lin)
    learn_both_lessons(browser).press("开始考核")
    kept = browser.client.post(
        "/learning/dough-by-hand/answers", data={"q1": "1"}, headers={**browser.headers, "Accept": "text/plain"}
    )
    assert (kept.status_code, kept.text) == (204, "")
    assert browser.open("/learning/dough-by-hand/assessment").typed("q1") == "1"


def test_a_later_version_passed_too_earns_nothing_twice(
    sign_in: SignIn, lin: Person, open_course: OpenCourse, session: Session
) -> None:
    browser = sign_in(lin)
    for version in ("1.0.0", "2.0.0"):
        open_course(version=version, credit_hundredths=150 if version == "1.0.0" else 200)
        page = learn_both_lessons(browser).press("开始考核")
        result = page.press("存下来，去检查", RIGHT | order_answers(page) | {"q5": "1"}).press("交卷")
        assert result.heading == "合格，100 分"
        assert result.says("1.5 学分已入账")
    assert balance_hundredths(session, lin.id) == 150
    assert len(certificates_of(session, lin.id)) == 2
