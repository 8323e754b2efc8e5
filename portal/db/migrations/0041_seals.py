"""Seals over the books of the credit bank."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "ledger_seal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("day", sa.Date, nullable=False, unique=True),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("first_id", sa.Integer),
        sa.Column("last_id", sa.Integer),
        sa.Column("late_ids", sa.JSON, nullable=False),
        sa.Column("sums", sa.JSON, nullable=False),
        sa.Column("merkle_root", sa.String(64), nullable=False),
        sa.Column("previous_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.CheckConstraint("number > 0", name="number"),
        sa.CheckConstraint("count >= 0", name="count"),
        sa.CheckConstraint("(count = 0) = (first_id IS NULL)", name="first_id"),
        sa.CheckConstraint("(count = 0) = (last_id IS NULL)", name="last_id"),
        sa.CheckConstraint("first_id <= last_id", name="in_order"),
        sa.CheckConstraint("(number = 1) = (previous_digest = '')", name="first_of_all"),
    )
    op.create_table(
        "ledger_seal_part",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("seal_id", sa.Integer, sa.ForeignKey("ledger_seal.id"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("first_id", sa.Integer, nullable=False),
        sa.Column("last_id", sa.Integer, nullable=False),
        sa.Column("ids", sa.LargeBinary, nullable=False),
        sa.Column("digests", sa.LargeBinary, nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.UniqueConstraint("seal_id", "place"),
        sa.CheckConstraint("place >= 0", name="place"),
        sa.CheckConstraint("first_id <= last_id", name="in_order"),
    )
    op.create_index("ix_ledger_seal_part_first_id_last_id", "ledger_seal_part", ["first_id", "last_id"])
