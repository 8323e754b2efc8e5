"""Partner colleges, and who reads for them."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "college",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(20), nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_en", sa.String, nullable=False),
        sa.Column("region_code", sa.String, sa.ForeignKey("region.code"), nullable=False),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.CheckConstraint("code <> '' AND name <> '' AND name_en <> ''", name="named"),
        sa.CheckConstraint("length(code) <= 20", name="code_length"),
    )
    op.create_table(
        "college_member",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("college_id", sa.Integer, sa.ForeignKey("college.id"), nullable=False, index=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("valid_from <= valid_until", name="in_order"),
    )
    without_end = sa.text("valid_until IS NULL")
    op.create_index(
        "ix_college_member_one_without_end", "college_member", ["person_id"],
        unique=True, sqlite_where=without_end, postgresql_where=without_end,
    )  # fmt: skip
