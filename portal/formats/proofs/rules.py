"""Whose check counts, and what the mark of a checked file says. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from portal.accounts.rules import Actor
from portal.formats.rules import USUAL_SIZE
from portal.text import Message, message

USUAL_VARIANT = f"{USUAL_SIZE[0]}x{USUAL_SIZE[1]}"
LONGEST_NOTE = 1000  # characters


class Verdict(StrEnum):
    """What somebody says of a text; the last one is no verdict but the end of the one before."""

    AS_IS = "as_is"
    CORRECTED = "corrected"
    TAKEN_BACK = "taken_back"


def own_places(region_code: str) -> frozenset[str]:
    """The places whose courses somebody does not check: their county, and the prefecture around it. A course of the
    whole province is for everybody of it to check, because nobody from elsewhere is here."""
    places = {region_code, f"{region_code[:4]}00"}
    return frozenset(place for place in places if not place.endswith("0000"))


def why_not_check(person: Actor, region_code: str, named: Iterable[str]) -> Message | None:
    """Why this person may not check a course of this place, made by these people; None when they may."""
    if region_code in own_places(person.region_code):
        return message("这门课是您所在的地方提供的，由别处的体验员校对。")
    if _comparable(person.name) in map(_comparable, named):
        return message("您和这门课写明的制作人员同名，由别的体验员校对。")
    return None


def _comparable(name: str) -> str:
    """A name without spaces and brackets, full width as half width."""
    return re.sub(r"\([^)]*\)|\s", "", unicodedata.normalize("NFKC", name)).casefold()
