"""A number for which courses are open, beside the one that all new forms of courses raise too."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.add_column("library_state", sa.Column("stock", sa.Integer, nullable=False, server_default="0"))
