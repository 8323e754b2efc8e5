"""Who is let in: every cast, without a sign-in, with the right role and with a wrong one."""

from datetime import timedelta

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts import access, actions
from portal.accounts.access import Submitter, Trainee, Visitor
from portal.accounts.models import Person, RoleGrant, SignInSession
from portal.accounts.rules import Role
from portal.text import language
from tests.browser import SignIn
from tests.cast import MakePerson
from tests.counting import sent_statements


@pytest.fixture
def rooms(app: FastAPI) -> FastAPI:
    """The portal with three small pages that say who is there."""
    router = APIRouter()

    @router.get("/for-all")
    async def for_all(visitor: Visitor) -> str:
        return f"{visitor.name if visitor else 'nobody'} {language()}"

    @router.get("/for-trainees")
    async def for_trainees(trainee: Trainee) -> str:
        return trainee.name

    @router.get("/for-submitters")
    async def for_submitters(submitter: Submitter) -> str:
        return submitter.region_code

    app.include_router(router)
    return app


def read(sign_in: SignIn, person: Person, path: str) -> tuple[int, str]:
    answer = sign_in(person).client.get(path)
    return answer.status_code, answer.text.strip('"')


def test_a_visitor_sees_what_is_for_all_and_is_asked_to_sign_in_elsewhere(rooms: FastAPI):
    client = TestClient(rooms, follow_redirects=False)

    assert client.get("/for-all").json() == "nobody zh-CN"
    asked = client.get("/for-trainees")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Ffor-trainees")


def test_a_role_opens_its_own_pages_only(rooms: FastAPI, sign_in: SignIn, lin: Person, zz_author: Person):
    assert read(sign_in, lin, "/for-trainees") == (200, "林小雨")
    assert read(sign_in, lin, "/for-submitters")[0] == 404
    assert read(sign_in, zz_author, "/for-trainees")[0] == 404


def test_a_submitter_acts_for_the_region_of_the_grant_not_of_their_home(
    rooms: FastAPI, sign_in: SignIn, make_person: MakePerson
):
    moved = make_person("搬家的作者", Role.SUBMITTER, region="410100", scope="410300")

    assert read(sign_in, moved, "/for-submitters") == (200, "410300")


def test_a_person_without_any_role_is_still_somebody(rooms: FastAPI, sign_in: SignIn, make_person: MakePerson):
    assert read(sign_in, make_person("新来的"), "/for-all") == (200, "新来的 zh-CN")


def test_the_persons_own_language_wins_over_the_browsers(
    rooms: FastAPI, sign_in: SignIn, lin: Person, session: Session
):
    browser = sign_in(lin)
    session.get_one(Person, lin.id).language = "en"
    session.commit()

    answer = browser.client.get("/for-all", headers={"Accept-Language": "zh-CN"})

    assert answer.json() == "林小雨 en"


@pytest.mark.parametrize(
    ("span", "expected"), [(timedelta(hours=11), "林小雨 zh-CN"), (timedelta(hours=14), "nobody zh-CN")]
)
def test_a_sign_in_that_is_not_used_ends(rooms: FastAPI, sign_in: SignIn, lin: Person, clock, span, expected: str):
    browser = sign_in(lin)
    clock.now += span

    assert browser.client.get("/for-all").json() == expected


def test_a_sign_in_that_is_used_lasts_a_month_and_no_longer(rooms: FastAPI, sign_in: SignIn, lin: Person, clock):
    browser = sign_in(lin)
    for _ in range(71):
        clock.forward(hours=10)
        assert browser.client.get("/for-all").json() == "林小雨 zh-CN"
    clock.forward(hours=10)

    assert browser.client.get("/for-all").json() == "nobody zh-CN"


def test_reading_pages_writes_nothing(rooms: FastAPI, sign_in: SignIn, lin: Person, engine: Engine, clock):
    browser = sign_in(lin)
    clock.forward(minutes=50)

    with sent_statements(engine) as statements:
        browser.client.get("/for-all")

    assert [statement.split()[0] for statement in statements] == ["SELECT"]


def test_without_a_cookie_the_database_is_not_asked(rooms: FastAPI, engine: Engine):
    with sent_statements(engine) as statements:
        TestClient(rooms).get("/for-all")

    assert statements == []


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "'; DROP TABLE person", "\xff"])
def test_a_cookie_that_is_no_session_is_nobody(rooms: FastAPI, token: str, lin: Person):
    answer = TestClient(rooms).get("/for-all", headers={"Cookie": f"session={token}".encode("latin-1")})

    assert answer.json() == "nobody zh-CN"


def test_after_sign_out_everywhere_no_token_works(rooms: FastAPI, sign_in: SignIn, lin: Person, session, clock):
    browsers = [sign_in(lin), sign_in(lin)]
    assert actions.end_all_sessions(session, lin.id, clock.now) == 2
    session.commit()

    assert [browser.client.get("/for-all").json() for browser in browsers] == ["nobody zh-CN"] * 2


def test_a_role_that_was_taken_away_closes_the_page_at_once(rooms: FastAPI, sign_in: SignIn, lin: Person, session):
    browser = sign_in(lin)
    session.delete(session.exec(select(RoleGrant).where(RoleGrant.person_id == lin.id)).one())
    session.commit()

    assert browser.client.get("/for-trainees").status_code == 404


def test_the_token_itself_is_stored_nowhere(sign_in: SignIn, lin: Person, session: Session):
    token = sign_in(lin).client.cookies["session"]

    row = session.exec(select(SignInSession)).one()
    assert token not in str(row.model_dump())
    assert access.actions.digest_of(token) == row.token_digest


def test_an_unknown_address_still_knows_who_asks(sign_in: SignIn, lin: Person) -> None:
    page = sign_in(lin).open("/nothing/here", expect=404)
    assert page.says("林小雨的账户")
