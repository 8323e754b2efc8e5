"""The life of an application: whoever tries whatever, two people are needed, and the books follow the decisions."""

from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.credits.carrying import carry
from portal.credits.counting import not_counted
from portal.credits.queries import balance_hundredths
from portal.credits.verifying import verify as verify_books
from portal.errors import Refused
from portal.jobs import run_waiting
from portal.recognition import actions, queries
from portal.recognition.actions import Assessment, Award
from portal.recognition.evidence.actions import Came, add
from portal.recognition.evidence.rules import Form
from portal.recognition.models import RecognitionApplication, RecognitionEvidence
from portal.recognition.rules import (
    DECIDING,
    LEARNERS,
    STEPS,
    Case,
    Officer,
    State,
    Step,
    certificate_key,
    family_of,
    why_not,
)
from portal.recognition.values.rules import Table, holds_on
from portal.settings import Settings
from portal.submissions.province import ProvinceRules, rules_on
from tests.browser import Browser
from tests.cast import LUOYANG, NOW, PROVINCE, ZHENGZHOU, Clock
from tests.credits.rulebook.stories import add_rules
from tests.media.films import sound
from tests.recognition.conftest import draft
from tests.reversals.test_life import at_once

LEARNER, FIRST, SECOND, THIRD = 1, 2, 3, 4
RULES: ProvinceRules = rules_on("henan", date(2026, 10, 12), is_demo=False)
GRANTED = Assessment("granted", "source", True, "level-4", "保健按摩师", 0, "核对过。")


@given(
    st.sampled_from(State),
    st.sampled_from([step for step in Step if step is not Step.START]),
    st.sampled_from([LEARNER, FIRST, SECOND, THIRD]),
    st.sampled_from([PROVINCE, ZHENGZHOU, LUOYANG]),
    st.integers(0, 1),
    st.integers(0, 1),
)
def test_every_step_from_every_state_by_everybody(
    state: State, step: Step, who: int, region: str, check_returns: int, assess_returns: int
) -> None:
    case = Case(state, LEARNER, FIRST, SECOND, check_returns, assess_returns, ZHENGZHOU)
    may = why_not(step, case, Officer(who, region)) is None
    if (state, step) not in STEPS or (step in LEARNERS) != (who == LEARNER):
        assert not may
    if state is State.CHECKED and step not in LEARNERS and who == FIRST:
        assert not may
    if state is State.ASSESSED and step not in LEARNERS and who == SECOND:
        assert not may
    if step in DECIDING and region == ZHENGZHOU:
        assert not may
    if step is Step.RETURN and (check_returns if state is State.SUBMITTED else assess_returns):
        assert not may


def test_what_is_decided_changes_only_by_an_appeal() -> None:
    decided = (State.GRANTED, State.PART, State.REFUSED, State.WITHDRAWN)
    assert {step for (state, step) in STEPS if state in decided} == {Step.APPEAL_GRANT, Step.APPEAL_PART}


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_certificate_is_known_however_it_is_typed(number: str, by: str) -> None:
    key = certificate_key(number, by)
    assert key == certificate_key(f" {number}-", by.upper().lower()) or by.upper().lower() != by
    assert certificate_key(" -", by) == "" and certificate_key("Ｓ０１-2", "甲") == certificate_key("s 012", "甲 ")
    assert family_of("skill", " 保健 按摩") == family_of("skill", "保健按摩")


def test_the_table_of_the_day_of_the_award_holds() -> None:
    first, second = (Table(str(year), date(year, 1, 1), ()) for year in (2026, 2028))
    for day, table in ((date(2001, 5, 5), first), (date(2027, 12, 31), first), (date(2028, 1, 1), second)):
        assert holds_on([second, first], day) is table


def make(session: Session, person: Person, number: str = "S1", row_key: str = "level-4") -> RecognitionApplication:
    """An application that was handed in."""
    one = actions.start(session, person.id, "level", RULES, NOW)
    award = Award(row_key, "保健按摩师", "郑州市鉴定中心", "", date(2021, 6, 1), number, "https://x.example")
    actions.keep_award(session, one, award)
    add(session, one, Came(f"made/{one.id}", Form.TYPED, "", words="跟师傅学的。"), NOW)
    actions.hand_in(session, one, RULES, NOW)
    return one


def officer(person: Person) -> Officer:
    return Officer(person.id, PROVINCE)


@pytest.fixture
def one(engine: Engine, lin: Person, credit1: Person) -> int:
    """The id of an application that waits for its assessment."""
    with Session(engine) as session, session.begin():
        made = make(session, lin)
        actions.pass_check(session, made, officer(credit1), RULES, NOW)
        return made.id


def test_two_who_assess_at_once_post_once(
    engine: Engine, one: int, lin: Person, credit2: Person, make_person: object
) -> None:
    third = make_person("学分员三")  # type: ignore[operator]

    def assess(who: Person) -> None:
        with Session(engine) as session, session.begin():
            found = session.get_one(RecognitionApplication, one)
            actions.assess(session, found, officer(who), GRANTED, RULES, NOW)

    assert at_once(lambda: assess(credit2), lambda: assess(third)) == ["这份申请现在不在这一步。看看它到了哪里。"]
    with Session(engine) as session:
        assert balance_hundredths(session, lin.id) == 300
        assert verify_books(session) == [] and queries.verify(session) == []


def test_one_certificate_of_two_people_at_once_is_recognised_once(
    engine: Engine, one: int, lin: Person, mei: Person, credit1: Person, credit2: Person
) -> None:
    with Session(engine) as session, session.begin():
        other = make(session, mei)
        actions.pass_check(session, other, officer(credit1), RULES, NOW)
        other_id = other.id

    def assess(application_id: int) -> None:
        with Session(engine) as session, session.begin():
            found = session.get_one(RecognitionApplication, application_id)
            actions.assess(session, found, officer(credit2), GRANTED, RULES, NOW)

    assert at_once(lambda: assess(one), lambda: assess(other_id)) == [actions.TAKEN.msgid]
    with Session(engine) as session:
        assert balance_hundredths(session, lin.id) + balance_hundredths(session, mei.id) == 300


def test_what_is_over_the_cap_waits_for_the_next_year(
    engine: Engine, one: int, lin: Person, credit1: Person, credit2: Person
) -> None:
    with Session(engine) as session:
        add_rules(session, "2026-2", date(2026, 2, 1), caps={"sources": {"recognition": 200}})
    with Session(engine) as session, session.begin():
        found = session.get_one(RecognitionApplication, one)
        actions.assess(session, found, officer(credit2), GRANTED, RULES, NOW)
        higher = make(session, lin, "S2", "level-3")  # 3 of its 5 credits are counted or wait
        actions.pass_check(session, higher, officer(credit1), RULES, NOW)
        actions.assess(session, higher, officer(credit2), Assessment("granted", "source", True, "level-3", "保健按摩师", 0, "好。"), RULES, NOW)  # fmt: skip # noqa: E501
        assert higher.posted_id is None
    with Session(engine) as session, session.begin():
        assert balance_hundredths(session, lin.id) == 200
        waiting = not_counted(session, lin.id)
        assert sorted(left.left_hundredths for left in waiting) == [100, 200]
        for year in (2027, 2028):
            later = NOW + timedelta(days=365 * (year - 2026))
            for left in waiting:
                carry(session, left.id, date(year, 1, 1), later)
                carry(session, left.id, date(year, 1, 1), later)
        assert balance_hundredths(session, lin.id) == 500
        assert verify_books(session) == [] and queries.verify(session) == []


def test_nothing_is_posted_to_a_frozen_account(engine: Engine, one: int, lin: Person, credit2: Person) -> None:
    with Session(engine) as session, session.begin():
        session.execute(text("UPDATE person SET state = 'frozen' WHERE id = :id"), {"id": lin.id})
    with pytest.raises(Refused), Session(engine) as session, session.begin():
        found = session.get_one(RecognitionApplication, one)
        actions.assess(session, found, officer(credit2), GRANTED, RULES, NOW)
    with Session(engine) as session:
        assert session.get_one(RecognitionApplication, one).state == State.CHECKED


@pytest.mark.parametrize(
    "change",
    [
        "checked_by_id = person_id",
        "assessed_by_id = checked_by_id, has_no_tie = :yes",
        "assessed_by_id = :second, has_no_tie = :no",
        "state = 'granted'",
        "state = 'granted', decided_at = started_at, decided_by_id = :second, assessed_by_id = :second, "
        "has_no_tie = :yes, credit_hundredths = 300, proof = 'none', is_same_person = :yes",
        "state = 'granted', decided_at = started_at, decided_by_id = :second, assessed_by_id = :second, "
        "has_no_tie = :yes, credit_hundredths = 300, proof = 'source', is_same_person = :yes, needs_second = :yes",
        "state = 'checked', checked_by_id = NULL",
        "check_returns = 2",
        "state = 'paid'",
    ],
)
def test_the_database_keeps_its_promises_by_itself(engine: Engine, one: int, credit2: Person, change: str) -> None:
    values = {
        name: value for name, value in {"second": credit2.id, "yes": True, "no": False}.items() if f":{name}" in change
    }
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE recognition_application SET {change}"), values)
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text("DELETE FROM recognition_event"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE recognition_application SET family = 'skill/other'",
        "UPDATE recognition_application SET posted_id = NULL",
        "UPDATE recognition_application SET table_version = '1999'",
    ],
)
def test_a_decision_and_its_entry_that_differ_are_named(engine: Engine, one: int, credit2: Person, change: str) -> None:
    with Session(engine) as session, session.begin():
        found = session.get_one(RecognitionApplication, one)
        actions.assess(session, found, officer(credit2), GRANTED, RULES, NOW)
    with Session(engine) as session:
        assert queries.verify(session) == []
        session.execute(text(change))
        assert len(queries.verify(session)) == 1


@pytest.mark.libraries
def test_a_recorded_statement_is_made_over(
    learner: Browser, app: FastAPI, engine: Engine, settings: Settings, clock: Clock, tmp_path: object
) -> None:
    voice = sound(tmp_path / "voice.mp3", 3).read_bytes()  # type: ignore[operator]
    page = draft(learner)
    for form in ("voice", "sign"):
        told = {"sent": form, "description": "师傅说的话。"}
        page = page.press("加上这个文件", told, files={"file": ("a.mp3", voice)})
    assert page.says("正在转成能放的文件")
    run_waiting(engine, app.state.files, settings, clock.now)
    page = learner.open("/recognition/applications/1/evidence")
    assert page.says("没有转好。") and page.html.audio
    assert learner.send("/recognition/applications/1/submission", expect=409).says("有一份录的没有转好")
    with Session(engine) as session:
        heard, broken = session.exec(select(RecognitionEvidence).order_by(col(RecognitionEvidence.id))).all()
    assert (heard.state, heard.media_type, broken.state) == ("ready", "audio/mpeg", "failed")
    assert list(app.state.evidence.digests()) == [heard.digest]  # the source is gone
    page.press("去掉材料 2", nth=0).follow("去看一遍，再交").press("交申请")
