"""Badges from elsewhere: issuers that are trusted, what their badges count for, the badges that people brought"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0040"
down_revision = "0030"

NOT_ENDED = sa.text("standing <> 'ended'")
NOT_GONE = sa.text("state NOT IN ('refused', 'withdrawn')")


def standing() -> list:
    return [
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("proposed_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("confirmed_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
        sa.CheckConstraint("standing IN ('proposed', 'in_force', 'ended')", name="standing"),
        sa.CheckConstraint("confirmed_by_id <> proposed_by_id", name="two_officers"),
        sa.CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmed"),
        sa.CheckConstraint("standing <> 'in_force' OR confirmed_at IS NOT NULL", name="in_force"),
        sa.CheckConstraint("(standing = 'ended') = (ended_at IS NOT NULL)", name="ended"),
    ]


def upgrade() -> None:
    op.create_table(
        "trusted_issuer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("did", sa.String(300), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("name_en", sa.String(100), nullable=False),
        sa.Column("keys", sa.JSON, nullable=False),
        *standing(),
    )
    unique = {"unique": True, "sqlite_where": NOT_ENDED, "postgresql_where": NOT_ENDED}
    op.create_index("ix_trusted_issuer_did", "trusted_issuer", ["did"], **unique)
    op.create_table(
        "transfer_rule",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("issuer_id", sa.Integer, sa.ForeignKey("trusted_issuer.id"), nullable=False),
        sa.Column("achievement", sa.String(500), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("credit_hundredths", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        *standing(),
        sa.CheckConstraint("credit_hundredths > 0", name="credit_positive"),
    )
    op.create_index("ix_transfer_rule_achievement", "transfer_rule", ["issuer_id", "achievement"], **unique)
    op.create_table(
        "badge_transfer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("issuer_id", sa.Integer, sa.ForeignKey("trusted_issuer.id"), nullable=False),
        sa.Column("credential_id", sa.String(500), nullable=False),
        sa.Column("achievement", sa.String(500), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("awarded_on", sa.Date, nullable=False),
        sa.Column("status_list", sa.String(500), nullable=False),
        sa.Column("status_index", sa.Integer, nullable=False),
        sa.Column("badge", sa.String, nullable=False),
        sa.Column("badge_digest", sa.String(64), nullable=False),
        sa.Column("rule_id", sa.Integer, sa.ForeignKey("transfer_rule.id")),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("brought_at", UtcDateTime(), nullable=False),
        sa.Column("decide_until", sa.Date, nullable=False),
        sa.Column("list_checked_at", UtcDateTime()),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("decided_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("posted_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), unique=True),
        sa.CheckConstraint("state IN ('verified', 'mapped', 'posted', 'refused', 'withdrawn')", name="state"),
        sa.CheckConstraint("state NOT IN ('mapped', 'posted') OR rule_id IS NOT NULL", name="mapped"),
        sa.CheckConstraint("(state = 'posted') = (posted_id IS NOT NULL)", name="posted"),
        sa.CheckConstraint("(state IN ('posted', 'refused')) = (decided_by_id IS NOT NULL)", name="decided_by"),
        sa.CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided"),
        sa.CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
        sa.CheckConstraint("state <> 'posted' OR status_list = '' OR list_checked_at IS NOT NULL", name="list_checked"),
    )
    once = {"unique": True, "sqlite_where": NOT_GONE, "postgresql_where": NOT_GONE}
    op.create_index("ix_badge_transfer_once", "badge_transfer", ["issuer_id", "credential_id"], **once)
    op.create_index("ix_badge_transfer_state", "badge_transfer", ["state", "decide_until"])
    op.create_index("ix_badge_transfer_person_id", "badge_transfer", ["person_id"])
