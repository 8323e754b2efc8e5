"""A person shows a statement to others: pick, see what they will see, show it, stop."""

from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response

from portal.accounts.rules import Actor
from portal.colleges.queries import live_college
from portal.credits.routes import AccountHolder
from portal.credits.rules import pages_in, read_number
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.sharing import actions, queries, views
from portal.sharing.actions import Wish
from portal.sharing.contents import shared_statement
from portal.sharing.documents import facts, notes
from portal.sharing.files import as_file, make_again, own_form, paper_file, paper_page, wanted
from portal.sharing.forms import PickForm, ShareForm
from portal.sharing.models import Share
from portal.sharing.rules import FORMS, Kind, in_order, why_not_share
from portal.text import Message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/credits/shares")
AnyForm = TypeVar("AnyForm", bound=PickForm)


@router.get("")
async def shares(request: Request, holder: AccountHolder, session: Db, now: Now, number: str = "") -> Response:
    """Everything that was shown to others, the newest first."""
    count = queries.count_shares(session, holder.person_id)
    last = pages_in(count)
    chosen = min(read_number(number), last)
    today = local_date(now)
    told = [views.Told(one, today) for one in queries.shares_of(session, holder.person_id, chosen)]
    address = request.app.state.url_for("shares") + "?number="
    return page(request, "sharing/shares.html", told=told, count=count, number=chosen, pages=last, page_address=address)


@router.get("/new")
async def new_share(request: Request, holder: AccountHolder, session: Db) -> Response:
    """Pick what others will see."""
    return pick_page(request, session, holder, read_query(request, PickForm), {})


@router.get("/preview")
async def preview_share(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Exactly what others will see, and to whom it may be shown."""
    form = read_query(request, ShareForm)
    if errors := form.errors():
        return pick_page(request, session, holder, form, errors)
    return preview_page(request, session, holder, now, form, {})


@router.post("")
async def make_share(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Show it from now on."""
    form, days = await read_form(request, ShareForm), views.days_of(request, now)
    if errors := form.errors():
        return pick_page(request, session, holder, form, errors)
    colleges = dict(views.colleges_to_choose(session))
    if errors := form.wish_errors({int(value) for value in colleges}, days["most_days"]):
        return preview_page(request, session, holder, now, form, errors)
    wish = Wish(
        holder_name=views.name_shown(holder, form),
        days=int(form.days),
        most_days=days["most_days"],
        college_id=int(form.to) if form.to in colleges else None,
        receiver="" if form.to in colleges else form.receiver.strip(),
        purpose=form.purpose.strip(),
        period=form.period,
    )
    items = views.picked(session, holder.person_id, form)
    made = actions.share(session, request.app.state.vault, holder.person_id, items, wish, now)
    return see_other(request, "own_share", share_id=made.id)


@router.get("/{share_id}")
async def own_share(request: Request, share_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """A share: its code, its address, until when, who looked, how to stop it, and its forms."""
    share, state = own(session, holder, share_id), request.app.state
    college = live_college(session, share.college_id) if share.college_id else None
    kinds = [kind for kind in in_order(own_form(request)) if kind is not Kind.HTML]
    return page(
        request,
        "sharing/share.html",
        told=views.Told(share, local_date(now), college.name if college else ""),
        address=state.settings.origin + (own_address := views.address_of(request, share)),
        own_address=own_address,
        origin=state.settings.origin,
        looks=views.looks_of(session, share.id),
        forms=[(FORMS[kind], state.url_for("share_file", share_id=share.id, kind=kind)) for kind in kinds],
        said=(said := shared_statement(session, share, now)),
        facts=facts(said, state.settings),
        notes=notes(said, state.settings.mode == "demo"),
    )


@router.post("/{share_id}/ending")
async def stop_share(request: Request, share_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Let nobody see it from now on."""
    actions.stop(session, own(session, holder, share_id), now)
    return see_other(request, "own_share", share_id=share_id)


@router.get("/{share_id}/statement.{kind}")
async def share_file(
    request: Request, share_id: int, kind: str, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """What is shown, as a file."""
    share = own(session, holder, share_id)
    if kind in (Kind.PDF, Kind.BRF):
        there = paper_file(request, session, wanted(request, holder.person_id, share.id, kind), now)
        return there or see_other(request, "share_paper", share_id=share.id, form=kind)
    if kind not in list(Kind):
        raise NotFound
    return as_file(request, session, shared_statement(session, share, now), Kind(kind))


@router.get("/{share_id}/paper")
async def share_paper(
    request: Request, share_id: int, holder: AccountHolder, session: Db, now: Now, form: str = Kind.PDF
) -> Response:
    """How far its PDF or its braille is. Asking for it begins it."""
    share, kind = own(session, holder, share_id), Kind.BRF if form == Kind.BRF else Kind.PDF
    url_for = request.app.state.url_for
    addresses = {
        "here": url_for("share_paper", share_id=share.id, form=kind),
        "file": url_for("share_file", share_id=share.id, kind=kind),
        "back": url_for("own_share", share_id=share.id),
    }
    return paper_page(request, session, wanted(request, holder.person_id, share.id, kind), now, addresses)


@router.post("/{share_id}/paper")
async def make_share_paper_again(
    request: Request, share_id: int, holder: AccountHolder, session: Db, now: Now, form: str = Kind.PDF
) -> Response:
    """Try once more what could not be made."""
    share = own(session, holder, share_id)
    make_again(request, session, wanted(request, holder.person_id, share.id, form), now)
    return see_other(request, "share_paper", share_id=share.id, form=form)


def own(session: Db, holder: Actor, share_id: int) -> Share:
    """A share of one's own. Raises NotFound for anybody else's."""
    if found := queries.own_share(session, holder.person_id, share_id):
        return found
    raise NotFound


def read_query(request: Request, model: type[AnyForm]) -> AnyForm:
    """What an address says of a form, as text; lists where the form has lists."""
    asked = request.query_params
    values: dict[str, Any] = {
        name: asked.getlist(name) if isinstance(field.default, list) else asked[name]
        for name, field in model.model_fields.items()
        if name in asked
    }
    return model(**values)


def pick_page(request: Request, session: Db, holder: Actor, form: PickForm, errors: dict[str, Message]) -> Response:
    """The form, with what was picked."""
    choices = views.choices_of(session, holder.person_id)
    return page(request, "sharing/pick.html", errors=errors, form=form, choices=choices, name=holder.name)


def preview_page(
    request: Request, session: Db, holder: Actor, now: Now, form: ShareForm, errors: dict[str, Message]
) -> Response:
    """What others will see, and the form that shows it to them."""
    items, days = views.picked(session, holder.person_id, form), views.days_of(request, now)
    if problem := why_not_share(items, 1, 1):
        return pick_page(request, session, holder, form, {"which": problem})
    said = views.preview(session, holder, form, items, now)
    settings = request.app.state.settings
    return page(
        request,
        "sharing/preview.html",
        errors=errors,
        form=form,
        said=said,
        facts=facts(said, settings),
        notes=notes(said, settings.mode == "demo"),
        colleges=views.colleges_to_choose(session),
        usual_days=days["usual_days"],
        most_days=days["most_days"],
    )
