"""What is known of learners and their courses."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.credits.models import CreditTransfer
from portal.credits.queries import taken_back_from
from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rules import EntryType
from portal.db.rows import select_rows
from portal.learning.models import ActivityReceipt, Enrolment, EnrolmentState
from portal.library.models import Course, CourseVersion, Lesson

ENROLMENT = select(Enrolment).where(
    Enrolment.person_id == bindparam("person_id"), Enrolment.version_id == bindparam("version_id")
)
DONE_LESSONS = (
    select(Lesson.slug)
    .join(ActivityReceipt, col(ActivityReceipt.lesson_id) == Lesson.id)
    .where(ActivityReceipt.enrolment_id == bindparam("enrolment_id"))
)


# The one enrolment of a person in a course that counts now: its version is the one they are learning, or have passed.
COUNTS_NOW = (
    select(Enrolment)
    .join(CourseVersion, col(CourseVersion.id) == Enrolment.version_id)
    .join(Course, col(Course.id) == CourseVersion.course_id)
    .where(Course.slug == bindparam("slug"), Enrolment.person_id == bindparam("person_id"))
    .where(Enrolment.state != EnrolmentState.MOVED)
    .order_by(col(Enrolment.id).desc())
    .limit(1)
)


# That another course of its group counts in its place, or a retake of it.
GAVE_WAY = (
    exists()
    .where(
        col(CreditTransfer.earned_id) == Enrolment.transfer_id,
        col(CreditTransfer.entry_type) == EntryType.REVERSE,
        col(CreditTransfer.cause)["kind"].as_string() == "replaced",
    )
    .correlate(Enrolment)
)
# What a cap left out of the credit of a course; once for each course, whatever its version.
IS_LEFT_OUT = (col(CreditCandidate.course_id) == Course.id) & (col(CreditCandidate.person_id) == Enrolment.person_id)


def enrolment_now(session: Session, person_id: int, slug: str) -> Enrolment | None:
    """The person's enrolment in a course, in whatever version they learn it."""
    return session.exec(COUNTS_NOW, params={"person_id": person_id, "slug": slug}).first()


def enrolment_in_version(session: Session, person_id: int, version_id: int) -> Enrolment | None:
    """The person's enrolment in one version of a course."""
    return session.exec(ENROLMENT, params={"person_id": person_id, "version_id": version_id}).first()


def newest_enrolment(session: Session, person_id: int, slug: str) -> Any | None:
    """The person's newest enrolment in a course, with the version that they learn."""
    wanted = (
        select_rows(Enrolment, CourseVersion)
        .join(CourseVersion, col(CourseVersion.id) == Enrolment.version_id)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .where(Course.slug == slug, Enrolment.person_id == person_id, Enrolment.state != EnrolmentState.MOVED)
        .order_by(col(Enrolment.id).desc())
    )
    return session.exec(wanted).first()


def done_lessons(session: Session, enrolment_id: int) -> set[str]:
    """The slugs of the lessons whose question was answered."""
    return set(session.exec(DONE_LESSONS, params={"enrolment_id": enrolment_id}))


def my_courses(session: Session, person_id: int) -> Sequence[Any]:
    """Every course of a person, the newest first, each with how many of its lessons are done and what its credit came to."""
    done = (
        select_rows(ActivityReceipt.enrolment_id, func.count().label("done"))
        .group_by(ActivityReceipt.enrolment_id)
        .subquery()
    )
    earned = aliased(CreditTransfer)
    taken_back = taken_back_from(Enrolment.transfer_id, Enrolment)
    wanted = (
        select_rows(
            Course.slug,
            CourseVersion.title,
            CourseVersion.title_en,
            CourseVersion.lesson_count,
            col(earned.credit_hundredths).label("posted_hundredths"),
            taken_back.label("taken_back_hundredths"),
            GAVE_WAY.label("gave_way"),
            Enrolment.state,
            Enrolment.mark,
            Enrolment.transfer_id,
            func.coalesce(CreditCandidate.left_hundredths, 0).label("left_hundredths"),
            func.coalesce(done.c.done, 0).label("done"),
        )
        .join(CourseVersion, col(CourseVersion.id) == Enrolment.version_id)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .outerjoin(earned, col(earned.id) == Enrolment.transfer_id)
        .outerjoin(done, done.c.enrolment_id == Enrolment.id)
        .outerjoin(CreditCandidate, IS_LEFT_OUT)
        .where(Enrolment.person_id == person_id, Enrolment.state != EnrolmentState.MOVED)
        .order_by(col(Enrolment.id).desc())
    )
    return session.exec(wanted).all()


def gave_way(session: Session, enrolment_id: int) -> bool:
    """Whether the credit of an enrolment is counted by another course of its group now, or by a retake."""
    return session.exec(select_rows(GAVE_WAY).select_from(Enrolment).where(Enrolment.id == enrolment_id)).one()[0]
