"""One set-up at a time in one environment, also when two terminals start the portal at once."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(path: Path, say: Callable[[str], None]) -> Iterator[int]:
    """Hold the file's lock and yield its descriptor.

    A child process that inherits the descriptor keeps the lock when we are killed, so that nobody
    begins anew while an orphaned installer still writes.
    """
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start of the portal is setting up; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()
