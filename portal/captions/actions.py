"""Every write of the caption desk. A change is a new revision, its confirmation gone, and its audit row: all or nothing."""

from dataclasses import astuple, replace
from datetime import datetime

from sqlmodel import Session, col, select, update

from portal import audit
from portal.accounts.rules import Actor
from portal.captions import queries
from portal.captions.lines import Kind
from portal.captions.models import CaptionDesk, CaptionFlag, CaptionLesson, CaptionRevision, CaptionText
from portal.captions.queries import Seen, content_digest
from portal.captions.reading import Text
from portal.errors import Refused
from portal.files import digest_of
from portal.jobs.models import stored
from portal.text import message

FILE_NAMES = {
    Kind.CAPTIONS: "captions/%s.vtt",
    Kind.DESCRIPTIONS: "descriptions/%s.vtt",
    Kind.TRANSCRIPT: "transcripts/%s.md",
}
UNCONFIRMED = {"confirmed_by_id": None, "confirmed_at": None, "confirmed_digest": ""}


def save(
    session: Session, row: CaptionText, text: Text, revision: int, how: str, by_id: int | None, now: datetime
) -> bool:
    """Write a text as the next revision after the one that was seen. False when somebody was faster: nothing is changed.

    What is the same is no change, and its confirmation stays.
    """
    text = replace(text, lines=sorted(text.lines, key=lambda line: line.start), problems=[], places=[])
    if row.revision == revision and _is_same(queries.text_at(session, row.id, revision), text):
        return True
    unmoved = update(CaptionText).where(col(CaptionText.id) == row.id, col(CaptionText.revision) == revision)
    values = {"revision": revision + 1, "is_machine": text.is_machine, "changed_at": now} | UNCONFIRMED
    if how == "file":
        values["unread"] = []
    if session.execute(unmoved.values(**values).returning(col(CaptionText.id))).first() is None:
        return False
    session.add(
        CaptionRevision(
            text_id=row.id,
            number=revision + 1,
            lines=[list(astuple(line)) for line in text.lines],
            head=text.head,
            is_machine=text.is_machine,
            how=how,
            by_id=by_id,
            made_at=now,
        )
    )
    session.flush()
    session.refresh(row)
    audit.record(session, by_id, f"captions.{how}", "caption_text", row.id, now, revision=row.revision)
    return True


def _is_same(text: Text, other: Text) -> bool:
    return (text.lines, text.head, text.is_machine) == (other.lines, other.head, other.is_machine)


def undo(session: Session, row: CaptionText, revision: int, by_id: int, now: datetime) -> bool:
    """Bring back the revision before the newest, as a new one; undoing again brings the other back."""
    if revision < 2:
        raise Refused(message("没有可以撤销的。"))
    return save(session, row, queries.text_at(session, row.id, revision - 1), revision, "undo", by_id, now)


def confirm(session: Session, seen: Seen, revision: int, person: Actor, now: datetime) -> None:
    """A person vouches for exactly these lines. What a machine wrote is theirs from here on."""
    somebody_was_faster = Refused(message("刚有人改过。先看新的，再确认。"))
    if seen.row.revision != revision:
        raise somebody_was_faster
    if not seen.text.lines:
        raise Refused(message("一条也没有，不能确认。"))
    text = replace(seen.text, is_machine=False)
    if seen.text.is_machine:
        if not save(session, seen.row, text, revision, "corrected", person.person_id, now):
            raise somebody_was_faster
        revision += 1
    digest = content_digest(seen.kind, text)
    confirmed = {"confirmed_by_id": person.person_id, "confirmed_at": now, "confirmed_digest": digest, "unread": []}
    unmoved = update(CaptionText).where(col(CaptionText.id) == seen.row.id, col(CaptionText.revision) == revision)
    if session.execute(unmoved.values(**confirmed).returning(col(CaptionText.id))).first() is None:
        raise somebody_was_faster
    session.refresh(seen.row)
    audit.record(session, person.person_id, "captions.confirm", "caption_text", seen.row.id, now, digest=digest)


def flag(session: Session, seen: Seen, line: int, words: str, by_id: int, now: datetime) -> None:
    """A tester says what is wrong with a line."""
    shown = seen.text.lines[line - 1].shown if line else ""
    row = seen.row
    revision = row.package_revision
    session.add(
        CaptionFlag(text_id=row.id, revision=revision, line=line, shown=shown, words=words, by_id=by_id, made_at=now)
    )
    session.flush()
    audit.record(session, by_id, "captions.flag", "caption_text", row.id, now, line=line, revision=revision)


def open_desk(session: Session, submission_id: int, package_id: int, language: str, now: datetime) -> None:
    """The desk stands for this package from here on."""
    desk = session.get(CaptionDesk, submission_id)
    if desk is None:
        desk = CaptionDesk(submission_id=submission_id, package_id=package_id, language=language, opened_at=now)
    desk.package_id, desk.language, desk.opened_at = package_id, language, now
    session.add(desk)
    session.flush()


def lay_out(session: Session, lesson: CaptionLesson) -> CaptionLesson:
    """A lesson of the package on the desk; a lesson of the same name keeps its texts."""
    same = select(CaptionLesson).where(CaptionLesson.submission_id == lesson.submission_id)
    found = session.exec(same.where(CaptionLesson.slug == lesson.slug)).first()
    if found is None:
        session.add(lesson)
        session.flush()
        return lesson
    for name in ("number", "title", "media_name", "media_type", "media_digest", "media_bytes", "milliseconds", "loud"):
        setattr(found, name, getattr(lesson, name))
    found.recorded_descriptions = lesson.recorded_descriptions
    session.flush()
    return found


def take_away(session: Session, submission_id: int, kept: set[str]) -> None:
    """Lessons that the package does not have any more leave the desk; their texts stay in its history."""
    gone = update(CaptionLesson).where(col(CaptionLesson.submission_id) == submission_id)
    session.execute(gone.where(col(CaptionLesson.slug).not_in(kept)).values(number=0))


def put_in(
    session: Session, lesson: CaptionLesson, kind: Kind, name: str, raw: bytes, text: Text, now: datetime
) -> None:
    """What the package has of a kind. A text on the desk that is newer than the package's earlier one is not lost: it is
    the revision before."""
    same = select(CaptionText).where(CaptionText.lesson_id == lesson.id, CaptionText.kind == kind)
    row = session.exec(same).first()
    if row is None:
        row = CaptionText(lesson_id=lesson.id, kind=kind, file_name=name or FILE_NAMES[kind] % lesson.slug)
        session.add(row)
        session.flush()
    digest = digest_of(raw) if raw else ""
    if digest and digest != row.package_digest:
        save(session, row, text, row.revision, "package", None, now)
        row.package_revision = row.revision
        row.unread = [[one.line, stored(one.message)] for one in text.problems]
    row.package_digest, row.file_name = digest, name or row.file_name
    session.flush()


def packed(session: Session, seen: Seen, digest: str) -> None:
    """This revision lies in the package now."""
    seen.row.package_revision, seen.row.package_digest = seen.row.revision, digest
    session.flush()
