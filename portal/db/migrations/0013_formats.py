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
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("version_id", "part", "kind", "variant", "maker"),
        sa.CheckConstraint("size > 0", name="not_empty"),
    )
