"""What has been checked, which file is given for it, and what waits for somebody to read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.db.rows import select_rows
from portal.formats import queries
from portal.formats.models import MadeForm
from portal.formats.proofs.models import BrailleCheck
from portal.formats.proofs.rules import USUAL_VARIANT, Verdict
from portal.formats.rules import COURSE, FORMS, Asked, Kind
from portal.library.models import Course, CourseVersion, Lesson
from portal.library.queries import IS_PUBLISHED

PAGE_SIZE = 20
LAST = 100_000  # the whole course comes after its lessons
SAME_TEXT = (
    col(BrailleCheck.version_id) == MadeForm.version_id,
    col(BrailleCheck.part) == MadeForm.part,
    col(BrailleCheck.digest) == MadeForm.digest,
)
MACHINE_TEXT = (
    col(MadeForm.kind) == Kind.BRAILLE,
    col(MadeForm.variant) == USUAL_VARIANT,
    col(MadeForm.maker) == FORMS[Kind.BRAILLE].maker,
)


@dataclass(frozen=True)
class Given:
    """A file that is given in place of the machine's, and when somebody has checked it."""

    digest: str
    size: int
    checked_at: datetime


def checks_of(session: Session, version_id: int) -> dict[str, BrailleCheck]:
    """The check that holds of each part of a version: of exactly the text that the machine makes today."""
    wanted = select(BrailleCheck).join(MadeForm, SAME_TEXT[0] & SAME_TEXT[1] & SAME_TEXT[2])
    wanted = wanted.where(BrailleCheck.version_id == version_id, *MACHINE_TEXT).order_by(col(BrailleCheck.number))
    last = {check.part: check for check in session.exec(wanted)}
    return {part: check for part, check in last.items() if check.verdict != Verdict.TAKEN_BACK}


def given_for(asked: Asked, check: BrailleCheck | None) -> Given | None:
    """The checked file of this form; None where the machine's is given: of other forms, and of other sizes."""
    if check is None or asked.variant != USUAL_VARIANT:
        return None
    if asked.kind == Kind.BRF:
        return Given(check.brf_digest, check.brf_size, check.checked_at)
    return Given(check.braille_digest, check.braille_size, check.checked_at)


def given_form(session: Session, version_id: int, asked: Asked) -> Given | MadeForm | None:
    """The file of a form as it is given to who asks, if it is there."""
    check = checks_of(session, version_id).get(asked.part) if asked.variant == USUAL_VARIANT else None
    return given_for(asked, check) or queries.made_form(session, version_id, asked)


def given_forms(session: Session, version_id: int) -> dict[Asked, Any]:
    """Every form of a version that is there, as it is given."""
    made, checks = queries.made_forms(session, version_id), checks_of(session, version_id)
    return {asked: given_for(asked, checks.get(asked.part)) or form for asked, form in made.items()}


def history_of(session: Session, version_id: int, part: str, digest: str) -> Sequence[BrailleCheck]:
    """Everything that was said of one text, the newest first."""
    theirs = select(BrailleCheck).where(BrailleCheck.version_id == version_id, BrailleCheck.part == part)
    return session.exec(theirs.where(BrailleCheck.digest == digest).order_by(col(BrailleCheck.number).desc())).all()


def name_of(session: Session, person_id: int) -> str:
    """Who it was."""
    return session.get_one(Person, person_id).name


def _waits() -> Sequence[ColumnElement[bool]]:
    newest = (
        select(BrailleCheck.verdict)
        .where(*SAME_TEXT)
        .order_by(col(BrailleCheck.number).desc())
        .limit(1)
        .correlate(MadeForm)
        .scalar_subquery()
    )
    return (*MACHINE_TEXT, IS_PUBLISHED, func.coalesce(newest, Verdict.TAKEN_BACK) == Verdict.TAKEN_BACK)


def _elsewhere(scope: str, own: frozenset[str]) -> Sequence[ColumnElement[bool]]:
    region = col(CourseVersion.region_code)
    return (region.startswith(scope), region.not_in(own))


def count_waiting(session: Session, scope: str, own: frozenset[str]) -> int:
    """How many texts of open courses nobody has checked: those of a place (the first digits of its code), without the
    reader's own places."""
    wanted = select(func.count()).select_from(MadeForm)
    joined = wanted.join(CourseVersion, col(CourseVersion.id) == MadeForm.version_id)
    return session.exec(joined.where(*_waits(), *_elsewhere(scope, own))).one()


def waiting(session: Session, scope: str, own: frozenset[str], page: int) -> Sequence[Any]:
    """The same as rows, those of the course that has been open longest first, lesson by lesson."""
    lesson_of_part = (col(Lesson.version_id) == MadeForm.version_id) & (col(Lesson.slug) == MadeForm.part)
    wanted = (
        select_rows(
            Course.slug,
            MadeForm.part,
            (col(MadeForm.part) == COURSE).label("is_whole"),
            CourseVersion.title,
            CourseVersion.title_en,
            CourseVersion.published_at,
            Lesson.number,
            col(Lesson.title).label("lesson_title"),
            col(Lesson.title_en).label("lesson_title_en"),
        )
        .join(CourseVersion, col(CourseVersion.id) == MadeForm.version_id)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .join(Lesson, lesson_of_part, isouter=True)
        .where(*_waits(), *_elsewhere(scope, own))
        .order_by(col(CourseVersion.published_at), col(CourseVersion.id), func.coalesce(Lesson.number, LAST))
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    rows: Sequence[Any] = session.exec(wanted).all()
    return rows
