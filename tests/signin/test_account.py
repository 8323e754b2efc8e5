"""The page of one's own account: where one is signed in, the password, what one agreed to."""

import pytest
from sqlmodel import Session, select

from portal.accounts import actions
from portal.accounts.models import Consent, Person, SignInSession
from portal.accounts.rules import CONSENT_WORDING_VERSION, Purpose
from tests.browser import Browser, SignIn
from tests.cast import NOW, PASSWORD
from tests.signin.browsers import LIN


def test_sign_out_everywhere_ends_every_device(sign_in: SignIn, lin: Person):
    here, there = sign_in(lin), sign_in(lin)
    account = here.open("/account")
    assert account.says("登录着的设备，2 台")
    assert account.says("Firefox, Linux（本机），登录于 2026年10月12日 下午2点30分")

    assert account.press("在所有设备上退出").heading == "已退出登录"

    assert there.open("/account").heading == "登录"


def test_a_new_password_signs_out_everywhere_else(visitor: Browser, sign_in: SignIn, lin: Person, session: Session):
    here, there = sign_in(lin), sign_in(lin)
    form = here.open("/account").follow("改密码")

    done = form.press("改密码", {"current_password": PASSWORD, "new_password": "春天来了 花都开了 真好看"})

    assert done.heading == "密码已改"
    assert done.says("改于 2026年10月12日 下午2点30分")
    assert here.open("/account").says("2026年10月12日改过")
    assert there.open("/account").heading == "登录"
    visitor.send("/sign-in", LIN, expect=422)
    assert visitor.send("/sign-in", {"identifier": "lin", "password": "春天来了 花都开了 真好看", "next": "/account"})


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        (
            {},
            {
                "现在的密码：填写现在的密码": "current_password",
                "新密码：至少 10 个字符。一句话也可以，可以有空格。": "new_password",
            },
        ),
        (
            {"current_password": "wrong", "new_password": "a new password"},
            {"现在的密码：不对。再看一遍。": "current_password"},
        ),
        ({"current_password": PASSWORD, "new_password": PASSWORD}, {"新密码：和现在的一样。换一个。": "new_password"}),
    ],
)
def test_a_new_password_that_will_not_do(
    sign_in: SignIn, lin: Person, fields: dict[str, str], problems: dict[str, str]
):
    again = sign_in(lin).open("/account/password").press("改密码", fields, expect=422)

    assert again.problems == problems
    assert again.title.startswith("错误：改密码")


def test_guessing_at_a_computer_that_was_left_open_is_stopped_too(sign_in: SignIn, lin: Person):
    browser = sign_in(lin)
    guess = {"current_password": "wrong", "new_password": "a new password"}
    for _ in range(5):
        browser.send("/account/password", guess, expect=422)

    browser.send("/account/password", guess, expect=429)


def test_a_consent_is_withdrawn_and_the_one_for_the_account_is_not(sign_in: SignIn, lin: Person, mei: Person, session):
    for person, purpose in ((lin, Purpose.ACCOUNT), (lin, Purpose.STATISTICS), (mei, Purpose.STATISTICS)):
        actions.give_consent(session, person.id, purpose, CONSENT_WORDING_VERSION, NOW)
    session.commit()
    browser = sign_in(lin)
    account = browser.open("/account")
    assert account.says("我同意的，2 项")

    left = account.press("收回第 2 项同意")

    assert left.says("我同意的，1 项")
    consents = [(one.id, one.withdrawn_at is None) for one in session.exec(select(Consent).order_by(Consent.id))]
    session.rollback()
    assert [is_open for _, is_open in consents] == [True, False, True]
    refused = browser.send("/account/consents", {"consent": str(consents[0][0])}, expect=409)
    assert refused.says("这一项收回以后，账户就不能用了。")
    browser.send("/account/consents", {"consent": str(consents[2][0])})
    assert session.get_one(Consent, consents[2][0]).withdrawn_at is None


def test_the_page_after_sign_out_tells_the_truth_to_somebody_who_is_signed_in(sign_in: SignIn, lin: Person):
    assert sign_in(lin).open("/signed-out").heading == "现在还登录着"


def test_sessions_of_others_are_not_touched(sign_in: SignIn, lin: Person, mei: Person, session: Session):
    sign_in(mei)
    sign_in(lin).open("/account").press("在所有设备上退出")

    open_now = session.exec(select(SignInSession).where(SignInSession.ended_at == None)).all()  # noqa: E711
    assert [one.person_id for one in open_now] == [mei.id]
