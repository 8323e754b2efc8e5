"""The books as they grow large: a smaller index of moves, and PostgreSQL tidies often enough to read few pages."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"

MOVES_ONLY = sa.text("earned_id IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_credit_transfer_earned_id", "credit_transfer")
    op.create_index(
        "ix_credit_transfer_earned_id",
        "credit_transfer",
        ["earned_id", "entry_type", "credit_hundredths"],
        sqlite_where=MOVES_ONLY,
        postgresql_where=MOVES_ONLY,
    )
    if op.get_context().dialect.name == "postgresql":
        # A balance is read from its index alone where PostgreSQL knows that all can see the rows: that is what VACUUM
        # notes. By its own rule it would wait until a fifth of the books is new.
        op.execute(
            "ALTER TABLE credit_transfer SET "
            "(autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02)"
        )
