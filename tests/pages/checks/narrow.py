"""Nothing scrolls sideways and nothing is cut off: in 320 CSS pixels, with text twice as large, with wide spacing."""

from pathlib import Path

from tests.pages.chrome import NARROW, WIDE, Chrome

SCRIPT = Path(__file__).with_suffix(".js")
WAYS = (
    ("320 px", NARROW, {}, False),
    ("320 px, text 200 %", NARROW, {"text": "200"}, False),
    ("320 px, text spacing", NARROW, {}, True),
    ("1280 px, text 200 %, text spacing", WIDE, {"text": "200"}, True),
)


def find(chrome: Chrome) -> list[str]:
    """What sticks out or is cut off, in each way."""
    chrome.inject(SCRIPT)
    found: list[str] = []
    for name, size, needs, spaced in WAYS:
        chrome.size(*size)
        problems = chrome.js("narrow.prepare(arguments[0], arguments[1]); return narrow.look()", needs, spaced)
        found += [f"{name}: {problem}" for problem in problems]
    chrome.js("narrow.prepare({}, false)")
    chrome.size(*WIDE)
    return found
