"""What the pages show of a draft of the table of values."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.errors import NotFound
from portal.recognition.values.rules import Change, Kind, Row, Table, kinds_with, read_table
from portal.text import Message, message
from portal.valuing import actions, queries
from portal.valuing.models import RecognitionValueDraft
from portal.valuing.rules import in_order, leaves_nothing, seen_of


@dataclass(frozen=True)
class Value:
    """One value of a draft: what the last table says, and what is changed."""

    kind: Kind
    row: Row
    change: Change | None
    at: int  # the revision in which it was changed

    @property
    def is_new(self) -> bool:
        return self.change is not None and self.change.before is None


@dataclass(frozen=True)
class Whole:
    """A draft with the table that it changes, and the one that it would be."""

    draft: RecognitionValueDraft
    base: Table
    table: Table
    changes: list[Change]

    def said(self) -> list[tuple[Message, Change]]:
        """Every change in words."""
        return [(change.said(self.base), change) for change in self.changes]

    def values(self, kind: Kind) -> list[Value]:
        """The values of a kind: those of the last table, then the new ones."""
        own = {change.row: change for change in self.changes if change.kind == kind.key}
        new = [
            Row(one.row, one.name, one.name_en, one.after or 0) for one in own.values() if one.before is None
        ]  # a new one always counts something
        return [
            Value(kind, row, own.get(row.key), seen_of(self.draft.changes.get(row.key))) for row in (*kind.rows, *new)
        ]

    def value(self, key: str) -> Value:
        """One value. Raises NotFound where there is none."""
        found = (value for kind in self.base.kinds for value in self.values(kind) if value.row.key == key)
        if value := next(found, None):
            return value
        raise NotFound

    def kind(self, key: str) -> Kind:
        """A kind. Raises NotFound where there is none."""
        if kind := self.base.kind(key):
            return kind
        raise NotFound

    def names(self, kind: Kind, without: str = "") -> list[str]:
        """The names of the values of a kind in both languages, without one."""
        rows = [value.row for value in self.values(kind) if value.row.key != without]
        return [name for row in rows for name in (row.name, row.name_en)]

    def is_last(self, value: Value) -> bool:
        """Whether no other value of its kind is left."""
        ended = Change(value.kind.key, value.row.key, value.row.name, value.row.name_en, 1, None, "")
        others = [change for change in self.changes if change.row != value.row.key]
        return leaves_nothing(self.base, [*others, ended], value.kind.key)


def whole_of(session: Session, draft_id: int) -> Whole:
    """One draft. Raises NotFound when there is none."""
    draft = queries.draft_of(session, draft_id)
    if draft is None:
        raise NotFound
    base = actions.base_of(session, draft)
    changes = in_order(base, draft.changes.values())
    return Whole(draft, base, read_table("", draft.valid_from, kinds_with(base, changes)), changes)


def values_waiting(
    request: Request, session: Session, officer: Actor, now: datetime
) -> tuple[Message, int, str] | None:
    """For the bank's desk: how many tables wait for this officer of the province to confirm."""
    if not request.state.role_regions.get(Role.CREDIT_OFFICER, "").endswith("0000"):
        return None
    count = queries.count_to_confirm(session, officer.person_id)
    return message("价值表，等您确认"), count, request.app.state.url_for("value_drafts")
