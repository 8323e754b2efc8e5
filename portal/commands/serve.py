"""Start the portal: bring the database up to date, put the shipped courses on the shelf, answer requests."""

import time
from datetime import UTC, datetime
from pathlib import Path

import typer
import uvicorn
from sqlalchemy import Engine
from sqlmodel import Session

from portal.commands.courses import put_on_shelf
from portal.commands.port import why_not_listen
from portal.commands.terminal import prepare, say, stop
from portal.settings import Settings

SHIPPED_COURSES = Path(__file__).parent.parent.parent / "courses"

app = typer.Typer()


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    prepare()
    say("Done: the schema is current.")


@app.command()
def start() -> None:
    """First run and every other: migrate, load regions, demo people and shipped courses, then serve."""
    began = time.monotonic()
    settings, engine = prepare()
    refuse_public_passwords(settings, engine)
    fill(settings, engine)
    make_signing_keys(settings, engine)
    say(f"Ready after {time.monotonic() - began:.1f} seconds.")
    run_server(settings)


@app.command()
def serve() -> None:
    """Answer requests. The database must be migrated."""
    settings, engine = prepare()
    refuse_public_passwords(settings, engine)
    make_signing_keys(settings, engine)
    run_server(settings)


def refuse_public_passwords(settings: Settings, engine: Engine) -> None:
    """Production never serves the people of a demo, whose password everybody knows."""
    from portal.accounts.demo import DemoPeopleFound, refuse_demo_people

    if settings.mode == "production":
        with Session(engine) as session:
            try:
                refuse_demo_people(session)
            except DemoPeopleFound as found:
                stop(str(found))


def fill(settings: Settings, engine: Engine) -> None:
    """What a portal needs before its first visitor; what is there already is left alone."""
    from portal.accounts.actions import load_regions
    from portal.accounts.demo import load_demo_people
    from portal.colleges.demo import load_demo_colleges
    from portal.recognition.demo import load_demo_application

    with Session(engine) as session, session.begin():
        load_regions(session)
        if settings.mode == "demo":
            load_demo_people(session, settings)
            load_demo_colleges(session, datetime.now(UTC))
            load_demo_application(session, settings, datetime.now(UTC))
    put_on_shelf(settings, engine, SHIPPED_COURSES)
    if settings.mode == "demo":
        from portal.conversion.demo import load_demo_agreement

        with Session(engine) as session, session.begin():
            load_demo_agreement(session, datetime.now(UTC))


def make_signing_keys(settings: Settings, engine: Engine) -> None:
    """The keys that badges are signed with, made at the first start; later starts find them."""
    from portal.credentials.actions import make_missing_keys
    from portal.vault import Vault

    with Session(engine) as session, session.begin():
        make_missing_keys(session, Vault(settings.secret_key), datetime.now(UTC))


def why_no_province(settings: Settings) -> str:
    """Why the numbers of the chosen province cannot be used, as one sentence; empty when they can."""
    from portal.submissions.province import FOLDER, read_rules

    known = sorted(path.stem for path in FOLDER.glob("*.toml"))
    if settings.province not in known:
        return f"PORTAL_PROVINCE is {settings.province}, but the numbers are known of: {', '.join(known)}."
    try:
        read_rules(settings.province, settings.mode == "demo")
    except (ValueError, TypeError, KeyError) as error:
        return f"The numbers of the province cannot be read: {error}."
    return ""


def run_server(settings: Settings) -> None:
    """Serve until told to stop, with workers for long jobs beside."""
    from portal.jobs import workers_beside

    if reason := why_no_province(settings) or why_not_listen(settings.host, settings.port):
        stop(reason)
    say(f"无碍学堂 is at {settings.origin} (stop with Ctrl+C).")
    with workers_beside(settings):
        uvicorn.run(
            "portal.commands.application:application",
            factory=True,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
        )
