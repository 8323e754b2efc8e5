"""Numbers that people dictate: nine digits, the last a check digit (Damm), spoken in groups of four."""

import unicodedata

from stdnum import damm


def make_code(number: int) -> str:
    """Eight digits of the number and a check digit that finds every single slip and every swap of neighbours."""
    body = f"{number % 100_000_000:08d}"
    return body + damm.calc_check_digit(body)


def group(code: str) -> str:
    """“307264185” is shown and read as “3072 6418 5”."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalise(typed: str) -> str | None:
    """The code that was typed, with any spaces, hyphens or full-width digits; None when its check digit is wrong."""
    digits = "".join(character for character in unicodedata.normalize("NFKC", typed) if character.isdigit())
    return digits if len(digits) == 9 and damm.is_valid(digits) else None
