"""Tokens for colleges' own systems"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    op.create_table(
        "exchange_token",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("college_id", sa.Integer, sa.ForeignKey("college.id"), nullable=False),
        sa.Column("made_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("share_id", sa.Integer, sa.ForeignKey("share.id")),
        sa.Column("application_id", sa.Integer, sa.ForeignKey("conversion_application.id")),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("stopped_at", UtcDateTime()),
        sa.Column("minute_began_at", UtcDateTime(), nullable=False),
        sa.Column("used_count", sa.Integer, nullable=False),
        sa.CheckConstraint("length(token_digest) = 64", name="token_digest"),
        sa.CheckConstraint("(share_id IS NULL) <> (application_id IS NULL)", name="for_one_thing"),
        sa.CheckConstraint("scope IN ('read:credits', 'answer:conversion')", name="scope"),
        sa.CheckConstraint("(scope = 'read:credits') = (share_id IS NOT NULL)", name="scope_fits"),
        sa.CheckConstraint("used_count >= 0", name="used_count"),
    )
    op.create_index("ix_exchange_token_college_id", "exchange_token", ["college_id", "id"])
