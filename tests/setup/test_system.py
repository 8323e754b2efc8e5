"""What the tests need from the system: found by what is there, installed by one line, never skipped silently."""

from pathlib import Path

import pytest

from portal.commands import test as command
from portal.commands.test import Count, count_report
from portal.setup import system
from portal.setup.system import Part

REPORT = b"""<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"/>
</testsuites>"""


def test_a_part_is_there_by_any_of_its_programs_or_files(tmp_path: Path) -> None:
    (tmp_path / "NotoSansCJK.ttc").touch()
    assert Part("shell", programs=("no-such-shell", "sh")).is_there()
    assert Part("font", files=(f"{tmp_path}/Noto*.ttc",)).is_there()
    assert not Part("browser", programs=("no-such-browser",), files=(f"{tmp_path}/browser",)).is_there()


def test_missing_packages_are_named_once_in_one_line() -> None:
    parts = [Part("orca", ("no-orca",)), Part("sh", ("sh",)), Part("dbus", ("no-dbus",)), Part("dbus", ("no-dbus",))]
    assert system.missing(parts) == ["orca", "dbus"]
    assert system.install_line(["orca", "dbus"]) == (
        "apt-get update && apt-get install --yes --no-install-recommends orca dbus"
    )


def test_without_root_a_missing_browser_fails_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "can_install", lambda: False)
    monkeypatch.setattr(system, "BROWSER", (Part("chromium", ("no-such-browser",)),))
    monkeypatch.setattr(system, "JAVA", ())
    problem = command.bring_system_parts()
    assert problem.endswith("apt-get update && apt-get install --yes --no-install-recommends chromium")
    assert "--no-browser" in problem
    assert command.run([]) == 1


def test_a_report_is_counted_whole() -> None:
    assert count_report(REPORT) == Count(passed=4, failed=3, skipped=3)
    assert str(Count(4, 3, 3)) == "4 passed, 3 failed, 3 skipped"
    assert str(Count(4) + Count(1, 0)) == "5 passed, 0 failed"
