"""Taking back credit: proposals, answers, decisions"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0026"
down_revision = "0023"


def upgrade() -> None:
    is_open = sa.text("state IN ('notified', 'answered')")
    op.create_table(
        "reversal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("transfer_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("credit_hundredths", sa.Integer, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("answer_until", sa.Date, nullable=False),
        sa.Column("proposed_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("answered_at", UtcDateTime()),
        sa.Column("decision", sa.String, nullable=False),
        sa.Column("decided_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("posted_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), unique=True),
        sa.CheckConstraint("state IN ('notified', 'answered', 'confirmed', 'dropped')", name="state"),
        sa.CheckConstraint("reason IN ('error', 'duplicate', 'fraud', 'provider_failure')", name="reason"),
        sa.CheckConstraint("credit_hundredths > 0", name="credit_positive"),
        sa.CheckConstraint("proposed_by_id <> person_id AND decided_by_id <> person_id", name="not_ones_own"),
        sa.CheckConstraint("state <> 'confirmed' OR decided_by_id <> proposed_by_id", name="two_officers"),
        sa.CheckConstraint("(state IN ('confirmed', 'dropped')) = (decided_at IS NOT NULL)", name="decided"),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        sa.CheckConstraint("(state = 'confirmed') = (posted_id IS NOT NULL)", name="posted"),
        sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answer"),
        sa.CheckConstraint("(state = 'notified') <= (answered_at IS NULL)", name="notified"),
        sa.CheckConstraint("(state = 'answered') <= (answered_at IS NOT NULL)", name="answered"),
    )
    op.create_index(
        "ix_reversal_one_open", "reversal", ["transfer_id"],
        unique=True, sqlite_where=is_open, postgresql_where=is_open,
    )  # fmt: skip
    op.create_index("ix_reversal_state", "reversal", ["state", "id"])
    op.create_index("ix_reversal_transfer_id", "reversal", ["transfer_id"])
    op.create_index("ix_reversal_person_id", "reversal", ["person_id"])
