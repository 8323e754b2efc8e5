"""A person's own statement over the whole account, in every form."""

from fastapi import APIRouter, Request, Response

from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.jobs.actions import try_again
from portal.sharing.contents import whole_statement
from portal.sharing.documents import facts, notes
from portal.sharing.files import as_file, own_form, pdf_file, pdf_page, with_points
from portal.sharing.papers import reference_of, subject_of
from portal.sharing.rules import FORMS, Kind, in_order
from portal.text import language
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
    """The account in braille."""
    return as_file(request, session, whole_statement(session, holder.person_id, now), Kind.BRF)


@router.get("/statement.pdf")
async def statement_pdf(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The account on paper; while it is not there, the page that has it made."""
    there = pdf_file(request, session, holder.person_id, None, now)
    return there or see_other(request, "statement_paper")


@router.get("/statement/pdf")
async def statement_paper(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """How far the PDF is. Asking for it begins it."""
    url_for = request.app.state.url_for
    addresses = {
        "here": url_for("statement_paper"),
        "file": url_for("statement_pdf"),
        "back": url_for("statement_html"),
    }
    return pdf_page(request, session, holder.person_id, None, now, addresses)


@router.post("/statement/pdf")
async def make_statement_again(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Try once more what could not be made."""
    try_again(session, reference_of(subject_of(session, holder.person_id, None, now), language()), now)
    return see_other(request, "statement_paper")
