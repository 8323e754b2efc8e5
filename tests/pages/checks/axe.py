"""axe-core, every rule it has: all levels of WCAG, best practice and experimental; colours in four ways of seeing.

Forced colours are not among them: axe reads a colour there that Chromium does not paint. See forced.py.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from axe_selenium_python import Axe

from tests.pages.chrome import Chrome

SCRIPT = Path(__file__).parents[2] / "vendor" / "axe-core" / "axe.min.js"
VERSION = "4.14.1"
LEVELS = ("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental")
COLOURS = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")
WAYS_OF_SEEING: dict[str, dict[str, str]] = {
    "dark": {"prefers_color_scheme": "dark"},
    "more contrast": {"prefers_contrast": "more"},
    "dark with more contrast": {"prefers_color_scheme": "dark", "prefers_contrast": "more"},
}


def find(chrome: Chrome, ways_of_seeing: Iterable[str] = WAYS_OF_SEEING) -> list[str]:
    """Every violation of the open page, in light and in other ways of seeing."""
    axe = Axe(chrome.driver, script_url=str(SCRIPT))
    axe.inject()
    found = run(axe, {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]})
    for name in ways_of_seeing:
        chrome.prefer(**WAYS_OF_SEEING[name])
        colours = run(axe, {"runOnly": {"type": "rule", "values": COLOURS}, "resultTypes": ["violations"]})
        found += [f"{name}: {sentence}" for sentence in colours]
    chrome.prefer()
    return found


def run(axe: Axe, options: dict[str, Any]) -> list[str]:
    results = axe.run(options=json.dumps(options))
    assert results["testEngine"]["version"] == VERSION, results["testEngine"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]} {told(node)}"
        for rule in results["violations"]
        for node in rule["nodes"]
    ]


def told(node: dict[str, Any]) -> str:
    """What axe says of one element, in a line."""
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
