"""Where a measurement happens: a temporary folder with a database and files of its own."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

import portal.main  # noqa: F401 - so that every table is known
from portal.accounts.actions import load_regions
from portal.commands.bench.postgres import server_for
from portal.commands.bench.shelf import fill_shelf
from portal.db import connect, migrate
from portal.settings import Settings


@dataclass(frozen=True)
class Shelf:
    """A database with the courses on the shelf: what it is called, and how the portal is told of it."""

    database: str
    settings: Settings
    engine: Engine


@dataclass
class Place:
    """Folder, sizes and patience of one run."""

    folder: Path
    courses: int
    transfers: int
    database_url: str = ""  # PostgreSQL for the figures that are about it
    postgresql: str | None = None  # the one whose shelf is filled; an empty text when there is none
    rounds: int = 5
    each: int = 50  # transfers of one person
    seconds: float = 1.5
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    ends: ExitStack = field(default_factory=ExitStack)  # what is closed when all has been measured

    @cached_property
    def settings(self) -> Settings:
        data = self.folder / "portal"
        data.mkdir(exist_ok=True)
        return Settings(data=data, database_url=f"sqlite:///{data}/portal.sqlite3", files_url=f"file://{data}/files")

    @cached_property
    def engine(self) -> Engine:
        engine = connect(self.settings.database_url)
        migrate(engine)
        return engine

    def load_regions(self) -> None:
        """The regions that people and courses stand in."""
        with Session(self.engine) as session, session.begin():
            load_regions(session)

    def shelf(self) -> Shelf:
        """The courses on SQLite, put there once."""
        fill_shelf(self.engine, self.courses, self.now)
        return Shelf("SQLite", self.settings, self.engine)

    def shelves(self, say: Callable[[str], None]) -> list[Shelf]:
        """The courses on SQLite and, where there is one, on PostgreSQL."""
        return [one for one in (self.shelf(), self.shelf_on_postgresql(say)) if one]

    def fill(self, say: Callable[[str], None]) -> None:
        """Put the courses where they stay: in the folder, and on the PostgreSQL that was named."""
        self.shelf()
        if self.database_url:
            self.shelf_on_postgresql(say)

    def shelf_on_postgresql(self, say: Callable[[str], None]) -> Shelf | None:
        """The courses on PostgreSQL, put there once; None, after saying so, where there is none."""
        if self.postgresql is None:
            self.postgresql = self.ends.enter_context(server_for(self.folder, self.database_url, say))
        if not self.postgresql:
            return None
        engine = connect(self.postgresql)
        self.ends.callback(engine.dispose)
        migrate(engine)
        fill_shelf(engine, self.courses, self.now)
        return Shelf("PostgreSQL", self.settings.model_copy(update={"database_url": self.postgresql}), engine)
