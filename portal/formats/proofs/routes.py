"""The braille desk: what nobody has checked, one text to read, the answer, and taking it back."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.access import signed_in_as
from portal.accounts.rules import Actor, Role, is_within
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.formats import queries as made
from portal.formats.proofs import actions, forms, queries, reading, rules, views
from portal.formats.proofs.forms import ProofForm, Sent, TakeBackForm
from portal.formats.proofs.models import BrailleCheck
from portal.formats.proofs.rules import Verdict
from portal.formats.proofs.views import On
from portal.formats.rules import COURSE, USUAL_SIZE, Kind
from portal.library.models import CourseVersion
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/braille")
Reader = Annotated[Actor, Depends(signed_in_as(Role.BLIND_TESTER))]
CHANGED = message("课文在您读的时候改过了，点字也重新转换了。请读新的。您写的说明还在下面。")


@router.get("")
async def braille_desk(request: Request, reader: Reader, session: Db, number: int = 1) -> Response:
    """Braille of open courses that nobody has checked, the longest open first."""
    scope, own = scope_of(request), rules.own_places(reader.region_code)
    total = queries.count_waiting(session, scope, own)
    count = max(1, -(-total // queries.PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    rows = queries.waiting(session, scope, own, number)
    return page(request, "formats/proofs.html", rows=rows, total=total, number=number, count=count)


@router.get("/{slug}/{part}")
async def braille_proof(
    request: Request, slug: str, part: str, reader: Reader, session: Db, number: int = 1, done: str = ""
) -> Response:
    """One text: its braille, what it says in letters, and the form."""
    on = text_on_desk(request, session, slug, part, reader)
    said = views.DONE[Verdict(done)] if done in list(Verdict) else None
    return proof_page(request, session, on, reader, ProofForm(), number=number, done=said)


@router.post("/{slug}/{part}")
async def check_braille(request: Request, slug: str, part: str, reader: Reader, session: Db, now: Now) -> Response:
    """Say that a text is right, or bring it corrected."""
    sent = await forms.read_proof(request)
    on = text_on_desk(request, session, slug, part, reader)
    if sent.form.digest != on.made.digest:
        return proof_page(request, session, on, reader, sent.form, lost=CHANGED)
    if errors := sent.form.errors(sent.raw):
        return proof_page(request, session, on, reader, sent.form, errors)
    return keep(request, session, on, reader, sent, now)


def keep(request: Request, session: Db, on: On, reader: Actor, sent: Sent, now: datetime) -> Response:
    """Write an answer down that is complete; tell who comes second, and who brings a file that cannot be read."""
    files, form = request.app.state.files, sent.form
    brought = reading.read_braille(sent.raw or files.read(on.made.digest), *USUAL_SIZE)
    if brought.problems:
        return proof_page(request, session, on, reader, form, {"file": views.WRONG}, wrong_lines=brought.problems)
    check = BrailleCheck(
        version_id=on.version.id,
        part=on.part,
        digest=on.made.digest,
        number=on.next_number,
        verdict=form.verdict,
        note=form.note,
        checked_by_id=reader.person_id,
        checked_at=now,
    )
    is_marked = views.files_given(on, brought.pages, check, local_date(now), files)
    if not is_marked and on.check is None:
        return proof_page(request, session, on, reader, form, {"file": views.NO_HEAD})
    if on.check is None and actions.record(session, check):
        return see_other(request, "braille_proof", slug=on.slug, part=on.part, done=form.verdict)
    on = text_on_desk(request, session, on.slug, on.part, reader)
    if is_marked and views.is_pressed_again(on, form, check, reader.person_id):
        return see_other(request, "braille_proof", slug=on.slug, part=on.part, done=form.verdict)
    return proof_page(request, session, on, reader, form, lost=views.why_lost(on, reader.person_id))


@router.post("/{slug}/{part}/take-back")
async def take_back_check(request: Request, slug: str, part: str, reader: Reader, session: Db, now: Now) -> Response:
    """Whoever has checked a text takes it back; a second time changes nothing."""
    form = await read_form(request, TakeBackForm)
    on = text_on_desk(request, session, slug, part, reader)
    if on.check is not None and form.number == str(on.check.number):
        if on.check.checked_by_id != reader.person_id:
            raise Refused(message("只有校对的人自己能收回。"))
        actions.take_back(session, on.check, now)
    elif on.check is not None:
        raise Refused(message("这一份后来又校对过。先看新的。"))
    return see_other(request, "braille_proof", slug=slug, part=part, done=Verdict.TAKEN_BACK)


def scope_of(request: Request) -> str:
    """The first digits of the place for which somebody tests."""
    code = str(request.state.role_regions[Role.BLIND_TESTER])
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def text_on_desk(request: Request, session: Db, slug: str, part: str, reader: Actor) -> On:
    """One text of an open course, for who may check it. Raises NotFound, also for another place's; Refused for who has
    to keep away from the course."""
    found = made.version_to_take(session, slug, None)
    if found is None or not is_within(found.CourseVersion.region_code, request.state.role_regions[Role.BLIND_TESTER]):
        raise NotFound
    version: CourseVersion = found.CourseVersion
    form = made.made_form(session, version.id, views.asked_of(part, Kind.BRAILLE))
    if form is None:
        raise NotFound
    if reason := rules.why_not_check(reader, version.region_code, [person["name"] for person in version.people]):
        raise Refused(reason, (message("回到盲文校对"), request.app.state.url_for("braille_desk")))
    lessons = made.lessons_to_take(session, version.id, part, "") if part != COURSE else []
    history = queries.history_of(session, version.id, part, form.digest)
    return On(slug, version, part, lessons[0] if lessons else None, form, history)


def proof_page(
    request: Request,
    session: Db,
    on: On,
    reader: Actor,
    form: ProofForm,
    errors: dict[str, Message] | None = None,
    lost: Message | None = None,
    number: int = 1,
    **values: Any,
) -> Response:
    """The page of one text. Raises NotFound for a page of braille that there is none of."""
    state = request.app.state
    shown = views.proof_values(session, state.files, on, state.url_for, number, reader.person_id)
    if not 1 <= number <= shown["count"]:
        raise NotFound
    return page(
        request,
        "formats/proof.html",
        errors=errors,
        status_code=409 if lost else 200,
        form=form,
        verdicts=forms.VERDICTS,
        lost=lost,
        wrong_lines=values.get("wrong_lines", ()),
        done=values.get("done"),
        most_bytes=forms.MOST_BYTES,
        **shown,
    )
