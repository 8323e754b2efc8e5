"""Parts that come from the system's packages and not from the lock: the browser, fonts, Java, the screen reader."""

import glob
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

APT = ["apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=300"]


@dataclass(frozen=True)
class Part:
    """A Debian package, and what shows that it, or something as good, is there: programs or files."""

    package: str
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    ubuntu: str = ""

    def is_there(self) -> bool:
        return any(map(shutil.which, self.programs)) or any(map(glob.glob, self.files))

    def name_here(self) -> str:
        """The package's name in this system's archive."""
        return self.ubuntu if self.ubuntu and _is_ubuntu() else self.package


BROWSER = (
    Part("chromium", ("chromium", "chromium-browser", "google-chrome"), ubuntu="chromium-browser"),
    Part("chromium-driver", ("chromedriver",), ubuntu="chromium-chromedriver"),
    Part("fonts-noto-cjk", files=("/usr/share/fonts/*/noto/NotoSansCJK*", "/usr/share/fonts/*/NotoSansCJK*")),
    Part("dbus", ("dbus-daemon",)),
)
LIBRARIES = (  # films, PDF files; the second opinion on braille
    Part("ffmpeg", ("ffmpeg",)),
    Part("libpango-1.0-0", files=("/usr/lib/*/libpango-1.0.so.0",)),
    Part("libpangoft2-1.0-0", files=("/usr/lib/*/libpangoft2-1.0.so.0",)),
    Part("libharfbuzz-subset0", files=("/usr/lib/*/libharfbuzz-subset.so.0",)),
    Part("liblouis20", files=("/usr/lib/*/liblouis.so.20",)),
    Part("liblouis-data", files=("/usr/share/liblouis/tables/zhcn-cbs.ctb",)),
)
JAVA = (Part("default-jre-headless", ("java",)),)
SCREEN_READER = (
    Part("orca", ("orca",)),
    Part("xvfb", ("Xvfb",)),
    Part("dbus", ("dbus-daemon",)),
    Part("at-spi2-core", files=("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")),
    Part("xdotool", ("xdotool",)),
    Part("openbox", ("openbox",)),
    Part("fonts-wqy-zenhei", files=("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",)),
)


def missing(parts: Iterable[Part]) -> list[str]:
    """The packages to install for the parts that are not there, each once, in the order given."""
    return list(dict.fromkeys(part.name_here() for part in parts if not part.is_there()))


def install_line(packages: list[str]) -> str:
    """The one line that installs the packages, to be run as root."""
    return f"apt-get update && apt-get install --yes --no-install-recommends {' '.join(packages)}"


def can_install() -> bool:
    """Whether we may install packages without asking: as root, on a system that has apt-get."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str], say: Callable[[str], None]) -> str:
    """Install the packages with apt-get. Returns its last words when it failed, else an empty text."""
    say(f"Installing {', '.join(packages)} with apt-get; this takes some minutes.")
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run([*APT, *words], capture_output=True, text=True, env=settings, check=False)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines()
            return lines[-1] if lines else f"apt-get {words[0]} failed with status {done.returncode}"
    say("The system packages are installed.")
    return ""


@cache
def _is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=ubuntu" in release.read_text(encoding="utf-8").splitlines()
