"""Versions, questions of learners, provenance, upkeep"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    create_versions()
    create_lanes()


def create_versions() -> None:
    op.create_table(
        "version_change",
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), primary_key=True),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("is_fix", sa.Boolean, nullable=False),
    )
    op.create_table(
        "version_move",
        sa.Column("enrolment_id", sa.Integer, sa.ForeignKey("enrolment.id"), primary_key=True),
        sa.Column("from_enrolment_id", sa.Integer, sa.ForeignKey("enrolment.id"), nullable=False, unique=True),
        sa.Column("lessons_carried", sa.Integer, nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("lessons_carried >= 0", name="carried_not_negative"),
    )


def create_lanes() -> None:
    op.add_column("submission", sa.Column("lane", sa.String(30), nullable=False, server_default="review"))
    op.add_column("submission", sa.Column("what_is_new", sa.String, nullable=False, server_default=""))
