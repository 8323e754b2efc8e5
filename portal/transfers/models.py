"""Issuers that are trusted, what their badges count for, and the badges that people brought."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, text
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.transfers.rules import Standing, State

NOT_ENDED = text("standing <> 'ended'")
NOT_GONE = text("state NOT IN ('refused', 'withdrawn')")
STANDING_CHECKS = (
    CheckConstraint("standing IN ('proposed', 'in_force', 'ended')", name="standing"),
    CheckConstraint("confirmed_by_id <> proposed_by_id", name="two_officers"),
    CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmed"),
    CheckConstraint("standing <> 'in_force' OR confirmed_at IS NOT NULL", name="in_force"),
    CheckConstraint("(standing = 'ended') = (ended_at IS NOT NULL)", name="ended"),
)


def standing_checks() -> tuple[CheckConstraint, ...]:
    """The promises about two officers, for one table: a constraint belongs to one table only."""
    return tuple(CheckConstraint(check.sqltext, name=check.name) for check in STANDING_CHECKS)


class TrustedIssuer(SQLModel, table=True):
    """Somebody else who awards badges, and the keys with which they sign, as an officer wrote them down."""

    __tablename__ = "trusted_issuer"
    __table_args__ = (
        *standing_checks(),
        Index("ix_trusted_issuer_did", "did", unique=True, sqlite_where=NOT_ENDED, postgresql_where=NOT_ENDED),
    )

    id: int = Field(default=None, primary_key=True)
    did: str = Field(max_length=300)
    name: str = Field(max_length=100)
    name_en: str = Field(max_length=100)
    keys: list[dict[str, Any]] = Field(sa_type=JSON)  # name, algorithm, key (a JWK), multibase
    standing: Standing = Field(default=Standing.PROPOSED, sa_type=String)
    proposed_by_id: int = Field(foreign_key="person.id")
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TransferRule(SQLModel, table=True):
    """What one achievement of an issuer counts for here."""

    __tablename__ = "transfer_rule"
    __table_args__ = (
        *standing_checks(),
        CheckConstraint("credit_hundredths > 0", name="credit_positive"),
        Index(
            "ix_transfer_rule_achievement",
            "issuer_id",
            "achievement",
            unique=True,
            sqlite_where=NOT_ENDED,
            postgresql_where=NOT_ENDED,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    issuer_id: int = Field(foreign_key="trusted_issuer.id")
    achievement: str = Field(max_length=500)  # its id in the badge, to the letter
    title: str = Field(max_length=200)
    credit_hundredths: int
    reason: str = Field(max_length=2000)  # why so much: level, amount, topic, outcome
    standing: Standing = Field(default=Standing.PROPOSED, sa_type=String)
    proposed_by_id: int = Field(foreign_key="person.id")
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BadgeTransfer(SQLModel, table=True):
    """A badge that a person brought, with what it says. The same badge waits or counts once, whoever brings it."""

    __tablename__ = "badge_transfer"
    __table_args__ = (
        CheckConstraint("state IN ('verified', 'mapped', 'proposed', 'posted', 'refused', 'withdrawn')", name="state"),
        CheckConstraint("state NOT IN ('mapped', 'proposed', 'posted') OR rule_id IS NOT NULL", name="mapped"),
        CheckConstraint("state <> 'proposed' OR proposed_by_id IS NOT NULL AND words <> ''", name="proposed"),
        CheckConstraint("proposed_by_id <> person_id", name="not_proposed_by_oneself"),
        CheckConstraint(
            "state <> 'posted' OR proposed_by_id IS NULL OR decided_by_id <> proposed_by_id", name="two_officers"
        ),
        CheckConstraint("NOT needs_second OR state <> 'posted' OR proposed_by_id IS NOT NULL", name="second_officer"),
        CheckConstraint("(state = 'posted') = (posted_id IS NOT NULL)", name="posted"),
        CheckConstraint("(state IN ('posted', 'refused')) = (decided_by_id IS NOT NULL)", name="decided_by"),
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
        CheckConstraint("state <> 'posted' OR status_list = '' OR list_checked_at IS NOT NULL", name="list_checked"),
        Index(
            "ix_badge_transfer_once",
            "issuer_id",
            "credential_id",
            unique=True,
            sqlite_where=NOT_GONE,
            postgresql_where=NOT_GONE,
        ),
        Index("ix_badge_transfer_state", "state", "decide_until"),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    issuer_id: int = Field(foreign_key="trusted_issuer.id")
    credential_id: str = Field(max_length=500)
    achievement: str = Field(max_length=500)
    title: str = Field(max_length=300)
    holder: str = Field(max_length=200)
    awarded_on: date
    status_list: str = Field(max_length=500)
    status_index: int
    badge: str  # as it was brought
    badge_digest: str = Field(max_length=64)
    rule_id: int | None = Field(default=None, foreign_key="transfer_rule.id")
    state: State = Field(default=State.VERIFIED, sa_type=String)
    brought_at: datetime = Field(sa_type=UtcDateTime)
    decide_until: date  # in Asia/Shanghai
    list_checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    needs_second: bool = False  # its credit is more than one officer may post
    proposed_by_id: int | None = Field(default=None, foreign_key="person.id")
    returned_words: str = Field(default="", max_length=2000)  # of the second officer, to the first
    words: str = Field(default="", max_length=2000)  # of the decision, or of what is proposed, to the person
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    posted_id: int | None = Field(default=None, foreign_key="credit_transfer.id", unique=True)
