"""How a person wants pages and media: functional needs, never a diagnosis, never guessed from a card."""

from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import parse_qs, urlencode

BRAILLE_CELLS = (12, 14, 18, 20, 24, 28, 30, 32, 36, 40, 80)  # of a line: displays and embossers that there are
BRAILLE_LINES = (10, 15, 20, 22, 24, 25, 26, 27, 28, 29, 30)  # of a page
CHOICES: dict[str, tuple[str, ...]] = {
    "media": ("captions", "sign", "description", "transcript", "braille"),
    "ways": ("listen", "look", "keyboard", "braille", "sign"),
    "text": ("", "125", "150", "200"),
    "theme": ("", "light", "dark"),
    "contrast": ("", "more", "standard"),
    "spacing": ("", "wide"),
    "motion": ("", "none"),
    "questions": ("", "one"),
    "time": ("", "double"),
    "pictures": ("", "none"),
    "cells": ("", *map(str, BRAILLE_CELLS)),
    "lines": ("", *map(str, BRAILLE_LINES)),
    "caption_size": ("", "150", "200"),
    "caption_colour": ("", "black", "yellow", "light"),
    "description": ("", "show", "speak", "off"),
    "sign_place": ("", "first", "alone", "off"),
    "sign_size": ("", "small", "large"),
    "keys": ("", "off"),
}


@dataclass(frozen=True)
class Needs:
    """Empty means: follow the device, show everything in the usual order."""

    media: tuple[str, ...] = ()  # what a lesson shows first
    ways: tuple[str, ...] = ()  # the catalogue's default filter
    text: str = ""
    theme: str = ""
    contrast: str = ""
    spacing: str = ""
    motion: str = ""
    questions: str = ""  # "one": an assessment shows one question a page
    time: str = ""  # "double": where a time limit exists, twice as much
    pictures: str = ""  # "none": words only, on every page; portal.web.pictures
    cells: str = ""  # of a line of braille to take away
    lines: str = ""  # of its page
    caption_size: str = ""
    caption_colour: str = ""
    description: str = ""  # what happens where a film has a description to pause for
    sign_place: str = ""  # beside the film, large and first, alone, or not shown
    sign_size: str = ""
    keys: str = ""  # "off": no letter does anything on a lesson's media


def clean_needs(values: dict[str, Any]) -> Needs:
    """Needs from anything that was stored or sent; what is unknown is left out, nothing is refused."""
    known: dict[str, Any] = {}
    for field in fields(Needs):
        value = values.get(field.name)
        if field.name in ("media", "ways"):
            chosen = value if isinstance(value, (list, tuple)) else ()
            known[field.name] = tuple(choice for choice in CHOICES[field.name] if choice in chosen)
        elif value in CHOICES[field.name]:
            known[field.name] = value
    return Needs(**known)


def needs_from_cookie(cookie: str) -> Needs:
    """Needs of a person who has not signed in, from the cookie on their device."""
    values: dict[str, Any] = parse_qs(cookie[:1000])
    for name in values:
        if name not in ("media", "ways"):
            values[name] = values[name][0]
    return clean_needs(values)


def needs_as_cookie(needs: Needs) -> str:
    """The same needs as a short cookie value; empty when nothing was chosen."""
    return urlencode({name: value for name, value in asdict(needs).items() if value}, doseq=True)
