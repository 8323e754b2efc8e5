"""Statements that a person shows to others, who looked, their papers, and a person's own lines of their file."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.create_table(
        "share",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("code", sa.String(17), nullable=False, unique=True),
        sa.Column("token_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("holder_name", sa.String, nullable=False),
        sa.Column("college_id", sa.Integer, sa.ForeignKey("college.id"), index=True),
        sa.Column("receiver", sa.String, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("picked_from", sa.Date),
        sa.Column("picked_until", sa.Date),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("stopped_at", UtcDateTime()),
        sa.CheckConstraint("length(token_digest) = 64", name="token_digest"),
        sa.CheckConstraint("holder_name <> ''", name="holder_name"),
        sa.CheckConstraint("college_id IS NULL OR receiver = ''", name="one_receiver"),
        sa.CheckConstraint("stopped_at IS NULL OR stopped_at >= made_at", name="stopped_later"),
        sa.CheckConstraint("(picked_from IS NULL) = (picked_until IS NULL)", name="period"),
        sa.CheckConstraint("picked_from <= picked_until", name="period_in_order"),
    )
    op.create_index("ix_share_person_id", "share", ["person_id", "id"])
    op.create_table(
        "share_look",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("share_id", sa.Integer, sa.ForeignKey("share.id"), nullable=False),
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("door", sa.String, nullable=False),
        sa.Column("institution", sa.String, nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("share_id", "hour", "door", "institution"),
        sa.CheckConstraint("door IN ('link', 'code', 'program')", name="door"),
    )
    op.create_table(
        "statement_paper",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("maker", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("subject", "language", "maker"),
        sa.CheckConstraint("size > 0", name="not_empty"),
    )
    op.create_table(
        "file_line",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("year_from", sa.Integer, nullable=False),
        sa.Column("year_to", sa.Integer),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('class', 'competition', 'work')", name="kind"),
        sa.CheckConstraint("title <> ''", name="title"),
        sa.CheckConstraint("year_to IS NULL OR year_to >= year_from", name="years"),
    )
    op.create_index("ix_file_line_person_id", "file_line", ["person_id", "id"])
