"""Reach: whom the courses reached, by place and need"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "reach_report",
        sa.Column("last_day", sa.Date, primary_key=True),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "reach_figure",
        sa.Column("last_day", sa.Date, sa.ForeignKey("reach_report.last_day"), primary_key=True),
        sa.Column("region_code", sa.String, sa.ForeignKey("region.code"), primary_key=True),
        sa.Column("need", sa.String(10), primary_key=True),
        sa.Column("began", sa.Integer, nullable=False),
        sa.Column("passed", sa.Integer, nullable=False),
        sa.CheckConstraint("began >= passed AND passed >= 0 AND began > 0", name="people"),
    )
