"""Word files and slides that lessons are made of"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    op.create_table(
        "brought_file",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("region_code", sa.String(6), sa.ForeignKey("region.code"), nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("request_key", sa.String(60), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("make_headings", sa.Boolean, nullable=False),
        sa.Column("came_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime()),
        sa.Column("refused", sa.JSON),
        sa.Column("outcome", sa.JSON),
        sa.UniqueConstraint("by_id", "request_key"),
        sa.CheckConstraint("size_bytes > 0", name="size_bytes"),
        sa.CheckConstraint("length(digest) = 64", name="digest"),
    )
    op.create_index("ix_brought_file_region_code_id", "brought_file", ["region_code", "id"])
    op.create_table(
        "brought_picture",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("file_id", sa.Integer, sa.ForeignKey("brought_file.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("was", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("near", sa.String, nullable=False),
        sa.Column("is_left_out", sa.Boolean, nullable=False),
        sa.UniqueConstraint("file_id", "number"),
    )
