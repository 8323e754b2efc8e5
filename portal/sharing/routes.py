"""A person's own statement over the whole account, in every form."""

from fastapi import APIRouter, Request, Response

from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.sharing.contents import whole_statement
from portal.sharing.documents import facts, notes
from portal.sharing.files import as_file, make_again, own_form, paper_file, paper_page, wanted, with_points
from portal.sharing.rules import FORMS, Kind, in_order
from portal.web import page, see_other

router = APIRouter(prefix="/credits")


@router.get("/statement")
async def statement(request: Request, holder: AccountHolder) -> Response:
    """To the form that this person reads best."""
    return see_other(request, f"statement_{own_form(request)}")


@router.get("/statement.html")
async def statement_html(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The account as a page to read and to print, with every other form."""
    said, state = whole_statement(session, holder.person_id, now), request.app.state
    forms = [(FORMS[kind], state.url_for(f"statement_{kind}")) for kind in in_order(own_form(request))]
    return page(
        request,
        "sharing/statement.html",
        said=said,
        facts=facts(said, state.settings),
        notes=notes(said, state.settings.mode == "demo"),
        forms=[form for form in forms if not form[1].endswith(".html")],
        preferred=FORMS[own_form(request)],
    )


@router.get("/statement.csv")
async def statement_csv(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The whole account as a table for a spreadsheet, points included."""
    said = whole_statement(session, holder.person_id, now, most=None)
    return as_file(request, session, with_points(session, holder.person_id, said), Kind.CSV)


@router.get("/statement.json")
async def statement_json(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The whole account for machines, with what its digests cover."""
    return as_file(request, session, whole_statement(session, holder.person_id, now, most=None), Kind.JSON)


@router.get("/statement.txt")
async def statement_txt(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The account as plain text."""
    return as_file(request, session, whole_statement(session, holder.person_id, now), Kind.TEXT)


@router.get("/statement.brf")
async def statement_brf(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The account in braille; while it is not there, the page that has it made."""
    there = paper_file(request, session, wanted(request, holder.person_id, None, Kind.BRF), now)
    return there or see_other(request, "statement_paper", form=Kind.BRF)


@router.get("/statement.pdf")
async def statement_pdf(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The account on paper; while it is not there, the page that has it made."""
    there = paper_file(request, session, wanted(request, holder.person_id, None, Kind.PDF), now)
    return there or see_other(request, "statement_paper")


@router.get("/statement/paper")
async def statement_paper(
    request: Request, holder: AccountHolder, session: Db, now: Now, form: str = Kind.PDF
) -> Response:
    """How far the PDF or the braille is. Asking for it begins it."""
    url_for, kind = request.app.state.url_for, Kind.BRF if form == Kind.BRF else Kind.PDF
    addresses = {
        "here": url_for("statement_paper", form=kind),
        "file": url_for(f"statement_{kind}"),
        "back": url_for("statement_html"),
    }
    return paper_page(request, session, wanted(request, holder.person_id, None, kind), now, addresses)


@router.post("/statement/paper")
async def make_statement_again(
    request: Request, holder: AccountHolder, session: Db, now: Now, form: str = Kind.PDF
) -> Response:
    """Try once more what could not be made."""
    make_again(request, session, wanted(request, holder.person_id, None, form), now)
    return see_other(request, "statement_paper", form=form)
