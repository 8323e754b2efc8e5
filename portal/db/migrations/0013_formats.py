"""Formats and offline packs"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "made_form",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), nullable=False),
        sa.Column("part", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("variant", sa.String(10), nullable=False),
        sa.Column("maker", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("version_id", "part", "kind", "variant", "maker"),
        sa.CheckConstraint("size > 0", name="not_empty"),
    )
    op.create_table(
        "offline_pack",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(9), nullable=False, unique=True),
        sa.Column("enrolment_id", sa.Integer, sa.ForeignKey("enrolment.id"), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
    )
    op.create_index("ix_offline_pack_enrolment_id", "offline_pack", ["enrolment_id"])
    op.create_table(
        "offline_receipt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("pack_id", sa.Integer, sa.ForeignKey("offline_pack.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("handed_in_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(), nullable=False),
        sa.Column("lessons", sa.JSON, nullable=False),
        sa.CheckConstraint("way IN ('file', 'code')", name="way"),
        sa.UniqueConstraint("pack_id", "digest"),
    )
