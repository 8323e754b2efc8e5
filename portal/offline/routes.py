"""Take a course along to learn without a connection, and bring back what was learned."""

import zipfile
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from portal.accounts.access import Trainee, signed_in_as
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.formats import queries as formats
from portal.formats.actions import ask_again, ask_for
from portal.formats.document.rows import course_document
from portal.formats.rules import COURSE, FORMS, MOST_WAITING, Asked, Kind
from portal.formats.views import making_address
from portal.jobs.models import JobState
from portal.learning.routes import IN_TIME, enrolled
from portal.offline import actions, queries, rules
from portal.offline.forms import HandedIn, at, read_handed_in
from portal.offline.pack import maker, pages
from portal.offline.pack.personal import SCRIPT, SCRIPT_NAME, personal_page
from portal.offline.pack.tail import with_files
from portal.offline.sheet import sheet
from portal.text import Message, message, speaking
from portal.text.codes import normalise
from portal.text.dates import format_time, local_date
from portal.web import page, see_other

router = APIRouter(prefix="/learning")
SHEET_NAME = "answers.txt"
PACK = Asked(COURSE, Kind.PACK)
MAKER = maker.make_pack  # put down when this module is imported
END_OF_ZIP = 400_000  # bytes that hold the list of files of any pack: some 200 names of at most 80 characters
OWN = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
# At a base an officer hands in for somebody who is there and agrees. Until bases have officers, administrators are those.
HandsIn = Annotated[Actor, Depends(signed_in_as(Role.TRAINEE, Role.ADMINISTRATOR))]


@router.get("/receipts")
async def receipts(request: Request, actor: HandsIn) -> Response:
    """Where a receipt is handed in: as a file, as text, or by its codes."""
    return form_page(request, actor, HandedIn())


@router.post("/receipts")
async def hand_in_receipt(request: Request, actor: HandsIn, session: Db, now: Now) -> Response:
    """Post what the receipt brings, and say of each lesson what became of it."""
    handed = await read_handed_in(request)
    for_others = is_officer(actor)
    if errors := handed.errors(for_others):
        return form_page(request, actor, handed, errors)
    vault = request.app.state.vault
    receipt = handed.receipt()
    if receipt is not None:
        place = "file" if handed.file else "text"
        outcome = actions.hand_in(session, vault, receipt, actor, for_others, now)
    elif (written := handed.sheet()) is not None:
        place = "file" if handed.file else "text"
        outcome = actions.hand_in_sheet(session, *written, actor, for_others, now)
    else:
        place, code, codes = "codes", normalise(handed.pack) or "", rules.read_codes(handed.codes) or []
        outcome = actions.hand_in_codes(session, vault, code, codes, actor, for_others, now)
    if isinstance(outcome, Message):
        return form_page(request, actor, handed, {place: problem_at(place, outcome)})
    return see_other(request, "receipt", receipt_id=outcome.receipt_id, again="1" if outcome.is_again else "")


@router.get("/receipts/{receipt_id}")
async def receipt(request: Request, receipt_id: int, actor: HandsIn, session: Db, again: str = "") -> Response:
    """What became of each lesson of a receipt."""
    found = queries.receipt_for(session, receipt_id, actor.person_id)
    if found is None:
        raise NotFound
    lessons = sorted(found.OfflineReceipt.lessons, key=lambda lesson: lesson["number"])
    return page(
        request,
        "offline/receipt.html",
        course=found.CourseVersion,
        slug=found.slug,
        receipt=found.OfflineReceipt,
        is_again=again == "1",
        is_own=found.Enrolment.person_id == actor.person_id,
        done=sum(lesson["outcome"] == "done" for lesson in lessons),
        lessons=[(lesson, rules.outcome_in_words(lesson["outcome"])) for lesson in lessons],
    )


@router.get("/{slug}/pack")
async def pack(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """The pack of a course that I learn: take it, fetch it, and how it comes back."""
    found = enrolled(session, learner, slug)
    version = found.CourseVersion
    made = formats.made_form(session, version.id, PACK)
    job = None if made else ask_for(session, version.id, PACK, now, most=2 * MOST_WAITING)
    is_failed = job is not None and job.state == JobState.FAILED
    is_public = formats.version_to_take(session, slug, version.number) is not None
    return page(
        request,
        "offline/pack.html",
        course=version,
        slug=slug,
        size=made.size if made else 0,
        failed=job.message if job and is_failed else None,
        again_at=rules.again_at(job.finished_at, now) if job and is_failed else None,
        pack=queries.open_pack(session, found.Enrolment.id, local_date(now)),
        progress_address=making_address(request.app.state.url_for, slug, PACK, version.number) if is_public else "",
    )


@router.post("/{slug}/pack", dependencies=[IN_TIME])
async def take_pack(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """A pack with a number of my own; while it lasts, the same again."""
    found = enrolled(session, learner, slug)
    actions.take_pack(session, learner, found.Enrolment, now)
    return see_other(request, "pack", slug=slug)


@router.post("/{slug}/pack/again", dependencies=[IN_TIME])
async def make_pack_again(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """Have a pack made once more that could not be made; not at once after it has failed."""
    version = enrolled(session, learner, slug).CourseVersion
    way_on = (message("打开学习包的页面"), request.app.state.url_for("pack", slug=slug))
    job = ask_for(session, version.id, PACK, now, most=2 * MOST_WAITING)
    if job.state == JobState.FAILED:
        if moment := rules.again_at(job.finished_at, now):
            raise Refused(message("刚试过。%(time)s以后可以再试。", time=format_time(moment)), way_on)
        ask_again(session, version.id, PACK, now)
    return see_other(request, "pack", slug=slug)


@router.get("/{slug}/pack.zip", dependencies=[IN_TIME])
async def pack_file(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """The file: the pack of everybody, with my own page of questions in it."""
    found = enrolled(session, learner, slug)
    version = found.CourseVersion
    mine = queries.open_pack(session, found.Enrolment.id, local_date(now))
    made = formats.made_form(session, version.id, PACK)
    way_on = (message("打开学习包的页面"), request.app.state.url_for("pack", slug=slug))
    if mine is None or made is None:
        raise Refused(message("学习包还没有准备好。先打开学习包的页面。"), way_on)
    with speaking("en" if version.language.startswith("en") else "zh-CN"):
        own = own_page(request, session, slug, version, mine)
        written = sheet(version.title, list(queries.lessons_of(session, version.id).values()), mine.code)
    files = request.app.state.files
    tail = b"".join(files.stream(made.digest, max(0, made.size - END_OF_ZIP)))
    try:
        kept, end = with_files(made.size, tail, {pages.ANSWERS: own, SCRIPT_NAME: SCRIPT, SHEET_NAME: written})
    except zipfile.BadZipFile as error:
        raise Refused(message("学习包坏了。请告诉我们。"), way_on) from error
    headers = OWN | {
        "Content-Length": str(kept + len(end)),
        "Content-Disposition": f'attachment; filename="{slug}-{mine.code}.zip"',
    }
    return StreamingResponse(joined(files, made.digest, kept, end), 200, headers, FORMS[Kind.PACK].media_type)


def own_page(request: Request, session: Db, slug: str, version: Any, mine: Any) -> str:
    """The page of questions with the key of this pack."""
    lessons = list(queries.lessons_of(session, version.id).values())
    document = course_document(slug, version, [], is_whole=True)
    return personal_page(document, lessons, mine, actions.key_of(request.app.state.vault, mine))


async def joined(files: Any, digest: str, kept: int, end: bytes) -> AsyncIterator[bytes]:
    """The stored beginning, then the end that was made for this person."""
    async for piece in files.astream(digest, 0, kept):
        yield piece
    yield end


def form_page(request: Request, actor: Actor, handed: HandedIn, errors: dict[str, Message] | None = None) -> Response:
    return page(request, "offline/receipts.html", errors=errors, handed=handed, for_others=is_officer(actor))


def is_officer(actor: Actor) -> bool:
    """Who hands in for others; a learner only for themselves."""
    return Role.ADMINISTRATOR in actor.roles


def problem_at(place: str, problem: Message) -> Message:
    """The reason at the field that brought it."""
    return message("交回码：%(problem)s", problem=problem) if place == "codes" else at(place, problem)
