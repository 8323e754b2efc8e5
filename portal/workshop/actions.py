"""Every write of the workshop. A change, what it took away and its audit row are one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.errors import Refused
from portal.submissions.rules import can_hand_in
from portal.text import message
from portal.workshop import course, queries
from portal.workshop.models import CourseDraft, DraftChange, DraftFile
from portal.workshop.queries import Content
from portal.workshop.rules import (
    GIVEN_UP,
    ITS_ORIGIN,
    MOVED_ON,
    NOTHING_TO_UNDO,
    Clash,
    Values,
    Verb,
    combined,
    lesson_slug,
    slug_of,
    why_not_add_lesson,
    why_not_hold,
)
from portal.workshop.sections import Section
from portal.workshop.texts import front_text, toml_text

Files = Mapping[str, Content | None]


@dataclass(frozen=True)
class By:
    """Who changes something, and when."""

    actor: Actor
    now: datetime


@dataclass(frozen=True)
class NewLesson:
    """A lesson to put into a draft. `body` is Markdown; `files` are pictures and other files by their path in the
    package (`media/01-oven.png`), which the body names as `../media/01-oven.png`."""

    title: str
    body: str = ""
    kind: str = "text"
    minutes: int = 45
    files: Mapping[str, Content] = field(default_factory=dict)


def begin(session: Session, title: str, provider: str, by: By) -> CourseDraft:
    """An empty course of the actor's prefecture, with everything in it that can be known."""
    facts = {
        "package": 1,
        "id": slug_of(title),
        "title": title,
        "language": "zh-CN",
        "provider": provider,
        "region": by.actor.region_code,
        "version": "1.0.0",
        "lessons": [],
    }
    text = "".join(f"{key} = {toml_text.written(value)}\n" for key, value in facts.items())
    return _begun(session, title, {course.MANIFEST: Content.of(text)}, Verb.BEGIN, by)


def take_in(session: Session, files: Mapping[str, Content], by: By) -> CourseDraft:
    """A draft with the files of a package, as they are."""
    facts = course.facts_of({path: one.text for path, one in files.items() if one.text is not None})
    return _begun(session, str(facts.get("title", "")), files, Verb.TAKE_IN, by)


def _begun(session: Session, title: str, files: Files, verb: Verb, by: By) -> CourseDraft:
    if not can_hand_in(by.actor):
        raise Refused(message("课程由市级残联提交。您的账户不在市级。"))
    draft = CourseDraft(
        region_code=by.actor.region_code,
        title=title[:80],
        version=1,
        created_by_id=by.actor.person_id,
        created_at=by.now,
        edited_by_id=by.actor.person_id,
        edited_at=by.now,
    )
    session.add(draft)
    session.flush()
    write(session, draft, files, verb, by)
    return draft


def replace_all(session: Session, draft: CourseDraft, files: Mapping[str, Content], by: By) -> None:
    """The files of a package in place of those of a held draft; it can be undone."""
    gone = {row.path: None for row in queries.files_of(session, draft.id) if row.path not in files}
    write(session, draft, {**gone, **files}, Verb.TAKE_IN, by)


def write(session: Session, draft: CourseDraft, files: Files, verb: Verb, by: By, about: str = "") -> None:
    """Put files into a held draft, or take them out (None), as one change that can be undone.

    What is the same is no change. Raises Refused when the draft has been given up or would be too large.
    """
    if draft.given_up_at:
        raise Refused(GIVEN_UP)
    rows = {row.path: row for path in files if (row := queries.row_of(session, draft.id, path))}
    new = {path: content for path, content in files.items() if _is_other(rows.get(path), content)}
    if not new:
        return
    draft.version += 1
    for path, content in new.items():
        row = rows.get(path)
        session.add(
            DraftChange(
                draft_id=draft.id,
                version=draft.version,
                path=path,
                content=row.content if row else None,
                digest=row.digest if row else "",
                size_bytes=row.size_bytes if row else None,
                verb=verb,
                about=about[:120],
                by_id=by.actor.person_id,
                made_at=by.now,
            )
        )
        _put(session, draft.id, path, row, content)
    session.flush()
    _note(session, draft, verb, by)


def _is_other(row: DraftFile | None, content: Content | None) -> bool:
    if row is None or content is None:
        return (row is None) != (content is None)
    return (row.content, row.digest) != (content.text, content.digest)


def _put(session: Session, draft_id: int, path: str, row: DraftFile | None, content: Content | None) -> None:
    if content is None:
        session.delete(row)
    elif row is None:
        session.add(
            DraftFile(
                draft_id=draft_id,
                path=path,
                content=content.text,
                digest=content.digest,
                size_bytes=content.size_bytes,
            )
        )
    else:
        row.content, row.digest, row.size_bytes = content.text, content.digest, content.size_bytes
        session.add(row)


def _note(session: Session, draft: CourseDraft, verb: Verb, by: By) -> None:
    """What a change means for the draft itself."""
    held = queries.files_of(session, draft.id)
    if reason := why_not_hold(len(held), sum(row.size_bytes for row in held)):
        raise Refused(reason)
    manifest = queries.content_of(session, draft.id, course.MANIFEST)
    facts = course.facts_of({course.MANIFEST: (manifest.text if manifest else None) or b""})
    draft.title = str(facts.get("title", ""))[:80]
    draft.edited_by_id, draft.edited_at = by.actor.person_id, by.now
    session.add(draft)
    session.flush()
    details = {"version": draft.version}
    audit.record(session, by.actor.person_id, f"workshop.{verb}", "course_draft", draft.id, by.now, **details)


def save(
    session: Session,
    draft: CourseDraft,
    section: Section,
    mine: Values,
    seen_version: int,
    verb: Verb,
    by: By,
    about: str = "",
) -> tuple[dict[str, str], list[Clash]]:
    """Save what a person typed into one section of a held draft. With clashes nothing is changed, and they come back
    with all that this person would save: what others have changed alone, and their own words for each clash.

    `seen_version` is the draft that they saw. What others have changed meanwhile in other things stays.
    """
    now, base = (
        queries.content_of(session, draft.id, section.path),
        queries.content_at(session, draft.id, section.path, seen_version),
    )
    text = course.text_of(now.text if now else section.empty)
    before = course.text_of(base.text if base else section.empty)
    merged, clashes = combined(section.read(before), section.read(text), mine)
    if clashes:
        return merged | {clash.name: clash.mine for clash in clashes}, clashes
    write(session, draft, {section.path: Content.of(section.write(text, merged))}, verb, by, about)
    return merged, []


def put_lesson(session: Session, draft: CourseDraft, lesson: NewLesson, by: By, slug: str = "") -> str:
    """Put a lesson at the end of a held draft (queries.held), with its files, as one change that can be undone; with
    the `slug` of a lesson that is there, its title, text and files take the place of that lesson's. Returns the slug.

    What converts other documents into lessons calls this. Raises Refused when there are too many lessons.
    """
    texts = queries.texts_of(session, draft.id)
    slugs = course.lesson_slugs(course.facts_of(texts))
    files: dict[str, Content | None] = dict(lesson.files)
    if slug in slugs:
        old = course.text_of(texts.get(course.lesson_path(slug)))
        text = front_text.with_body(front_text.changed(old, "title", lesson.title), f"\n{lesson.body.strip()}\n")
        files[course.lesson_path(slug)] = Content.of(text)
        write(session, draft, files, Verb.TEXT, by, lesson.title)
        return slug
    if reason := why_not_add_lesson(len(slugs)):
        raise Refused(reason)
    slug = lesson_slug(lesson.title, [path.removeprefix("lessons/") for path in texts if path.startswith("lessons/")])
    front = {"title": lesson.title, "kind": lesson.kind, "minutes": lesson.minutes, "checkpoint": f"checks/{slug}.toml"}
    files[course.lesson_path(slug)] = Content.of(front_text.new(front, f"{lesson.body.strip()}\n"))
    manifest = course.text_of(texts.get(course.MANIFEST))
    files[course.MANIFEST] = Content.of(toml_text.changed(manifest, ("lessons",), [*slugs, slug]))
    write(session, draft, files, Verb.ADD_LESSON, by, lesson.title)
    return slug


def reorder(session: Session, draft: CourseDraft, slugs: list[str], verb: Verb, by: By, about: str) -> None:
    """The lessons of a held draft in another order; the files of one that is left out are taken away with it."""
    texts = queries.texts_of(session, draft.id)
    manifest = course.text_of(texts.get(course.MANIFEST))
    files: dict[str, Content | None] = {}
    files[course.MANIFEST] = Content.of(toml_text.changed(manifest, ("lessons",), slugs))
    kept = [one for one in course.outline(texts) if one.slug in slugs]
    needed = {course.checkpoint_of(one.front, one.slug) for one in kept}
    for lesson in course.outline(texts):
        checkpoint = course.checkpoint_of(lesson.front, lesson.slug)
        if lesson.slug not in slugs:
            files |= {path: None for path in (lesson.path, checkpoint) if path in texts and path not in needed}
    write(session, draft, files, verb, by, about)


def undo(session: Session, draft: CourseDraft, seen_version: int, by: By) -> None:
    """Take back the newest change of a held draft, as a change of its own: undoing again brings it back."""
    if draft.version != seen_version:
        raise Refused(MOVED_ON)
    changes = queries.last_changes(session, draft.id, draft.version)
    if not changes:
        raise Refused(NOTHING_TO_UNDO)
    if draft.version <= 2 and all(change.size_bytes is None for change in changes):
        raise Refused(ITS_ORIGIN)
    about = changes[0].about
    write(session, draft, {change.path: queries.before(change) for change in changes}, Verb.UNDO, by, about)


def give_up(session: Session, draft: CourseDraft, by: By) -> None:
    """Put a held draft aside. Nothing of it is lost."""
    if draft.given_up_at is None:
        draft.given_up_at = by.now
        audit.record(session, by.actor.person_id, "workshop.give_up", "course_draft", draft.id, by.now)


def take_up(session: Session, draft: CourseDraft, by: By) -> None:
    """Go on with a held draft that was put aside."""
    if draft.given_up_at is not None:
        draft.given_up_at = None
        audit.record(session, by.actor.person_id, "workshop.take_up", "course_draft", draft.id, by.now)


def handed_in(session: Session, draft: CourseDraft, submission_id: int, package_id: int | None, by: By) -> None:
    """Remember what a held draft was handed in as."""
    draft.submission_id, draft.package_id = submission_id, package_id
    session.add(draft)
    audit.record(session, by.actor.person_id, "workshop.hand_in", "course_draft", draft.id, by.now)
