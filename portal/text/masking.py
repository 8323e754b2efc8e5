"""Long numbers masked: the last guard of logs and of the audit log, should a number of a person get that far."""

import re
from collections.abc import Mapping
from typing import Any

# A digest is hexadecimal with letters in it, and stays; what could be a number of a person has none but a last X.
LONG_NUMBER = re.compile(r"(?P<digest>\b(?=[0-9]*[a-f])[0-9a-f]{64}\b)|\d{11,}[\dXx]*")
MASK = "***"


def masked(value: Any) -> Any:
    """The same value with every run of 11 digits or more masked, in texts, whole numbers, lists and mappings."""
    if isinstance(value, str):
        return value if len(value) < 11 else LONG_NUMBER.sub(lambda found: found["digest"] or MASK, value)
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**10 else MASK
    if isinstance(value, Mapping):
        return {name: masked(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [masked(inner) for inner in value]
    return masked(str(value))
