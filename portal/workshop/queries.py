"""Every read of the workshop. Drafts are a prefecture's own: another's are not found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.db.rows import select_rows
from portal.errors import NotFound
from portal.submissions.models import Submission
from portal.workshop.models import CourseDraft, DraftChange, DraftFile
from portal.workshop.rules import PAGE_SIZE


@dataclass(frozen=True)
class Content:
    """A file: its bytes when it is a text, else its digest in the file store."""

    text: bytes | None = None
    digest: str = ""
    size_bytes: int = 0

    @classmethod
    def of(cls, text: bytes | str) -> "Content":
        """A text."""
        raw = text.encode() if isinstance(text, str) else text
        return cls(raw, "", len(raw))


def draft_of(session: Session, draft_id: int, region_code: str) -> CourseDraft:
    """A draft of this prefecture. Raises NotFound."""
    wanted = select(CourseDraft).where(CourseDraft.id == draft_id, CourseDraft.region_code == region_code)
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound
    return found


def held(session: Session, draft_id: int, region_code: str) -> CourseDraft:
    """The same, locked until the transaction ends."""
    found = session.get(CourseDraft, draft_id, with_for_update=True, populate_existing=True)
    if found is None or found.region_code != region_code:
        raise NotFound
    return found


def drafts_of(session: Session, region_code: str, given_up: bool, number: int) -> Sequence[Any]:
    """One page of a prefecture's drafts with who changed them last, the last changed first."""
    wanted = (
        select_rows(CourseDraft, Person.name)
        .join(Person, col(Person.id) == CourseDraft.edited_by_id)
        .where(*_in(region_code, given_up))
        .order_by(col(CourseDraft.edited_at).desc(), col(CourseDraft.id).desc())
        .offset((number - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def count_of(session: Session, region_code: str, given_up: bool) -> int:
    """How many drafts a prefecture has."""
    return session.exec(select(func.count()).select_from(CourseDraft).where(*_in(region_code, given_up))).one()


def _in(region_code: str, given_up: bool) -> tuple[Any, Any]:
    since = col(CourseDraft.given_up_at)
    return CourseDraft.region_code == region_code, since.is_not(None) if given_up else since.is_(None)


def row_of(session: Session, draft_id: int, path: str) -> DraftFile | None:
    """One file's row."""
    return session.exec(select(DraftFile).where(DraftFile.draft_id == draft_id, DraftFile.path == path)).first()


def content_of(session: Session, draft_id: int, path: str) -> Content | None:
    """A file as it is now; None when there is none."""
    row = row_of(session, draft_id, path)
    return Content(row.content, row.digest, row.size_bytes) if row else None


def content_at(session: Session, draft_id: int, path: str, version: int) -> Content | None:
    """A file as it was at a version of the draft: what the first change after that took away."""
    later = (DraftChange.draft_id == draft_id, DraftChange.path == path, col(DraftChange.version) > version)
    change = session.exec(select(DraftChange).where(*later).order_by(col(DraftChange.version)).limit(1)).first()
    if change is None:
        return content_of(session, draft_id, path)
    return before(change)


def before(change: DraftChange) -> Content | None:
    """What a change took away; None when it made the file."""
    if change.size_bytes is None:
        return None
    return Content(change.content, change.digest, change.size_bytes)


def files_of(session: Session, draft_id: int) -> Sequence[Any]:
    """Every file with its size, without what is in it."""
    wanted = select_rows(DraftFile.path, DraftFile.digest, DraftFile.size_bytes)
    found: Sequence[Any] = session.exec(wanted.where(DraftFile.draft_id == draft_id).order_by(DraftFile.path)).all()
    return found


def contents_of(session: Session, draft_id: int) -> dict[str, Content]:
    """Every file, with the bytes of the texts."""
    rows = session.exec(select(DraftFile).where(DraftFile.draft_id == draft_id).order_by(col(DraftFile.path)))
    return {row.path: Content(row.content, row.digest, row.size_bytes) for row in rows}


def texts_of(session: Session, draft_id: int) -> dict[str, bytes]:
    """What the course says of itself: its facts, its lessons and its questions, by path."""
    told = col(DraftFile.path).startswith("lessons/") | col(DraftFile.path).startswith("checks/")
    rows = session.exec(
        select(DraftFile.path, DraftFile.content).where(
            DraftFile.draft_id == draft_id,
            told | (col(DraftFile.path) == "course.toml"),
            col(DraftFile.content).is_not(None),
        )
    )
    return {path: content or b"" for path, content in rows}


def last_changes(session: Session, draft_id: int, version: int) -> Sequence[DraftChange]:
    """What one change did, file by file."""
    wanted = select(DraftChange).where(DraftChange.draft_id == draft_id, DraftChange.version == version)
    return session.exec(wanted.order_by(col(DraftChange.path))).all()


def history_of(session: Session, draft_id: int, most: int = 20) -> Sequence[Any]:
    """The newest changes, one row each: version, verb, about, made_at, and who."""
    wanted = (
        select_rows(DraftChange.version, DraftChange.verb, DraftChange.about, DraftChange.made_at, Person.name)
        .join(Person, col(Person.id) == DraftChange.by_id)
        .where(DraftChange.draft_id == draft_id)
        .distinct()
        .order_by(col(DraftChange.version).desc())
        .limit(most)
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def draft_for(session: Session, submission_id: int, region_code: str) -> CourseDraft | None:
    """The draft from which a submission was handed in."""
    wanted = select(CourseDraft).where(
        CourseDraft.submission_id == submission_id,
        CourseDraft.region_code == region_code,
        col(CourseDraft.given_up_at).is_(None),
    )
    return session.exec(wanted.order_by(col(CourseDraft.id).desc()).limit(1)).first()


def submission_of(session: Session, draft: CourseDraft) -> Submission | None:
    """What the draft was handed in as."""
    return session.get(Submission, draft.submission_id) if draft.submission_id else None
