"""Courses in the making: drafts, their files, and what each change took away"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    op.create_table(
        "course_draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("region_code", sa.String, sa.ForeignKey("region.code"), nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id")),
        sa.Column("package_id", sa.Integer, sa.ForeignKey("submitted_package.id")),
        sa.Column("created_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("edited_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=False),
        sa.Column("given_up_at", UtcDateTime()),
        sa.CheckConstraint("version >= 1", name="version"),
    )
    op.create_index("ix_course_draft_region_code_id", "course_draft", ["region_code", "id"])
    op.create_index("ix_course_draft_submission_id", "course_draft", ["submission_id"])
    op.create_table(
        "draft_file",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("draft_id", sa.Integer, sa.ForeignKey("course_draft.id"), nullable=False),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("draft_id", "path"),
        sa.CheckConstraint("(content IS NULL) = (digest <> '')", name="content_or_digest"),
    )
    op.create_table(
        "draft_change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("draft_id", sa.Integer, sa.ForeignKey("course_draft.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("size_bytes", sa.BigInteger),
        sa.Column("verb", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("draft_id", "version", "path"),
    )
