"""Many at once, and a process that is killed: each thing is posted once or not at all, and the chain has no gap."""

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.credits.actions import post_earn
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance_hundredths, count_transfers
from portal.credits.verifying import verify
from tests.credits.stories import passed

ROOT = Path(__file__).parents[2]
DEVICES = 8
ROUNDS = 6


def at_once(engine: Engine, person_id: int, references: list[list[str]], now: datetime) -> None:
    """One thread for each list, all starting together; one transaction for each reference."""
    start = Barrier(len(references))

    def post_all(mine: list[str]) -> None:
        start.wait()
        for reference in mine:
            with Session(engine) as session, session.begin():
                post_earn(session, person_id, 100, reference, passed(), now)

    with ThreadPoolExecutor(len(references)) as devices:
        list(devices.map(post_all, references))


def sequences(session: Session) -> list[int]:
    return list(session.exec(select(CreditTransfer.sequence).order_by(col(CreditTransfer.sequence))))


def test_the_same_thing_from_eight_devices_is_posted_once(
    engine: Engine, session: Session, xiaohe: Person, now: datetime
):
    person_id = xiaohe.id
    session.commit()

    at_once(engine, person_id, [[f"course/{n}" for n in range(ROUNDS)]] * DEVICES, now)

    assert balance_hundredths(session, person_id) == 100 * ROUNDS
    assert sequences(session) == list(range(1, ROUNDS + 1))
    assert verify(session) == []


def test_different_things_from_eight_devices_are_all_posted_in_one_chain(
    engine: Engine, session: Session, xiaohe: Person, now: datetime
):
    person_id = xiaohe.id
    session.commit()

    at_once(engine, person_id, [[f"course/{d}/{n}" for n in range(ROUNDS)] for d in range(DEVICES)], now)

    assert sequences(session) == list(range(1, DEVICES * ROUNDS + 1))
    assert verify(session) == []


def test_people_do_not_wait_for_each_other(
    engine: Engine, session: Session, xiaohe: Person, shan: Person, now: datetime
):
    if engine.dialect.name == "sqlite":
        return  # one writer at a time is SQLite's own promise
    ids = xiaohe.id, shan.id
    for person_id in ids:
        post_earn(session, person_id, 100, f"first/{person_id}", passed(), now)
    session.commit()

    with Session(engine) as slow, slow.begin():
        post_earn(slow, ids[0], 100, "slow", passed(), now)
        with Session(engine) as quick, quick.begin():
            post_earn(quick, ids[1], 100, "quick", passed(), now)  # would hang here on a shared lock

    assert count_transfers(session) == 4
    assert verify(session) == []


KILLED = """
    import os, signal, sys
    from datetime import UTC, datetime
    from sqlmodel import Session
    from portal.credits.actions import post_earn
    from portal.db import connect
    import portal.accounts.models

    url, person_id, moment = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    engine = connect(url)
    now = datetime(2026, 11, 18, tzinfo=UTC)
    cause = {"kind": "course_passed", "title": "面点", "mark": 80}

    def die(*_):
        print("killed", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

    from sqlalchemy import event
    def listen(connection, cursor, statement, *_):
        if moment in statement:  # on PostgreSQL both stand in one
            die()
    event.listen(engine, "after_cursor_execute", listen)
    with Session(engine) as session:
        if moment == "COMMIT":
            event.listen(engine, "commit", die)
        post_earn(session, person_id, 100, "course/killed", cause, now)
        session.commit()
    if moment == "AFTER":
        die()
"""


@pytest.mark.parametrize(("moment", "is_there"), [("INSERT", 0), ("UPDATE", 0), ("COMMIT", 0), ("AFTER", 1)])
def test_a_process_killed_in_the_middle_leaves_nothing_half_done(
    database_url: str, session: Session, xiaohe: Person, now: datetime, moment: str, is_there: int
):
    person_id = xiaohe.id
    post_earn(session, person_id, 100, "course/before", passed(), now)
    session.commit()

    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), database_url, str(person_id), moment],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (killed.returncode, killed.stdout.split()) == (-signal.SIGKILL, ["killed"]), killed.stderr
    assert balance_hundredths(session, person_id) == 100 * (1 + is_there)
    assert verify(session) == []
    cause = {"kind": "course_passed", "title": "面点", "mark": 80}
    post_earn(session, person_id, 100, "course/killed", cause, now)  # pressed again after the restart
    session.commit()
    assert balance_hundredths(session, person_id) == 200
    assert verify(session) == []
