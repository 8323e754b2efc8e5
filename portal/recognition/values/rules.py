"""What a table of values says. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from portal.text import Message, language, message
from portal.text.amounts import format_credit

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
class Change:
    """What a table says of one value otherwise than the one before, and why. Without a `before` it is new, without an
    `after` it is ended, in hundredths."""

    kind: str
    row: str
    name: str
    name_en: str
    before: int | None
    after: int | None
    reason: str

    def said(self, table: "Table") -> Message:
        """The change in words; every kind of a table is in the ones after it."""
        kind = table.kind(self.kind)
        level = self.name_en if language() == "en" else self.name
        names = {"kind": kind.words if kind else self.kind, "level": level}
        if self.before is None:
            return message("%(kind)s，%(level)s：新加，%(after)s 学分。", after=_credit(self.after), **names)
        if self.after is None:
            return message("%(kind)s，%(level)s：停用，原来 %(before)s 学分。", before=_credit(self.before), **names)
        credit = {"before": _credit(self.before), "after": _credit(self.after)}
        return message("%(kind)s，%(level)s：从 %(before)s 学分改成 %(after)s 学分。", **names, **credit)


def _credit(hundredths: int | None) -> str:
    return format_credit(hundredths or 0)


@dataclass(frozen=True)
class Table:
    """What every award counts for that was given from a day on, and what is changed against the table before."""

    version: str
    valid_from: date
    kinds: tuple[Kind, ...]
    changes: tuple[Change, ...] = ()

    def kind(self, key: str) -> Kind | None:
        """A kind by its key."""
        return next((kind for kind in self.kinds if kind.key == key), None)

    def row(self, kind: str, key: str) -> Row | None:
        """A row of a kind by its key."""
        found = self.kind(kind)
        return next((row for row in found.rows if row.key == key), None) if found else None


def read_table(
    version: str, valid_from: date, kinds: Sequence[dict[str, Any]], changes: Iterable[dict[str, Any]] = ()
) -> Table:
    """A table as it is kept. Raises KeyError or TypeError for one that is not whole."""
    said = tuple(Change(**change) for change in changes)
    return Table(version, valid_from, tuple(_kind(dict(kind)) for kind in kinds), said)


def kinds_with(table: Table, changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The kinds of a table, with changes made to it, as a table is kept; new values come last."""
    found = [asdict(kind) for kind in table.kinds]
    for kind in found:
        own = {change.row: change for change in changes if change.kind == kind["key"]}
        kept = [row for row in kind["rows"] if row["key"] not in own or own[row["key"]].after is not None]
        new = [change for change in own.values() if change.before is None]
        kind["rows"] = [row | _amount(own.get(row["key"])) for row in kept]
        kind["rows"] += [{"key": one.row, "name": one.name, "name_en": one.name_en} | _amount(one) for one in new]
    return found


def _amount(change: Change | None) -> dict[str, Any]:
    return {"credit_hundredths": change.after} if change else {}


def _kind(said: dict[str, Any]) -> Kind:
    rows = tuple(Row(**row) for row in said.pop("rows"))
    return Kind(**said, rows=rows)


def holds_on(tables: Sequence[Table], day: date) -> Table:
    """The table that holds for an award of this day: the latest that had begun, before all of them the first."""
    begun = [table for table in tables if table.valid_from <= day]
    return max(begun, key=lambda one: one.valid_from) if begun else min(tables, key=lambda one: one.valid_from)


def table_for(tables: Sequence[Table], version: str, day: date) -> Table:
    """The table that a decision names; without one, that of the day."""
    return next((table for table in tables if table.version == version), None) or holds_on(tables, day)
