"""Lessons of a brought file put into a draft of the workshop, and a draft begun from a model."""

from sqlmodel import Session

from portal import audit
from portal.bringing import queries
from portal.bringing.beginning import Beginning
from portal.bringing.models import BroughtFile, BroughtIntoDraft
from portal.bringing.views import Outcome
from portal.errors import Refused
from portal.text import message
from portal.workshop import actions as workshop
from portal.workshop import queries as drafts
from portal.workshop.actions import By, NewLesson
from portal.workshop.models import CourseDraft
from portal.workshop.queries import Content

TITLE_CHARACTERS = 25


def put_into_draft(
    session: Session, brought: BroughtFile, outcome: Outcome, draft_id: int | None, provider: str, key: str, by: By
) -> int:
    """Put all lessons of a held file at the end of a draft, of a new one without `draft_id`, with their pictures: all
    or none. Returns the draft. Sent twice it is done once."""
    if done := queries.put_by_key(session, brought.id, key):
        return done.draft_id
    if draft_id in {draft.id for draft in queries.drafts_with(session, brought.id)}:
        raise Refused(message("这个文件的课已经在那份草稿里。"))
    draft = _new(session, outcome, provider, by) if draft_id is None else _held(session, draft_id, by)
    for lesson in outcome.lessons:
        files = {
            picture.name: Content(None, picture.digest, picture.size_bytes)
            for picture in outcome.pictures
            if f"(../{picture.name})" in lesson.body
        }
        workshop.put_lesson(session, draft, NewLesson(lesson.title, lesson.body, "text", lesson.minutes, files), by)
    row = BroughtIntoDraft(
        file_id=brought.id, draft_id=draft.id, request_key=key, by_id=by.actor.person_id, put_at=by.now
    )
    session.add(row)
    session.flush()
    audit.record(session, by.actor.person_id, "bringing.put", "brought_file", brought.id, by.now, draft_id=draft.id)
    return draft.id


def _held(session: Session, draft_id: int, by: By) -> CourseDraft:
    return drafts.held(session, draft_id, by.actor.region_code)


def _new(session: Session, outcome: Outcome, provider: str, by: By) -> CourseDraft:
    title = outcome.lessons[0].title if outcome.lessons else ""
    return workshop.begin(session, title[:TITLE_CHARACTERS], provider, by)


def begin_from(session: Session, model: Beginning, provider: str, by: By) -> CourseDraft:
    """A draft with the files of a model, as a course of the actor's prefecture."""
    files = model.for_place(provider, by.actor.region_code)
    return workshop.take_in(session, {path: Content.of(content) for path, content in files.items()}, by)
