"""What is known of packs and receipts."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from portal.db.rows import select_rows
from portal.learning.models import Enrolment, VersionMove
from portal.library.models import Course, CourseVersion, Lesson
from portal.offline.models import OfflinePack, OfflineReceipt


def open_pack(session: Session, enrolment_id: int, today: date) -> OfflinePack | None:
    """The newest pack of an enrolment from which receipts are still taken."""
    theirs = select(OfflinePack).where(OfflinePack.enrolment_id == enrolment_id, OfflinePack.ends_on >= today)
    return session.exec(theirs.order_by(col(OfflinePack.id).desc())).first()


def pack_by_code(session: Session, code: str) -> Any | None:
    """A pack with its enrolment and version."""
    wanted = (
        select_rows(OfflinePack, Enrolment, CourseVersion)
        .join(Enrolment, col(Enrolment.id) == OfflinePack.enrolment_id)
        .join(CourseVersion, col(CourseVersion.id) == Enrolment.version_id)
    )
    return session.exec(wanted.where(OfflinePack.code == code)).first()


def code_is_taken(session: Session, code: str) -> bool:
    return session.exec(select(OfflinePack.id).where(OfflinePack.code == code)).first() is not None


def lessons_of(session: Session, version_id: int) -> dict[str, Lesson]:
    """The lessons of a version by their slug, in order."""
    wanted = select(Lesson).where(Lesson.version_id == version_id).order_by(col(Lesson.number))
    return {lesson.slug: lesson for lesson in session.exec(wanted)}


def moved_to(session: Session, enrolment_id: int) -> Enrolment | None:
    """The enrolment in a newer version to which somebody has moved over from this one."""
    later = select(Enrolment).join(VersionMove, col(VersionMove.enrolment_id) == Enrolment.id)
    return session.exec(later.where(VersionMove.from_enrolment_id == enrolment_id)).first()


def receipt_of(session: Session, pack_id: int, digest: str) -> OfflineReceipt | None:
    """The receipt with this content, if it came before."""
    wanted = select(OfflineReceipt).where(OfflineReceipt.pack_id == pack_id)
    return session.exec(wanted.where(OfflineReceipt.digest == digest)).first()


def receipt_for(session: Session, receipt_id: int, person_id: int) -> Any | None:
    """A receipt with its course, for its learner and for who handed it in; None for everybody else."""
    wanted = (
        select_rows(OfflineReceipt, OfflinePack, Enrolment, CourseVersion, col(Course.slug).label("slug"))
        .join(OfflinePack, col(OfflinePack.id) == OfflineReceipt.pack_id)
        .join(Enrolment, col(Enrolment.id) == OfflinePack.enrolment_id)
        .join(CourseVersion, col(CourseVersion.id) == Enrolment.version_id)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .where(OfflineReceipt.id == receipt_id)
    )
    theirs = (Enrolment.person_id == person_id) | (OfflineReceipt.handed_in_by_id == person_id)
    return session.exec(wanted.where(theirs)).first()
