"""What a table of values says. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.text import language

KINDS = ("level", "qualification", "competition", "heritage", "apprenticeship", "platform", "work")


@dataclass(frozen=True)
class Row:
    """One level of a kind, and what it counts for."""

    key: str
    name: str
    name_en: str
    credit_hundredths: int

    @property
    def words(self) -> str:
        """Its name in the reader's language."""
        return self.name_en if language() == "en" else self.name


@dataclass(frozen=True)
class Kind:
    """One kind of award. Of a family only the highest counts; `is_certificate`: it has a paper that says so."""

    key: str
    family: str
    name: str
    name_en: str
    evidence: str
    evidence_en: str
    is_certificate: bool
    rows: tuple[Row, ...]

    @property
    def words(self) -> str:
        """Its name in the reader's language."""
        return self.name_en if language() == "en" else self.name

    @property
    def wanted(self) -> str:
        """Which evidence is wanted, in the reader's language."""
        return self.evidence_en if language() == "en" else self.evidence


@dataclass(frozen=True)
class Table:
    """What every award counts for that was given from a day on."""

    version: str
    valid_from: date
    kinds: tuple[Kind, ...]

    def kind(self, key: str) -> Kind | None:
        """A kind by its key."""
        return next((kind for kind in self.kinds if kind.key == key), None)

    def row(self, kind: str, key: str) -> Row | None:
        """A row of a kind by its key."""
        found = self.kind(kind)
        return next((row for row in found.rows if row.key == key), None) if found else None


def read_table(version: str, valid_from: date, kinds: Sequence[dict[str, Any]]) -> Table:
    """A table as it is kept. Raises KeyError or TypeError for one that is not whole."""
    return Table(version, valid_from, tuple(_kind(dict(kind)) for kind in kinds))


def _kind(said: dict[str, Any]) -> Kind:
    rows = tuple(Row(**row) for row in said.pop("rows"))
    return Kind(**said, rows=rows)


def holds_on(tables: Sequence[Table], day: date) -> Table:
    """The table that holds for an award of this day: the latest that had begun, before all of them the first."""
    begun = [table for table in tables if table.valid_from <= day]
    return max(begun, key=lambda one: one.valid_from) if begun else min(tables, key=lambda one: one.valid_from)
