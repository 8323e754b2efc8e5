"""The first thing that runs: make the environment ready, enter it, and hand over to the commands."""

import os
import sys

from portal.setup.environment import ENTERED, Environment
from portal.setup.install import install
from portal.setup.requirements import Lock, lock_for
from portal.setup.sentences import SetupFailed, about_os_error
from portal.setup.turns import turn

ONLY_SET_UP = "set-up"
DAMAGED = "Files of the installed libraries are damaged: making the environment again."
MENDED = "PORTAL_MENDED_BY"  # the number of the process that has mended its environment once already


def main(arguments: list[str]) -> int:
    """Run one command line of the portal and return its exit status.

    `set-up [test]` stops after the set-up; everything else goes to portal.commands inside the environment.
    """
    environment = Environment.chosen()
    lock = lock_for(arguments)
    stopped = prepare(environment, lock, arguments)
    if stopped is not None:
        return stopped
    if arguments[:1] == [ONLY_SET_UP]:
        say(f"Ready: the libraries of {lock.name} are in {environment.folder}.")
        return 0
    return hand_over(environment, lock, arguments)


def prepare(environment: Environment, lock: Lock, arguments: list[str], anew: str = "") -> int | None:
    """Set up if needed and enter the environment; a status only when that failed."""
    try:
        if not environment.is_ready(lock):
            set_up(environment, lock, anew)
        if not environment.is_entered() and arguments[:1] != [ONLY_SET_UP]:
            environment.enter(arguments)
    except SetupFailed as failure:
        return complain(str(failure))
    except OSError as error:
        return complain(about_os_error(error, environment.folder))
    except KeyboardInterrupt:
        complain("Set-up was stopped; the same command begins it again.")
        return 130
    return None


def set_up(environment: Environment, lock: Lock, anew: str = "") -> None:
    """Bring the environment to what the lock says, one process at a time, and say what is done and why.

    `anew` is a reason to make it from nothing that the environment cannot see itself.
    """
    environment.claim()
    with turn(environment.turn_file, say) as descriptor:
        if environment.is_ready(lock):
            return  # the process that we waited for has done it
        if reason := anew or why_anew(environment):
            say(reason)
            environment.make()
        elif environment.stamp_file.exists():
            say(f"Bringing the libraries to what {lock.name} names now.")
        with environment.unfinished():
            install(environment, lock, descriptor, say)
            environment.stamp(lock)
        say("The libraries are installed.")


def why_anew(environment: Environment) -> str:
    """Why the environment has to be made from nothing, as a sentence; empty when it can be kept."""
    if environment.unfinished_file.exists():
        return "An earlier set-up was not finished: beginning again."
    if environment.starts():
        return ""
    if (environment.folder / "pyvenv.cfg").exists() or environment.stamp_file.exists():
        return f"The environment in {environment.folder} does not work with this Python: making it again."
    return f"First start: making an environment for the portal in {environment.folder}."


def hand_over(environment: Environment, lock: Lock, arguments: list[str]) -> int:
    """Run the command. When it crashes because a library's file is damaged, mend that and start once more."""
    try:
        from portal.commands import main as run_command

        run_command(arguments)
        return 0
    except Exception:
        if os.environ.get(MENDED) == str(os.getpid()) or not environment.is_damaged():
            raise
    os.environ[MENDED] = str(os.getpid())
    os.environ.pop(ENTERED, None)
    environment.distrust()
    stopped = prepare(environment, lock, arguments, DAMAGED)
    if stopped is None:
        environment.enter(arguments)
    return stopped or 0


def say(sentence: str) -> None:
    print(sentence, flush=True)


def complain(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1
