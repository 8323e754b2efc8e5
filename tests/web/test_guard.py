"""Nothing is written for another site, no page may act, and nobody is sent away by a link that came from elsewhere."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from portal.accounts.models import Person
from portal.accounts.rules import LONGEST
from portal.main import create_app
from portal.settings import Settings
from portal.web.guard import CONTENT_POLICY
from tests.browser import Browser, SignIn
from tests.cast import PASSWORD

SIGN_IN = {"identifier": "lin", "password": PASSWORD}
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},  # the browser's word counts
)
OURS = (
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},  # typed by hand
    {"Origin": "http://testserver"},
    {},  # an old browser sends neither; its cookie is SameSite=Lax
)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_of_another_site_changes_nothing(visitor: Browser, lin: Person, headers: dict[str, str]) -> None:
    answer = visitor.client.post("/sign-in", data=SIGN_IN, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert visitor.client.get("/account", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("headers", OURS, ids=str)
def test_our_own_forms_are_taken(visitor: Browser, lin: Person, headers: dict[str, str]) -> None:
    answer = visitor.client.post("/sign-in", data=SIGN_IN, headers=headers, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/learning")


def test_pages_of_other_sites_may_still_link_here(visitor: Browser) -> None:
    assert visitor.client.get("/library", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("address", ["/", "/library", "/nothing", "/static/portal.css", "/healthz", "/account"])
def test_every_answer_carries_the_headers(visitor: Browser, address: str) -> None:
    answer = visitor.client.get(address, follow_redirects=False)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_kept_page_carries_each_header_once(visitor: Browser) -> None:
    for headers in ({}, {}, {"If-None-Match": visitor.client.get("/library").headers["etag"]}):
        answer = visitor.client.get("/library", headers=headers)
        names = [name for name, _ in answer.headers.multi_items()]
        assert sorted(names) == sorted(set(names))


def test_the_session_cookie_is_out_of_reach(visitor: Browser, lin: Person) -> None:
    cookie = visitor.client.post("/sign-in", data=SIGN_IN, follow_redirects=False).headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    attributes = {part.strip().lower() for part in rest.split(";")[1:]}
    assert name == "session"
    assert {"httponly", "samesite=lax", "path=/"} <= attributes
    assert f"max-age={int(LONGEST.total_seconds())}" in attributes


def test_with_https_the_cookie_cannot_be_set_by_others(
    settings: Settings, engine: Engine, lin: Person, app: FastAPI
) -> None:
    secure = create_app(settings.model_copy(update={"origin": "https://testserver"}), engine)
    secure.state.clock, secure.state.passwords = app.state.clock, app.state.passwords
    client = TestClient(secure, base_url="https://testserver", follow_redirects=False)
    answer = client.post("/sign-in", data=SIGN_IN)
    assert answer.headers["set-cookie"].startswith("__Host-session=")
    assert "; Secure" in answer.headers["set-cookie"]
    assert "domain=" not in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


ELSEWHERE = (
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "javascript:alert(1)",
    "/ok\r\nSet-Cookie: x=y",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_link_leads_through_us_to_another_site(visitor: Browser, sign_in: SignIn, lin: Person, target: str) -> None:
    signed_in = visitor.client.post("/sign-in", data=SIGN_IN | {"next": target}, follow_redirects=False)
    assert signed_in.headers["location"] == "/learning"
    again = sign_in(lin).client.get("/sign-in", params={"next": target}, follow_redirects=False)
    assert again.headers["location"] == "/learning"
    switched = visitor.client.post("/settings/language", data={"language": "en", "to": target}, follow_redirects=False)
    assert switched.headers["location"] == "/"


def test_a_way_back_inside_the_portal_is_kept(visitor: Browser, lin: Person) -> None:
    answer = visitor.client.post("/sign-in", data=SIGN_IN | {"next": "/credits?unit=points"}, follow_redirects=False)
    assert answer.headers["location"] == "/credits?unit=points"


def test_an_origin_that_is_no_address_is_another_site(visitor: Browser) -> None:
    assert visitor.client.post("/sign-in", headers={"Origin": "http://["}).status_code == 403
