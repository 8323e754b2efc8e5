"""The tables of values, for everybody: the one that holds now, and every one before and after."""

from fastapi import APIRouter, Request, Response

from portal.accounts.rules import Role
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.recognition.values.queries import all_tables
from portal.recognition.values.rules import Table, holds_on
from portal.text.dates import local_date
from portal.web import page

router = APIRouter(prefix="/recognition/values")


@router.get("")
async def recognition_values(request: Request, session: Db, now: Now) -> Response:
    """What awards of today count for."""
    tables = all_tables(session)
    return table_page(request, holds_on(tables, local_date(now)), tables)


@router.get("/{version}")
async def recognition_table(request: Request, version: str, session: Db) -> Response:
    """One table, whether it holds now, held before or will hold."""
    tables = all_tables(session)
    found = next((table for table in tables if table.version == version), None)
    if found is None:
        raise NotFound
    return table_page(request, found, tables)


def table_page(request: Request, table: Table, tables: list[Table]) -> Response:
    """A table in words, with the way to the others. `tables` are all there are, the latest first."""
    place = tables.index(table)
    until = tables[place - 1] if place else None
    region = getattr(request.state, "role_regions", {}).get(Role.CREDIT_OFFICER, "")
    return page(
        request,
        "recognition/values.html",
        table=table,
        until=until,
        is_first=place == len(tables) - 1,
        others=[one for one in tables if one is not table],
        changes=[(change.said(table), change.reason) for change in table.changes],
        may_draft=region.endswith("0000"),
    )
