"""A college's program reads what it was shown, answers what it was asked, and gets nothing else."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.audit import AuditEntry
from portal.colleges.models import College
from portal.conversion.models import ConversionApplication
from portal.credits.queries import balance
from portal.credits.rules import Part
from portal.credits.verifying import verify
from portal.exchange.describing import described
from portal.exchange.models import ExchangeToken
from portal.exchange.rules import MOST_A_MINUTE
from portal.sharing.models import ShareLook
from tests.browser import Browser, SignIn
from tests.cast import Clock
from tests.exchange.conftest import Call

SCHEMAS = described("http://testserver")["components"]["schemas"]


def fits(answer: Any, schema: str) -> dict[str, Any]:
    """The JSON of an answer, once it is as the published description says."""
    content = answer.json()
    Draft202012Validator(SCHEMAS[schema]).validate(content)
    return dict(content)


def problem(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(fits(answer, "Problem")["title"])


def test_a_program_reads_what_is_shown_and_the_person_knows(
    call: Call, make: Any, shown: int, earned: int, session: Session
) -> None:
    token = make(f"share-{shown}")
    answer = call("GET", "/credits", token)
    said = fits(answer, "Statement")
    assert "no-store" in answer.headers["cache-control"]
    assert [entry["row"]["id"] for entry in said["entries"]] == [earned] and said["holder"] == {"name": "林小雨"}
    look = session.exec(select(ShareLook)).one()
    assert (look.door, look.institution != "") == ("program", True)
    steps = [entry.step for entry in session.exec(select(AuditEntry)) if entry.object_type == "exchange_token"]
    assert steps == ["make.exchange_token", "api.get /api/v1/credits"]


def test_a_program_answers_an_application_once(
    call: Call, make: Any, applied: int, session: Session, lin: Person
) -> None:
    token = make(f"application-{applied}")
    asked = fits(call("GET", "/conversion", token), "Application")
    assert [target["code"] for target in asked["targets"]] == ["MD101"] and asked["state"] == "sent"
    body = {"accepted": ["MD101"], "words": "欢迎。"}
    first = fits(call("POST", "/conversion/answer", token, json=body), "Application")
    assert first["state"] == "accepted" and first["targets"][0]["verdict"] == "accepted"
    again = call("POST", "/conversion/answer", token, json=body)
    assert again.status_code == 200 and again.json()["state"] == "accepted"
    assert problem(call("POST", "/conversion/answer", token, json={"accepted": []}), 409)
    parts = balance(session, lin.id).parts
    assert parts[Part.CONVERTED] == 150 and parts[Part.LOCKED] == 0 and verify(session) == []


def test_what_cannot_be_read_is_told_and_changes_nothing(call: Call, make: Any, applied: int, engine: Engine) -> None:
    token = make(f"application-{applied}")
    for sent in (b"", b"x", b"[]", b"{}", b'{"accepted": "MD101"}', b'{"accepted": [1]}', b"[" * 10_000):
        assert problem(call("POST", "/conversion/answer", token, content=sent), 422)
    assert problem(call("POST", "/conversion/answer", token, content=b"x" * 30_000), 413)
    assert problem(call("POST", "/conversion/answer", token, json={"accepted": ["XX"], "words": "x"}), 409)
    assert problem(call("POST", "/conversion/answer", token, json={"accepted": []}), 409)  # a refusal has a reason
    with Session(engine) as session:
        assert session.get_one(ConversionApplication, applied).ended_at is None


def test_no_token_that_holds_means_nothing(call: Call, make: Any, shown: int, reader: Browser, clock: Clock) -> None:
    token = make(f"share-{shown}", "1")
    for wrong in ("", "x", token[:-1], token.upper()):
        answer = call("GET", "/credits", wrong)
        assert problem(answer, 401) and "invalid_token" in answer.headers["www-authenticate"]
    assert call("GET", "/credits", token).status_code == 200
    reader.open("/college/interface").press("停用 1 号令牌")
    assert problem(call("GET", "/credits", token), 401)
    late = make(f"share-{shown}", "1")
    clock.forward(days=2)
    assert problem(call("GET", "/credits", late), 401)


def test_a_token_allows_one_thing(call: Call, make: Any, shown: int, applied: int) -> None:
    to_read, to_answer = make(f"share-{shown}"), make(f"application-{applied}")
    assert problem(call("GET", "/conversion", to_read), 403)
    assert problem(call("POST", "/conversion/answer", to_read, json={"accepted": ["MD101"]}), 403)
    assert problem(call("GET", "/credits", to_answer), 403)


def test_when_the_person_ends_it_the_program_sees_nothing(
    call: Call, make: Any, shown: int, applied: int, sign_in: SignIn, lin: Person
) -> None:
    to_read, to_answer = make(f"share-{shown}"), make(f"application-{applied}")
    learner = sign_in(lin)
    learner.send(f"/credits/shares/{shown}/ending")
    assert problem(call("GET", "/credits", to_read), 403)
    learner.send(f"/conversion/mine/applications/{applied}/withdrawal")
    assert problem(call("GET", "/conversion", to_answer), 403)
    assert problem(call("POST", "/conversion/answer", to_answer, json={"accepted": ["MD101"]}), 403)


def test_too_many_calls_wait(call: Call, make: Any, shown: int, engine: Engine, clock: Clock) -> None:
    token = make(f"share-{shown}")
    with Session(engine) as session, session.begin():
        row = session.exec(select(ExchangeToken)).one()
        row.used_count = MOST_A_MINUTE - 1
        session.add(row)
    assert call("GET", "/credits", token).status_code == 200
    answer = call("GET", "/credits", token)
    assert problem(answer, 429) and 0 < int(answer.headers["retry-after"]) <= 61
    clock.forward(seconds=61)
    assert call("GET", "/credits", token).status_code == 200


def test_the_description_is_public(call: Call) -> None:
    answer = call("GET", "/openapi.json")
    assert json.loads(answer.text)["openapi"] == "3.1.0"
    assert set(answer.json()["paths"]) == {"/credits", "/conversion", "/conversion/answer"}


def test_another_college_makes_no_token_for_it(
    sign_in: SignIn, make_person: Any, engine: Engine, second_college: College, shown: int, applied: int
) -> None:
    from portal.accounts.rules import Role
    from portal.colleges.actions import add_member
    from tests.cast import NOW
    from tests.conversion.conftest import TODAY

    other = make_person("另一位老师", Role.COLLEGE_READER)
    with Session(engine) as session, session.begin():
        add_member(session, second_college, other.id, TODAY, NOW)
    page = sign_in(other).open("/college/interface")
    assert page.says("现在没有人给你们看学分")
    wrong = page.browser.send("/college/interface", {"subject": f"share-{shown}", "days": "30"}, expect=422)
    assert wrong.title.startswith("错误：")


@pytest.mark.parametrize("days", ["", "0", "91", "x", "-1", "1.5"])
def test_days_are_bounded(reader: Browser, shown: int, days: str) -> None:
    sent = {"subject": f"share-{shown}", "days": days}
    assert reader.open("/college/interface").press("做令牌", sent, expect=422).says("用几天：写 1 到 90 之间的数字")
