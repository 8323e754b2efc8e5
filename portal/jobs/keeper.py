"""Keeps one worker process alive beside the server."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from portal.settings import Settings

LONGEST_PAUSE = 30  # seconds before a worker that dies again and again is started again
SECONDS_TO_STOP = 10

log = structlog.get_logger("portal.jobs")


@contextmanager
def worker_beside(settings: Settings) -> Iterator[None]:
    """Run a worker while the block runs, as a process of its own, and start it again whenever it dies.

    A process, because jobs open files of strangers: what breaks or eats memory there is never the server.
    """
    is_ending = threading.Event()
    command = [sys.executable, "-m", "portal", "work", "--until-ended", str(os.getpid())]
    running: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        pause = 1
        while not is_ending.is_set():
            worker = subprocess.Popen(command, env=_environment(settings))
            running[:] = [worker]
            status = worker.wait()
            if not is_ending.is_set():
                log.error("worker died", status=status, again_in_seconds=pause)
            is_ending.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    keeper = threading.Thread(target=keep, daemon=True)
    before = signal.signal(signal.SIGTERM, _leave)  # uvicorn hands the signal on to us when it has ended
    keeper.start()
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        is_ending.set()
        for worker in running:
            _end(worker)
        keeper.join(SECONDS_TO_STOP)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        worker.kill()


def _environment(settings: Settings) -> dict[str, str]:
    """The worker has the server's settings, wherever the server has them from."""
    return {**os.environ, **{f"PORTAL_{name.upper()}": str(value) for name, value in settings.model_dump().items()}}


def _leave(*_: object) -> None:
    raise SystemExit(0)
