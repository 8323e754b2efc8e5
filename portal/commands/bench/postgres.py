"""A PostgreSQL for the figures about it: the one that was named, or one of our own from the tests' wheel."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.setup.requirements import CHECKOUT

KEEPER = CHECKOUT / "tests" / "postgres.py"
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")  # as a server has it, and unlike that of tests
USUAL = ("autovacuum=on", "shared_buffers=512MB", "max_wal_size=4GB")
SECONDS_TO_START = 90


@contextmanager
def server_for(folder: Path, given: str, say: Callable[[str], None]) -> Iterator[str]:
    """The address of the database that was given, or of an empty one; an empty text, after saying so, when there is none."""
    if given:
        yield given
        return
    own = Path(tempfile.mkdtemp(prefix="postgres-", dir=folder))
    url_file, log = own / "postgres.url", own / "postgres.log"
    with log.open("wb") as output:
        command = [sys.executable, str(KEEPER), str(url_file), str(os.getpid()), *DURABLE, *USUAL]
        keeper = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        if has_started(keeper, url_file):
            yield url_file.read_text()
        else:
            say("Not measured: PostgreSQL. Name an empty database with --database-url, or set up the tests once.")
            yield ""
    finally:
        keeper.terminate()
        keeper.wait(30)


def has_started(keeper: subprocess.Popen[bytes], url_file: Path) -> bool:
    ends = time.monotonic() + SECONDS_TO_START
    while not url_file.exists():
        if keeper.poll() is not None or time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True
