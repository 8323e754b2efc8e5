"""Open an account: every field that can be wrong, and what must never happen. Confirm identities."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts import actions as accounts
from portal.accounts import queries
from portal.accounts.models import Consent, IdentityDocument, Person
from portal.accounts.numbers import Number, make_citizen, read_number
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.main import create_app
from portal.passwords import Passwords
from portal.registration.actions import register
from portal.registration.rules import demo_card
from portal.settings import Settings
from portal.vault import Vault
from tests.browser import Browser, Page, SignIn
from tests.cast import CHEAP, LINS_CARD, NOW, MakePerson

NEW = {
    "name": "周全",
    "number": "990101 19850607 0049 43",
    "region": "410300",
    "password": "一个很长的密码就够了",
    "consents": ["account", "statistics"],
}


@pytest.fixture
def real(settings: Settings, engine: Engine, clock) -> FastAPI:
    """The portal in production: it takes real numbers, and telephone numbers."""
    app = create_app(settings.model_copy(update={"mode": "production"}), engine)
    app.state.clock = clock
    app.state.passwords = Passwords(CHEAP)
    return app


def number_of(birth: str, tail: str = "43", region: str = "990101") -> str:
    return make_citizen(region, birth, "004") + tail


def fill(visitor: Browser, **changed: object) -> Page:
    fields = NEW | {"number": number_of("19850607")} | changed
    return visitor.open("/register").press("注册", fields, expect=422)


def test_somebody_opens_an_account_and_is_signed_in(visitor: Browser, session: Session):
    done = visitor.open("/register").press("注册", NEW | {"number": number_of("19850607")})

    assert (done.path, done.heading) == ("/registered", "账户已开")
    assert done.says("周全，现在可以学课了。")
    assert done.says("还差一步：核对身份")
    person = session.exec(select(Person)).one()
    assert (person.name, person.state, person.region_code) == ("周全", "unverified", "410300")
    assert [grant.role for grant in queries.role_grants(session, person.id)] == [Role.TRAINEE]
    assert [one.purpose for one in session.exec(select(Consent)).all()] == ["account", "statistics"]
    account = visitor.open("/account")
    assert account.says("还没核对。可以学课，核对以后才入学分。")
    assert account.says("我同意的，2 项")


def test_an_empty_form_names_every_field_in_the_order_of_the_page(visitor: Browser):
    again = visitor.open("/register").press("注册", expect=422)

    assert again.title.startswith("错误：注册，有 5 处要改。姓名：填写姓名")
    assert list(again.problems.values()) == ["name", "number", "region", "password", "consents"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "证号：填写证号"),
        ("410101198506070044", "证号：这是演示，只收 9901 开头的样例号。别填真的证号。"),
        ("990101", "证号：只有 6 位。身份证号 18 位，残疾人证号 20 位或更多。"),
        ("990101198506070040", "证号：前 18 位对不上：最后一位是校验位，和前面的数字不符。逐位再看一遍。"),
        (number_of("19850607", "83"), "证号：第 19 位是残疾类别，只能是 1 至 7。现在是“8”。"),
        (number_of("19850607", "45"), "证号：第 20 位是残疾等级，只能是 1 至 4。现在是“5”。"),
        (number_of("19850607", "43C1"), "证号：第 20 位以后只能是补发标记，例如 B1。现在是“C1”。"),
        (number_of("20261013"), "证号：第 7 至 14 位是出生日期，20261013 不是一个日期。看看有没有写错。"),
    ],
)
def test_the_part_of_the_number_that_is_wrong_is_named_at_the_field(visitor: Browser, number: str, said: str):
    again = fill(visitor, number=number)

    assert again.problems == {said: "number"}
    assert again.typed("number") == number


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"name": "  "}, {"姓名：填写姓名": "name"}),
        ({"name": "长" * 51}, {"姓名：最多 50 个字": "name"}),
        ({"region": ""}, {"住在哪里：选一个市": "region"}),
        ({"region": "110000"}, {"住在哪里：选一个市": "region"}),
        ({"region": "410000"}, {"住在哪里：选一个市": "region"}),
        ({"password": "short"}, {"密码：至少 10 个字符。一句话也可以，可以有空格。": "password"}),
        (
            {"consents": ["statistics"]},
            {"同意什么：开户需要第一项。不同意，就不能开户，课程照样可以看。": "consents"},
        ),
    ],
)
def test_what_else_can_be_wrong(visitor: Browser, changed: dict[str, object], problems: dict[str, str], session):
    again = fill(visitor, **changed)

    assert again.problems == problems
    assert session.exec(select(Person)).all() == []


def test_everything_typed_comes_back_but_the_password(visitor: Browser):
    again = fill(visitor, name="", password="a secret of some length")

    assert again.typed("number") == number_of("19850607")
    assert again.typed("region") == "410300"
    assert again.ticked("consents") == ["account", "statistics"]
    assert again.typed("password") == ""
    assert "a secret of some length" not in again.response.text
    assert again.says("别的都还在，密码要重新填。")


@pytest.mark.parametrize("tail", ["", "13", "13B1", "24"])
def test_a_person_is_found_again_on_whichever_card(visitor: Browser, lin: Person, session: Session, tail: str):
    again = fill(visitor, number=LINS_CARD.citizen + tail, name="别人")

    assert again.problems == {"证号：用这个证号已经开过户。去登录。忘了密码，去求助。": "number"}
    assert not again.says("林小雨")
    assert len(session.exec(select(Person)).all()) == 1
    assert "session" not in visitor.client.cookies


def test_the_sample_number_of_a_demo_is_right_and_of_nobody(visitor: Browser):
    samples = [read_number(demo_card(serial)) for serial in range(0, 10_000_000, 99_991)]

    assert all(sample and sample.citizen.startswith("9901") for sample in samples)
    assert len({sample.citizen for sample in samples if sample}) == len(samples)
    assert visitor.open("/register").says("证号只收 9901 开头的样例号。可以用这个：9901 01")


def test_a_demo_does_not_ask_for_a_telephone(visitor: Browser):
    assert visitor.open("/register").html.find(attrs={"name": "phone"}) is None


def test_production_takes_any_region_and_a_telephone_and_shows_neither(real: FastAPI, session: Session):
    browser = Browser(TestClient(real))
    number = number_of("19850607", region="990201")
    fields = NEW | {"number": number, "phone": "138 0013-8000", "consents": ["account", "contact"]}

    done = browser.open("/register").press("注册", fields)

    assert done.heading == "账户已开"
    person = session.exec(select(Person)).one()
    assert (
        Vault(real.state.settings.secret_key).open(person.phone_sealed, accounts.phone_place(person.id))
        == "13800138000"
    )
    document = session.exec(select(IdentityDocument)).one()
    assert (document.kind, document.masked) == ("card", f"9902**********{number[14:18]}")


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"phone": "abc"}, {"电话：只写数字，例如 13800000000": "phone"}),
        ({"phone": "12345"}, {"电话：5 位数字，看看少了还是多了": "phone"}),
        (
            {"phone": "13800138000", "consents": ["account"]},
            {"同意什么：填了电话，要选第二项。不想选，就把电话删掉。": "consents"},
        ),
    ],
)
def test_a_telephone_that_will_not_do(real: FastAPI, changed: dict[str, object], problems: dict[str, str]):
    contact = {"consents": ["account", "contact"]}
    assert fill(Browser(TestClient(real)), **contact | changed).problems == problems


def test_two_who_register_the_same_number_at_once_are_one_account(settings: Settings, engine: Engine, session: Session):
    vault = Vault(settings.secret_key)
    new = accounts.NewPerson("周全", "410300", "hash", number=read_number(number_of("19850607")))
    assert register(session, vault, new, [], NOW) is not None
    session.commit()

    with Session(engine) as other, other.begin():
        assert register(other, vault, new, [], NOW) is None


def test_somebody_who_is_signed_in_is_not_asked_to_register(sign_in: SignIn, lin: Person):
    assert sign_in(lin).open("/register").heading == "我的账户"


def test_registering_from_another_site_is_refused(visitor: Browser, session: Session):
    fields = NEW | {"number": number_of("19850607")}

    assert visitor.client.post("/register", data=fields, headers={"Origin": "https://evil.example"}).status_code == 403
    assert session.exec(select(Person)).all() == []


def test_an_administrator_confirms_an_identity_from_the_card(
    sign_in: SignIn, administrator: Person, unverified_trainee: Person, session: Session
):
    desk = sign_in(administrator)
    waiting = desk.open("/people/verification")
    assert waiting.title == "核对身份，等核对，1 人 – 无碍学堂"
    assert waiting.says("郑州市，证号前四位 9901")
    form = waiting.follow("新学员")

    card = make_citizen("990105", "19930303", "031") + "42"
    done = form.press("核对无误", {"number": card, "method": "card"})

    assert done.title.startswith("新学员的身份，已核对")
    assert done.says("2026年10月12日 下午2点30分，由管理员，看了残疾人证原件")
    assert desk.open("/people/verification").says("没有人在等。")
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.actor_id, entry.step, entry.object_id) == (
        administrator.id,
        "registration.verify",
        str(unverified_trainee.id),
    )
    session.rollback()
    assert sign_in(unverified_trainee).open("/account").says("已核对，2026年10月12日")


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, {"证号：填写证号": "number", "怎么核对的：选一项": "method"}),
        (
            {"number": LINS_CARD.text, "method": "card"},
            {"证号：和这个人登记的不一样。先看证件，再看是不是选错了人。": "number"},
        ),
        ({"number": "99", "method": "card"}, {"证号：只有 2 位。身份证号 18 位，残疾人证号 20 位或更多。": "number"}),
    ],
)
def test_a_number_that_is_not_theirs_confirms_nothing(
    sign_in: SignIn, administrator: Person, unverified_trainee: Person, session: Session, fields, problems
):
    again = (
        sign_in(administrator)
        .open(f"/people/verification/{unverified_trainee.id}")
        .press("核对无误", fields, expect=422)
    )

    assert again.problems == problems
    assert session.get_one(Person, unverified_trainee.id).state == "unverified"


def test_an_identity_is_confirmed_once(sign_in: SignIn, administrator: Person, lin: Person, session: Session):
    refused = sign_in(administrator).send(
        f"/people/verification/{lin.id}", {"number": LINS_CARD.text, "method": "card"}, expect=409
    )

    assert refused.says("这个人的身份已经核对过。")


@pytest.mark.parametrize("path", ["/people/verification", "/people/verification/1"])
def test_nobody_else_sees_who_waits(sign_in: SignIn, lin: Person, auditor: Person, coordinator: Person, path: str):
    for person in (lin, auditor, coordinator):
        sign_in(person).open(path, expect=404)
        sign_in(person).send("/people/verification/1", {"number": LINS_CARD.text, "method": "card"}, expect=404)


def test_there_is_nothing_to_confirm_of_an_official(sign_in: SignIn, administrator: Person):
    sign_in(administrator).open(f"/people/verification/{administrator.id}", expect=404)
    sign_in(administrator).open("/people/verification/99999", expect=404)


def test_a_long_list_has_pages_and_a_page_that_is_not_there_is_the_last(
    sign_in: SignIn, administrator: Person, make_person: MakePerson
):
    for serial in range(21):
        number = Number(make_citizen("990105", "19930303", f"{serial:03d}"), "42")
        make_person(f"学员{serial}", Role.TRAINEE, region="410100", number=number, verified=False)

    desk = sign_in(administrator)

    assert desk.open("/people/verification").says("学员19")
    assert not desk.open("/people/verification").says("学员20")
    for number in ("2", "99"):
        last = desk.open(f"/people/verification?number={number}")
        assert last.title.startswith("核对身份，等核对，21 人，第 2 页，共 2 页")
        assert last.says("学员20")
