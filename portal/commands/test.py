"""`python3 -m portal test`: every check and test, on both databases, in a real browser; nothing skipped silently."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import typer

from portal.setup import system
from portal.setup.requirements import CHECKOUT

app = typer.Typer()

NO_BROWSER = "--no-browser"
WORKERS = "2"
NO_TESTS_COLLECTED = 5  # pytest's exit status


@dataclass(frozen=True)
class Count:
    """How many tests passed, failed (errors included) and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Run every check and test; further words are given to pytest. --no-browser leaves the browser out."""
    raise typer.Exit(run(context.args))


def run(arguments: list[str]) -> int:
    """Run the checks and all tests, or with arguments only what pytest makes of them; the last line counts.

    `--no-browser` leaves out what needs system packages, and says so. Returns 0 only when nothing failed.
    """
    without_browser = NO_BROWSER in arguments
    chosen = [argument for argument in arguments if argument != NO_BROWSER]
    if not without_browser and (problem := bring_system_parts()):
        say(problem)
        return 1
    left_out = ["orca", *(("browser", "java", "libraries") if without_browser else ())]
    if without_browser:
        say(
            f"Not run, because {NO_BROWSER} was given: tests that need a browser, Java, Pango, liblouis, ffmpeg or the "
            "screen reader."
        )
    count = Count() if chosen else run_checks()
    marks = " and ".join(f"not {mark}" for mark in left_out)
    count += run_pytest(["-n", WORKERS, "--dist", "loadgroup", "-m", marks], chosen)
    if not chosen and not without_browser:
        count += run_screen_reader()
    say(str(count))
    return 1 if count.failed or not count.passed else 0


def bring_system_parts() -> str:
    """Install the browser, Java, libraries and the screen reader if we may. Returns what is in the way, or an empty text."""
    needed = system.missing((*system.BROWSER, *system.JAVA, *system.LIBRARIES))
    if system.can_install():
        if packages := list(dict.fromkeys([*needed, *system.missing(system.SCREEN_READER)])):
            problem = system.install(packages, say)
            return problem and f"apt-get could not install what the tests need: {problem}"
        return ""
    if needed:
        return (
            f"The tests need {', '.join(needed)}. Install with this line as root, or leave the browser out with "
            f"`python3 -m portal test {NO_BROWSER}`:\n{system.install_line(needed)}"
        )
    return ""


def run_checks() -> Count:
    """The checks of the code itself count as one test."""
    say("Checking the code.")
    done = subprocess.run([sys.executable, "-m", "portal", "check"], cwd=CHECKOUT, check=False)
    return Count(failed=1) if done.returncode else Count(passed=1)


def run_screen_reader() -> Count:
    """The tests with the real screen reader, one at a time: there is one voice to listen to."""
    if lacking := system.missing(system.SCREEN_READER):
        say("The tests with the screen reader Orca are not run, because it is not all there. This line installs it:")
        say(system.install_line(lacking))
        return Count()
    say("Testing with the screen reader Orca.")
    return run_pytest(["-m", "orca"], [], may_be_none=True)


def run_pytest(options: list[str], arguments: list[str], may_be_none: bool = False) -> Count:
    """Run pytest in a process of its own and count from its report; a run without a report is a failure."""
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *options, *arguments]
        status = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
        if status == NO_TESTS_COLLECTED and may_be_none:
            return Count()
        count = count_report(report.read_bytes()) if report.exists() else Count()
    return count if status == 0 or count.failed else count + Count(failed=1)


def count_report(report: bytes) -> Count:
    """What a JUnit report of pytest counts."""
    count = Count()
    for suite in ElementTree.fromstring(report).iter("testsuite"):
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        count += Count(int(suite.get("tests", 0)) - failed - skipped, failed, skipped)
    return count


def say(sentence: str) -> None:
    print(sentence, flush=True)
