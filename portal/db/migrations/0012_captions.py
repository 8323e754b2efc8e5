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
