"""The page on which a college's readers make tokens for their own system."""

from fastapi import APIRouter, Request, Response

from portal.colleges.access import CollegeReader, Reader
from portal.conversion.models import ConversionApplication
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.exchange import actions, queries
from portal.exchange.rules import MOST_A_MINUTE, MOST_DAYS, SCOPE_OF, SCOPE_WORDS, Kind, Scope, last_day
from portal.sharing.models import Share
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.forms import Form

router = APIRouter(prefix="/college/interface")


class TokenForm(Form):
    """For which share or application, and for how many days."""

    subject: str = ""
    days: str = "30"

    def errors(self, subjects: dict[str, Share | ConversionApplication]) -> dict[str, Message]:
        """What to put right. `subjects` is what a token can be made for."""
        found: dict[str, Message] = {}
        if self.subject not in subjects:
            found["subject"] = message("给什么用：选一个")
        if self.read_days() is None:
            found["days"] = message("用几天：写 1 到 %(days)s 之间的数字", days=MOST_DAYS)
        return found

    def read_days(self) -> int | None:
        """The days; None when they are no number that is allowed."""
        typed = self.days.strip()
        days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
        return days if 0 < days <= MOST_DAYS else None


@router.get("")
async def college_interface(request: Request, reader: CollegeReader, session: Db, now: Now) -> Response:
    """What the interface is, the tokens that hold, and the form to make one."""
    return interface_page(request, session, reader, now, TokenForm(), {})


@router.post("")
async def make_exchange_token(request: Request, reader: CollegeReader, session: Db, now: Now) -> Response:
    """Make a token. The page that answers is the only one that ever shows it."""
    form = await read_form(request, TokenForm)
    subjects = subjects_of(session, reader, now)
    if errors := form.errors(subjects):
        return interface_page(request, session, reader, now, form, errors)
    subject, days = subjects[form.subject], form.read_days() or 1
    consent_until = subject.ends_on if isinstance(subject, Share) else subject.consent_until
    ends_on = last_day(local_date(now), days, consent_until)
    scope = SCOPE_OF[Kind.SHARE if isinstance(subject, Share) else Kind.APPLICATION]
    token = actions.make_token(session, reader.college.id, reader.actor.person_id, scope, subject.id, ends_on, now)
    shown = page(request, "exchange/token.html", token=token, ends_on=ends_on, scope=SCOPE_WORDS[scope])
    shown.headers["Cache-Control"] = "private, no-store"
    return shown


@router.post("/{token_id}/stop")
async def stop_exchange_token(
    request: Request, token_id: int, reader: CollegeReader, session: Db, now: Now
) -> Response:
    """Let a token hold no more."""
    token = queries.token_of_college(session, token_id, reader.college.id)
    if token is None:
        raise NotFound
    actions.stop(session, token, reader.actor.person_id, now)
    return see_other(request, "college_interface")


def subjects_of(session: Db, reader: Reader, now: Now) -> dict[str, Share | ConversionApplication]:
    """What a reader can make a token for: applications that wait, and what people show to the college."""
    today, college_id = local_date(now), reader.college.id
    applications = [row.ConversionApplication for row in queries.applications_for(session, college_id, today)]
    found: dict[str, Share | ConversionApplication] = {f"{Kind.APPLICATION}-{one.id}": one for one in applications}
    return found | {f"{Kind.SHARE}-{one.id}": one for one in queries.shares_for(session, college_id, today)}


def interface_page(
    request: Request, session: Db, reader: Reader, now: Now, form: TokenForm, errors: dict[str, Message]
) -> Response:
    """The page with what was typed."""
    today, college_id = local_date(now), reader.college.id
    options = [
        (
            f"{Kind.APPLICATION}-{row.ConversionApplication.id}",
            message("%(name)s的申请，%(number)s 号", name=row.name, number=row.ConversionApplication.id),
        )
        for row in queries.applications_for(session, college_id, today)
    ] + [
        (f"{Kind.SHARE}-{share.id}", message("%(name)s给你们看的学分", name=share.holder_name))
        for share in queries.shares_for(session, college_id, today)
    ]
    return page(
        request,
        "exchange/interface.html",
        college=reader.college,
        options=options,
        tokens=[
            (row, SCOPE_WORDS[Scope(row.ExchangeToken.scope)]) for row in queries.tokens_of(session, college_id, today)
        ],
        most_a_minute=MOST_A_MINUTE,
        form=form,
        errors=errors,
    )
