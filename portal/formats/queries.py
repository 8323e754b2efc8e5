"""What is known of forms: which are made, and what they are made from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.db.rows import select_rows
from portal.formats.models import MadeForm
from portal.formats.rules import FORMS, Asked
from portal.jobs.models import Job, JobState
from portal.library.models import Course, CourseVersion, Lesson, VersionFile, VersionState
from portal.library.queries import IS_EARLIER_AND_OFFERED, IS_PUBLISHED

READABLE = (VersionState.PUBLISHED, VersionState.SUPERSEDED)  # who began an earlier version reads it to its end
MADE = (MadeForm.part, MadeForm.kind, MadeForm.variant, MadeForm.digest, MadeForm.size, MadeForm.maker)


def version_to_take(session: Session, slug: str, number: int | None) -> Any | None:
    """The version whose forms are asked for: the open one, or while one is open, the earlier one of this number."""
    wanted = select_rows(CourseVersion, col(Course.slug).label("slug")).join(
        Course, col(Course.id) == CourseVersion.course_id
    )
    of_number = (col(CourseVersion.number) == number) & (IS_PUBLISHED | IS_EARLIER_AND_OFFERED)
    wanted = wanted.where(Course.slug == slug, IS_PUBLISHED if number is None else of_number)
    return session.exec(wanted).first()


def slug_of(session: Session, version: CourseVersion) -> str:
    """The address of the course that a version is of."""
    return session.exec(select(Course.slug).where(Course.id == version.course_id)).one()


def made_forms(session: Session, version_id: int) -> dict[Asked, Any]:
    """Every form of a version that is there, as its maker of today makes it."""
    rows = session.exec(select_rows(*MADE).where(MadeForm.version_id == version_id))
    known = {(kind, form.maker): kind for kind, form in FORMS.items()}
    return {
        Asked(row.part, known[row.kind, row.maker], row.variant): row for row in rows if (row.kind, row.maker) in known
    }


def made_form(session: Session, version_id: int, asked: Asked) -> MadeForm | None:
    """One form, if it is there."""
    wanted = select(MadeForm).where(MadeForm.version_id == version_id, MadeForm.part == asked.part)
    same = wanted.where(MadeForm.kind == asked.kind, MadeForm.variant == asked.variant)
    return session.exec(same.where(MadeForm.maker == asked.form.maker)).first()


def lessons_to_take(session: Session, version_id: int, part: str, whole: str) -> Sequence[Lesson]:
    """The lessons of a part in order: all when the part is the whole, else the one; none when there is none."""
    wanted = select(Lesson).where(Lesson.version_id == version_id).order_by(col(Lesson.number))
    return session.exec(wanted if part == whole else wanted.where(Lesson.slug == part)).all()


def has_lesson(session: Session, version_id: int, slug: str) -> bool:
    """Whether a version has a lesson of this name."""
    wanted = select(Lesson.id).where(Lesson.version_id == version_id, Lesson.slug == slug)
    return session.exec(wanted).first() is not None


def file_digests(session: Session, version_id: int) -> dict[str, str]:
    """The digest of every file of a version, by its name."""
    rows = session.exec(select(VersionFile.name, VersionFile.digest).where(VersionFile.version_id == version_id))
    return dict(rows.all())


def waiting_count(session: Session, name: str) -> int:
    """How many jobs of this name wait."""
    waiting = select(func.count()).select_from(Job).where(Job.name == name, Job.state == JobState.WAITING)
    return session.exec(waiting).one()
