"""Two devices do the same deeds while one of them is killed and the database falls over: nothing is lost or done twice."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.actions import load_regions
from portal.accounts.models import Person
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance
from portal.credits.rules import Part
from portal.credits.verifying import verify
from portal.db import connect, migrate
from tests import postgres
from tests.credits.conftest import NOON
from tests.databases import Databases, url_of

ROOT = Path(__file__).parents[2]
ROUNDS = 7
PATIENCE = 60  # seconds; only reached when something is broken
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
DEVICE = """
    import sys, time
    from datetime import UTC, datetime
    from sqlalchemy.exc import DBAPIError
    from sqlmodel import Session
    import portal.accounts.models
    from portal.credits.actions import move_earned, post_earn
    from portal.credits.models import CreditTransfer
    from portal.credits.queries import posted_for
    from portal.credits.rules import EntryType as E
    from portal.db import connect

    url, person_id, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    engine, now = connect(url), datetime(2026, 11, 18, tzinfo=UTC)
    cause = {"kind": "course_passed", "title": "面点", "mark": 80}

    def deeds(number):
        def earn(session):
            post_earn(session, person_id, 100, f"earn/{number}", cause, now)
        def move(*moves):
            def do(session):
                earned = posted_for(session, f"earn/{number}")
                for kind, amount in moves:
                    move_earned(session, earned, kind, amount, f"{kind}/{number}", cause, now)
            return do
        return earn, move((E.LOCK, 60)), move((E.UNLOCK, 60), (E.CONVERT_OUT, 60)), move((E.REVERSE, 40))

    for number in range(rounds):
        for step, deed in enumerate(deeds(number)):
            while True:
                try:
                    with Session(engine) as session, session.begin():
                        deed(session)
                    break
                except DBAPIError:  # the database is not there: press again
                    engine.dispose()
                    time.sleep(0.05)
            print(number, step, flush=True)
"""


class Device:
    """A process that does the deeds and says each one that the database has confirmed."""

    def __init__(self, url: str, person_id: int, folder: Path) -> None:
        self.log = folder / f"{time.monotonic_ns()}.log"
        command = [sys.executable, "-c", textwrap.dedent(DEVICE), url, str(person_id), str(ROUNDS)]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=output, stderr=output)

    @property
    def confirmed(self) -> int:
        return len(self.log.read_text().splitlines())

    def wait_for(self, count: int) -> None:
        ends_at = time.monotonic() + PATIENCE
        while self.confirmed < count:
            assert self.process.poll() is None and time.monotonic() < ends_at, self.log.read_text()
            time.sleep(0.005)


def do_it(url: str, folder: Path, fall_over: Callable[[], None]) -> None:
    """The story, and what must be true afterwards."""
    engine = connect(url)
    with Session(engine) as session, session.begin():
        person = Person(name="周晓禾", region_code="410100", password_hash="", created_at=NOON)
        session.add(person)
        session.flush()
        person_id = person.id
    engine.dispose()
    first, second = Device(url, person_id, folder), Device(url, person_id, folder)
    first.wait_for(6)
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    second.wait_for(14)
    fall_over()
    second.wait_for(22)
    first = Device(url, person_id, folder)  # switched on again; it begins from the beginning
    for device in (first, second):
        assert device.process.wait(PATIENCE) == 0, device.log.read_text()
    check(engine, person_id)
    engine.dispose()


def check(engine: Engine, person_id: int) -> None:
    with Session(engine) as session:
        posted = Counter(session.exec(select(CreditTransfer.reference).order_by(col(CreditTransfer.id))))
        kinds = ("earn", "lock", "unlock", "convert_out", "reverse")
        assert posted == Counter(f"{kind}/{number}" for kind in kinds for number in range(ROUNDS))
        held = balance(session, person_id)
        assert held.parts[Part.CONVERTED] == 60 * ROUNDS == held.credit_hundredths
        assert (held.parts[Part.REVERSED], held.parts[Part.FREE]) == (40 * ROUNDS, 0)
        assert verify(session) == []


def test_on_sqlite(databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("sqlite", tmp_path) as url:
        do_it(url, tmp_path, lambda: None)


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Callable[[], None]]]:
    """A PostgreSQL of the test's own that writes to the disk like a real one, and what lets it fall over and rise again."""
    monkeypatch.setattr(postgres, "SERVER_SETTINGS", postgres.SERVER_SETTINGS | DURABLE)
    folder = Path(tempfile.mkdtemp(prefix="portal-crash-"))
    running = [postgres._start(folder)]

    def fall_over() -> None:
        running[-1].send_signal(signal.SIGQUIT)  # every connection is cut, nothing is finished
        running[-1].wait()
        running.append(postgres.start_again(folder))

    yield url_of(f"postgresql://portal@/postgres?host={folder}", "postgres"), fall_over
    running[-1].send_signal(signal.SIGQUIT)
    running[-1].wait()
    shutil.rmtree(folder, ignore_errors=True)


def test_on_postgresql_that_falls_over(own_server: tuple[str, Callable[[], None]], tmp_path: Path) -> None:
    url, fall_over = own_server
    engine = connect(url)
    migrate(engine)
    with Session(engine) as session, session.begin():
        load_regions(session)
    engine.dispose()
    do_it(url, tmp_path, fall_over)
