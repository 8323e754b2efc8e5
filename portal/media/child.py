"""The process in which strangers' films, Word files and slides are opened. Started by confined.py, never imported by the server.

It takes one request as JSON, gives itself bounds that the kernel keeps, lets go of the network where the kernel
allows it, does the one thing and prints the answer as JSON. It dies with whoever started it.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # isolated mode finds the libraries, but not the portal

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
TOOLS = {"ffmpeg": "portal.media.with_ffmpeg", "pyav": "portal.media.with_pyav"}
MEMORY_BYTES = 3_000_000_000  # of addresses, most of them never touched: libraries map far more than they use


def main() -> None:
    """Do what the first argument asks for."""
    request: dict[str, Any] = json.loads(sys.argv[1])
    die_with(request["parent"])
    bound(request["seconds"], request["bytes"])
    leave_network()
    tool = import_module(TOOLS.get(request["tool"], request["tool"]))
    answer = getattr(tool, request["verb"])(**request["values"])
    sys.stdout.write(json.dumps(answer))


def die_with(parent: int) -> None:
    """Ask the kernel to kill this process when its parent dies, however that happens."""
    ask_to_die_with_parent()
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def ask_to_die_with_parent() -> None:
    """The asking alone; also for the program that this process starts."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def bound(seconds: int, file_bytes: int) -> None:
    """Limits that every process started from here inherits and none can raise again."""
    limits = (
        (resource.RLIMIT_CPU, 2 * seconds),  # two cores for the whole time
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        resource.setrlimit(kind, (most, most))
    os.nice(10)  # pages come first


def leave_network() -> None:
    """Go where there is no network. Where the kernel refuses, the fixed readers and `file` as only protocol remain."""
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(CLONE_NEWNET) != 0:
        library.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


if __name__ == "__main__":
    main()
