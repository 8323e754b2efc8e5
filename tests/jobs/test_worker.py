"""Real worker processes, killed and stopped at bad moments."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.audit import AuditEntry, verify
from portal.jobs import Job, enqueue, job_of, workers_beside
from portal.settings import Settings

PATIENCE = 60  # seconds; only reached when something is broken

Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Start a worker that knows the jobs of tests/jobs/kinds.py."""
    workers: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.jobs.kinds", database_url, str(tmp_path)]
        workers.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.communicate()


def put_in(engine: Engine, name: str, **payload: object) -> None:
    with Session(engine) as session, session.begin():
        enqueue(session, name, "job/1", payload, datetime.now(UTC))


def wait_for(engine: Engine, is_so: Callable[[Job], bool]) -> Job:
    ends_at = time.monotonic() + PATIENCE
    while time.monotonic() < ends_at:
        with Session(engine) as session:
            job = job_of(session, "job/1")
        if job and is_so(job):
            return job
        time.sleep(0.02)
    raise AssertionError(f"waited for nothing: {job}")


def steps_written(engine: Engine) -> list[int]:
    with Session(engine) as session:
        rows = session.exec(select(AuditEntry.details).order_by(col(AuditEntry.id))).all()
        assert verify(session) == []
    return [row["number"] for row in rows]


def test_a_job_goes_on_after_its_worker_was_killed(engine: Engine, start: Start) -> None:
    put_in(engine, "test.steps", steps=8, seconds=0.15)
    worker = start()
    wait_for(engine, lambda job: job.step >= 2)
    worker.kill()
    worker.wait()
    assert wait_for(engine, lambda job: True).state == "running"
    start()
    done = wait_for(engine, lambda job: job.state in ("done", "failed"))
    assert (done.state, done.tries, done.step) == ("done", 2, 8)
    assert steps_written(engine) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_worker_that_is_told_to_stop_gives_its_job_back_at_once(engine: Engine, start: Start) -> None:
    put_in(engine, "test.steps", steps=1000, seconds=0.05)
    worker = start()
    wait_for(engine, lambda job: job.step >= 2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    given_back = wait_for(engine, lambda job: True)
    assert (given_back.state, given_back.tries) == ("waiting", 0)


def test_a_worker_that_is_told_to_stop_ends_even_when_its_job_hears_nothing(engine: Engine, start: Start) -> None:
    put_in(engine, "test.deaf")
    worker = start()
    wait_for(engine, lambda job: job.state == "running")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 71
    assert wait_for(engine, lambda job: True).state == "running"  # until the sweeper gives it back


def test_a_job_without_end_is_ended_and_people_are_told(engine: Engine, start: Start) -> None:
    put_in(engine, "test.endless")
    worker = start()
    assert worker.wait(PATIENCE) == 70
    ended = wait_for(engine, lambda job: True)
    assert (ended.state, str(ended.message)) == ("failed", "用了 0 分钟还没有做完，已经停下。交来的内容都还在。")


def test_what_a_job_says_when_it_breaks_is_not_logged(engine: Engine, start: Start) -> None:
    put_in(engine, "test.broken", who="王小明")
    worker = start()
    wait_for(engine, lambda job: job.state == "waiting" and job.tries == 1)
    worker.terminate()
    _, logged = worker.communicate(timeout=PATIENCE)
    assert '"event": "job broke"' in logged and "ZeroDivisionError" in logged
    assert "王小明" not in logged


def test_the_server_keeps_its_workers_alive(
    database_url: str, engine: Engine, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The real `python3 -m portal work`, twice. They have no job for this name, so that they put the job back."""
    logged = ""

    def pids_of_workers(count: int) -> list[int]:
        nonlocal logged
        ends_at = time.monotonic() + PATIENCE
        while time.monotonic() < ends_at:
            logged += capfd.readouterr().err
            if len(pids := re.findall(r'"pid": (\d+), "event": "worker begins"', logged)) >= count:
                return [int(pid) for pid in pids]
            time.sleep(0.05)
        raise AssertionError(f"no {count} workers: {logged}")

    with workers_beside(Settings(data=tmp_path, database_url=database_url)):
        for worker in pids_of_workers(2):
            os.kill(worker, signal.SIGKILL)
        everyone = pids_of_workers(4)
        put_in(engine, "test.from_the_future")
        assert wait_for(engine, lambda job: job.tries == 1 and job.state == "waiting")
    assert len(set(everyone)) == 4
    for worker in everyone:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


SERVER = """
import pathlib, sys, time
from portal.jobs import workers_beside
from portal.settings import Settings
with workers_beside(Settings(data=pathlib.Path(sys.argv[1]))):
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_ends_with_its_server_however_that_ends(tmp_path: Path, number: signal.Signals) -> None:
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(tmp_path)], stderr=subprocess.PIPE, text=True)
    assert server.stderr
    for line in server.stderr:
        if '"worker begins"' in line:
            break
    server.send_signal(number)
    server.wait(PATIENCE)
    assert '"worker ends"' in server.stderr.read()  # which comes to its end when nobody can write there any more
    server.stderr.close()
