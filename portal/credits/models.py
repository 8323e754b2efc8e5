"""The books of the credit bank: accounts, and transfers between them that are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from portal.chain import BEGINNING
from portal.credits.rules import AccountKind, EntryType
from portal.db import UtcDateTime

IS_HELD = text("held_until IS NULL")
MOVES_ONLY = text("earned_id IS NOT NULL")  # most entries move nothing that was earned before


class CreditAccount(SQLModel, table=True):
    """A person's account, or one of the bank's own that credit and points come from or go to.

    A person's account remembers where its chain of transfers ends, so that newest rows which were cut off are missed.
    """

    __tablename__ = "credit_account"
    __table_args__ = (
        CheckConstraint("kind IN ('person', 'system')", name="kind"),
        CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name="person"),
        CheckConstraint("(kind = 'system') = (code IS NOT NULL)", name="code"),
        CheckConstraint("newest_sequence >= 0", name="newest_sequence"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: AccountKind = Field(sa_type=String)
    person_id: int | None = Field(default=None, foreign_key="person.id", unique=True)
    code: str | None = Field(default=None, unique=True)  # "issue/courses"
    opened_at: datetime = Field(sa_type=UtcDateTime)
    newest_sequence: int = 0
    newest_digest: str = BEGINNING


class CreditTransfer(SQLModel, table=True):
    """Credit or points moved between two accounts. One row is both legs, so the books always balance.

    The row stands in the chain of `account_id`: the person's account, which is its giver or its taker.
    """

    __tablename__ = "credit_transfer"
    __table_args__ = (
        UniqueConstraint("account_id", "sequence"),
        CheckConstraint("(credit_hundredths IS NULL) <> (points IS NULL)", name="one_unit"),
        CheckConstraint("credit_hundredths > 0", name="credit_positive"),
        CheckConstraint("points > 0", name="points_positive"),
        CheckConstraint("giver_id <> taker_id", name="two_accounts"),
        CheckConstraint("account_id IN (giver_id, taker_id)", name="own_chain"),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("happened_at <= posted_at", name="deed_first"),
        CheckConstraint("reference <> ''", name="reference"),
        # All that a balance needs: it is summed from this index alone, over the rows of one account.
        Index("ix_credit_transfer_balance", "account_id", "entry_type", "credit_hundredths", "points"),
        Index(
            "ix_credit_transfer_earned_id",
            "earned_id",
            "entry_type",
            "credit_hundredths",
            sqlite_where=MOVES_ONLY,
            postgresql_where=MOVES_ONLY,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="credit_account.id")
    sequence: int  # 1, 2, 3 … in the account
    giver_id: int = Field(foreign_key="credit_account.id")
    taker_id: int = Field(foreign_key="credit_account.id")
    entry_type: EntryType = Field(sa_type=String)
    earned_id: int | None = Field(default=None, foreign_key="credit_transfer.id")  # the entry whose credit it moves
    credit_hundredths: int | None = None
    points: int | None = None
    reference: str = Field(max_length=200, unique=True)  # what it is for; the same thing is never posted twice
    cause: dict[str, Any] = Field(sa_type=JSON)  # rules.explain makes the sentence of it
    rule_version: str = Field(max_length=20)
    happened_at: datetime = Field(sa_type=UtcDateTime)
    posted_at: datetime = Field(sa_type=UtcDateTime)
    previous_digest: str = Field(max_length=64)
    digest: str = Field(max_length=64)


class CreditHold(SQLModel, table=True):
    """That the credit of an earned entry may not be used, from one moment until another; None: still."""

    __tablename__ = "credit_hold"
    __table_args__ = (
        CheckConstraint("reason IN ('appeal')", name="reason"),
        CheckConstraint("held_from <= held_until", name="held_until"),
        Index("ix_credit_hold_open", "earned_id", sqlite_where=IS_HELD, postgresql_where=IS_HELD),
    )

    id: int = Field(default=None, primary_key=True)
    earned_id: int = Field(foreign_key="credit_transfer.id")
    reason: str
    reference: str = Field(max_length=200, unique=True)  # "appeal/3": what it waits for
    held_from: datetime = Field(sa_type=UtcDateTime)
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
