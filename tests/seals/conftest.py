"""A bank with some entries of three people, sealed on two days; and a database whose guards somebody has taken away."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.actions import move_earned, post_earn, post_points
from portal.credits.rules import EntryType, record_number
from portal.db import triggers
from portal.files import Files
from portal.jobs import enqueue, run_waiting
from portal.seals import sealing  # noqa: F401 - the job
from portal.settings import Settings
from portal.text.codes import group
from tests.cast import NOW
from tests.credits.stories import finished, passed

Seal = Callable[[datetime], None]
DAY_ONE, DAY_TWO = NOW + timedelta(days=1), NOW + timedelta(days=2)


@pytest.fixture
def seal(engine: Engine, settings: Settings) -> Seal:
    """Let the daily job run at a moment."""
    files = Files(settings.files_url, settings.data / "incoming")

    def seal(moment: datetime) -> None:
        with Session(engine) as session, session.begin():
            enqueue(session, "seal_ledger", f"seal_ledger {moment.isoformat()}", {}, moment)
        run_waiting(engine, files, settings, moment)

    return seal


@pytest.fixture
def books(engine: Engine, lin: Person, mei: Person, seal: Seal) -> dict[str, int]:
    """Entries by a name; those of the second day are some of lin's locked and one of mei's."""
    with Session(engine) as session, session.begin():
        earned = post_earn(session, lin.id, 150, "course/1", passed(), NOW)
        ids = {"first": earned.id, "points": post_points(session, lin.id, 5, "lesson/1", finished(), NOW).id}
        ids |= {f"mei{n}": post_earn(session, mei.id, 100 * n, f"mei/{n}", passed(mark=60 + n), NOW).id for n in (1, 2)}
    seal(DAY_ONE)
    with Session(engine) as session, session.begin():
        earned = session.get_one(type(earned), ids["first"])
        locked = move_earned(session, earned, EntryType.LOCK, 50, "lock/1", passed(), DAY_ONE)
        ids |= {"locked": locked.id, "mei3": post_earn(session, mei.id, 300, "mei/3", passed(), DAY_ONE).id}
    seal(DAY_TWO)
    return ids


def drop_guards(session: Session, *tables: str) -> None:
    """Take the append-only triggers away, as somebody who owns the database can."""
    for table in tables:
        for statement in triggers.trigger_statements(table, session.get_bind().dialect.name):
            if statement.startswith("DROP TRIGGER"):
                session.execute(text(statement))
    session.commit()


def spoken(number: int) -> str:
    """The number of an entry as people read it."""
    return group(record_number(number))
