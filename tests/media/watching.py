"""What somebody who watches a lesson does and sees, as scripts of its page."""

import time
from typing import Any

from tests.pages.chrome import Chrome

STATE = """
const m = document.querySelector("[data-main]"), s = document.querySelector("[data-sign]");
return {at: m.currentTime, sign: s.currentTime, apart: Math.abs(m.currentTime - s.currentTime), rate: m.playbackRate,
  paused: m.paused, signPaused: s.paused, seeking: m.seeking || s.seeking, ready: m.readyState, signReady: s.readyState};
"""


def state(chrome: Chrome) -> dict[str, Any]:
    return dict(chrome.js(STATE))


def wait(chrome: Chrome, script: str, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not chrome.js(f"return {script}"):
        assert time.monotonic() < until, (script, state(chrome))
        time.sleep(0.05)


def press(chrome: Chrome, act: str) -> None:
    chrome.js("document.querySelector(`[data-act=${arguments[0]}]`).click()", act)


def play(chrome: Chrome, at: float = 0) -> None:
    wait(
        chrome,
        "document.querySelector('[data-main]').readyState > 0 && document.querySelector('[data-sign]').readyState > 0",
    )
    chrome.js("document.querySelector('[data-main]').currentTime = arguments[0]", at)
    chrome.js("document.querySelector('[data-main]').play()")
    settled(chrome)


def settled(chrome: Chrome) -> None:
    """Both play, and neither looks for its place any more."""
    ready = "[...document.querySelectorAll('[data-main], [data-sign]')].every((v) => !v.paused && !v.seeking && v.readyState > 2)"
    wait(chrome, ready)


def said(chrome: Chrome) -> str:
    return str(chrome.js("return document.getElementById('page-status').textContent")).strip()


def said_later(chrome: Chrome, words: str) -> None:
    wait(chrome, f"document.getElementById('page-status').textContent.includes('{words}')")
