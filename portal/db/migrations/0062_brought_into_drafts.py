"""Into which drafts brought files were put"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0062"
down_revision = "0061"


def upgrade() -> None:
    op.create_table(
        "brought_into_draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("file_id", sa.Integer, sa.ForeignKey("brought_file.id"), nullable=False),
        sa.Column("draft_id", sa.Integer, sa.ForeignKey("course_draft.id"), nullable=False),
        sa.Column("request_key", sa.String(60), nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("put_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("file_id", "draft_id"),
        sa.UniqueConstraint("file_id", "request_key"),
    )
