"""Entries may move credit that was earned before: each names the entry whose credit it moves."""

from alembic import op

revision = "0021"
down_revision = "0019"


def upgrade() -> None:
    # Said as SQL, because batch mode on SQLite would copy the books: only a column is added to them.
    op.execute(
        "ALTER TABLE credit_transfer ADD COLUMN earned_id INTEGER "
        "CONSTRAINT fk_credit_transfer_earned_id REFERENCES credit_transfer (id)"
    )
    op.drop_index("ix_credit_transfer_balance", "credit_transfer")
    op.create_index(
        "ix_credit_transfer_balance", "credit_transfer", ["account_id", "entry_type", "credit_hundredths", "points"]
    )
    op.create_index("ix_credit_transfer_earned_id", "credit_transfer", ["earned_id", "entry_type", "credit_hundredths"])
