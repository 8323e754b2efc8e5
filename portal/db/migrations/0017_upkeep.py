"""Upkeep: the weekly look at open courses"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0017"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "course_check",
        sa.Column("course_id", sa.Integer, sa.ForeignKey("course.id"), primary_key=True),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("outside", sa.String(10), nullable=False),
        sa.Column("once_silent", sa.Integer, nullable=False),
        sa.Column("is_whole", sa.Boolean, nullable=False),
        sa.CheckConstraint("outside IN ('asked', 'left', 'cut_off')", name="outside"),
        sa.CheckConstraint("once_silent >= 0", name="once_silent"),
    )
    op.create_index("ix_course_check_period_checked_at", "course_check", ["period", "checked_at"])
    op.create_table(
        "course_finding",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("course.id"), nullable=False),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("lesson", sa.String(80), nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("gone_at", UtcDateTime()),
    )
    op.create_index("ix_course_finding_course_id_gone_at", "course_finding", ["course_id", "gone_at"])
    is_open = sa.text("gone_at IS NULL")
    op.create_index(
        "ix_course_finding_one_open",
        "course_finding",
        ["course_id", "key"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "outside_link",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("host", sa.String(253), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime()),
        sa.Column("trouble", sa.String(20), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failed_in", sa.String(8), nullable=False),
        sa.CheckConstraint("failures >= 0", name="failures"),
    )
    op.create_index("ix_outside_link_host_asked_at", "outside_link", ["host", "asked_at"])
    op.create_index("ix_outside_link_answered_at", "outside_link", ["answered_at"])
    op.create_table(
        "file_check",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("trouble", sa.String(20), nullable=False),
        sa.Column("at_second", sa.Integer, nullable=False),
        sa.Column("milliseconds", sa.Integer),
    )
