"""The world behind the inventory: one portal with people in every state, made once per run by what people do in it.

The stories build it through the portal's own pages and actions. Each worker of a run then serves a copy of its own, so
that no worker sees what another one writes. The files of the courses are shared: they are named by their content.
"""

import fcntl
import json
import shutil
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts import actions as accounts
from portal.accounts.demo import load_demo_people
from portal.accounts.models import Person
from portal.colleges.demo import load_demo_colleges
from portal.db import connect, migrate
from portal.errors import Refused, TooBig, TooMany
from portal.jobs import run_waiting
from portal.main import create_app
from portal.passwords import Passwords
from portal.settings import Settings
from portal.text import message
from tests.browser import Browser
from tests.cast import CHEAP, Clock

DATABASE, NOTES = "portal.sqlite3", "world.json"


@dataclass
class World:
    """A portal in the making. People are known by their sign-in name, those who have none by their name."""

    settings: Settings
    engine: Engine
    app: FastAPI
    clock: Clock
    places: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, value: object) -> None:
        """Remember an address, or a part of one, for the visits."""
        self.places[name] = str(value)

    def person(self, identifier: str) -> Person:
        with Session(self.engine, expire_on_commit=False) as session:
            return session.exec(select(Person).where(Person.identifier == identifier)).one()

    def sign_in(self, identifier: str) -> Browser:
        """The browser of somebody, signed in."""
        return self.browser_of(self.person(identifier))

    def sign_in_named(self, name: str) -> Browser:
        """The browser of somebody who has no sign-in name."""
        with Session(self.engine, expire_on_commit=False) as session:
            person = session.exec(select(Person).where(Person.name == name)).one()
        return self.browser_of(person)

    def browser_of(self, person: Person) -> Browser:
        client = TestClient(self.app)
        client.cookies.set("session", self.session_of(person), domain="testserver.local", path="/")
        return Browser(client)

    def session_of(self, person: Person) -> str:
        with Session(self.engine) as session, session.begin():
            return accounts.start_session(session, person.id, "Chromium, Linux", self.clock.now)

    def visitor(self) -> Browser:
        return Browser(TestClient(self.app))

    def do_jobs(self) -> None:
        """Do the long work that waits."""
        run_waiting(self.engine, self.app.state.files, self.settings, self.clock.now)


@dataclass(frozen=True)
class Served:
    """A world that answers at an address."""

    origin: str
    tokens: dict[str, str]
    places: dict[str, str]
    app: FastAPI


@contextmanager
def served(shared: Path, own: Path) -> Iterator[Served]:
    """Serve a copy of the run's world from the folder `own`; the first worker of the run builds it in `shared`."""
    folder = built_once(shared)
    shutil.copyfile(folder / DATABASE, own / DATABASE)
    notes = json.loads((folder / NOTES).read_text(encoding="utf-8"))
    with answering(own / DATABASE, folder) as (origin, app):
        app.state.clock.now = datetime.fromisoformat(notes["now"])
        yield Served(origin, notes["tokens"], notes["places"], app)


@contextmanager
def answering(database: Path, folder: Path) -> Iterator[tuple[str, FastAPI]]:
    """A portal over a database, with the files of the folder, that answers at the address that is given."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app, engine = portal_over(database, folder, origin)
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, log_level="critical", access_log=False, lifespan="off")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield origin, app
        finally:
            server.should_exit = True
            thread.join(10)
            engine.dispose()


def built_once(shared: Path) -> Path:
    """The folder of the world; one worker builds it, the others wait."""
    folder = shared / "world"
    with (shared / "world.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (folder / NOTES).exists():
            folder.mkdir(exist_ok=True)
            build(folder)
    return folder


def build(folder: Path) -> None:
    """Tell every story, then write down where things are and who is signed in."""
    from tests.pages.stories import STORIES  # the stories use this module

    app, engine = portal_over(folder / DATABASE, folder, "http://testserver")
    migrate(engine)
    world = World(app.state.settings, engine, app, app.state.clock)
    with Session(engine) as session, session.begin():
        accounts.load_regions(session)
        load_demo_people(session, world.settings, CHEAP)
        load_demo_colleges(session, world.clock.now)
    for story in STORIES:
        story(world)
    with Session(engine, expire_on_commit=False) as session:
        people = session.exec(select(Person)).all()
    tokens = {person.identifier or person.name: world.session_of(person) for person in people}
    engine.dispose()
    with sqlite3.connect(folder / DATABASE) as connection:  # into the one file that is copied
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    notes = {"now": world.clock.now.isoformat(), "tokens": tokens, "places": world.places}
    (folder / NOTES).write_text(json.dumps(notes, ensure_ascii=False), encoding="utf-8")


def portal_over(database: Path, folder: Path, origin: str) -> tuple[FastAPI, Engine]:
    """The whole portal in demo mode over a database, with the files of the folder and a clock that stands still."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    settings = Settings(
        data=data, database_url=f"sqlite:///{database}", files_url=f"file://{data}/files", origin=origin, mode="demo"
    )
    engine = connect(settings.database_url)
    app = create_app(settings, engine)
    app.include_router(refusals)
    app.state.clock = Clock()
    app.state.passwords = Passwords(CHEAP)
    return app, engine


refusals = APIRouter(prefix="/refusals")  # what a visit cannot bring about by itself without hours or gigabytes


@refusals.get("/{kind}")
async def refuse(kind: str) -> None:
    """Refuse in the way that is asked for, so that its page can be seen."""
    way_on = (message("去求助"), "/help")
    raise {
        "refused": Refused(message("这个版本已经撤下，不能再开放。"), way_on),
        "too-big": TooBig(message("文件太大。最大 %(size)s。", size="500 MB")),
        "too-many": TooMany(message("%(time)s以后可以再试。", time="下午3点20分")),
    }.get(kind) or RuntimeError("planted")
