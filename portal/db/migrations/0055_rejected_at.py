"""When credit was rejected as a duplicate: from here the time to appeal runs."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    with op.batch_alter_table("credit_candidate") as candidates:
        candidates.add_column(sa.Column("rejected_at", UtcDateTime()))
    op.execute("UPDATE credit_candidate SET rejected_at = completed_at WHERE state = 'rejected'")
    with op.batch_alter_table("credit_candidate") as candidates:
        candidates.create_check_constraint("rejected_at", "(state = 'rejected') = (rejected_at IS NOT NULL)")
