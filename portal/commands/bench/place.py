"""Where a measurement happens: a temporary folder with a database and files of its own."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

import portal.main  # noqa: F401 - so that every table is known
from portal.accounts.actions import load_regions
from portal.commands.bench.shelf import fill_shelf
from portal.db import connect, migrate
from portal.settings import Settings


@dataclass
class Place:
    """Folder, sizes and patience of one run."""

    folder: Path
    courses: int
    transfers: int
    database_url: str = ""  # PostgreSQL for the figures that are about it
    rounds: int = 5
    seconds: float = 1.5
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    is_filled: bool = False
    people: list[int] = field(default_factory=list)  # whose accounts have entries

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

    def load_regions(self, engine: Engine | None = None) -> None:
        """The regions that people and courses stand in."""
        with Session(engine or self.engine) as session, session.begin():
            load_regions(session)

    def fill_shelf(self) -> None:
        """Put the courses on the shelf, once."""
        if not self.is_filled:
            fill_shelf(self.engine, self.courses, self.now)
            self.is_filled = True
