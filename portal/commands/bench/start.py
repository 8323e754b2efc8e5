"""How long `python3 -m portal` takes until it answers, when everything has been set up before."""

import sys
import time

from portal.commands.bench.figures import Report, at_most
from portal.commands.bench.place import Place
from portal.commands.bench.servers import environment_of, free_port, running
from portal.settings import Settings
from portal.setup.requirements import CHECKOUT


def measure_second_start(place: Place, report: Report) -> None:
    """The first start loads the courses that ship with the portal; the second and third are measured."""
    data = place.folder / "started"
    data.mkdir()
    settings = Settings(data=data, database_url=f"sqlite:///{data}/portal.sqlite3", files_url=f"file://{data}/files")
    taken = [seconds_to_answer(settings) for _ in range(3)]
    report.add(at_most(3, "second start of python3 -m portal until it answers", min(taken[1:]), "s"))


def seconds_to_answer(settings: Settings) -> float:
    """From the command to the first answer. As a user types it: the system's Python, which then enters the environment."""
    port = free_port()
    environment = environment_of(settings, port) | {"PYTHONPATH": str(CHECKOUT)}
    command = [getattr(sys, "_base_executable", sys.executable), "-m", "portal"]
    began = time.monotonic()
    with running(command, environment, port, settings.data / "start.log"):
        return time.monotonic() - began
