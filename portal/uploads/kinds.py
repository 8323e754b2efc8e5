"""What files are sent for. A room puts its kind down when it is imported, as it does with its jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from portal.accounts.rules import Role
from portal.text import Message


@dataclass(frozen=True)
class Kind:
    """`most_bytes` asks the rules of the day; `marks` are the first bytes that such a file may have."""

    name: str
    roles: frozenset[Role]
    endings: tuple[str, ...]
    marks: tuple[bytes, ...]
    most_bytes: Callable[[Request, datetime], int]
    wrong_kind: Message  # said when the first bytes are of something else


KINDS: dict[str, Kind] = {}


def put_down(kind: Kind) -> Kind:
    """Let files be sent for this."""
    if kind.name in KINDS:
        raise ValueError(f"two kinds of upload are called {kind.name}")
    KINDS[kind.name] = kind
    return kind
