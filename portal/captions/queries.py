"""Every read of the caption desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy
from sqlalchemy import Row
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.captions.lines import Kind, Line
from portal.captions.models import CaptionDesk, CaptionFlag, CaptionLesson, CaptionRevision, CaptionText
from portal.captions.reading import Text, write_text
from portal.errors import NotFound
from portal.files import digest_of


@dataclass(frozen=True)
class Seen:
    """A text as it is now: its row, its lines, who confirmed exactly these."""

    lesson: CaptionLesson
    row: CaptionText
    text: Text
    confirmed_by: str = ""

    @property
    def kind(self) -> Kind:
        """What it is."""
        return Kind(self.row.kind)

    @property
    def file(self) -> str:
        """As it goes into the package, with the name of who confirmed it."""
        return write_text(self.kind, self.text, self.confirmed_by)


def content_digest(kind: Kind, text: Text) -> str:
    """What a confirmation is for: every line and note, whoever confirmed it."""
    return digest_of(write_text(kind, text).encode())


def desk_of(session: Session, submission_id: int) -> CaptionDesk | None:
    """The desk of a submission, once it has been opened."""
    return session.get(CaptionDesk, submission_id)


def language_of(session: Session, submission_id: int) -> str:
    """The language that a submission's course is taught in."""
    return session.get_one(CaptionDesk, submission_id).language


def lessons_of(session: Session, submission_id: int) -> Sequence[CaptionLesson]:
    """Lessons with media, in the order of the course."""
    theirs = select(CaptionLesson).where(CaptionLesson.submission_id == submission_id, CaptionLesson.number > 0)
    return session.exec(theirs.order_by(col(CaptionLesson.number))).all()


def lesson_of(session: Session, submission_id: int, slug: str) -> CaptionLesson:
    """One lesson. Raises NotFound."""
    theirs = select(CaptionLesson).where(CaptionLesson.submission_id == submission_id, CaptionLesson.slug == slug)
    if found := session.exec(theirs).first():
        return found
    raise NotFound


def texts_of(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Every text of a submission with the name of who confirmed it."""
    statement: Any = (
        sqlalchemy.select(CaptionText, CaptionLesson, col(Person.name).label("confirmed_by"))
        .join(CaptionLesson, col(CaptionLesson.id) == CaptionText.lesson_id)
        .join(Person, col(Person.id) == col(CaptionText.confirmed_by_id), isouter=True)
        .where(col(CaptionLesson.submission_id) == submission_id, col(CaptionLesson.number) > 0)
        .order_by(col(CaptionLesson.number), col(CaptionText.id))
    )
    rows: Sequence[Row[Any]] = session.execute(statement).all()
    return rows


def seen(session: Session, lesson: CaptionLesson, kind: str, of_package: bool = False) -> Seen:
    """A text as it is now, or as it lies in the package. Raises NotFound."""
    row = session.exec(select(CaptionText).where(CaptionText.lesson_id == lesson.id, CaptionText.kind == kind)).first()
    if row is None:
        raise NotFound
    number = row.package_revision if of_package else row.revision
    name = session.get_one(Person, row.confirmed_by_id).name if row.confirmed_by_id and number == row.revision else ""
    return Seen(lesson, row, text_at(session, row.id, number), name)


def text_at(session: Session, text_id: int, number: int) -> Text:
    """A revision; empty for the one before the first."""
    found = session.exec(
        select(CaptionRevision).where(CaptionRevision.text_id == text_id, CaptionRevision.number == number)
    ).first()
    return Text([Line(*line) for line in found.lines], found.head, found.is_machine) if found else Text()


def newest_revision(session: Session, text_id: int, number: int) -> Row[Any] | None:
    """Who made a revision, and when."""
    made: tuple[Any, ...] = (CaptionRevision.made_at, CaptionRevision.how, col(Person.name).label("by"))
    statement: Any = (
        sqlalchemy.select(*made)
        .join(Person, col(Person.id) == col(CaptionRevision.by_id), isouter=True)
        .where(col(CaptionRevision.text_id) == text_id, col(CaptionRevision.number) == number)
    )
    row: Row[Any] | None = session.execute(statement).first()
    return row


def flags_of(session: Session, text_id: int) -> Sequence[Row[Any]]:
    """What testers said, the newest first."""
    statement: Any = (
        sqlalchemy.select(CaptionFlag, col(Person.name).label("by"))
        .join(Person, col(Person.id) == CaptionFlag.by_id)
        .where(col(CaptionFlag.text_id) == text_id)
        .order_by(col(CaptionFlag.id).desc())
    )
    rows: Sequence[Row[Any]] = session.execute(statement.limit(100)).all()
    return rows
