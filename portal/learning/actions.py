"""Enrol, finish lessons, pass, earn the credit. Each is whole or does nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.certificates.actions import issue
from portal.certificates.following import follow
from portal.credits import earning
from portal.credits.held import Live, earned_as, live_of, rival_courses
from portal.credits.models import CreditTransfer
from portal.credits.rulebook.queries import rules_on
from portal.errors import NotInPlace, Refused
from portal.learning import queries
from portal.learning.models import ActivityReceipt, Enrolment, EnrolmentState
from portal.library.models import Course, CourseVersion, Lesson
from portal.library.queries import places
from portal.library.questions import field_names
from portal.library.rules import is_permitted
from portal.text import message
from portal.text.dates import local_date


def enrol(session: Session, learner: Actor, slug: str, version: CourseVersion, now: datetime) -> Enrolment:
    """Begin a course, or come back to it after leaving, in the version that was begun. A second press changes nothing.

    Raises NotInPlace when by contract the course is not for people of their place. Who has begun may come back.
    """
    enrolment = queries.enrolment_now(session, learner.person_id, slug)
    if enrolment is None or (enrolment.state == EnrolmentState.PASSED and enrolment.version_id != version.id):
        refuse_elsewhere(session, learner, slug, version)
        enrolment = Enrolment(person_id=learner.person_id, version_id=version.id, enrolled_at=now)
    elif enrolment.state == EnrolmentState.LEFT:
        enrolment.state = EnrolmentState.LEARNING
    else:
        return enrolment
    session.add(enrolment)
    session.flush()
    audit.record(session, learner.person_id, "begin.enrolment", "enrolment", enrolment.id, now)
    return enrolment


def refuse_elsewhere(session: Session, learner: Actor, slug: str, version: CourseVersion) -> None:
    """Raises NotInPlace when this person may not begin the course."""
    permitted = session.get_one(Course, version.course_id).permitted_regions
    if not is_permitted(learner.region_code, permitted):
        raise NotInPlace(slug, version.title, version.title_en, places(session, permitted))


def leave(session: Session, learner: Actor, enrolment: Enrolment, now: datetime) -> None:
    """Take a course off the list. What was done stays and is there on return; a passed course stays passed."""
    session.refresh(enrolment, with_for_update=True)  # it may have been passed or moved over at the same moment
    if enrolment.state == EnrolmentState.LEARNING:
        enrolment.state = EnrolmentState.LEFT
        session.add(enrolment)
        audit.record(session, learner.person_id, "leave.enrolment", "enrolment", enrolment.id, now)
        session.flush()


def hold(session: Session, enrolment: Enrolment) -> None:
    """Hold an enrolment until the transaction ends: what is done in it at the same moment waits, or was first.

    Raises Refused when the learner has moved over to a newer version meanwhile.
    """
    session.refresh(enrolment, with_for_update=True)
    if enrolment.state == EnrolmentState.MOVED:
        raise Refused(message("您刚换到了这门课的新版。请在新版里接着学。"))


def finish_lesson(
    session: Session, enrolment: Enrolment, lesson: Lesson, typed: Mapping[str, Any], now: datetime
) -> None:
    """Keep the fact that the lesson's question was answered. A second time changes nothing.

    Raises Refused when the learner has moved over to a newer version meanwhile.
    """
    hold(session, enrolment)
    if session.get(ActivityReceipt, (enrolment.id, lesson.id)) is None:
        asked = [name for question in lesson.questions for name in field_names(question)]
        answers = {name: typed[name] for name in asked if name in typed}  # and nothing else that was sent
        receipt = ActivityReceipt(enrolment_id=enrolment.id, lesson_id=lesson.id, answers=answers, done_at=now)
        session.add(receipt)
        session.flush()
        earn_points(session, enrolment, lesson, now)


def earn_points(session: Session, enrolment: Enrolment, lesson: Lesson, now: datetime) -> None:
    """Points for a lesson, the same in every medium, once for each lesson of a course whatever its version."""
    version = session.get_one(CourseVersion, enrolment.version_id)
    titles = {"title": version.title, "title_en": version.title_en, "provider": version.provider}
    lessons = {"number": lesson.number, "lesson": lesson.title, "lesson_en": lesson.title_en}
    cause = {"kind": "lesson_finished"} | lessons | titles
    reference = f"lesson/{version.course_id}/{lesson.slug}/person/{enrolment.person_id}"
    earning.earn_points(session, enrolment.person_id, reference, cause, now)


def record_pass(
    session: Session, learner: Actor, enrolment: Enrolment, version: CourseVersion, points: int, now: datetime
) -> None:
    """The course is passed; a better mark later replaces a lower one, the moment stays the first's. Credit follows the
    better mark only where the rules say so."""
    is_better = enrolment.mark is not None and points > enrolment.mark
    if enrolment.state != EnrolmentState.PASSED:
        enrolment.state, enrolment.passed_at = EnrolmentState.PASSED, now
    enrolment.mark = max(points, enrolment.mark or 0)
    session.add(enrolment)
    session.flush()
    if learner.identity_verified:
        pay_credit(session, learner, enrolment, version, now, retaken_at=now if is_better else None)


def pay_credit(
    session: Session,
    learner: Actor,
    enrolment: Enrolment,
    version: CourseVersion,
    now: datetime,
    retaken_at: datetime | None = None,
) -> None:
    """Post the credit of a passed course and issue its certificate, once for each course whatever its version; again
    only for a retake with a better mark.

    Raises Refused when the course is not passed or the person's identity has not been verified.
    """
    session.refresh(enrolment, with_for_update=True)  # asked for twice at once, the second finds the first's
    if enrolment.state != EnrolmentState.PASSED or enrolment.passed_at is None or enrolment.mark is None:
        raise Refused(message("这门课还没有考合格，没有可以入账的学分。"))
    if not learner.identity_verified:
        raise Refused(message("身份还没有核对。核对以后，学分就能入账。可以到街道残联办理。"))
    if enrolment.transfer_id is not None and retaken_at is None:
        return
    passed_at = retaken_at or enrolment.passed_at
    course = as_earned(learner.person_id, version, enrolment.mark)
    transfer = earning.earn(session, learner.person_id, course, passed_at, now)
    live = live_of(session, learner.person_id, version.course_id)
    if live and transfer is None:
        transfer = session.get_one(CreditTransfer, live[0].id)
    enrolment.transfer_id = live[0].id if live else transfer.id if transfer else enrolment.transfer_id
    session.add(enrolment)
    give_certificates(session, enrolment, version, live, local_date(passed_at), now)
    if transfer:
        audit.record(session, learner.person_id, "earn.credit", "credit_transfer", transfer.id, now)
    session.flush()


def give_certificates(
    session: Session, enrolment: Enrolment, version: CourseVersion, live: list[Live], day: date, now: datetime
) -> None:
    """Issue the certificate of a completion; those of this course, and of courses that count once with it, follow."""
    assert enrolment.passed_at is not None and enrolment.mark is not None
    first = session.get_one(CreditTransfer, enrolment.transfer_id) if enrolment.transfer_id else None
    issue(
        session,
        person_id=enrolment.person_id,
        course_version_id=version.id,
        title=version.title,
        learning_minutes=version.learning_minutes,
        credit_hundredths=(first.credit_hundredths or 0) if first else 0,
        transfer_id=enrolment.transfer_id,
        passed_at=enrolment.passed_at,
        mark=enrolment.mark,
        now=now,
        more={one.id: one.left for one in live[1:]},
    )
    for course_id in (version.course_id, *rival_courses(rules_on(session, day), version.course_id)):
        follow(session, enrolment.person_id, course_id, now)


def as_earned(person_id: int, version: CourseVersion, mark: int) -> earning.Course:
    """A course as the credit bank sees it; the same thing whatever the version, so that it is earned once."""
    titles = {"title": version.title, "title_en": version.title_en, "provider": version.provider}
    return earning.Course(
        course_id=version.course_id,
        reference=earned_as(version.course_id, person_id),
        announced=version.credit_hundredths,
        learning_minutes=version.learning_minutes,
        provider=version.provider,
        cause={"kind": "course_passed", "course_version_id": version.id, "domain": version.category, "mark": mark}
        | titles,
    )
