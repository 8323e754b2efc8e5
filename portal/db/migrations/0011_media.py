"""Media renditions"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "rendition",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source_digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("bits_per_second", sa.Integer, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
        sa.Column("loudness_hundredths", sa.Integer, nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('normal', 'slow', 'sound', 'poster')", name="kind"),
        sa.CheckConstraint("size > 0 AND bits_per_second >= 0 AND milliseconds >= 0", name="measured"),
        sa.UniqueConstraint("source_digest", "kind"),
    )
