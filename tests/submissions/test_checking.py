"""The check of a package survives the death of whoever does it, and never happens half."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.files import Files
from portal.jobs import run_waiting
from portal.jobs.models import Job, JobState
from portal.library.models import CourseVersion, VersionFile
from portal.settings import Settings
from portal.submissions import checking
from portal.submissions.models import SubmittedPackage
from tests.browser import SignIn
from tests.cast import NOW, Clock
from tests.submissions.parcels import PARCEL
from tests.submissions.test_pages import upload

# A worker that dwells in the middle of the check, so that it can be killed there.
SLOW_WORKER = """
import sys, time
from pathlib import Path
from datetime import datetime, timedelta
import portal.main
from portal.db import connect
from portal.files import Files
from portal.jobs import Workshop, work
from portal.settings import Settings
from portal.submissions import checking
data, url, now = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
look = checking.check_package
def dwell(folder):
    (data / "dwelling").touch()
    time.sleep(60)
    return look(folder)
checking.check_package = dwell
settings = Settings(data=data, database_url=url, files_url=f"file://{data}/files")
files = Files(settings.files_url, data / "incoming")
work(Workshop(connect(url), files, settings, clock=lambda: now))
"""


@pytest.fixture
def killed_worker(settings: Settings) -> Iterator[Any]:
    """`killed_worker()` starts a worker and kills it with SIGKILL while it checks a package."""
    started: list[subprocess.Popen[bytes]] = []

    def kill_in_the_middle() -> None:
        arguments = [str(settings.data), settings.database_url, NOW.isoformat()]
        worker = subprocess.Popen([sys.executable, "-c", SLOW_WORKER, *arguments])
        started.append(worker)
        for _ in range(600):
            if (settings.data / "dwelling").exists():
                break
            assert worker.poll() is None, "the worker ended by itself"
            time.sleep(0.1)
        worker.kill()
        worker.wait()

    yield kill_in_the_middle
    for worker in started:
        worker.kill()


def test_a_check_that_was_killed_begins_anew_and_leaves_nothing(
    sign_in: SignIn,
    zz_author: Person,
    killed_worker: Any,
    engine: Engine,
    app: FastAPI,
    settings: Settings,
    clock: Clock,
):
    author = sign_in(zz_author)
    page = upload(author)
    killed_worker()
    with Session(engine) as session:
        job = session.exec(select(Job).where(Job.name == "check_package")).one()
        assert (job.state, job.step) == (JobState.RUNNING, 3)
        assert session.exec(select(CourseVersion)).all() == []
        assert session.exec(select(SubmittedPackage)).one().checked_at is None
    left = settings.data / "checking"
    assert list(left.iterdir()) != []
    assert author.open(page.path).says("第 3 步，共 4 步：查每一课、每一个文件。")

    clock.now += timedelta(minutes=1)
    with engine.begin() as connection:
        # What the sweeper does with a stale heartbeat.
        connection.exec_driver_sql("UPDATE job SET state = 'waiting' WHERE name = 'check_package'")
    run_waiting(engine, app.state.files, settings, clock.now)
    assert author.open(page.path).says("现在：查过了，可以交给审核人")
    assert list(left.iterdir()) == []
    with Session(engine) as session:
        assert session.exec(select(Job.tries).where(Job.name == "check_package")).one() == 2
        assert len(session.exec(select(CourseVersion)).all()) == 1
        assert len(session.exec(select(VersionFile)).all()) == len(set(session.exec(select(VersionFile.name))))


def test_a_check_done_twice_changes_nothing(
    sign_in: SignIn, zz_author: Person, engine: Engine, app: FastAPI, settings: Settings, clock: Clock
):
    files: Files = app.state.files
    upload(sign_in(zz_author), PARCEL)
    run_waiting(engine, files, settings, clock.now)
    with Session(engine) as session, session.begin():
        before = session.exec(select(SubmittedPackage)).one().model_dump()
        session.exec(select(Job)).one().state = JobState.WAITING
    run_waiting(engine, files, settings, clock.now + timedelta(hours=1))
    with Session(engine) as session:
        assert session.exec(select(SubmittedPackage)).one().model_dump() == before


def test_a_check_that_fails_can_be_begun_again(
    sign_in: SignIn,
    zz_author: Person,
    engine: Engine,
    app: FastAPI,
    settings: Settings,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
):
    files: Files = app.state.files
    author = sign_in(zz_author)
    page = upload(author)

    def broken(folder: Path) -> None:
        raise OSError("no space left on this device")

    monkeypatch.setattr(checking, "check_package", broken)
    for hours in (0, 1, 2):
        with pytest.raises(OSError, match="no space"):
            run_waiting(engine, files, settings, clock.now + timedelta(hours=hours))
    failed = author.open(page.path)
    assert failed.says("现在：课程包没有查完")
    monkeypatch.undo()
    failed.press("再检查一次")
    run_waiting(engine, files, settings, clock.now)
    assert author.open(page.path).says("现在：查过了，可以交给审核人")
