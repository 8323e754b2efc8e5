"""Keeps two worker processes alive beside the server."""

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
def workers_beside(settings: Settings) -> Iterator[None]:
    """Run two workers while the block runs, each a process of its own, started again whenever it dies.

    Processes, because jobs open files of strangers: what breaks or eats memory there is never the server. Two, because
    a film may take hours, and nobody who hands in a course should wait for it.
    """
    is_ending = threading.Event()
    command = [sys.executable, "-m", "portal", "work", "--until-ended", str(os.getpid())]
    environment = _environment(settings)
    running: dict[str, subprocess.Popen[bytes]] = {}

    def keep(name: str, *options: str) -> None:
        pause = 1
        while not is_ending.is_set():
            running[name] = subprocess.Popen([*command, *options], env=environment)
            status = running[name].wait()
            if not is_ending.is_set():
                log.error("worker died", worker=name, status=status, again_in_seconds=pause)
            is_ending.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    keepers = [threading.Thread(target=keep, args=args, daemon=True) for args in (("all",), ("quick", "--quick"))]
    before = signal.signal(signal.SIGTERM, _leave)  # uvicorn hands the signal on to us when it has ended
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        is_ending.set()
        for worker in running.values():
            worker.terminate()
        for worker in running.values():
            _end(worker)
        for keeper in keepers:
            keeper.join(SECONDS_TO_STOP)


def _end(worker: subprocess.Popen[bytes]) -> None:
    try:
        worker.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        worker.kill()


def _environment(settings: Settings) -> dict[str, str]:
    """The worker has the server's settings, wherever the server has them from."""
    return {**os.environ, **{f"PORTAL_{name.upper()}": str(value) for name, value in settings.model_dump().items()}}


def _leave(*_: object) -> None:
    raise SystemExit(0)
