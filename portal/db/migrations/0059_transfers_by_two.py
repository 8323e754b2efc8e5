"""Much credit from elsewhere is posted by a second officer."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"

NOT_GONE = sa.text("state NOT IN ('refused', 'withdrawn')")


def upgrade() -> None:
    op.drop_index(
        "ix_badge_transfer_once", "badge_transfer"
    )  # batch mode on SQLite would make it anew without its condition
    with op.batch_alter_table("badge_transfer") as badges:
        badges.add_column(sa.Column("needs_second", sa.Boolean, nullable=False, server_default=sa.false()))
        badges.add_column(
            sa.Column("proposed_by_id", sa.Integer, sa.ForeignKey("person.id", name="fk_badge_transfer_proposed_by_id"))
        )
        badges.add_column(sa.Column("returned_words", sa.String(2000), nullable=False, server_default=""))
        badges.drop_constraint("state", type_="check")
        badges.drop_constraint("mapped", type_="check")
        states = "'verified', 'mapped', 'proposed', 'posted', 'refused', 'withdrawn'"
        badges.create_check_constraint("state", f"state IN ({states})")
        badges.create_check_constraint("mapped", "state NOT IN ('mapped', 'proposed', 'posted') OR rule_id IS NOT NULL")
        badges.create_check_constraint("proposed", "state <> 'proposed' OR proposed_by_id IS NOT NULL AND words <> ''")
        badges.create_check_constraint("not_proposed_by_oneself", "proposed_by_id <> person_id")
        badges.create_check_constraint(
            "two_officers", "state <> 'posted' OR proposed_by_id IS NULL OR decided_by_id <> proposed_by_id"
        )
        badges.create_check_constraint(
            "second_officer", "NOT needs_second OR state <> 'posted' OR proposed_by_id IS NOT NULL"
        )
    op.create_index(
        "ix_badge_transfer_once", "badge_transfer", ["issuer_id", "credential_id"],
        unique=True, sqlite_where=NOT_GONE, postgresql_where=NOT_GONE,
    )  # fmt: skip
