"""Lin shows her certificate; an employer checks it."""

import pytest
from sqlalchemy import Engine, text

from portal.accounts.models import Person
from portal.certificates.rules import certificate_number
from portal.text.codes import group
from tests.browser import Browser, SignIn, words
from tests.certificates.conftest import Give

CODE = "48217390551260475"
SPOKEN = group(CODE)
SECRET = ("9901", "视障", "听障", "一级", "二级", "三级", "四级")


@pytest.fixture
def number(lin: Person, dough: int, give: Give) -> str:
    return certificate_number(give(lin, dough))


def test_her_own_certificate(sign_in: SignIn, lin: Person, number: str):
    page = sign_in(lin).open("/certificates").follow("《用手和面》")

    assert page.path == f"/certificates/{number}"
    assert page.title == "培训合格证书，用手和面 – 无碍学堂"
    assert words(page.html.select_one(".figure")) == "林小雨"
    for sentence in (
        "学完《用手和面》，考核 86 分，合格。",
        "12 学时，1 学时是 45 分钟",
        "1.5 学分",
        "2026年10月12日",
        group(number),
        SPOKEN,
        "http://testserver/verify",
        "这张证书出自演示站，人和课程记录都是样例，不能用来证明什么。",
    ):
        assert sentence in page.text
    assert not [word for word in SECRET if word in page.text]


def test_her_certificate_in_english(sign_in: SignIn, lin: Person, number: str):
    browser = sign_in(lin)
    browser.client.cookies.set("language", "en")

    page = browser.open(f"/certificates/{number}")

    assert page.heading == "Completion certificate"
    assert "has completed “Dough by hand” and passed its assessment with a mark of 86." in page.text


def test_a_number_is_found_as_it_is_spoken(sign_in: SignIn, lin: Person, number: str):
    assert sign_in(lin).open(f"/certificates/{group(number)}").heading == "培训合格证书"


def test_certificates_of_others_are_not_found(sign_in: SignIn, visitor: Browser, mei: Person, number: str):
    stranger = sign_in(mei)

    for wrong in (number, "000000420", "x", "999999994"):
        stranger.open(f"/certificates/{wrong}", 404)
    assert "还没有证书。" in stranger.open("/certificates").text
    assert visitor.open(f"/certificates/{number}").path.startswith("/sign-in")


@pytest.mark.parametrize(
    "typed", [CODE, SPOKEN, SPOKEN.replace(" ", "-"), "４８２１　７３９０　５５１２　６０４７　５"]
)
def test_an_employer_checks_the_code_as_it_was_dictated(visitor: Browser, number: str, typed: str):
    page = visitor.open("/verify").press("核对证书", {"code": typed})

    assert page.path == f"/verify/{CODE}"
    assert page.heading == "这张证书有效"
    for sentence in (
        "姓名林小雨",
        "课程《用手和面》",
        "12 学时",
        "1.5 学分",
        "考核合格日期2026年10月12日",
        "发证无碍学堂",
    ):
        assert sentence in page.text
    assert not [word for word in (*SECRET, "86 分") if word in page.text]
    assert page.response.headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize(
    ("state", "heading", "sentence"),
    [
        ("revoked", "这张证书已撤销", "2026年10月12日撤销，现在不证明什么。"),
        ("replaced", "这张证书已换发", "2026年10月12日换发了新的。向持证人要新的那一张。"),
    ],
)
def test_a_certificate_that_ended_says_so(
    engine: Engine, sign_in: SignIn, visitor: Browser, lin: Person, number: str, state: str, heading: str, sentence: str
):
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE certificate SET state = '{state}', ended_at = issued_at"))

    answer = visitor.open(f"/verify/{CODE}")

    assert answer.heading == heading
    assert sentence in answer.text
    assert "它证明什么" not in answer.text
    assert heading[-3:] in sign_in(lin).open(f"/certificates/{number}").text
    assert heading[-3:] in sign_in(lin).open("/certificates").text


def test_an_unknown_code_says_so(visitor: Browser, number: str):
    page = visitor.open("/verify/00000000000000000", 404)

    assert page.heading == "没有这张证书"
    assert "不是无碍学堂发的" in page.text


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "验证码：填写证书上的 17 个数字"),
        ("4821 7390", "验证码：应该有 17 个数字，这里有 8 个"),
        ("4821 7390 5512 6047 6", "验证码：有一处不对。对照证书，四个四个再看一遍"),
        ("<script>alert(1)</script>", "验证码：应该有 17 个数字，这里有 1 个"),
    ],
)
def test_a_code_that_cannot_be_one_is_asked_for_again(visitor: Browser, typed: str, problem: str):
    page = visitor.open("/verify").press("核对证书", {"code": typed}, expect=422)

    assert page.title.startswith("错误：核对证书")
    assert page.problems == {problem: "code"}
    assert page.typed("code") == typed


def test_an_address_takes_the_code_in_groups(visitor: Browser, number: str):
    assert visitor.open(f"/verify/{SPOKEN}").heading == "这张证书有效"


def test_an_address_with_a_broken_code_leads_to_the_form(visitor: Browser):
    assert visitor.open("/verify/4821-7390", 422).problems == {"验证码：应该有 17 个数字，这里有 8 个": "code"}
