"""Submissions, their packages and events"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0007"
down_revision = "0006"

STATES = (
    "'draft', 'pref_review', 'submitted', 'formal_check', 'a11y_check', 'expert_review', 'arbitration', 'decision', "
    "'revising', 'notice', 'objection', 'published', 'suspended', 'reeval', 'withdrawn', 'rejected', 'cancelled'"
)


def upgrade() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("region_code", sa.String, sa.ForeignKey("region.code"), nullable=False),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("slug", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("title_en", sa.String, nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("package_id", sa.Integer, nullable=True),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("reviews_since_round", sa.Integer, nullable=False),
        sa.Column("sitting", sa.Integer, nullable=False),
        sa.Column("returned_as", sa.String(30), nullable=True),
        sa.Column("returned_package_id", sa.Integer, nullable=True),
        sa.Column("due_on", sa.Date, nullable=True),
        sa.Column("was_extended", sa.Boolean, nullable=False),
        sa.Column("steps_taken", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("round >= 1 AND reviews_since_round <= round", name="round"),
        sa.CheckConstraint(f"state IN ({STATES})", name="state"),
    )
    op.create_index("ix_submission_region_code_id", "submission", ["region_code", "id"])
    op.create_index("ix_submission_state_due_on", "submission", ["state", "due_on"])
    op.create_table(
        "submitted_package",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("uploaded_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("blockers", sa.Integer, nullable=False),
        sa.Column("must_fix", sa.Integer, nullable=False),
        sa.Column("advice", sa.Integer, nullable=False),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), nullable=True),
        sa.Column("change_list", sa.String, nullable=False),
        sa.Column("promised_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("promised_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("submission_id", "number"),
    )
    op.create_table(
        "submission_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("step", sa.String(30), nullable=False),
        sa.Column("from_state", sa.String(30), nullable=False),
        sa.Column("to_state", sa.String(30), nullable=False),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("package_id", sa.Integer, nullable=True),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("request_key", sa.String, nullable=True),
        sa.Column("rules_from", sa.Date, nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("request_key"),
    )
    op.create_index("ix_submission_event_submission_id_id", "submission_event", ["submission_id", "id"])
