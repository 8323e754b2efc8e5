"""The virtual environment: where it is, whether it is ready, and how it is made, mended and entered."""

import csv
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.setup.requirements import CHECKOUT, Lock
from portal.setup.sentences import NotDownloaded, SetupFailed, about_output, read_only

BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable
INTERPRETER = f"{sys.implementation.cache_tag} {platform.machine()}"
ENTERED = "PORTAL_ENTERED_BY"


class Environment:
    """A folder that set-up owns: everything in it may be thrown away and made again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.turn_file = folder / "portal.turn"
        self.stamp_file = folder / "portal.stamp"
        self.unfinished_file = folder / "portal.unfinished"

    @classmethod
    def chosen(cls) -> "Environment":
        """`.venv` beside the code, or PORTAL_VENV where that folder is not to be written to."""
        named = os.environ.get("PORTAL_VENV")
        return cls(Path(named).expanduser().absolute() if named else CHECKOUT / ".venv")

    # Whether it is ready

    def is_ready(self, lock: Lock) -> bool:
        """The stamp names this lock and this Python, and the environment's Python starts."""
        stamped = self._stamped().get(lock.name) == stamp_of(lock) and not self.unfinished_file.exists()
        return stamped and (self.is_entered() or self.starts())

    def is_entered(self) -> bool:
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def starts(self) -> bool:
        """Its Python runs and is of the kind that starts us. Costs about 15 ms."""
        question = "import sys, platform; print(sys.implementation.cache_tag, platform.machine())"
        try:
            answer = subprocess.run([self.python, "-I", "-S", "-c", question], capture_output=True, text=True)
        except OSError:
            return False
        return answer.returncode == 0 and answer.stdout.strip() == INTERPRETER

    def is_damaged(self) -> bool:
        """Whether a library's file is gone or has another size than when it was installed."""
        site = next(self.folder.glob("lib/python*/site-packages"), None)
        if site is None:
            return True
        missing = [name for name in self._stamped().get("libraries", ()) if not (site / name / "RECORD").exists()]
        return bool(missing) or any(not _is_whole(site, record) for record in site.glob("*.dist-info/RECORD"))

    def _stamped(self) -> dict[str, Any]:
        try:
            stamp = json.loads(self.stamp_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    # How it is made

    def claim(self) -> None:
        """Make the folder ours, or refuse when it holds something that is not an environment."""
        if self.folder.exists() and not self.folder.is_dir():
            raise SetupFailed(f"{self.folder} is a file where the portal needs a folder: remove it first.")
        if self.folder.is_dir() and not self._is_ours():
            raise SetupFailed(f"{self.folder} holds other files: name an empty or a new folder in PORTAL_VENV.")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.turn_file.touch()
        except (PermissionError, FileExistsError, NotADirectoryError) as error:
            raise SetupFailed(read_only(self.folder.parent)) from error

    def _is_ours(self) -> bool:
        names = {path.name for path in self.folder.iterdir()}
        return not names or bool(names & {"pyvenv.cfg", self.turn_file.name}) or self.folder == CHECKOUT / ".venv"

    def make(self) -> None:
        """Throw away what is there and make an empty environment, with neither pip nor uv in it."""
        for path in self.folder.iterdir():
            if path == self.turn_file:
                continue  # somebody may be waiting on it
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        self.unfinished_file.touch()
        made = subprocess.run(
            [BASE_PYTHON, "-m", "venv", "--without-pip", self.folder], capture_output=True, text=True, check=False
        )
        if made.returncode or not self.starts():
            raise SetupFailed(_why_not_made(made.stdout + made.stderr, self.folder))

    @contextmanager
    def unfinished(self) -> Iterator[None]:
        """Inside, the environment counts as unfinished, whatever happens to us, and after an error as well.

        Only when nothing was downloaded is it still what its old stamp says, if it had one.
        """
        self.unfinished_file.touch()
        try:
            yield
        except NotDownloaded:
            if self.stamp_file.exists():
                self.unfinished_file.unlink()
            raise
        self.unfinished_file.unlink()

    def distrust(self) -> None:
        """Forget that the environment was ready."""
        self.stamp_file.unlink(missing_ok=True)

    def stamp(self, lock: Lock) -> None:
        """Stamp the environment: this lock, those that it covers, and the libraries that are there."""
        libraries = sorted(path.name for path in self.folder.glob("lib/python*/site-packages/*.dist-info"))
        names: dict[str, Any] = {known.name: stamp_of(known) for known in (lock, *lock.covers)}
        fresh = self.stamp_file.with_suffix(".new")
        fresh.write_text(json.dumps({**names, "libraries": libraries}, indent=1), encoding="utf-8")
        fresh.replace(self.stamp_file)

    # How it is entered

    def enter(self, arguments: list[str]) -> None:
        """Become the environment's Python with the same command line; does not return."""
        if os.environ.get(ENTERED) == str(os.getpid()):  # an exec keeps the process number: we were here before
            raise SetupFailed(f"The Python in {self.folder} does not use its own environment: remove that folder.")
        os.environ[ENTERED] = str(os.getpid())
        sys.stdout.flush()
        os.execv(self.python, [str(self.python), "-m", "portal", *arguments])


def stamp_of(lock: Lock) -> str:
    """What must be equal for an installed environment to still be the right one."""
    return f"{lock.digest()} {INTERPRETER}"


def _is_whole(site: Path, record: Path) -> bool:
    """Whether every file that a library's record lists is there in its size."""
    with record.open(encoding="utf-8", newline="") as file:
        for name, _digest, size in csv.reader(file):
            path = site / name
            if size and (not path.exists() or path.stat().st_size != int(size)):
                return False
    return True


def _why_not_made(output: str, folder: Path) -> str:
    if "No module named" in output:
        return "This Python is incomplete (it has no module venv): install the package python3 and start again."
    return about_output(output, folder, "The environment could not be made")
