"""Braille that a person has read: who, when, exactly which text, and the files that are given then"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0020"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "braille_check",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), nullable=False),
        sa.Column("part", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("braille_digest", sa.String(64), nullable=False),
        sa.Column("braille_size", sa.BigInteger, nullable=False),
        sa.Column("brf_digest", sa.String(64), nullable=False),
        sa.Column("brf_size", sa.BigInteger, nullable=False),
        sa.Column("checked_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("version_id", "part", "digest", "number"),
        sa.CheckConstraint("verdict IN ('as_is', 'corrected', 'taken_back')", name="verdict"),
        sa.CheckConstraint("number > 0", name="number"),
        sa.CheckConstraint(
            "(verdict = 'taken_back') = (braille_digest = '') AND (braille_digest = '') = (brf_digest = '')",
            name="gives_both_files",
        ),
    )
