"""A film that takes over the process in which it is opened finds bounds there, each for itself, and no secrets."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.media import confined
from portal.media.child import MEMORY_BYTES
from portal.media.confined import NotDone, TooLong
from tests.media import hostile
from tests.media.test_tools import processes_with

HOSTILE = Path(hostile.__file__)
STARTER = (
    "from portal.media import confined; from pathlib import Path; import sys; confined.CHILD = Path(sys.argv[1]); "
)


@pytest.fixture(autouse=True)
def taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "CHILD", HOSTILE)


def attempt(verb: str, seconds: float = 60, file_bytes: int = 20_000_000, **values: Any) -> Any:
    return confined.do(verb, values, seconds, file_bytes, "pyav")


def test_it_cannot_take_more_memory_than_it_may():
    assert attempt("eat", pieces=10) == 10, "a film needs some"
    with pytest.raises(NotDone):
        attempt("eat", pieces=MEMORY_BYTES // hostile.PIECE + 1)


def test_it_cannot_reckon_for_ever():
    request = {"verb": "spin", "values": {}, "seconds": 1, "bytes": 1, "tool": "pyav", "parent": os.getpid()}
    ended = subprocess.run([sys.executable, "-I", str(HOSTILE), json.dumps(request)], check=False)
    assert ended.returncode in (-signal.SIGKILL, -signal.SIGXCPU)


def test_it_cannot_wait_for_ever_nor_leave_anything_behind():
    with pytest.raises(TooLong):
        attempt("sleep", seconds=1)
    assert processes_with("hostile-sleeper") == []


def test_it_cannot_fill_the_disk(tmp_path: Path):
    path = tmp_path / "large"
    assert attempt("write", file_bytes=50_000, path=str(path), size=40_000) == 40_000
    with pytest.raises(NotDone):
        attempt("write", file_bytes=50_000, path=str(path), size=60_000)
    assert path.stat().st_size <= 50_000


def test_it_cannot_hold_every_file_open():
    assert attempt("open_files", count=20) == 20
    with pytest.raises(NotDone):
        attempt("open_files", count=64)


def test_it_knows_nothing_of_the_servers_and_what_it_starts_is_bound_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORTAL_SECRET", "not for films")
    with open("/dev/null") as open_in_the_server:
        os.set_inheritable(open_in_the_server.fileno(), True)
        found = attempt("look_around", file_bytes=12_345)
    assert found["own"].keys() == {"PATH", "LC_ALL"}
    assert set(found["theirs"]) <= {"PATH", "LC_ALL"}
    assert found["limits"] == [2 * 61, MEMORY_BYTES, 12_345]
    assert len(found["files"]) == 4, "more than nothing to read, a pipe to answer, nothing to say, and this listing"


def test_it_dies_with_the_worker_that_started_it():
    command = STARTER + "confined.do('sleep', {}, 600, tool='pyav')"
    worker = subprocess.Popen([sys.executable, "-c", command, str(HOSTILE)])
    wait_for(lambda: processes_with("hostile-sleeper"))
    worker.kill()
    worker.wait()
    wait_for(lambda: not processes_with("hostile-sleeper") and not processes_with('"verb": "sleep"'))


def wait_for(so: Callable[[], object]) -> None:
    ends = time.monotonic() + 60
    while not so():
        assert time.monotonic() < ends, "waited a minute in vain"
        time.sleep(0.02)
