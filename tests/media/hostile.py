"""Stands in for child.py in tests: the same process with the same bounds, in which a film has taken over the tool.

Each verb does what such a film would try, and answers what became of it.
"""

import mmap
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from portal.media import child

PIECE = 100_000_000
SHOW_LIMITS = (
    "import resource as r; print(*[r.getrlimit(one)[1] for one in (r.RLIMIT_CPU, r.RLIMIT_AS, r.RLIMIT_FSIZE)])"
)


def eat(pieces: int) -> int:
    """Take so many hundred megabytes and keep them."""
    kept = [mmap.mmap(-1, PIECE) for _ in range(pieces)]
    return len(kept)


def spin() -> None:
    """Reckon for ever."""
    while True:
        pass


def sleep() -> None:
    """Do nothing for ever, and let a program do nothing too that was started as the portal starts ffmpeg."""
    program = [sys.executable, "-c", "import time; time.sleep(600)", "hostile-sleeper"]
    subprocess.Popen(program, preexec_fn=child.ask_to_die_with_parent)
    time.sleep(600)


def write(path: str, size: int) -> int:
    """Write so many bytes."""
    with Path(path).open("wb") as file:
        for _ in range(size // 1000):
            file.write(b"0" * 1000)
    return Path(path).stat().st_size


def open_files(count: int) -> int:
    """Hold so many files open."""
    return len([os.open("/dev/null", os.O_RDONLY) for _ in range(count)])


def look_around() -> dict[str, Any]:
    """What the process was given, and what a program that it starts is given."""
    theirs = subprocess.run(["env"], capture_output=True, text=True, check=True).stdout
    limits = subprocess.run([sys.executable, "-I", "-c", SHOW_LIMITS], capture_output=True, text=True, check=True)
    return {
        "own": dict(os.environ),
        "theirs": [line.partition("=")[0] for line in theirs.splitlines()],
        "limits": [int(number) for number in limits.stdout.split()],
        "files": sorted(os.listdir("/proc/self/fd")),
    }


if __name__ == "__main__":
    sys.modules["portal.media.with_pyav"] = sys.modules["__main__"]
    child.main()
