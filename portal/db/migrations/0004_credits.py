"""The credit bank: accounts and transfers."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "credit_account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), unique=True),
        sa.Column("code", sa.String, unique=True),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("newest_sequence", sa.Integer, nullable=False),
        sa.Column("newest_digest", sa.String, nullable=False),
        sa.CheckConstraint("kind IN ('person', 'system')", name="kind"),
        sa.CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name="person"),
        sa.CheckConstraint("(kind = 'system') = (code IS NOT NULL)", name="code"),
        sa.CheckConstraint("newest_sequence >= 0", name="newest_sequence"),
    )
    create_transfers()


def create_transfers() -> None:
    op.create_table(
        "credit_transfer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("credit_account.id"), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("giver_id", sa.Integer, sa.ForeignKey("credit_account.id"), nullable=False),
        sa.Column("taker_id", sa.Integer, sa.ForeignKey("credit_account.id"), nullable=False),
        sa.Column("entry_type", sa.String, nullable=False),
        sa.Column("credit_hundredths", sa.Integer),
        sa.Column("points", sa.Integer),
        sa.Column("reference", sa.String(200), nullable=False, unique=True),
        sa.Column("cause", sa.JSON, nullable=False),
        sa.Column("rule_version", sa.String(20), nullable=False),
        sa.Column("happened_at", UtcDateTime, nullable=False),
        sa.Column("posted_at", UtcDateTime, nullable=False),
        sa.Column("previous_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("account_id", "sequence"),
        sa.CheckConstraint("(credit_hundredths IS NULL) <> (points IS NULL)", name="one_unit"),
        sa.CheckConstraint("credit_hundredths > 0", name="credit_positive"),
        sa.CheckConstraint("points > 0", name="points_positive"),
        sa.CheckConstraint("giver_id <> taker_id", name="two_accounts"),
        sa.CheckConstraint("account_id IN (giver_id, taker_id)", name="own_chain"),
        sa.CheckConstraint("sequence > 0", name="sequence"),
        sa.CheckConstraint("happened_at <= posted_at", name="deed_first"),
        sa.CheckConstraint("reference <> ''", name="reference"),
    )
    op.create_index(
        "ix_credit_transfer_balance", "credit_transfer", ["account_id", "taker_id", "credit_hundredths", "points"]
    )
