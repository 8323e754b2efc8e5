"""A worker is killed while it makes a film over: nothing half is kept, and the next worker makes what is missing."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from portal.commands.bench.servers import environment_of
from portal.files import Files
from portal.jobs.models import Job, JobState
from portal.media import actions
from portal.media.models import Rendition
from portal.settings import Settings
from tests.cast import NOW
from tests.crash.conftest import wait_until
from tests.media.films import film
from tests.media.test_converting import Given
from tests.media.test_tools import processes_with

KINDS = ["normal", "slow", "sound", "poster"]


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of the portal over the test's database, killed at the end."""
    process = subprocess.Popen([sys.executable, "-m", "portal", "work"], env=environment_of(settings, 1))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kept(engine: Engine) -> dict[str, str]:
    """The digest of every form that was kept, in their order."""
    with Session(engine) as session:
        return {one.kind: one.digest for one in session.exec(select(Rendition).order_by(col(Rendition.id)))}


def check_store(engine: Engine, files: Files, source: str) -> None:
    """Every file in the store is whole, and each is the source or one of the forms that are kept."""
    digests = set(files.digests())
    assert digests == {source, *kept(engine).values()}
    for digest in digests:
        assert files.verify(digest)


def test_killed_in_the_middle_of_a_film(engine: Engine, settings: Settings, tmp_path: Path):
    files = Files(settings.files_url, settings.data / "incoming")
    source = files.put(film(tmp_path / "film.mp4", seconds=12, width=480, height=360, quality=10))
    folder = settings.data / "converting" / source
    with Session(engine) as session, session.begin():
        actions.want_forms(session, [Given(source, "video/mp4")], NOW)

    with worker(settings) as first:
        wait_until(lambda: (folder / "slow").exists() and (folder / "slow").stat().st_size)
        first.kill()
        first.wait()
    wait_until(lambda: not processes_with(str(folder)))
    assert folder.exists(), "it was not killed in the middle"
    before = kept(engine)
    assert list(before) in (KINDS[:1], KINDS[:2], KINDS[:3])
    check_store(engine, files, source)

    with Session(engine) as session, session.begin():
        session.exec(update(Job).values(heartbeat_at=NOW))  # as if the machine had been down for a while
    with worker(settings):
        wait_until(lambda: state_of(engine) == JobState.DONE)
    after = kept(engine)
    assert list(after) == KINDS
    assert after | before == after, "what was made is made once"
    check_store(engine, files, source)
    assert not folder.exists()


def state_of(engine: Engine) -> str:
    with Session(engine) as session:
        return session.exec(select(Job.state).where(Job.name == actions.JOB)).one()
