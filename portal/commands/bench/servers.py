"""Server processes for a measurement: the portal's own, and the bare one in the same manner."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from portal.settings import Settings

SECONDS_TO_START = 60
SECONDS_TO_STOP = 20


@dataclass(frozen=True)
class Server:
    """A server that answers on a port of this machine."""

    port: int
    process_id: int

    @property
    def resident_megabytes(self) -> float:
        """What the process holds in memory now, in millions of bytes (Linux)."""
        for line in Path(f"/proc/{self.process_id}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
        raise RuntimeError("this system does not say how much memory a process holds")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def environment_of(settings: Settings, port: int) -> dict[str, str]:
    """The environment in which another process has the same settings on another port."""
    given = {
        "PORTAL_DATA": str(settings.data),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_FILES_URL": settings.files_url,
        "PORTAL_PORT": str(port),
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")} | given


@contextmanager
def portal_server(settings: Settings) -> Iterator[Server]:
    """The portal as `python3 -m portal serve` runs it: one process, with its worker beside."""
    port = free_port()
    command = [sys.executable, "-m", "portal", "serve"]
    with running(command, environment_of(settings, port), port, settings.data / "server.log") as process_id:
        yield Server(port, process_id)


@contextmanager
def bare_server(folder: Path) -> Iterator[Server]:
    """The limit, by the same server program with the same options."""
    port = free_port()
    start = (
        "import uvicorn; uvicorn.run('portal.commands.bench.bare:application', factory=True, "
        f"port={port}, log_config=None, access_log=False, server_header=False)"
    )
    with running([sys.executable, "-c", start], dict(os.environ), port, folder / "bare.log") as process_id:
        yield Server(port, process_id)


@contextmanager
def running(command: list[str], environment: dict[str, str], port: int, log: Path) -> Iterator[int]:
    """A process from when it answers on its port until the block ends. Gives its number."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        wait_for_answer(process, port, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the server answers anything. Raises RuntimeError with its last words when it does not."""
    ends = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < ends and process.poll() is None:
        with suppress(URLError, ConnectionError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/").close()
            return
        time.sleep(0.02)
    raise RuntimeError(f"The server did not start: {log.read_text(errors='replace')[-2000:]}")
