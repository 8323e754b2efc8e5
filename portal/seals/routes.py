"""The seals of the credit bank, for everybody; the proof of an entry, for its owner; and the program that checks both."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import SignedIn
from portal.credentials.views import known_keys
from portal.credits.queries import entry
from portal.credits.rules import read_number
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.seals import queries, sealing  # noqa: F401 - the worker finds the job through the pages
from portal.seals.models import LedgerSeal
from portal.seals.rules import PAGE_SIZE, fingerprint
from portal.seals.views import seal_proofs, seals_document
from portal.text import message
from portal.web import page

router = APIRouter(prefix="/ledger")

VERIFIER = Path(__file__).with_name("verify_statement.py")
FOR_MINUTES = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
NEVER_KEPT = {"Cache-Control": "private, no-store", "Vary": "Cookie"}


@router.get("/seals")
async def ledger_seals(request: Request, session: Db) -> Response:
    """All seals, the newest first, 20 a page; what they are for, and how anybody checks a statement with them."""
    count = queries.count_seals(session)
    last = max(1, -(-count // PAGE_SIZE))
    number = min(read_number(request.query_params.get("page", "")), last)
    newest = queries.newest_seal(session)
    return page(
        request,
        "seals/seals.html",
        seals=queries.seals(session, (number - 1) * PAGE_SIZE, PAGE_SIZE),
        newest=newest,
        newest_fingerprint=fingerprint(newest.digest) if newest else "",
        sealed=queries.count_sealed(session),
        count=count,
        number=number,
        pages=last,
        page_address=request.app.state.url_for("ledger_seals") + "?page=",
        origin=request.app.state.settings.origin,
    )


@router.get("/seals.json")
async def all_seals(request: Request, session: Db, now: Now) -> Response:
    """Every seal from the first to the newest: what the verifier wants beside a statement."""
    return published(request, session, list(queries.seals(session)), now)


@router.get("/seals/{day}.json")
async def seal_of_day(request: Request, day: str, session: Db, now: Now) -> Response:
    """What was sealed on one day, signed."""
    found = queries.seal_of_day(session, read_day(day))
    if found is None:
        raise NotFound
    return published(request, session, [found], now)


@router.get("/proofs/{transfer_id}.json")
async def ledger_proof(transfer_id: int, actor: SignedIn, session: Db) -> Response:
    """The proof of one entry of one's own. Raises NotFound for others', Refused while it waits for its seal."""
    if transfer_id >= 2**31 or entry(session, actor.person_id, transfer_id) is None:
        raise NotFound
    proofs = seal_proofs(session, [transfer_id])
    if not proofs or proofs[0]["seal"] is None:
        raise Refused(message("这一笔还没有封存。每天封存一次，明天再来取它的凭据。"))
    headers = NEVER_KEPT | {"Content-Disposition": f'attachment; filename="proof-{transfer_id}.json"'}
    return as_json({"proofs": proofs}, headers)


@router.get("/verifier")
async def ledger_verifier() -> Response:
    """The program that checks a statement: one file, as it ships."""
    headers = FOR_MINUTES | {"Content-Disposition": 'attachment; filename="verify_statement.py"'}
    return Response(VERIFIER.read_bytes(), media_type="text/x-python; charset=utf-8", headers=headers)


def published(request: Request, session: Db, seals: list[LedgerSeal], now: datetime) -> Response:
    """Seals with the keys that are published now."""
    return as_json(seals_document(seals, known_keys(request, session, now)), FOR_MINUTES)


def as_json(document: dict[str, Any], headers: dict[str, str]) -> Response:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return Response(text, media_type="application/json", headers=headers)


def read_day(typed: str) -> date:
    """A day as it stands in an address. Raises NotFound for anything else."""
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise NotFound from error
    if day.isoformat() != typed:  # other spellings of ISO 8601
        raise NotFound
    return day
