"""Uploads and the caption desk"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("received_bytes", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'taken', 'given_up', 'expired')", name="state"),
        sa.CheckConstraint("received_bytes >= 0 AND received_bytes <= size_bytes AND size_bytes > 0", name="bytes"),
        sa.CheckConstraint("(state = 'taken') = (digest <> '')", name="digest"),
        sa.UniqueConstraint("token"),
    )
    op.create_index("ix_upload_person_id_state", "upload", ["person_id", "state"])
    op.create_table(
        "caption_desk",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), primary_key=True),
        sa.Column("package_id", sa.Integer, sa.ForeignKey("submitted_package.id"), nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "caption_lesson",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("slug", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("media_name", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("media_digest", sa.String, nullable=False),
        sa.Column("media_bytes", sa.BigInteger, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=True),
        sa.Column("loud", sa.JSON, nullable=False),
        sa.Column("recorded_descriptions", sa.String, nullable=False),
        sa.UniqueConstraint("submission_id", "slug"),
    )
    op.create_table(
        "caption_text",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("lesson_id", sa.Integer, sa.ForeignKey("caption_lesson.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("package_revision", sa.Integer, nullable=False),
        sa.Column("package_digest", sa.String, nullable=False),
        sa.Column("is_machine", sa.Boolean, nullable=False),
        sa.Column("confirmed_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_digest", sa.String, nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.Column("unread", sa.JSON, nullable=False),
        sa.CheckConstraint("kind IN ('captions', 'descriptions', 'transcript')", name="kind"),
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_digest = '')", name="confirmed"),
        sa.CheckConstraint("NOT (is_machine AND confirmed_at IS NOT NULL)", name="confirmed_by_a_person"),
        sa.UniqueConstraint("lesson_id", "kind"),
    )
    op.create_table(
        "caption_revision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("text_id", sa.Integer, sa.ForeignKey("caption_text.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("lines", sa.JSON, nullable=False),
        sa.Column("head", sa.String, nullable=False),
        sa.Column("is_machine", sa.Boolean, nullable=False),
        sa.Column("how", sa.String, nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("text_id", "number"),
    )
    op.create_table(
        "caption_flag",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("text_id", sa.Integer, sa.ForeignKey("caption_text.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("shown", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_caption_flag_text_id_revision", "caption_flag", ["text_id", "revision"])
