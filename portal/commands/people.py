"""Give people an account or a role from the machine itself: how the first administrator comes in."""

import getpass
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from portal import audit
from portal.accounts import actions, queries
from portal.accounts.rules import Role, normal_name, why_not_password
from portal.commands.terminal import prepare, say, stop
from portal.db import READING
from portal.text import speaking
from portal.vault import Vault

PROVINCE = "410000"

app = typer.Typer(help="People, their roles.")
Region = Annotated[str, typer.Option(help="GB/T 2260 code of the region, six digits.")]


@app.callback()
def people() -> None:
    """People and their roles."""


@app.command()
def add(identifier: str, name: str, region: Region = PROVINCE) -> None:
    """Add somebody who signs in as IDENTIFIER. The password is asked for, or read from the first line of the input."""
    from argon2 import PasswordHasher

    settings, engine = prepare()
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with speaking("en"):
        if reason := why_not_password(password):
            stop(f"Not added. The password: {reason}")
    password_hash = PasswordHasher().hash(password)
    now = datetime.now(UTC)
    with Session(engine) as session, session.begin():
        actions.load_regions(session)
        if queries.person_by_identifier(session, normal_name(identifier)):
            stop(f"Not added. There is somebody called {normal_name(identifier)}.")
        refuse_unknown_region(session, region)
        new = actions.NewPerson(
            name=name,
            identifier=normal_name(identifier),
            region_code=region,
            password_hash=password_hash,
            verification_method="command line",
        )
        person = actions.add_person(session, Vault(settings.secret_key), new, now)
        audit.record(session, None, "accounts.add_person", "person", person.id, now)
    say(f"Added {normal_name(identifier)} with no role. Give one: python3 -m portal people grant IDENTIFIER ROLE.")


@app.command()
def grant(identifier: str, role: Role, region: Region = PROVINCE) -> None:
    """Give IDENTIFIER a role for a region and everything in it."""
    _, engine = prepare()
    now = datetime.now(UTC)
    with Session(engine) as session, session.begin():
        person = queries.person_by_identifier(session, normal_name(identifier))
        if person is None:
            stop(f"Nothing granted. There is nobody called {normal_name(identifier)}.")
        refuse_unknown_region(session, region)
        if any(one.role == role for one in queries.role_grants(session, person.id)):
            stop(f"Nothing granted. {normal_name(identifier)} holds the role {role} already.")
        actions.grant_role(session, person.id, role, region, now)
        audit.record(session, None, "accounts.grant_role", "person", person.id, now, role=role.value, region=region)
    say(f"Granted: {normal_name(identifier)} is {role} for {region}.")


@app.command("list")
def list_people() -> None:
    """Everybody who has a sign-in name, one a line, with their roles; and how many have registered by number."""
    _, engine = prepare()
    lines = people_lines(engine)
    for line in lines:
        print(line)
    with Session(engine.execution_options(**READING)) as session:
        print(f"People with a sign-in name: {len(lines)}. People in all: {queries.people_count(session)}.")


def people_lines(engine: Engine) -> list[str]:
    """“lin, 林小雨, active, 410100: trainee for 410100”."""
    with Session(engine.execution_options(**READING)) as session:
        lines = []
        for person in queries.people_with_identifier(session):
            roles = [f"{one.role} for {one.code}" for one in queries.role_grants(session, person.id)]
            known = f"{person.identifier}, {person.name}, {person.state}, {person.region_code}"
            lines.append(f"{known}: {'; '.join(roles) or 'no role'}")
        return lines


def refuse_unknown_region(session: Session, code: str) -> None:
    if queries.region_by_code(session, code) is None:
        stop(f"Nothing done. There is no region {code}.")
