"""The workshop of a prefecture: its drafts, one draft with all of its parts, and what the course says of itself."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Submitter
from portal.accounts.rules import Actor
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.submissions.queries import region_name
from portal.submissions.views import place_name
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.web import page, read_fields, read_form, see_other
from portal.web.forms import Form
from portal.web.refusals import leading_back
from portal.workshop import actions, course, queries, views
from portal.workshop.actions import By
from portal.workshop.models import CourseDraft
from portal.workshop.rules import PAGE_SIZE, VERB_WORDS, Verb
from portal.workshop.sections import GROUPS, facts
from portal.workshop.views import Editor

BACK = leading_back(message("回到这份草稿"), "draft", "draft_id")
router = APIRouter(prefix="/workshop", dependencies=[BACK])
LONGEST_TITLE = 25


class NewForm(Form):
    """What a new course is called."""

    title: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        if not self.title.strip():
            return {"title": message("课程名：写一个名字，以后还能改")}
        if len(self.title.strip()) > LONGEST_TITLE:
            return {"title": message("课程名：不超过 %(count)s 个字", count=LONGEST_TITLE)}
        if find_personal_data(self.title):
            return {"title": message("课程名：里面像是有个人的号码。去掉号码")}
        return {}


@router.get("")
async def workshop(request: Request, author: Submitter, session: Db, aside: str = "", number: int = 1) -> Response:
    """The drafts of this prefecture, the last changed first; with `aside` those that were put aside."""
    total = queries.count_of(session, author.region_code, bool(aside))
    count = max(1, -(-total // PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    return page(
        request,
        "workshop/list.html",
        rows=queries.drafts_of(session, author.region_code, bool(aside), number),
        total=total,
        number=number,
        count=count,
        aside=bool(aside),
        put_aside=queries.count_of(session, author.region_code, True),
        place=place_name(region_name(session, author.region_code)),
    )


@router.get("/new")
async def new_draft(request: Request, author: Submitter) -> Response:
    """The form to begin a course."""
    return page(request, "workshop/new.html", form=NewForm())


@router.post("/new")
async def begin_draft(request: Request, author: Submitter, session: Db, now: Now) -> Response:
    """Begin an empty course, and go on with its parts."""
    form = await read_form(request, NewForm)
    if errors := form.errors():
        return page(request, "workshop/new.html", errors=errors, form=form)
    provider = f"{region_name(session, author.region_code)[0]}残疾人联合会"
    begun = actions.begin(session, form.title.strip(), provider, By(author, now))
    return see_other(request, "draft", draft_id=begun.id)


@router.get("/{draft_id}")
async def draft(request: Request, draft_id: int, author: Submitter, session: Db) -> Response:
    """One draft: its parts with what each lacks, its lessons in order, the last change, and the ways on."""
    return draft_page(request, session, queries.draft_of(session, draft_id, author.region_code))


def draft_page(request: Request, session: Db, found: CourseDraft) -> Response:
    """The page of a draft."""
    texts = queries.texts_of(session, found.id)
    lessons = course.outline(texts)
    history = queries.history_of(session, found.id)
    return page(
        request,
        "workshop/draft.html",
        draft=found,
        parts=views.fact_parts(request, found, texts),
        lessons=views.lesson_rows(lessons),
        history=history,
        verbs=VERB_WORDS,
        can_undo=found.version > 2 and found.given_up_at is None,
        file_count=len(queries.files_of(session, found.id)),
        submission=queries.submission_of(session, found),
    )


def facts_editor(request: Request, draft_id: int, group: str) -> Editor:
    """The page of one group of facts. Raises NotFound."""
    if group not in GROUPS:
        raise NotFound
    return Editor(
        section=facts(group),
        verb=Verb.FACTS,
        heading=GROUPS[group][0],
        template="workshop/section.html",
        address=str(request.app.state.url_for("draft_facts", draft_id=draft_id, group=group)),
        back=f"{request.app.state.url_for('draft', draft_id=draft_id)}#facts",
    )


@router.get("/{draft_id}/facts/{group}")
async def draft_facts(request: Request, draft_id: int, group: str, author: Submitter, session: Db) -> Response:
    """Some facts of the course, to be changed."""
    found = queries.draft_of(session, draft_id, author.region_code)
    return views.editor_page(request, session, found, facts_editor(request, draft_id, group))


@router.post("/{draft_id}/facts/{group}")
async def save_facts(request: Request, draft_id: int, group: str, author: Submitter, session: Db, now: Now) -> Response:
    """Save them."""
    editor = facts_editor(request, draft_id, group)
    posted = await views.read_posted(request, editor.section)
    return await views.save_editor(request, session, author, now, draft_id, editor, posted)


@router.post("/{draft_id}/undo")
async def undo_change(request: Request, draft_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Take the newest change back."""
    version = views.version_in(await read_fields(request))
    found = queries.held(session, draft_id, author.region_code)
    actions.undo(session, found, version, By(author, now))
    return see_other(request, "draft", draft_id=found.id)


@router.post("/{draft_id}/aside")
async def put_draft_aside(request: Request, draft_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Put a draft aside, or go on with it: the form says which."""
    return aside(request, session, author, now, draft_id, (await read_fields(request)).get("deed") == "take_up")


def aside(request: Request, session: Db, author: Actor, now: datetime, draft_id: int, takes_up: bool) -> Response:
    """Both ways can be gone again."""
    found = queries.held(session, draft_id, author.region_code)
    (actions.take_up if takes_up else actions.give_up)(session, found, By(author, now))
    return see_other(request, "draft", draft_id=found.id)
