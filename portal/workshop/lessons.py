"""The lessons of a draft: one more, in another order, away, and what each of them says."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from portal.accounts.access import Submitter
from portal.accounts.rules import Actor
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.library.rules import KINDS
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.web import page, read_fields, read_form, see_other
from portal.web.forms import Form
from portal.web.refusals import leading_back
from portal.workshop import actions, course, queries, views
from portal.workshop.actions import By, NewLesson
from portal.workshop.course import OutlinedLesson
from portal.workshop.models import CourseDraft
from portal.workshop.rules import MOVED_ON, Verb
from portal.workshop.sections import lesson_body, lesson_facts
from portal.workshop.views import Editor

BACK = leading_back(message("回到这份草稿"), "draft", "draft_id")
router = APIRouter(prefix="/workshop/{draft_id}", dependencies=[BACK])
LONGEST_TITLE, MOST_MINUTES = 25, 600


class LessonForm(Form):
    """What a new lesson is."""

    title: str = ""
    kind: str = "text"
    minutes: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        if not self.title.strip():
            found["title"] = message("这一课的名字：写一个名字，以后还能改")
        elif len(self.title.strip()) > LONGEST_TITLE:
            found["title"] = message("这一课的名字：不超过 %(count)s 个字", count=LONGEST_TITLE)
        elif find_personal_data(self.title):
            found["title"] = message("这一课的名字：里面像是有个人的号码。去掉号码")
        if self.kind not in KINDS:
            found["kind"] = message("这一课是什么：选一个")
        if not (self.minutes.strip().isascii() and self.minutes.strip().isdigit()) or not self.whole_minutes:
            found["minutes"] = message("要学多少分钟：写整数，1 到 600")
        return found

    @property
    def whole_minutes(self) -> int:
        """The minutes; 0 when they are too many or none."""
        minutes = int(self.minutes.strip()) if len(self.minutes.strip()) < 5 else 0
        return minutes if minutes <= MOST_MINUTES else 0


@router.get("/lessons/new")
async def new_lesson(request: Request, draft_id: int, author: Submitter, session: Db) -> Response:
    """The form for one more lesson."""
    found = queries.draft_of(session, draft_id, author.region_code)
    return page(request, "workshop/new_lesson.html", draft=found, form=LessonForm(), kinds=KINDS)


@router.post("/lessons/new")
async def add_lesson(request: Request, draft_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Put it at the end, and go on with its text."""
    form = await read_form(request, LessonForm)
    if errors := form.errors():
        found = queries.draft_of(session, draft_id, author.region_code)
        return page(request, "workshop/new_lesson.html", errors=errors, draft=found, form=form, kinds=KINDS)
    found = queries.held(session, draft_id, author.region_code)
    lesson = NewLesson(form.title.strip(), "", form.kind, form.whole_minutes)
    slug = actions.put_lesson(session, found, lesson, By(author, now))
    return see_other(request, "draft_lesson_text", draft_id=found.id, slug=slug)


def lesson_of(session: Session, found: CourseDraft, slug: str) -> OutlinedLesson:
    """A lesson that pages can change. Raises NotFound."""
    lessons = course.outline(queries.texts_of(session, found.id))
    lesson = next((one for one in lessons if one.slug == slug), None)
    if lesson is None or not lesson.front:
        raise NotFound
    return lesson


@router.get("/lessons/{slug}")
async def draft_lesson(request: Request, draft_id: int, slug: str, author: Submitter, session: Db) -> Response:
    """One lesson: what it is, what it lacks, and its parts to be changed."""
    found = queries.draft_of(session, draft_id, author.region_code)
    lesson = lesson_of(session, found, slug)
    return page(
        request,
        "workshop/lesson.html",
        draft=found,
        lesson=lesson,
        kinds=KINDS,
        state=views.lesson_rows([lesson])[0][1],
        is_first=lesson.number == 1,
        is_last=lesson.number == len(course.lesson_slugs(course.facts_of(queries.texts_of(session, found.id)))),
    )


def editor_of(request: Request, found: CourseDraft, lesson: OutlinedLesson, is_text: bool) -> Editor:
    """The page of a lesson's text, or of what it says of itself."""
    url_for = request.app.state.url_for
    name = "draft_lesson_text" if is_text else "draft_lesson_facts"
    title = lesson.title
    return Editor(
        section=lesson_body(lesson.slug) if is_text else lesson_facts(lesson.slug),
        verb=Verb.TEXT if is_text else Verb.LESSON,
        heading=message("写《%(title)s》的正文", title=title)
        if is_text
        else message("《%(title)s》的名字和信息", title=title),
        template="workshop/text.html" if is_text else "workshop/section.html",
        address=str(url_for(name, draft_id=found.id, slug=lesson.slug)),
        back=str(url_for("draft_lesson", draft_id=found.id, slug=lesson.slug)),
        about=title,
    )


@router.get("/lessons/{slug}/facts")
async def draft_lesson_facts(request: Request, draft_id: int, slug: str, author: Submitter, session: Db) -> Response:
    """What a lesson says of itself, to be changed."""
    found = queries.draft_of(session, draft_id, author.region_code)
    editor = editor_of(request, found, lesson_of(session, found, slug), False)
    return views.editor_page(request, session, found, editor)


@router.post("/lessons/{slug}/facts")
async def save_lesson_facts(
    request: Request, draft_id: int, slug: str, author: Submitter, session: Db, now: Now
) -> Response:
    """Save it."""
    posted = await views.read_posted(request, lesson_facts(slug))
    return await save(request, session, author, now, draft_id, slug, posted, False)


@router.get("/lessons/{slug}/text")
async def draft_lesson_text(request: Request, draft_id: int, slug: str, author: Submitter, session: Db) -> Response:
    """The text of a lesson, to be written, with what a line may begin with."""
    found = queries.draft_of(session, draft_id, author.region_code)
    editor = editor_of(request, found, lesson_of(session, found, slug), True)
    return views.editor_page(request, session, found, editor)


@router.post("/lessons/{slug}/text")
async def save_lesson_text(
    request: Request, draft_id: int, slug: str, author: Submitter, session: Db, now: Now
) -> Response:
    """Save it."""
    posted = await views.read_posted(request, lesson_body(slug))
    return await save(request, session, author, now, draft_id, slug, posted, True)


async def save(
    request: Request,
    session: Session,
    author: Actor,
    now: datetime,
    draft_id: int,
    slug: str,
    posted: views.Posted,
    is_text: bool,
) -> Response:
    """Save a part of a lesson; when somebody has deleted it meanwhile, what was typed is shown, to be taken along."""
    found = queries.draft_of(session, draft_id, author.region_code)
    try:
        lesson = lesson_of(session, found, slug)
    except NotFound:
        if queries.content_at(session, found.id, course.lesson_path(slug), posted.version) is None:
            raise
        return page(request, "workshop/gone.html", status_code=409, draft=found, typed=list(posted.typed.values()))
    editor = editor_of(request, found, lesson, is_text)
    return await views.save_editor(request, session, author, now, draft_id, editor, posted)


@router.post("/order")
async def move_lesson(request: Request, draft_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Move a lesson one place, or take it out: the button says which. Both can be undone."""
    fields = await read_fields(request)
    found = queries.held(session, draft_id, author.region_code)
    slug, deed = str(fields.get("lesson", "")), str(fields.get("deed", ""))
    texts = queries.texts_of(session, found.id)
    slugs = course.lesson_slugs(course.facts_of(texts))
    if slug not in slugs or deed not in ("up", "down", "delete"):
        raise Refused(MOVED_ON)
    title = next(one.title for one in course.outline(texts) if one.slug == slug)
    place, by = slugs.index(slug), By(author, now)
    slugs.remove(slug)
    if deed == "delete":
        actions.reorder(session, found, slugs, Verb.DELETE_LESSON, by, title)
    else:
        slugs.insert(max(0, place + (1 if deed == "down" else -1)), slug)
        actions.reorder(session, found, slugs, Verb.MOVE, by, title)
    address = f"{request.app.state.url_for('draft', draft_id=found.id)}#{'last' if deed == 'delete' else 'lessons'}"
    return views.see_other_address(address)
