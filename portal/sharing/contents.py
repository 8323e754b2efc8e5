"""What a statement says, before it has any form: read from the books at the moment in which it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal.accounts.models import Person
from portal.certificates.models import Certificate
from portal.certificates.queries import certificates_of
from portal.certificates.rules import certificate_number
from portal.credits.queries import Entry, balance
from portal.credits.sentences import who_proved
from portal.sharing import queries
from portal.sharing.dossier.rules import HEADINGS, NOT_PROVEN, LineKind, years_in_words
from portal.sharing.models import Share
from portal.sharing.rules import MOST_ITEMS, Items, items_of
from portal.text import Message, message


@dataclass(frozen=True)
class OwnLine:
    """A line of the lifelong file that the person wrote."""

    kind: LineKind
    title: str
    place: str
    year_from: int
    year_to: int | None
    note: str

    @property
    def heading(self) -> Message:
        return HEADINGS[self.kind]

    @property
    def years(self) -> Message:
        return years_in_words(self.year_from, self.year_to)

    @property
    def in_one_sentence(self) -> Message:
        """When, what, where, and who proved it."""
        place = message("，%(place)s", place=self.place) if self.place else ""
        note = message("%(note)s。", note=self.note.rstrip("。")) if self.note else ""
        return message(
            "%(years)s，%(title)s%(place)s。%(note)s%(proof)s。",
            years=self.years, title=self.title, place=place, note=note, proof=NOT_PROVEN,
        )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a statement says. `is_whole`: all of the account, with its total; otherwise only what the person picked."""

    holder_name: str
    is_whole: bool
    as_of: datetime
    entries: list[Entry]  # the newest posting first
    count: int  # of all there are; more than are listed when there are too many for one statement
    credit_hundredths: int
    points: int | None
    certificates: list[Certificate]
    lines: list[OwnLine]
    code: str = ""
    ends_on: date | None = None
    period: tuple[date, date] | None = None

    @property
    def own_lines(self) -> list[tuple[Message, list[Message]]]:
        """The person's own lines in sentences, under their headings."""
        found: dict[Message, list[Message]] = {}
        for line in self.lines:
            found.setdefault(line.heading, []).append(line.in_one_sentence)
        return list(found.items())

    def proof(self, entry: Entry) -> Message:
        return who_proved(entry.cause)

    def number(self, certificate: Certificate) -> str:
        return certificate_number(certificate.id)


def whole_statement(session: Session, person_id: int, now: datetime, most: int | None = MOST_ITEMS) -> Said:
    """All that stands in somebody's account, of which the newest entries are listed; `most` None: every one."""
    holds = balance(session, person_id)
    return Said(
        holder_name=session.get_one(Person, person_id).name,
        is_whole=True,
        as_of=now,
        entries=queries.credit_entries(session, person_id, most),
        count=queries.count_credit_entries(session, person_id),
        credit_hundredths=holds.credit_hundredths,
        points=holds.points,
        certificates=queries.standing_certificates(session, person_id, most),
        lines=[],
    )


def picked_statement(session: Session, person_id: int, holder_name: str, items: Items, now: datetime) -> Said:
    """What was picked, with all that happened since to the credit in it."""
    entries = queries.picked_entries(session, person_id, items.entry_ids)
    chosen = set(items.certificate_ids)
    certificates = [one for one in certificates_of(session, person_id) if one.id in chosen] if chosen else []
    return Said(
        holder_name=holder_name,
        is_whole=False,
        as_of=now,
        entries=entries,
        count=len(entries),
        credit_hundredths=sum(entry.amount for entry in entries),
        points=None,
        certificates=certificates,
        lines=[line_of(stored) for stored in items.lines],
    )


def shared_statement(session: Session, share: Share, now: datetime) -> Said:
    """What others see of a share now."""
    said = picked_statement(session, share.person_id, share.holder_name, items_of(share.items), now)
    period = (share.picked_from, share.picked_until) if share.picked_from and share.picked_until else None
    return Said(**{**vars(said), "code": share.code, "ends_on": share.ends_on, "period": period})


def line_of(stored: Mapping[str, Any]) -> OwnLine:
    """A line as a share keeps it: as it was when it was picked."""
    return OwnLine(**{name: stored[name] for name in OwnLine.__dataclass_fields__} | {"kind": LineKind(stored["kind"])})
