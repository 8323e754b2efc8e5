"""Put the locked libraries into the environment: with uv where it is on the PATH, else with the pip kept here."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from portal.setup.environment import Environment
from portal.setup.requirements import Lock
from portal.setup.sentences import NO_NETWORK, NO_TRUST, WRONG_FILE, NotDownloaded, SetupFailed, about_output

PIP = next((Path(__file__).resolve().parents[1] / "_bootstrap").glob("pip-*.whl"))
SAID_EVERY = 20
BEFORE_ANY_CHANGE = (NO_NETWORK, NO_TRUST, WRONG_FILE)  # pip downloads everything before it installs anything

Say = Callable[[str], None]


def install(environment: Environment, lock: Lock, turn: int, say: Say) -> None:
    """Install every library of the lock, by its hash, or fail with one sentence.

    A uv that fails is not the last word: pip may know a mirror or a proxy that uv does not.
    """
    say(f"Installing {len(lock.pins())} libraries; with a slow line this takes a few minutes.")
    uv = shutil.which("uv")
    if uv and _run_uv(uv, environment, lock, turn):
        return
    succeeded, output = _run_pip(environment, lock, turn, say)
    if not succeeded:
        sentence = about_output(output, environment.folder, "The libraries could not be installed by pip")
        raise (NotDownloaded if sentence in BEFORE_ANY_CHANGE else SetupFailed)(sentence)


def _run_uv(uv: str, environment: Environment, lock: Lock, turn: int) -> bool:
    command = [
        uv,
        "pip",
        "install",
        "--python",
        str(environment.python),
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--compile-bytecode",
        "--no-progress",
        "--quiet",
        "--link-mode",
        "copy",
        "-r",
        str(lock.path),
    ]  # copied, because a file that is damaged in a hard-linked environment is damaged in uv's cache as well
    return subprocess.run(command, capture_output=True, pass_fds=[turn], check=False).returncode == 0


def _run_pip(environment: Environment, lock: Lock, turn: int, say: Say) -> tuple[bool, str]:
    """Run the wheel of pip as a program; says how far it is every few libraries, for there is no bar to look at."""
    command = [
        str(environment.python),
        f"{PIP}/pip",
        "install",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--no-input",
        "--no-user",
        "--progress-bar",
        "off",
        "--disable-pip-version-check",
        "-r",
        str(lock.path),
    ]
    settings = {**os.environ, "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}
    lines: list[str] = []
    collected = 0
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=settings,
        pass_fds=[turn],
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Collecting "):
                collected += 1
                if collected % SAID_EVERY == 0:
                    say(f"{collected} libraries downloaded.")
    return process.returncode == 0, "".join(lines)
