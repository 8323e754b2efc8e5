"""A private desktop with a browser and Orca on it. Every process carries the desktop's mark and is ended by its id."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tests.orca.harness.devtools import DevTools, first_page
from tests.orca.harness.speech import SpeechLog

PROGRAMS = ("Xvfb", "dbus-daemon", "openbox", "chromium", "orca", "xdotool")
MARK = "PORTAL_ORCA_DESKTOP"
SIZE = (1280, 900)
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian installs Orca for this one

# Key echo is off, so that the transcript has only what the page says; the rest keeps runs repeatable.
ORCA_SETTINGS: dict[str, Any] = {
    "enableSpeech": True,
    "enableBraille": False,
    "enableBrailleMonitor": False,
    "enableSound": False,
    "enableKeyEcho": False,
    "enableEchoByCharacter": False,
    "enableEchoByWord": False,
    "enableMouseReview": False,
    "speechServerFactory": "speechdispatcherfactory",
    "speechVerbosityLevel": 1,
    "layoutMode": True,
}
ON_LOAD = {"sayAllOnLoad": False, "pageSummaryOnLoad": False, "layoutMode": True}
# Orca allows one instance for each user. Here each has its own bus and display, so that check is left out.
LAUNCHER = """
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
loader = SourceFileLoader('orca_bin', '/usr/bin/orca')
module = module_from_spec(spec_from_loader('orca_bin', loader))
sys.dont_write_bytecode = True
loader.exec_module(module)
module.otherOrcas = lambda: []
module.setProcessName = lambda name: True
sys.exit(module.main())
"""
# No keys of its own: by default openbox takes Alt+Shift+arrow, Orca's table keys, and Alt+Tab.
OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
<focus><focusNew>yes</focusNew></focus><desktops><number>1</number></desktops><keyboard/><mouse/></openbox_config>
"""
CHROMIUM = (
    "--force-renderer-accessibility", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--mute-audio",
    "--disable-features=Translate,MediaRouter,OptimizationHints", "--password-store=basic", "--lang=zh-CN",
    "--accept-lang=zh-CN", "--remote-debugging-port=0", "--window-position=0,0",
)  # fmt: skip
AS_ROOT = ("--no-sandbox", "--test-type")  # the second hides a bar that Tab would reach and Orca would read
CHROMIUM_SETTINGS = {
    "translate": {"enabled": False},
    "credentials_enable_service": False,
    "autofill": {"profile_enabled": False},
}
Value = TypeVar("Value")


class Desktop:
    """Starts everything in `start`, ends everything in `stop`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-orca-"))
        self.mark = uuid.uuid4().hex
        self.processes: list[subprocess.Popen[bytes]] = []
        self.env = self._environment()
        for name in ("home", "run", "prefs"):
            (self.folder / name).mkdir(mode=0o700)
        self.speech = SpeechLog(self.folder / "speech.sock")

    def _environment(self) -> dict[str, str]:
        """Nothing of ours goes in but the path and the time zone. Orca speaks Chinese by LANGUAGE, without a locale."""
        home = self.folder / "home"
        return {name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ} | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "LANG": "C.UTF-8",
            "LANGUAGE": "zh_CN",
            "GSETTINGS_BACKEND": "memory",
            "GTK_MODULES": "",
            "GNOME_ACCESSIBILITY": "1",
            "ACCESSIBILITY_ENABLED": "1",
            "SPEECHD_ADDRESS": f"unix_socket:{self.folder}/speech.sock",
            MARK: self.mark,
        }

    def start(self) -> None:
        """Display, bus, window manager and Orca; the browser comes last. Raises RuntimeError for what is missing."""
        if missing := [name for name in PROGRAMS if not shutil.which(name)]:
            raise RuntimeError(f"not installed: {', '.join(missing)}")
        self._write_orca_settings()
        size = "x".join(map(str, SIZE))
        self.env["DISPLAY"] = ":" + self._spawn_and_read(
            "Xvfb", "-displayfd", "{pipe}", "-screen", "0", f"{size}x24", "-nolisten", "tcp"
        )
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._spawn_and_read(
            "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={pipe}"
        )
        (self.folder / "openbox.xml").write_text(OPENBOX)
        self.spawn("openbox", "--sm-disable", "--config-file", str(self.folder / "openbox.xml"))
        if shutil.which("xset"):  # else a slow machine can turn one key into two
            subprocess.run(["xset", "r", "off"], env=self.env, stderr=subprocess.DEVNULL, check=False)
        self.orca = self.spawn(SYSTEM_PYTHON, "-IB", "-c", LAUNCHER, "--user-prefs", str(self.folder / "prefs"))
        self.wait(lambda: bool(self.speech.events), 60, "Orca said nothing at its start")

    def start_browser(self) -> DevTools:
        """A Chromium window without tabs or address bar."""
        profile = self.folder / "chromium"
        (profile / "Default").mkdir(parents=True)
        (profile / "Default" / "Preferences").write_text(json.dumps(CHROMIUM_SETTINGS))
        flags = [*CHROMIUM, f"--user-data-dir={profile}", f"--window-size={SIZE[0]},{SIZE[1]}"]
        flags += AS_ROOT if os.geteuid() == 0 else ()
        self.spawn("chromium", *flags, "--app=data:text/html,<title>-</title>")
        port_file = profile / "DevToolsActivePort"
        self.wait(lambda: port_file.exists() and port_file.read_text().strip(), 60, "Chromium did not start")
        port = int(port_file.read_text().split()[0])
        devtools = DevTools(port, self.wait(lambda: first_page(port), 30, "Chromium has no page"))
        devtools.call("Page.enable")
        return devtools

    def spawn(self, *command: str, **more: Any) -> subprocess.Popen[bytes]:
        """Start a program of this desktop; its output goes into the folder."""
        with (self.folder / f"{Path(command[0]).name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, env=self.env, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **more,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def _spawn_and_read(self, *command: str) -> str:
        """Start a program that writes one line into a pipe when it is ready; gives that line."""
        reading, writing = os.pipe()
        self.spawn(*(word.replace("{pipe}", str(writing)) for word in command), pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            line = pipe.readline().strip()
        if not line:
            raise RuntimeError(f"{command[0]} did not start; see {self.folder}")
        return line

    def wait(self, look: Callable[[], Value], seconds: float, problem: str) -> Value:
        """What `look` gives once it gives something. Raises RuntimeError with the problem when it never does."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := look():
                return value
            time.sleep(0.05)
        raise RuntimeError(f"{problem}; see {self.folder}")

    def orca_ticks(self) -> int:
        """How much processor time Orca has used. Raises RuntimeError when it has ended."""
        if self.orca.poll() is not None:
            raise RuntimeError(f"Orca has ended; see {self.folder}")
        fields = Path(f"/proc/{self.orca.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def stop(self) -> None:
        """End the processes of this desktop, and only those; remove its folder."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            end = time.monotonic() + 3
            for pid in self._own_pids():
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    continue
            while self._own_pids() and time.monotonic() < end:
                for process in self.processes:
                    process.poll()
                time.sleep(0.05)
        self.speech.close()
        for _ in range(20):  # the browser's helpers go a moment after it, and may still write
            shutil.rmtree(self.folder, ignore_errors=True)
            if not self.folder.exists():
                return
            time.sleep(0.1)

    def _own_pids(self) -> set[int]:
        """Live processes that we started or that carry our mark: the bus starts some by itself."""
        found = {process.pid for process in self.processes if process.poll() is None}
        wanted = f"{MARK}={self.mark}".encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    if wanted in (entry / "environ").read_bytes().split(b"\0"):
                        found.add(int(entry.name))
                except OSError:
                    continue  # it has gone, or is somebody else's
        return found

    def _write_orca_settings(self) -> None:
        empty: dict[str, Any] = {"pronunciations": {}, "keybindings": {}}
        profile = ORCA_SETTINGS | empty | {"profile": ["Default", "default"]}
        general = ORCA_SETTINGS | {"startingProfile": ["Default", "default"]}
        settings = empty | {"general": general, "profiles": {"default": profile}}
        (self.folder / "prefs" / "user-settings.conf").write_text(json.dumps(settings))
        browsers = self.folder / "prefs" / "app-settings"
        browsers.mkdir()
        for name in ("Chromium", "chromium", "Chromium Web Browser"):
            web = {"profiles": {"default": empty | {"general": ON_LOAD}}}
            (browsers / f"{name}.conf").write_text(json.dumps(web))
