"""Set-up's rules: when an environment is ready, what it may throw away, and what a person reads when it fails."""

import ast
import errno
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from portal.setup import start
from portal.setup.environment import Environment
from portal.setup.install import PIP
from portal.setup.requirements import CHECKOUT, RUN, TEST, Lock, lock_for
from portal.setup.sentences import (
    DISK_FULL,
    NO_NETWORK,
    NO_TRUST,
    WRONG_FILE,
    NotDownloaded,
    SetupFailed,
    about_os_error,
    about_output,
)
from portal.setup.turns import turn

PIP_OFFLINE = """WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(
': Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/fastapi/
ERROR: Could not find a version that satisfies the requirement fastapi==1 (from versions: none)
ERROR: No matching distribution found for fastapi==1"""


@pytest.fixture
def lock(tmp_path: Path) -> Lock:
    path = tmp_path / "requirements.lock"
    path.write_text(
        "typer==1.0 \\\n    --hash=sha256:00\nplan-b==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"
    )
    return Lock(path)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    environment = Environment(tmp_path / "environment")
    environment.claim()
    environment.make()
    return environment


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sentences: list[str] = []
    monkeypatch.setattr(start, "say", sentences.append)
    return sentences


def install_nothing(environment: Environment, lock: Lock, descriptor: int, say: object) -> None: ...


def test_what_was_stamped_is_ready_until_the_lock_changes(environment: Environment, lock: Lock) -> None:
    assert not environment.is_ready(lock)
    with environment.unfinished():
        assert not environment.is_ready(lock)
        environment.stamp(lock)
        assert not environment.is_ready(lock)
    assert environment.is_ready(lock)
    lock.path.write_text(lock.path.read_text() + "more==1.0\n")
    assert not environment.is_ready(lock)


def test_the_test_lock_covers_the_run_lock(environment: Environment, lock: Lock, tmp_path: Path) -> None:
    larger = Lock(tmp_path / "requirements-test.lock", covers=(lock,))
    larger.path.write_text("typer==1.0\npytest==3.0\n")
    with environment.unfinished():
        environment.stamp(larger)
    assert environment.is_ready(larger)
    assert environment.is_ready(lock)


def test_a_stamp_without_a_python_that_starts_is_not_ready(environment: Environment, lock: Lock) -> None:
    with environment.unfinished():
        environment.stamp(lock)
    environment.python.unlink()
    environment.python.symlink_to("/nowhere/python")
    assert not environment.is_ready(lock)
    assert "does not work with this Python" in start.why_anew(environment)


@pytest.mark.parametrize("stamp", ["", "not json", "[]", "{}"])
def test_a_stamp_that_cannot_be_read_is_none(environment: Environment, lock: Lock, stamp: str) -> None:
    environment.stamp_file.write_text(stamp)
    assert not environment.is_ready(lock)


def test_a_set_up_killed_midway_begins_again(
    environment: Environment, lock: Lock, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        (environment.folder / "lib" / "half").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "install", killed)
    with pytest.raises(KeyboardInterrupt):
        start.set_up(environment, lock)
    monkeypatch.setattr(start, "install", install_nothing)
    start.set_up(environment, lock)
    assert "An earlier set-up was not finished: beginning again." in said
    assert not (environment.folder / "lib" / "half").exists()
    assert environment.is_ready(lock)


def test_a_changed_lock_without_network_leaves_what_was_there(
    environment: Environment, lock: Lock, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_: object) -> None:
        raise NotDownloaded(NO_NETWORK)

    monkeypatch.setattr(start, "install", install_nothing)
    start.set_up(environment, lock)
    before = lock.path.read_text()
    lock.path.write_text(before + "more==1.0\n")
    monkeypatch.setattr(start, "install", offline)
    with pytest.raises(NotDownloaded):
        start.set_up(environment, lock)
    assert "Bringing the libraries to what requirements.lock names now." in said
    assert not environment.is_ready(lock)
    lock.path.write_text(before)
    assert environment.is_ready(lock)


def test_a_library_with_a_missing_or_shortened_file_is_seen(environment: Environment, lock: Lock) -> None:
    site = next(environment.folder.glob("lib/python*/site-packages"))
    (site / "typer-1.0.dist-info").mkdir()
    (site / "typer-1.0.dist-info" / "RECORD").write_text("typer.py,sha256=x,9\ntyper-1.0.dist-info/RECORD,,\n")
    (site / "typer.py").write_text("say = 'a'")
    environment.stamp(lock)
    assert not environment.is_damaged()
    (site / "typer.py").write_text("")
    assert environment.is_damaged()
    (site / "typer.py").unlink()
    assert environment.is_damaged()
    (site / "typer-1.0.dist-info" / "RECORD").unlink()
    assert environment.is_damaged()


def test_a_folder_with_other_files_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(SetupFailed, match="holds other files"):
        Environment(tmp_path).claim()
    with pytest.raises(SetupFailed, match="is a file where the portal needs a folder"):
        Environment(tmp_path / "diary.txt").claim()
    assert (tmp_path / "diary.txt").read_text() == "mine"


def test_the_second_of_two_set_ups_waits_and_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    order: list[str] = []

    def second() -> None:
        with turn(tmp_path / "turn", said.append):
            order.append("second")

    with turn(tmp_path / "turn", said.append):
        thread = threading.Thread(target=second)
        thread.start()
        while not said:
            time.sleep(0.01)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert said == ["Another start of the portal is setting up; waiting for it."]


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (PIP_OFFLINE, NO_NETWORK),
        ("OSError: [Errno 28] No space left on device", DISK_FULL),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", WRONG_FILE),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", NO_TRUST),
        ("x\nERROR: odd\n\n", "It failed; its last words were: ERROR: odd"),
        ("", "It failed; its last words were: (nothing)"),
    ],
)
def test_the_output_of_an_installer_becomes_one_sentence(output: str, sentence: str) -> None:
    assert about_output(output, Path("/x"), "It failed") == sentence


def test_errors_of_the_system_become_one_sentence() -> None:
    folder = Path("/srv/portal/.venv")
    assert about_os_error(OSError(errno.ENOSPC, "full"), folder) == DISK_FULL
    assert about_os_error(OSError(errno.EROFS, "read-only"), folder).startswith(f"Nothing can be written in {folder}: ")
    assert about_os_error(OSError(errno.EIO, "Input/output error"), folder).endswith("Input/output error.")


def test_only_the_commands_that_test_need_the_test_lock() -> None:
    assert [lock_for(line.split()) for line in ("test -k x", "check", "set-up test")] == [TEST, TEST, TEST]
    assert [lock_for(line.split()) for line in ("", "serve", "set-up", "people test")] == [RUN, RUN, RUN, RUN]


def test_the_locks_agree_carry_hashes_and_name_no_address() -> None:
    assert RUN.pins().items() <= TEST.pins().items()
    for lock in (RUN, TEST):
        text = lock.path.read_text(encoding="utf-8")
        assert "://" not in text
        assert all("==" in block and "--hash=sha256:" in block for block in re.split(r"\n(?=\w)", text))


def test_the_first_file_can_be_read_by_an_old_python() -> None:
    ast.parse((CHECKOUT / "portal" / "__main__.py").read_text(encoding="utf-8"), feature_version=(3, 4))
    assert (CHECKOUT / "portal" / "__init__.py").read_text(encoding="utf-8") == ""


def test_an_old_python_is_told_in_one_sentence() -> None:
    old = "import runpy, sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (main)'; "
    done = subprocess.run(
        [sys.executable, "-c", f"{old} runpy.run_module('portal', run_name='__main__')"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "The portal needs Python 3.11 or newer, but this is 3.9.2.\n"
    assert done.returncode == 1


def test_set_up_imports_nothing_but_the_standard_library() -> None:
    listing = "import sys, portal.setup.start; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", listing],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert set(done.stdout.split()) - set(sys.stdlib_module_names) <= {"portal", "__main__"}


def test_the_pip_kept_here_starts() -> None:
    done = subprocess.run([sys.executable, f"{PIP}/pip", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"pip {PIP.name.split('-')[1]} ")
