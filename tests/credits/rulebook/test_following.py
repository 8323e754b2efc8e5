"""Certificates and the pages of a learner follow the credit: carried over, counted by another course, by a better retake."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.certificates.following import follow
from portal.certificates.models import Certificate
from portal.certificates.queries import end_of, entries_behind, verify
from portal.certificates.rules import CertificateState, Reason
from portal.credits.actions import move_earned
from portal.credits.counting import due
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance_hundredths
from portal.credits.rules import EntryType
from portal.credits.verifying import verify as verify_books
from portal.learning.actions import enrol, record_pass
from portal.learning.carrying import carry_over
from portal.library.models import CourseVersion
from tests.browser import SignIn
from tests.cast import NOW
from tests.credits.rulebook.stories import add_rules
from tests.shelf import OpenCourse


@pytest.fixture
def bread(open_course: OpenCourse) -> int:
    """《做面包》, which proves what 《用手和面》 proves."""
    return open_course(slug="bread", title="做面包", title_en="Making bread")


def ruled(engine: Engine, versions: tuple[int, ...] = (), **values: Any) -> None:
    with Session(engine) as session:
        found = [session.get_one(CourseVersion, one) for one in versions]
        courses = [{"id": one.course_id, "title": one.title, "title_en": one.title_en} for one in found]
        groups = [{"name": "面食", "courses": courses}] if courses else []
        add_rules(session, "2026-2", date(2026, 2, 1), groups=groups, **values)


def passes(engine: Engine, person: Person, version_id: int, mark: int) -> None:
    with Session(engine) as session, session.begin():
        learner = Actor(person.id, person.name, frozenset({Role.TRAINEE}), person.region_code, identity_verified=True)
        version = session.get_one(CourseVersion, version_id)
        slug = "bread" if version.title == "做面包" else "dough-by-hand"
        record_pass(session, learner, enrol(session, learner, slug, version, NOW), version, mark, NOW)


def standing(session: Session, person: Person) -> dict[str, tuple[int, int]]:
    wanted = select(Certificate).where(Certificate.person_id == person.id, Certificate.state == CertificateState.ISSUED)
    session.rollback()
    found = {one.title: (one.credit_hundredths, one.mark) for one in session.exec(wanted)}
    session.rollback()  # nothing is held while others write
    return found


def carried(engine: Engine, later: datetime) -> None:
    with Session(engine) as session, session.begin():
        for candidate in due(session, later.date(), 9):
            carry_over(session, candidate, later.date(), later)


@pytest.mark.parametrize("cap", [0, 100])
def test_a_certificate_says_what_was_carried_over(
    engine: Engine, session: Session, sign_in: SignIn, lin: Person, dough: int, cap: int
):
    ruled(engine, caps={"year": cap})
    passes(engine, lin, dough, 90)
    assert standing(session, lin) == {"用手和面": (cap, 90)}
    ruled_later(engine)

    for _ in range(2):
        carried(engine, NOW.replace(year=2027))

    assert standing(session, lin) == {"用手和面": (150, 90)}
    old, new = session.exec(select(Certificate).order_by(col(Certificate.id))).all()
    end = end_of(session, old.id)
    assert end and (end.reason, end.replaced_by) == (Reason.CREDIT_CORRECTED, new.id)
    assert len(entries_behind(session, new)) == (2 if cap else 1)
    assert verify(session) == [] and verify_books(session) == []
    session.rollback()
    assert "等身份核对" not in sign_in(lin).open("/learning").text


def ruled_later(engine: Engine) -> None:
    with Session(engine) as session:
        add_rules(session, "2027-1", date(2027, 1, 1))


def test_what_is_taken_back_of_one_part_leaves_the_other(engine: Engine, session: Session, lin: Person, dough: int):
    ruled(engine, caps={"year": 100})
    passes(engine, lin, dough, 90)
    ruled_later(engine)
    carried(engine, NOW.replace(year=2027))
    second = session.exec(select(CreditTransfer).order_by(col(CreditTransfer.id).desc())).first()
    assert second
    cause = {"kind": "reversed", "title": "用手和面", "reason": "error", "record": "1"}
    move_earned(session, second, EntryType.REVERSE, 50, "back/1", cause, second.posted_at)
    assert len(verify(session)) == 1  # until its certificate follows

    follow(session, lin.id, session.get_one(CourseVersion, dough).course_id, second.posted_at)
    session.commit()

    assert standing(session, lin) == {"用手和面": (100, 90)} and verify(session) == []


def test_the_better_course_counts_and_both_certificates_say_so(
    engine: Engine, session: Session, sign_in: SignIn, lin: Person, dough: int, bread: int
):
    ruled(engine, (dough, bread))
    passes(engine, lin, dough, 80)
    browser = sign_in(lin)
    said = browser.open("/library/bread").text
    assert "和它算同一门的《用手和面》记了学分，考核 80 分。同一组的课只记一次。 这门课考得更高，就改记这一门" in said

    passes(engine, lin, bread, 92)

    assert standing(session, lin) == {"用手和面": (0, 80), "做面包": (150, 92)}
    assert balance_hundredths(session, lin.id) == 150
    assert verify(session) == [] and verify_books(session) == []
    session.rollback()
    assert "学分改由成绩更高的课来记。" in browser.open("/learning").text
    page = browser.open("/credits")
    assert "《用手和面》的学分，记录" in page.text and "改由《做面包》来记，考核 92 分。" in page.text


def test_a_duplicate_is_heard_on_every_page(
    engine: Engine, session: Session, sign_in: SignIn, lin: Person, dough: int, bread: int
):
    ruled(engine, (dough, bread))
    passes(engine, lin, dough, 92)

    passes(engine, lin, bread, 80)

    assert standing(session, lin) == {"用手和面": (150, 92), "做面包": (0, 80)}
    browser = sign_in(lin)
    assert "学分未计入" in browser.open("/learning").text
    assert "《做面包》，1.5 学分和它算同一门的《用手和面》记了学分，考核 92 分。" in browser.open("/credits").text


def test_a_better_retake_gives_a_better_certificate(engine: Engine, session: Session, lin: Person, dough: int):
    ruled(engine, best_of=True)
    for mark in (70, 65, 88, 88):
        passes(engine, lin, dough, mark)

    assert standing(session, lin) == {"用手和面": (150, 88)}
    old = session.exec(select(Certificate).where(Certificate.state == CertificateState.REPLACED)).one()
    end = end_of(session, old.id)
    assert end and end.reason == Reason.BETTER_MARK
    assert balance_hundredths(session, lin.id) == 150 and verify(session) == []
