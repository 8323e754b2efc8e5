"""Appeals that are withdrawn and may be lodged again."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0054"
down_revision = "0052"

STATES = "'draft', 'lodged', 'accepted', 'not_accepted', 'heard', 'decided', 'applied', 'withdrawn'"
CHECKS = {
    "state": f"state IN ({STATES})",
    "accepted": "state = 'withdrawn' OR (accepted_at IS NULL) = (state IN ('draft', 'lodged'))",
    "heard": "state = 'withdrawn' OR (heard_on IS NULL) = (state IN ('draft', 'lodged', 'accepted', 'not_accepted'))",
}


def upgrade() -> None:
    stands = sa.text("state <> 'withdrawn'")
    with op.batch_alter_table("appeal") as appeals:
        appeals.add_column(sa.Column("withdrawn_at", UtcDateTime()))
        for name, says in CHECKS.items():
            appeals.drop_constraint(name, type_="check")
            appeals.create_check_constraint(name, says)
        appeals.create_check_constraint("withdrawn", "(withdrawn_at IS NOT NULL) = (state = 'withdrawn')")
        appeals.drop_constraint("uq_appeal_kind_object_id_level", type_="unique")
        appeals.drop_constraint("uq_appeal_first_id", type_="unique")
    for name, columns in {"one_each_level": ["kind", "object_id", "level"], "one_second": ["first_id"]}.items():
        op.create_index(
            f"ix_appeal_{name}", "appeal", columns, unique=True, sqlite_where=stands, postgresql_where=stands
        )
