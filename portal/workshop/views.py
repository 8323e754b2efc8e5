"""The values of the workshop's pages, and what is the same in all of its editors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from portal.accounts.rules import Actor
from portal.text import Message, message
from portal.web import page, read_fields
from portal.workshop import actions, course, queries
from portal.workshop.actions import By
from portal.workshop.models import CourseDraft
from portal.workshop.rules import LONGEST_BODY, Clash, Verb, chosen
from portal.workshop.sections import GROUPS, Field, Section, facts


@dataclass(frozen=True)
class Editor:
    """One page on which a section is changed. `back` and `back_words` lead to where it belongs."""

    section: Section
    verb: Verb
    heading: Message | str
    template: str
    address: str
    back: str
    about: str = ""
    note: Message | None = None


@dataclass(frozen=True)
class Posted:
    """What came with an editor's form: the things typed, and the version of the draft that was seen."""

    typed: dict[str, str]
    version: int
    keep: dict[str, str]


async def read_posted(request: Request, section: Section) -> Posted:
    """The form of an editor, with plain line ends; a thing of one line has no line ends and no blanks around it."""
    fields = await read_fields(request, LONGEST_BODY + 1)
    typed = {one.name: _typed(fields.get(one.name, ""), one) for one in section.fields}
    keep = {one.name: str(fields.get(f"keep_{one.name}", "")) for one in section.fields if f"keep_{one.name}" in fields}
    return Posted(typed, version_in(fields), keep)


def version_in(fields: Mapping[str, str | list[str]]) -> int:
    """The version of the draft that the page showed."""
    said = fields.get("version", "")
    return int(said) if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 9 else 0


def _typed(value: str | list[str], field: Field) -> str:
    text = "\n".join(value) if isinstance(value, list) else value
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return text if field.rows > 1 or field.is_many else " ".join(text.split())


def editor_page(
    request: Request,
    session: Session,
    draft: CourseDraft,
    editor: Editor,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Message] | None = None,
    version: int = 0,
) -> Response:
    """The form with what stands in the draft, or with what was typed."""
    if typed is None:
        content = queries.content_of(session, draft.id, editor.section.path)
        typed = editor.section.read(course.text_of(content.text if content else editor.section.empty))
    return page(
        request,
        editor.template,
        errors=dict(errors or {}),
        draft=draft,
        editor=editor,
        fields=editor.section.fields,
        typed=typed,
        version=version or draft.version,
    )


async def save_editor(
    request: Request, session: Session, author: Actor, now: datetime, draft_id: int, editor: Editor, posted: Posted
) -> Response:
    """Save, and go back to where the section belongs; or the form with what is wrong, or both people's words."""
    section = editor.section
    if errors := section.errors(posted.typed):
        draft = queries.draft_of(session, draft_id, author.region_code)
        return editor_page(request, session, draft, editor, posted.typed, errors, posted.version)
    draft = queries.held(session, draft_id, author.region_code)
    mine = decided(session, draft, section, posted)
    by = By(author, now)
    would_be, clashes = actions.save(session, draft, section, mine, posted.version, editor.verb, by, editor.about)
    if clashes:
        return conflict_page(request, session, draft, editor, would_be, clashes)
    return see_other_address(editor.back)


def decided(session: Session, draft: CourseDraft, section: Section, posted: Posted) -> dict[str, str]:
    """What was typed, with what the person has decided about clashes that they were shown."""
    if not posted.keep:
        return posted.typed
    content = queries.content_at(session, draft.id, section.path, posted.version)
    theirs = section.read(course.text_of(content.text if content else section.empty))
    picked = {name: chosen(keep, theirs.get(name, ""), posted.typed[name]) for name, keep in posted.keep.items()}
    return posted.typed | picked


def conflict_page(
    request: Request,
    session: Session,
    draft: CourseDraft,
    editor: Editor,
    mine: Mapping[str, str],
    clashes: list[Clash],
) -> Response:
    """What the other person wrote, what this one wrote, and the choice. Nothing has been changed."""
    fields = {one.name: one for one in editor.section.fields}
    last = next(iter(queries.history_of(session, draft.id, 1)), None)
    return page(
        request,
        "workshop/conflict.html",
        status_code=409,
        draft=draft,
        editor=editor,
        clashes=[shown_clash(fields[clash.name], clash) for clash in clashes],
        mine=mine,
        last=last,
    )


@dataclass(frozen=True)
class ShownClash:
    """What two people wrote in one field, line by line, as readers know it."""

    field: Field
    theirs: list[Message | str]
    mine: list[Message | str]


def shown_clash(field: Field, clash: Clash) -> ShownClash:
    """A clash for its page."""
    return ShownClash(field, _lines(field, clash.theirs), _lines(field, clash.mine))


def _lines(field: Field, value: str) -> list[Message | str]:
    return [_said(field, line) for line in value.split("\n") if line.strip()]


def _said(field: Field, value: str) -> Message | str:
    """A value as its readers know it."""
    return field.options.get(value, value) if field.options else value


def see_other_address(address: str) -> Response:
    """On to a page whose address is known."""
    return RedirectResponse(address, status_code=303)


@dataclass(frozen=True)
class Part:
    """A line of the draft's page: where it leads, and what is missing there."""

    words: Message | str
    address: str
    state: Message | str


def fact_parts(request: Request, draft: CourseDraft, texts: Mapping[str, bytes]) -> list[Part]:
    """The groups of facts, and how much is missing in each."""
    parts = []
    text = course.text_of(texts.get(course.MANIFEST))
    for group, (words, _) in GROUPS.items():
        section = facts(group)
        missing = section.gaps(section.read(text))
        address = request.app.state.url_for("draft_facts", draft_id=draft.id, group=group)
        parts.append(Part(words, str(address), missing_words(missing)))
    return parts


def missing_words(count: int) -> Message:
    """How much is not filled in yet."""
    return message("还差 %(count)s 项", count=count) if count else message("都填了")


def lesson_rows(lessons: list[course.OutlinedLesson]) -> list[tuple[course.OutlinedLesson, Message]]:
    """Each lesson with what it lacks."""
    return [(lesson, _lesson_state(lesson)) for lesson in lessons]


def _lesson_state(lesson: course.OutlinedLesson) -> Message:
    if not lesson.front:
        return message("文件读不懂，要在外面改")
    if not lesson.has_text:
        return message("还没写正文")
    if not lesson.questions:
        return message("有正文，还没有题")
    return message("有正文，%(count)s 道题", count=lesson.questions)


def hub(request: Request, draft: CourseDraft) -> str:
    """The address of a draft's page."""
    return str(request.app.state.url_for("draft", draft_id=draft.id))
