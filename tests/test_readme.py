"""What README.md and its Chinese twin say about settings, people, commands and rooms is what the code has."""

import re
import tomllib
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import typer

from portal.accounts.demo import DEMO_PASSWORD, DEMO_PEOPLE
from portal.commands import app
from portal.settings import Settings
from portal.setup.environment import CHECKOUT

ENGLISH, CHINESE = "README.md", "README.zh-CN.md"
READMES = pytest.mark.parametrize("name", [ENGLISH, CHINESE])
OF_SET_UP = {"PORTAL_VENV", "set-up", "set-up test"}  # read, or run, before any of our libraries are there
LARGEST_PICTURE = 150_000  # bytes


def read(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def tables(name: str) -> list[list[list[str]]]:
    """The tables of a README: lists of rows, without their heads."""
    found = re.findall(r"(?:^\|.*\|\n)+", read(name), flags=re.MULTILINE)
    return [[[cell.strip() for cell in line[1:-1].split(" | ")] for line in table.splitlines()[2:]] for table in found]


def table_with(name: str, text: str) -> list[list[str]]:
    """The one table in which this text stands in a first or second cell."""
    [table] = [rows for rows in tables(name) if any(text in cell for row in rows for cell in row[:2])]
    return table


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@READMES
def test_every_setting_stands_there_with_its_default(name: str) -> None:
    told = {code(row[0])[0]: row[1] for row in table_with(name, "PORTAL_DATA")}
    fields = {f"PORTAL_{field}".upper(): about.default for field, about in Settings.model_fields.items()}
    assert told.keys() - OF_SET_UP == fields.keys()
    for variable, default in fields.items():
        if default and variable != "PORTAL_SECRET_KEY":
            assert told[variable] == f"`{default}`", variable


@READMES
def test_every_person_of_the_demo_stands_there(name: str) -> None:
    rows = table_with(name, "`zz-author`")
    assert [one for row in rows for one in code(row[0])] == [person.identifier for person in DEMO_PEOPLE]
    assert DEMO_PASSWORD in read(name)


def commands(command: Any, path: str = "") -> set[str]:
    """Every command that can be given, with its group before it."""
    if not hasattr(command, "commands"):
        return {path}
    return set().union(*(commands(one, f"{path} {name}".strip()) for name, one in command.commands.items()))


@READMES
def test_every_command_stands_there(name: str) -> None:
    shown = [one for row in table_with(name, "`ledger verify`") for one in code(row[0])]
    told = {re.sub(r" \[?[A-Z_…]+\]?", "", one) for one in shown}
    assert told - OF_SET_UP == commands(typer.main.get_command(app))


@READMES
def test_the_map_is_the_house_of_the_import_contracts(name: str) -> None:
    rooms = [one for row in table_with(name, "`vault`") for one in code(row[1])]
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    floors = [layer.split(" : ") for layer in layers if layer != "__main__"]
    assert sorted(rooms) == sorted(room for floor in floors for room in floor)
    height = {room: number for number, floor in enumerate(floors) for room in floor}
    assert rooms == sorted(rooms, key=height.__getitem__)


@READMES
def test_links_lead_somewhere_and_pictures_have_words(name: str) -> None:
    for is_picture, words, target in re.findall(r"(!?)\[([^\]]+)\]\(([^)]+)\)", read(name)):
        path = CHECKOUT / target
        assert path.exists(), target
        if is_picture:
            assert len(words) > 40
            assert path.stat().st_size <= LARGEST_PICTURE


def shape(name: str) -> list[str]:
    """What both languages must have alike: the levels of headings, the lines of commands, the first cells of tables."""
    lines = [line for line in read(name).splitlines() if not line.startswith("| ")]
    heads = [line.split()[0] for line in lines if line.startswith("#")]
    typed = [line.split("  #")[0].strip() for line in lines if re.match(r" {4,}(?=[a-z])", line)]
    return heads + typed + [f"{len(rows)} rows" for rows in tables(name)]


def test_both_languages_tell_the_same() -> None:
    for english, chinese in zip_longest(shape(ENGLISH), shape(CHINESE)):
        assert english == chinese
    numbered = re.compile(r"^(?:\d+\.|-) ", flags=re.MULTILINE)
    assert len(numbered.findall(read(ENGLISH))) == len(numbered.findall(read(CHINESE)))


def test_no_path_of_a_machine_stands_there() -> None:
    here = "|".join(re.escape(f"{place}/") for place in (CHECKOUT, Path.home()) if place != Path("/"))
    for name in (ENGLISH, CHINESE):
        assert not re.search(rf"{here}|/(?:home|root|Users)/", read(name))
