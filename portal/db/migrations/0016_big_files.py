"""Sizes of files and packages beyond 2.1 GB"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

SIZES = (("submitted_package", "size_bytes"), ("version_file", "size"), ("course_version", "media_bytes"))


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # there an integer is as large as it needs to be
        return
    for table, column in SIZES:
        op.alter_column(table, column, type_=sa.BigInteger())
