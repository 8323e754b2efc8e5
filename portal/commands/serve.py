"""Start the portal: bring the database up to date, put the shipped courses on the shelf, answer requests."""

import socket
import time
from pathlib import Path

import typer
import uvicorn
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session

from portal.commands.courses import put_on_shelf
from portal.db import connect, migrate
from portal.settings import Settings

SHIPPED_COURSES = Path(__file__).parent.parent.parent / "courses"

app = typer.Typer()


def say(sentence: str) -> None:
    """One plain line, at once, also when the output goes to a file."""
    print(sentence, flush=True)


def stop(sentence: str) -> None:
    """One clear sentence instead of a traceback, and a status that says no."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def prepare() -> tuple[Settings, Engine]:
    """Settings from the environment and a migrated database, or one sentence about what is in the way."""
    try:
        settings = Settings()
        settings.data.mkdir(parents=True, exist_ok=True)
        engine = connect(settings.database_url)
        if migrate(engine):
            say("The database has the newest schema.")
    except ValidationError as error:
        stop("; ".join(problem["msg"].removeprefix("Value error, ") for problem in error.errors()) + ".")
    except OSError as error:
        stop(f"The data folder cannot be written: {error.strerror}: {error.filename}. Set PORTAL_DATA to another one.")
    except (OperationalError, ProgrammingError) as error:
        stop(f"The database does not answer: {str(error.orig).strip().splitlines()[0]}")
    return settings, engine


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
    fill(settings, engine)
    say(f"Ready after {time.monotonic() - began:.1f} seconds.")
    run_server(settings)


@app.command()
def serve() -> None:
    """Answer requests. The database must be migrated."""
    settings, _ = prepare()
    run_server(settings)


def fill(settings: Settings, engine: Engine) -> None:
    """What a portal needs before its first visitor; what is there already is left alone."""
    from portal.accounts.actions import load_regions
    from portal.accounts.demo import load_demo_people, refuse_demo_people

    with Session(engine) as session, session.begin():
        load_regions(session)
        if settings.mode == "demo":
            load_demo_people(session, settings)
        else:
            refuse_demo_people(session)
    put_on_shelf(settings, engine, SHIPPED_COURSES)


def run_server(settings: Settings) -> None:
    """Serve until told to stop, with a worker for long jobs beside."""
    from portal.jobs import worker_beside

    if is_taken(settings.host, settings.port):
        stop(f"Port {settings.port} is in use. Set PORTAL_PORT to another one, for example 8001.")
    say(f"无碍学堂 is at {settings.origin} (stop with Ctrl+C).")
    with worker_beside(settings):
        uvicorn.run(
            "portal.commands.application:application",
            factory=True,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
        )


def is_taken(host: str, port: int) -> bool:
    """Whether somebody listens there already."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return True
    return False
