"""What a job function is given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from portal.db import READING
from portal.files import Files
from portal.jobs.actions import Taken, hold
from portal.jobs.models import stored
from portal.settings import Settings
from portal.text import Message


class Stopped(BaseException):
    """The worker was told to stop; no job may take this for its own failure."""


@dataclass(frozen=True)
class Workshop:
    """What every job may use. `clock` gives the moment in UTC."""

    engine: Engine
    files: Files
    settings: Settings
    clock: Callable[[], datetime]


@dataclass
class JobContext:
    """One try of one job. Whatever it writes goes through `writing`, so that a worker thought dead writes nothing.

    Each reading, writing and progress is also where a job ends when its worker is told to stop, by raising Stopped.
    """

    workshop: Workshop
    taken: Taken
    is_ending: Callable[[], bool] = lambda: False
    _is_writing: bool = field(default=False, init=False)

    @property
    def payload(self) -> dict[str, Any]:
        """What was given to enqueue."""
        return self.taken.payload

    @property
    def files(self) -> Files:
        """The file store."""
        return self.workshop.files

    @property
    def settings(self) -> Settings:
        """The portal's settings."""
        return self.workshop.settings

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.workshop.clock()

    def progress(self, step: int, steps: int, message: Message) -> None:
        """Say how far the job is, in a short transaction of its own. Raises JobLost when somebody else has the job."""
        if self._is_writing:
            raise RuntimeError("say progress before or after writing(): SQLite has one writer at a time")
        self._end_here_if_told()
        with self.workshop.engine.begin() as connection:
            hold(connection, self.taken, self.now(), step=step, steps=steps, said=stored(message))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads and hinders no writer."""
        self._end_here_if_told()
        with Session(self.workshop.engine.execution_options(**READING)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction, committed at the end. Keep it short. Raises JobLost when somebody else has the job."""
        self._end_here_if_told()
        self._is_writing = True
        try:
            with Session(self.workshop.engine) as session, session.begin():
                hold(session, self.taken, self.now())
                yield session
        finally:
            self._is_writing = False

    def _end_here_if_told(self) -> None:
        if self.is_ending():
            raise Stopped
