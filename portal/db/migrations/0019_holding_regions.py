"""Where a course may be learned by contract"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0016"


def upgrade() -> None:
    for table, column in (("holding_record", "regions"), ("course", "permitted_regions")):
        op.add_column(table, sa.Column(column, sa.JSON, nullable=False, server_default="[]"))
