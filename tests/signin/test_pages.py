"""Sign in and out; and what must never work."""

from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from portal.accounts.demo import load_demo_people
from portal.accounts.models import Person
from portal.audit import AuditEntry
from portal.main import create_app
from portal.passwords import Passwords
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import CHEAP, LINS_CARD, NOW, PASSWORD
from tests.signin.browsers import LIN, browser_at

WRONG = "登录名或证号，或者密码，有一个不对。两个都再看一遍。"


@pytest.mark.parametrize(
    "identifier",
    ["lin", " LIN ", LINS_CARD.text, LINS_CARD.citizen, LINS_CARD.text + "B1", "９９０１ 0119900101001913"],
)
def test_lin_signs_in_by_name_or_any_form_of_her_number(visitor: Browser, lin: Person, identifier: str):
    form = visitor.open("/sign-in?next=/account")

    account = form.press("登录", {"identifier": identifier, "password": PASSWORD})

    assert (account.path, account.heading) == ("/account", "我的账户")
    assert account.says("林小雨的账户")
    assert account.says("前四位 9901，后四位 0019，中间不显示")
    assert not account.says(LINS_CARD.citizen)


def test_both_fields_are_needed_and_both_errors_lead_to_them(visitor: Browser):
    again = visitor.open("/sign-in").press("登录", expect=422)

    assert again.title.startswith("错误：登录，有 2 处要改。")
    assert again.problems == {"登录名或证号：填写登录名或者证号": "identifier", "密码：填写密码": "password"}


@pytest.mark.parametrize("fields", [LIN | {"password": "wrong"}, {"identifier": "nobody", "password": PASSWORD}])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(visitor: Browser, lin: Person, fields: dict[str, str]):
    again = visitor.open("/sign-in?next=/account").press("登录", fields, expect=422)

    assert again.problems == {WRONG: "identifier"}
    assert again.typed("identifier") == fields["identifier"]
    assert again.typed("next") == "/account"
    assert not again.says(fields["password"])


def test_somebody_whose_account_is_closed_cannot_sign_in(visitor: Browser, lin: Person, session: Session):
    session.get_one(Person, lin.id).state = "closed"
    session.commit()

    assert visitor.open("/sign-in").press("登录", LIN, expect=422).problems == {WRONG: "identifier"}


def test_who_came_for_a_page_gets_there_after_sign_in(visitor: Browser, lin: Person):
    asked = visitor.open("/account/password")
    assert asked.says("登录以后，回到刚才的页面。")

    assert asked.press("登录", LIN).path == "/account/password"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/ok\r\nSet-Cookie: a=b",
        "evil.example",
        "/" + "x" * 3000,
    ],
)
def test_nobody_is_sent_to_another_site(visitor: Browser, lin: Person, elsewhere: str):
    answer = visitor.client.post("/sign-in", data=LIN | {"next": elsewhere}, follow_redirects=False)
    assert answer.headers["location"] in ("/", "/learning")

    again = visitor.client.get("/sign-in", params={"next": elsewhere}, follow_redirects=False)
    assert again.headers["location"] in ("/", "/learning")


def test_a_token_that_was_planted_before_sign_in_is_worth_nothing(app: FastAPI, lin: Person):
    planted = browser_at(app)
    planted.client.cookies.set("session", "planted-by-somebody-else")
    planted.send("/sign-in", LIN | {"next": "/account"})

    thief = browser_at(app)
    thief.client.cookies.set("session", "planted-by-somebody-else")
    assert thief.open("/account").heading == "登录"


def test_signing_in_again_ends_the_old_token(app: FastAPI, lin: Person, mei: Person):
    browser = browser_at(app)
    browser.send("/sign-in", LIN | {"next": "/account"})
    old = browser.client.cookies["session"]
    browser.send("/sign-in", {"identifier": "mei", "password": PASSWORD, "next": "/account"})

    stale = browser_at(app)
    stale.client.cookies.set("session", old)
    assert stale.open("/account").heading == "登录"
    assert browser.open("/account").says("梅子的账户")


def test_after_sign_out_the_token_is_dead(app: FastAPI, sign_in: SignIn, lin: Person):
    browser = sign_in(lin)
    token = browser.client.cookies["session"]

    out = browser.open("/account").press("退出登录")

    assert out.heading == "已退出登录"
    assert "session" not in browser.client.cookies
    again = browser_at(app)
    again.client.cookies.set("session", token)
    assert again.open("/account").heading == "登录"


def test_a_session_that_has_run_out_leads_back_to_the_same_page(sign_in: SignIn, lin: Person, clock):
    browser = sign_in(lin)
    clock.forward(hours=14)

    asked = browser.open("/account/password")

    assert (asked.heading, asked.typed("next")) == ("登录", "/account/password")
    assert asked.press("登录", LIN).path == "/account/password"


def test_a_form_whose_session_has_run_out_leads_back_to_its_page(sign_in: SignIn, lin: Person, clock):
    browser = sign_in(lin)
    clock.forward(hours=14)
    for referer, way_back in [
        ("http://testserver/account/password", "/account/password"),
        ("http://testserver/library?q=a&page=2", "/library?q=a&page=2"),
        ("", ""),
        ("http://testserver//evil.example", ""),
    ]:
        browser.headers["Referer"] = referer
        asked = browser.send("/account/password")
        assert asked.path == ("/sign-in" + (f"?{urlencode({'next': way_back})}" if way_back else ""))


def test_sign_in_from_another_site_is_refused(visitor: Browser, lin: Person):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = visitor.client.post("/sign-in", data=LIN, headers=headers)
        assert answer.status_code == 403
        assert "session" not in visitor.client.cookies


def test_the_cookies_are_closed_to_scripts_and_with_https_bound_to_the_site(settings: Settings, engine, lin: Person):
    secure = create_app(settings.model_copy(update={"origin": "https://portal.example"}), engine)
    secure.state.passwords = Passwords(CHEAP)
    client = TestClient(secure, base_url="https://portal.example", follow_redirects=False)

    cookies = client.post("/sign-in", data=LIN).headers.get_list("set-cookie")

    assert [cookie.split("=")[0] for cookie in cookies] == ["__Host-session", "__Host-device"]
    for cookie in cookies:
        assert all(mark in cookie for mark in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"))
        assert "Domain" not in cookie


def test_a_hash_with_older_costs_is_made_anew(app: FastAPI, visitor: Browser, lin: Person, session: Session):
    from argon2 import PasswordHasher

    app.state.passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    visitor.send("/sign-in", LIN | {"next": "/account"})

    assert "$m=16,t=2,p=1$" in session.get_one(Person, lin.id).password_hash


def test_sign_in_is_written_into_the_audit_log(visitor: Browser, lin: Person, session: Session):
    visitor.send("/sign-in", LIN | {"next": "/account"})

    entry = session.exec(select(AuditEntry)).one()
    assert (entry.actor_id, entry.step, entry.happened_at) == (lin.id, "sign_in.person", NOW)


def test_a_demo_names_its_people_and_production_does_not(
    app: FastAPI, settings: Settings, engine, session, lin: Person
):
    load_demo_people(session, settings, CHEAP)
    session.commit()
    demo = browser_at(app).open("/sign-in")
    assert demo.says("密码都是 wuai-demo-2026。")
    assert demo.says("trainee：周晓禾，学员，用读屏")
    assert demo.press("登录", {"identifier": "admin", "password": "wuai-demo-2026"}).path == "/people/verification"

    real = settings.model_copy(update={"mode": "production"})
    assert not Browser(TestClient(create_app(real, engine))).open("/sign-in").says("wuai-demo-2026")
