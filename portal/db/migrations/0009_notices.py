"""Public notices and objections"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("package_id", sa.Integer, sa.ForeignKey("submitted_package.id"), nullable=False),
        sa.Column("sitting", sa.Integer, nullable=False),
        sa.Column("opened_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("working_days", sa.Integer, nullable=False),
        sa.Column("days_left", sa.Integer, nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("working_days >= 0 AND ends_on >= opened_on", name="dates"),
        sa.UniqueConstraint("submission_id", "sitting"),
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("notice_id", sa.Integer, sa.ForeignKey("notice.id"), nullable=False),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("evidence", sa.String, nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("answered_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),
        sa.CheckConstraint("name <> '' OR evidence <> ''", name="named_or_with_evidence"),
        sa.CheckConstraint("state IN ('open', 'unfounded', 'founded', 'merged')", name="state"),
        sa.UniqueConstraint("notice_id", "number"),
    )
    op.create_index("ix_objection_submission_id", "objection", ["submission_id"])
