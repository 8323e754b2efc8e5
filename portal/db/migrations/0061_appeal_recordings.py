"""Appeals whose reasons were spoken or signed."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0061"
down_revision = "0060"

CHECKS = {
    "form": "form IN ('voice', 'sign')",
    "state": "state IN ('ready', 'converting', 'failed', 'removed')",
    "ready": "(state = 'ready') = (digest <> '')",
    "source_goes": "(state = 'converting') = (source_digest <> '')",
    "transcript": "(transcript = '') = (transcript_by_id IS NULL)",
    "removed": "state <> 'removed' OR transcript = ''",
}


def upgrade() -> None:
    with op.batch_alter_table("appeal") as appeals:
        appeals.add_column(sa.Column("is_recorded", sa.Boolean, nullable=False, server_default=sa.false()))
        appeals.drop_constraint("lodged_words", type_="check")
        appeals.create_check_constraint(
            "lodged_words", "lodged_at IS NULL OR (wish <> '' AND (words <> '' OR is_recorded))"
        )
    with op.batch_alter_table("appeal") as appeals:
        appeals.alter_column("is_recorded", server_default=None)
    op.create_table(
        "appeal_recording",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token", sa.String, nullable=False, unique=True),
        sa.Column("reference", sa.String, nullable=False, unique=True),
        sa.Column("appeal_id", sa.Integer, sa.ForeignKey("appeal.id"), nullable=False, index=True),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("source_digest", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
        sa.Column("said", sa.JSON),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("transcript", sa.String, nullable=False),
        sa.Column("transcript_by_id", sa.Integer, sa.ForeignKey("person.id")),
        *(sa.CheckConstraint(says, name=name) for name, says in CHECKS.items()),
    )
