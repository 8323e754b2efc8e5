"""The lifelong file as one page of headings, and a person's own lines in it."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from portal.certificates.queries import certificates_of
from portal.certificates.rules import certificate_number
from portal.credits.queries import balance
from portal.credits.routes import AccountHolder
from portal.credits.rules import EntryType
from portal.credits.sentences import who_proved
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.learning.queries import my_courses
from portal.sharing.dossier import actions, queries
from portal.sharing.dossier.forms import LineForm
from portal.sharing.dossier.models import FileLine
from portal.sharing.dossier.rules import HEADINGS, LineKind, years_in_words
from portal.sharing.queries import earned_entries
from portal.text import Message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/credits/file")
LISTED = 20  # of each heading; more are on the page of their own that it leads to
FROM_OUTSIDE = (EntryType.RECOGNISE, EntryType.TRANSFER_IN)


@dataclass(frozen=True)
class Told:
    """A line as its person reads it."""

    line: FileLine

    @property
    def years(self) -> Message:
        return years_in_words(self.line.year_from, self.line.year_to)


@router.get("")
async def life_file(request: Request, holder: AccountHolder, session: Db) -> Response:
    """Everything that was learned, under its headings: who proved it, and how it is put right."""
    certificates = certificates_of(session, holder.person_id)
    courses = my_courses(session, holder.person_id)
    entries = earned_entries(session, holder.person_id, LISTED)
    lines = queries.lines_of(session, holder.person_id)
    recognition = request.app.state.recognition_page
    return page(
        request,
        "sharing/file.html",
        holder=holder,
        credit_hundredths=balance(session, holder.person_id).credit_hundredths,
        entries=[(one, who_proved(one.cause)) for one in entries],
        certificates=[(one, certificate_number(one.id)) for one in certificates[:LISTED]],
        certificate_count=len(certificates),
        courses=courses[:LISTED],
        course_count=len(courses),
        own=[(kind, HEADINGS[kind], [Told(line) for line in lines if line.kind == kind]) for kind in LineKind],
        listed=LISTED,
        recognition=request.app.state.url_for(recognition) if recognition else "",
    )


@router.get("/lines/new")
async def new_line(request: Request, holder: AccountHolder, kind: str = "") -> Response:
    """The form of a line."""
    return line_page(request, LineForm(kind=kind), {})


@router.post("/lines")
async def add_line(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Add it."""
    form = await read_form(request, LineForm)
    if errors := form.errors(local_date(now).year):
        return line_page(request, form, errors)
    actions.add_line(session, holder.person_id, form.values(), now)
    return see_other(request, "life_file")


@router.get("/lines/{line_id}")
async def file_line(request: Request, line_id: int, holder: AccountHolder, session: Db) -> Response:
    """One's own line, to change it."""
    line = own(session, holder.person_id, line_id)
    typed = {name: "" if (value := getattr(line, name)) is None else str(value) for name in LineForm.model_fields}
    return line_page(request, LineForm(**typed), {}, line)


@router.post("/lines/{line_id}")
async def change_line(request: Request, line_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Change it."""
    form, line = await read_form(request, LineForm), own(session, holder.person_id, line_id)
    if errors := form.errors(local_date(now).year):
        return line_page(request, form, errors, line)
    actions.change_line(session, line, form.values(), now)
    return see_other(request, "life_file")


@router.get("/lines/{line_id}/removal")
async def ask_removal(request: Request, line_id: int, holder: AccountHolder, session: Db) -> Response:
    """Whether it shall really go."""
    return page(request, "sharing/removal.html", told=Told(own(session, holder.person_id, line_id)))


@router.post("/lines/{line_id}/removal")
async def remove_line(request: Request, line_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Take it away for good."""
    actions.remove_line(session, own(session, holder.person_id, line_id), now)
    return see_other(request, "life_file")


def own(session: Db, person_id: int, line_id: int) -> FileLine:
    """A line of one's own. Raises NotFound for anybody else's."""
    if found := queries.own_line(session, person_id, line_id):
        return found
    raise NotFound


def line_page(request: Request, form: LineForm, errors: dict[str, Message], line: FileLine | None = None) -> Response:
    """The form, empty or with what stands there."""
    return page(request, "sharing/line.html", errors=errors, form=form, line=line, kinds=HEADINGS)
