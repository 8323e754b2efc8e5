"""Somebody who uses the portal with Orca: they press keys and hear an answer."""

import subprocess
import time
from typing import Self

from tests.orca.harness.desktop import Desktop
from tests.orca.harness.devtools import DevTools

QUIET = 0.7  # seconds without speech and without work that end an answer
SAID_NOTHING = 2.0  # seconds after which there is no answer
LONGEST_ANSWER = 20.0
LONGEST_LOAD = 60.0
LOADS = 3
TICKS_IDLE = 1  # of Orca's processor time between two looks
NAMES = {"Enter": "Return", "Space": "space", "Esc": "Escape"}  # as xdotool knows the keys


class OrcaSession:
    """A desktop of one's own. `heard` is everything so far: the key, and what was said after it."""

    devtools: DevTools

    def __init__(self) -> None:
        self.desktop = Desktop()
        self.heard: list[tuple[str, list[str]]] = []

    def __enter__(self) -> Self:
        try:
            self.desktop.start()
            self._settle(0, QUIET, LONGEST_ANSWER)
            self.devtools = self.desktop.start_browser()
            self._settle(0, QUIET, LONGEST_ANSWER)
        except BaseException:
            self.desktop.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.devtools.close()
        self.desktop.stop()

    def open(self, address: str) -> list[str]:
        """Go to an address; gives what is said on arrival.

        Orca may miss the end of the first load of a session and stay deaf to that page (7 of 25 on a busy machine,
        0 of 25 later loads), so a load whose title was not said is done again.
        """
        for _ in range(LOADS):
            start = len(self.desktop.speech.events)
            self.devtools.call("Page.navigate", url=address)
            self.desktop.wait(self.devtools.is_loaded, LONGEST_LOAD, "the page did not load")
            self._settle(start, max(QUIET, 1.0), LONGEST_LOAD, first=5.0)
            said = self._said(start)
            title = self.title
            if any(title in words for words in said):
                self.heard.append((f"打开 {address}", said))
                return said
            self.devtools.call("Page.navigate", url="about:blank")
            self._settle(len(self.desktop.speech.events), QUIET, LONGEST_ANSWER, first=0.5)
        raise RuntimeError(f"Orca did not name the page in {LOADS} loads; it said {said}")

    def press(self, keys: str, wait: float = 0) -> list[str]:
        """Press keys one after the other, “h”, “shift+Tab”, “Tab Tab h”; gives what is said after the last.

        `wait`: so many seconds more for what comes late, a live region or the next page.
        """
        said: list[str] = []
        for key in keys.split():
            start = len(self.desktop.speech.events)
            name = "+".join(NAMES.get(part, part) for part in key.split("+"))
            self._xdotool("key", "--clearmodifiers", name)
            self._settle(start, QUIET, LONGEST_ANSWER, first=SAID_NOTHING + wait)
            said = self._said(start)
            self.heard.append((key, said))
        return said

    def arrive(self, key: str = "Enter") -> list[str]:
        """Press a key that leads to another page; gives what is said there."""
        self.devtools.js("window.stillHere = true")
        start = len(self.desktop.speech.events)
        self._xdotool("key", "--clearmodifiers", NAMES.get(key, key))
        self.desktop.wait(self._has_arrived, LONGEST_LOAD, f"{key} did not lead to another page")
        self._settle(start, max(QUIET, 1.0), LONGEST_ANSWER, first=5.0)
        said = self._said(start)
        self.heard.append((key, said))
        return said

    def insert(self, text: str) -> None:
        """Put text into the focused field as an input method does: at once."""
        start = len(self.desktop.speech.events)
        self.devtools.call("Input.insertText", text=text)
        self._settle(start, QUIET, LONGEST_ANSWER, first=0.5)
        self.heard.append((f"输入 {text}", self._said(start)))

    def browse(self) -> None:
        """Turn browse mode on, in which letters move; Orca says which mode it is in now."""
        for _ in range(3):
            if any("浏览" in words for words in self.press("Insert+a")):
                return
        raise RuntimeError("Orca did not change its mode")

    @property
    def title(self) -> str:
        return " ".join(str(self.devtools.js("document.title")).split())

    @property
    def focus(self) -> str:
        """The words of what has focus."""
        return str(self.devtools.js("(document.activeElement.innerText || document.activeElement.name || '').trim()"))

    def _has_arrived(self) -> bool:
        return self.devtools.is_loaded() and not self.devtools.js("Boolean(window.stillHere)")

    def _said(self, start: int) -> list[str]:
        events = self.desktop.speech.events[start:]
        return [event.text for event in events if event.kind != "cancel" and event.text]

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.desktop.env, check=True, timeout=30)

    def _settle(self, start: int, quiet: float, limit: float, first: float = SAID_NOTHING) -> None:
        """Wait until Orca has been silent and idle for `quiet` seconds; for `first` seconds when it has said nothing."""
        end = time.monotonic() + limit
        events, ticks, changed = -1, 0, time.monotonic()
        while time.monotonic() < end:
            now_events, now_ticks, now = len(self.desktop.speech.events), self.desktop.orca_ticks(), time.monotonic()
            if now_events != events or now_ticks > ticks + TICKS_IDLE:
                events, ticks, changed = now_events, now_ticks, now
            needed = quiet if self._said(start) else max(quiet, first)
            if now - changed >= needed:
                return
            time.sleep(0.04)
