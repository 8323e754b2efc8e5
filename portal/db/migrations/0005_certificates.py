"""Completion certificates."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0005"
down_revision = "0004"

NOT_REPLACED = sa.text("state <> 'replaced'")


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("course_version_id", sa.Integer, sa.ForeignKey("course_version.id"), nullable=False),
        sa.Column("transfer_id", sa.Integer, sa.ForeignKey("credit_transfer.id")),
        sa.Column("verification_code", sa.String(17), nullable=False, unique=True),
        *[sa.Column(name, sa.String, nullable=False) for name in ("holder_name", "title", "title_en", "provider")],
        *[sa.Column(name, sa.Integer, nullable=False) for name in ("learning_minutes", "credit_hundredths", "mark")],
        sa.Column("passed_at", UtcDateTime, nullable=False),
        sa.Column("issued_at", UtcDateTime, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.CheckConstraint("state IN ('issued', 'replaced', 'revoked')", name="state"),
        sa.CheckConstraint("(state = 'issued') = (ended_at IS NULL)", name="ended"),
        sa.CheckConstraint("learning_minutes > 0", name="learning_minutes"),
        sa.CheckConstraint("credit_hundredths >= 0", name="credit_not_negative"),
        sa.CheckConstraint("(credit_hundredths = 0) = (transfer_id IS NULL)", name="credit_was_posted"),
        sa.CheckConstraint("mark BETWEEN 0 AND 100", name="mark"),
        sa.CheckConstraint("passed_at <= issued_at", name="passed_first"),
    )
    op.create_index(
        "ix_certificate_one_for_each_completion",
        "certificate",
        ["person_id", "course_version_id"],
        unique=True,
        sqlite_where=NOT_REPLACED,
        postgresql_where=NOT_REPLACED,
    )
    op.create_index("ix_certificate_course_version_id", "certificate", ["course_version_id"])
    op.create_index("ix_certificate_transfer_id", "certificate", ["transfer_id"])
