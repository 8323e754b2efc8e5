"""Start the confined process, wait for it with a limit, and end it with all it started."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("child.py")
LOOK_SECONDS = 0.1
HEED_SECONDS = 2.0
PATH = "/usr/local/bin:/usr/bin:/bin"


class NotDone(Exception):
    """The process gave no answer: the file is broken, or more than the bounds allow."""


class TooLong(Exception):
    """The process was ended over its time."""


def best_tool() -> str:
    """ffmpeg with ffprobe where the system has them, PyAV, which comes with the portal, otherwise."""
    return "ffmpeg" if shutil.which("ffmpeg", path=PATH) and shutil.which("ffprobe", path=PATH) else "pyav"


def do(
    verb: str,
    values: dict[str, Any],
    seconds: float,
    file_bytes: int = 20_000_000,
    tool: str = "",
    heed: Callable[[], None] = lambda: None,
) -> Any:
    """Let the confined process do one thing and give its answer. `heed` is called every two seconds and may raise.

    `tool` is one for films, or the module that has the verb.

    Raises NotDone and TooLong. Whatever happens, nothing of the process is left running.
    """
    request = {
        "verb": verb,
        "values": values,
        "seconds": int(seconds) + 1,
        "bytes": file_bytes,
        "tool": tool or best_tool(),
        "parent": os.getpid(),
    }
    process = subprocess.Popen(
        [sys.executable, "-I", str(CHILD), json.dumps(request)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": PATH, "LC_ALL": "C.UTF-8"},  # nothing of the server's own, where its secrets are
        close_fds=True,
        start_new_session=True,
    )
    try:
        _wait(process, seconds, heed)
        output = process.stdout.read() if process.stdout else b""
    finally:
        _end(process)
    if process.returncode != 0:
        raise NotDone(verb)
    return json.loads(output)


def _wait(process: subprocess.Popen[bytes], seconds: float, heed: Callable[[], None]) -> None:
    """Until it has ended by itself. The answers are short, so the pipe never fills."""
    ends_at = time.monotonic() + seconds
    heed_at = time.monotonic() + HEED_SECONDS
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK_SECONDS)
            return
        if time.monotonic() > ends_at:
            raise TooLong
        if time.monotonic() > heed_at:
            heed()
            heed_at = time.monotonic() + HEED_SECONDS


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # the whole group, also when its first has ended
    process.wait()
    if process.stdout:
        process.stdout.close()
