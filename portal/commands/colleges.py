"""Partner colleges: add one, say who reads for it and who no longer does, list them."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer
from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.accounts.rules import Role, normal_name
from portal.colleges import actions, queries
from portal.commands.people import PROVINCE, refuse_unknown_region
from portal.commands.terminal import prepare, say, stop
from portal.db import READING
from portal.text.dates import local_date

app = typer.Typer(help="Partner colleges.")


@app.callback()
def colleges() -> None:
    """Partner colleges and who reads for them."""


@app.command()
def add(
    code: str,
    name: str,
    name_en: str,
    region: Annotated[str, typer.Option(help="GB/T 2260 code of where it is, six digits.")] = PROVINCE,
) -> None:
    """Add the college CODE with its NAME, and NAME_EN in English."""
    _, engine = prepare()
    if not 0 < len(code) <= 20 or not name.strip() or not name_en.strip():
        stop("Not added. A code has 1 to 20 characters, and neither name is empty.")
    with Session(engine) as session, session.begin():
        if queries.college_by_code(session, code):
            stop(f"Not added. There is a college {code}.")
        refuse_unknown_region(session, region)
        actions.add_college(session, actions.NewCollege(code, name.strip(), name_en.strip(), region), datetime.now(UTC))
    say(f"Added the college {code}. Say who reads for it: python3 -m portal colleges reader CODE IDENTIFIER.")


@app.command()
def reader(code: str, identifier: str) -> None:
    """Let IDENTIFIER read for the college CODE from today on, and for no other."""
    _, engine = prepare()
    now = datetime.now(UTC)
    with Session(engine) as session, session.begin():
        college = queries.college_by_code(session, code)
        person = accounts.person_by_identifier(session, normal_name(identifier))
        if college is None or person is None:
            stop(f"Nothing done. There is no {'college ' + code if college is None else normal_name(identifier)}.")
        if not any(one.role == Role.COLLEGE_READER for one in accounts.role_grants(session, person.id)):
            stop(f"Nothing done. First: python3 -m portal people grant {normal_name(identifier)} college_reader.")
        actions.add_member(session, college, person.id, local_date(now), now)
    say(f"Done: {normal_name(identifier)} reads for {code}.")


@app.command()
def end(
    code: str,
    identifier: str,
    on: Annotated[str, typer.Option(help="The last day on which they read, as 2026-12-31. Without it: at once.")] = "",
) -> None:
    """Let IDENTIFIER read no longer for the college CODE; the tokens that they made stop too."""
    _, engine = prepare()
    now, name = datetime.now(UTC), normal_name(identifier)
    today = local_date(now)
    try:
        last_day = date.fromisoformat(on) if on else today - timedelta(days=1)
    except ValueError:
        stop(f"Nothing done. {on} is no day. Write it as 2026-12-31.")
    with Session(engine) as session, session.begin():
        college, person = queries.college_by_code(session, code), accounts.person_by_identifier(session, name)
        member = queries.member_of(session, college.id, person.id, today) if college and person else None
        if member is None:
            stop(f"Nothing done. {name} does not read for {code}.")
        actions.end_member(session, member, last_day, now)
    say(f"Done: {name} {'no longer reads' if last_day < today else f'reads until the end of {last_day}'} for {code}.")


@app.command("list")
def list_colleges() -> None:
    """Every college that is live, one a line."""
    _, engine = prepare()
    with Session(engine.execution_options(**READING)) as session:
        found = queries.all_colleges(session)
        for one in found:
            say(f"{one.code}, {one.name}, {one.region_code}")
    say(f"Colleges: {len(found)}.")
