"""What the pages show of badges from elsewhere, at the desk and on the person's side."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.errors import NotFound, Refused
from portal.submissions.views import Due, due_of, province_rules
from portal.text import Message, message
from portal.text.dates import local_date
from portal.transfers import actions, queries
from portal.transfers.models import BadgeTransfer, TransferRule, TrustedIssuer
from portal.transfers.rules import (
    OPEN,
    OWN_CASE,
    STATE_TONES,
    STATE_WORDS,
    State,
    Step,
    is_same_name,
    needs_second,
    why_not,
)


@dataclass(frozen=True)
class Told:
    """A badge as its person and the officers read it."""

    badge: BadgeTransfer
    issuer: TrustedIssuer
    rule: TransferRule | None
    person: Any | None
    today: date
    alone_up_to: int = 0  # the credit that one officer may post, in hundredths; only for the desk

    @property
    def state_words(self) -> Message:
        return STATE_WORDS[State(self.badge.state)]

    @property
    def tone(self) -> str:
        return STATE_TONES[State(self.badge.state)]

    @property
    def is_open(self) -> bool:
        return self.badge.state in OPEN

    @property
    def is_for_two(self) -> bool:
        """Whether the next step is to ask a second officer."""
        much = self.rule is not None and needs_second(self.rule.credit_hundredths, self.alone_up_to)
        return much and self.badge.state == State.MAPPED

    @property
    def is_same_name(self) -> bool:
        return self.person is not None and is_same_name(self.badge.holder, self.person.name)

    @property
    def due(self) -> Due:
        due = due_of(self.badge.decide_until, self.today)
        assert due is not None
        return due

    def why_not(self, step: Step, who: int) -> Message | None:
        """What keeps this person from a step now; None when nothing does."""
        return why_not(step, actions.case_of(self.badge, self.rule, self.alone_up_to), who)


def told(row: Any, today: date, alone_up_to: int = 0) -> Told:
    """A row of a badge with its issuer, its rule and its person."""
    return Told(row.BadgeTransfer, row.TrustedIssuer, row.TransferRule, row.Person, today, alone_up_to)


def case_of(request: Request, session: Session, transfer_id: int, officer: Actor, now: datetime) -> Told:
    """A badge of somebody in the officer's region. Raises NotFound for all others, Refused for one's own."""
    found = queries.case_in(session, transfer_id, request.state.role_regions[Role.CREDIT_OFFICER])
    if found is None:
        raise NotFound
    if found.BadgeTransfer.person_id == officer.person_id:
        raise Refused(OWN_CASE)
    return told(found, local_date(now), province_rules(request, now).bank["transfer_second_above_hundredths"])


def transfers_waiting(
    request: Request, session: Session, officer: Actor, now: datetime
) -> tuple[Message, int, str] | None:
    """For the bank's desk: how many badges from elsewhere wait for this officer."""
    if Role.CREDIT_OFFICER not in officer.roles:
        return None
    region = request.state.role_regions[Role.CREDIT_OFFICER]
    count = queries.count_pile(session, True, region, officer.person_id)
    return message("别处的徽章，等决定"), count, request.app.state.url_for("transfer_desk")


def note_reading(request: Request, officer: Actor, transfer_id: int, now: datetime) -> None:
    """Keep who read it, in a transaction of its own: the page itself only reads."""
    with Session(request.app.state.engine) as own, own.begin():
        actions.note_reading(own, officer.person_id, transfer_id, now)
