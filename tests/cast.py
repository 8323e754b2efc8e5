"""The cast: every test has the same people, and browsers with them at the keys.

`lin` puts a trainee into the database, `sign_in(lin)` is her browser, `visitor` the browser of somebody who has not
signed in. `clock.forward(hours=3)` moves the portal's clock, which stands still otherwise.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts import actions
from portal.accounts.actions import NewPerson
from portal.accounts.models import Person
from portal.accounts.numbers import Number, make_citizen
from portal.accounts.rules import Role
from portal.main import create_app
from portal.passwords import Passwords
from portal.settings import Settings
from portal.vault import Vault
from tests.browser import Browser, SignIn

NOW = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)  # a Monday, half past two in the afternoon in Shanghai
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "only-for-tests-2026"
PASSWORD_HASH = CHEAP.hash(PASSWORD)
PROVINCE, ZHENGZHOU, LUOYANG = "410000", "410100", "410300"
LINS_CARD = Number(make_citizen("990101", "19900101", "001"), "13")  # 990101199001010019 13


class Clock:
    """The portal's clock in tests: it stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    return Settings(data=data, database_url=database_url, files_url=f"file://{data}/files", origin="http://testserver")


@pytest.fixture
def app(settings: Settings, engine: Engine, clock: Clock) -> FastAPI:
    """The whole portal over the test's database."""
    app = create_app(settings, engine)
    app.state.clock = clock
    app.state.passwords = Passwords(CHEAP)
    return app


@pytest.fixture
def visitor(app: FastAPI) -> Browser:
    """Somebody who has not signed in."""
    return Browser(TestClient(app))


@pytest.fixture
def sign_in(app: FastAPI, engine: Engine, clock: Clock) -> SignIn:
    """`sign_in(lin)` is a browser in which lin is signed in."""

    def sign_in(person: Person) -> Browser:
        client = TestClient(app)
        with Session(engine) as session, session.begin():
            token = actions.start_session(session, person.id, "Firefox, Linux", clock.now)
        client.cookies.set("session", token, domain="testserver.local", path="/")
        return Browser(client)

    return sign_in


MakePerson = Callable[..., Person]


@pytest.fixture
def make_person(engine: Engine, settings: Settings) -> MakePerson:
    """`make_person("Name", Role.EXPERT, region="410100")`: somebody more, committed, with the tests' password."""

    def make_person(
        name: str,
        *roles: Role,
        region: str = PROVINCE,
        scope: str = PROVINCE,
        identifier: str | None = None,
        number: Number | None = None,
        verified: bool = True,
    ) -> Person:
        new = NewPerson(
            name=name,
            region_code=region,
            password_hash=PASSWORD_HASH,
            identifier=identifier,
            number=number,
            verification_method="card seen" if verified else "",
        )
        with Session(engine, expire_on_commit=False) as session, session.begin():
            person = actions.add_person(session, Vault(settings.secret_key), new, NOW)
            for role in roles:
                actions.grant_role(session, person.id, role, scope, NOW)
            session.expunge_all()
        return person

    return make_person


@pytest.fixture
def lin(make_person: MakePerson) -> Person:
    """A trainee in 郑州 whose identity has been verified."""
    return make_person("林小雨", Role.TRAINEE, region=ZHENGZHOU, identifier="lin", number=LINS_CARD)


@pytest.fixture
def mei(make_person: MakePerson) -> Person:
    """Another trainee, in 洛阳, with a card that was issued again."""
    card = Number(make_citizen("990103", "19881224", "024"), "21B1", card_version=1)
    return make_person("梅子", Role.TRAINEE, region=LUOYANG, identifier="mei", number=card)


@pytest.fixture
def unverified_trainee(make_person: MakePerson) -> Person:
    """A trainee who has registered and whose identity nobody has verified yet."""
    card = Number(make_citizen("990105", "19930303", "031"), "42")
    return make_person("新学员", Role.TRAINEE, region=ZHENGZHOU, number=card, verified=False)


def _official(name: str, role: Role, region: str = PROVINCE, scope: str = PROVINCE) -> Callable[[MakePerson], Person]:
    @pytest.fixture
    def official(make_person: MakePerson) -> Person:
        return make_person(name, role, region=region, scope=scope)

    return official


zz_author = _official("郑州的作者", Role.SUBMITTER, ZHENGZHOU, ZHENGZHOU)
zz_approver = _official("郑州的推荐人", Role.APPROVER, ZHENGZHOU, ZHENGZHOU)
ly_author = _official("洛阳的作者", Role.SUBMITTER, LUOYANG, LUOYANG)
ly_approver = _official("洛阳的推荐人", Role.APPROVER, LUOYANG, LUOYANG)
formal_checker = _official("形式审查员", Role.FORMAL_CHECKER)
blind_tester = _official("视障体验员", Role.BLIND_TESTER)
deaf_tester = _official("听障体验员", Role.DEAF_TESTER)
expert1 = _official("专家一", Role.EXPERT, ZHENGZHOU)
expert2 = _official("专家二", Role.EXPERT, LUOYANG)
expert3 = _official("专家三", Role.EXPERT)
expert4 = _official("专家四", Role.EXPERT)
coordinator = _official("协调员", Role.COORDINATOR)
panel1 = _official("评审会一", Role.PANEL_MEMBER)
panel2 = _official("评审会二", Role.PANEL_MEMBER)
panel3 = _official("评审会三", Role.PANEL_MEMBER)
credit1 = _official("学分员一", Role.CREDIT_OFFICER)
credit2 = _official("学分员二", Role.CREDIT_OFFICER)
appeal_officer = _official("申诉员", Role.APPEAL_OFFICER)
college_reader = _official("院校老师", Role.COLLEGE_READER)
auditor = _official("审计员", Role.AUDITOR)
administrator = _official("管理员", Role.ADMINISTRATOR)
