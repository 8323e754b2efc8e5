"""Parts in a review, looks for conflicts, reports, experts' reviews, votes, credit values"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "review_part",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("part", sa.String(30), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("asked_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("has_conflict", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("due_on", sa.Date, nullable=True),
        sa.CheckConstraint("state IN ('asked', 'open', 'declined', 'past')", name="state"),
        sa.UniqueConstraint("submission_id", "person_id"),
    )
    op.create_index("ix_review_part_person_id_state", "review_part", ["person_id", "state"])
    op.create_table(
        "conflict_check",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("part", sa.String, nullable=False),
        sa.Column("moment", sa.String(30), nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_conflict_check_submission_id_person_id", "conflict_check", ["submission_id", "person_id"])
    op.create_table(
        "access_report",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("package_id", sa.Integer, sa.ForeignKey("submitted_package.id"), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("part", sa.String(30), nullable=False),
        sa.Column("tasks", sa.JSON, nullable=False),
        sa.Column("ways", sa.JSON, nullable=False),
        sa.Column("faults", sa.JSON, nullable=False),
        sa.Column("summary", sa.String, nullable=False),
        sa.Column("handed_in_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("package_id", "person_id"),
    )
    op.create_index("ix_access_report_submission_id", "access_report", ["submission_id"])
    op.create_table(
        "expert_review",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("package_id", sa.Integer, sa.ForeignKey("submitted_package.id"), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("score", sa.Integer, nullable=True),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("unmet", sa.JSON, nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("handed_in_at IS NULL OR (score IS NOT NULL AND verdict <> '')", name="complete"),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        sa.UniqueConstraint("package_id", "person_id"),
    )
    op.create_index("ix_expert_review_submission_id", "expert_review", ["submission_id"])
    op.create_table(
        "panel_vote",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("package_id", sa.Integer, sa.ForeignKey("submitted_package.id"), nullable=False),
        sa.Column("sitting", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("outcome", sa.String(30), nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("voted_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("submission_id", "sitting", "person_id"),
    )
    op.create_table(
        "credit_value",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("package_id", sa.Integer, sa.ForeignKey("submitted_package.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("credit_hundredths", sa.Integer, nullable=False),
        sa.Column("learning_minutes", sa.Integer, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("set_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("credit_hundredths > 0", name="positive"),
        sa.UniqueConstraint("package_id", "number"),
    )
    op.create_index("ix_credit_value_submission_id", "credit_value", ["submission_id"])
