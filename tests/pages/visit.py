"""One visit: a page of the portal as one person sees it in one state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Fields = Mapping[str, str | list[str]]


class NoFile(str):
    """A field for a file in which none was chosen."""


FILE = NoFile("file")


@dataclass(frozen=True)
class Visit:
    """A row of the inventory.

    path      where it is; {names} are places that the world's stories have noted
    as_       the sign-in name of who looks; None is a visitor
    says      words that are heard in this order, whatever comes between
    send      fields to post to `path`: the page is the answer; FILE is a file field in which nothing is chosen
    status    of the answer
    cookies   for needs and language before sign-in
    elsewhere the form is sent from another site
    lacks     files that never come, as DevTools writes patterns; what then appears, by its selector, is `shows`
    """

    name: str
    path: str
    as_: str | None = None
    says: tuple[str, ...] = ()
    send: Fields | None = None
    status: int = 200
    cookies: Mapping[str, str] = field(default_factory=dict)
    elsewhere: bool = False
    lacks: tuple[str, ...] = ()
    shows: str = ""

    def __str__(self) -> str:
        return self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def address(self, places: Mapping[str, Any]) -> str:
        """The path with its places filled in."""
        return self.path.format(**places)

    def fields(self, places: Mapping[str, Any]) -> dict[str, str | list[str]]:
        """What is sent, with its places filled in."""
        sent = self.send or {}
        return {name: value.format(**places) if type(value) is str else value for name, value in sent.items()}
