"""Proof: the ends of certificates, who looked, issuer keys, certificates on paper"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0022"
down_revision = "0017"


def upgrade() -> None:
    has_ended = sa.text("state <> 'issued'")
    op.create_index("ix_certificate_ended", "certificate", ["id"], sqlite_where=has_ended, postgresql_where=has_ended)
    make_ends()
    make_keys()


def make_ends() -> None:
    op.create_table(
        "certificate_end",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("certificate_id", sa.Integer, sa.ForeignKey("certificate.id"), nullable=False, unique=True),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("proposed_by", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("confirmed_by", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("replaced_by", sa.Integer, sa.ForeignKey("certificate.id"), unique=True),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("step IN ('revoke', 'replace')", name="step"),
        sa.CheckConstraint("proposed_by <> confirmed_by", name="two_officers"),
        sa.CheckConstraint("(step = 'replace') = (replaced_by IS NOT NULL)", name="replaced_by"),
        sa.CheckConstraint("replaced_by <> certificate_id", name="by_another"),
    )
    op.create_table(
        "certificate_look",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("certificate_id", sa.Integer, sa.ForeignKey("certificate.id"), nullable=False),
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("door", sa.String, nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("certificate_id", "hour", "door"),
        sa.CheckConstraint("door IN ('code', 'badge')", name="door"),
    )


def make_keys() -> None:
    op.create_table(
        "issuer_key",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("algorithm", sa.String(10), nullable=False),
        sa.Column("public_key", sa.JSON, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime()),
        sa.Column("withdrawn_at", UtcDateTime()),
        sa.CheckConstraint("algorithm IN ('Ed25519', 'RS256')", name="algorithm"),
        sa.CheckConstraint("withdrawn_at IS NULL OR retired_at IS NOT NULL", name="withdrawn_is_retired"),
    )
    in_use = sa.text("retired_at IS NULL")
    op.create_index(
        "ix_issuer_key_one_in_use",
        "issuer_key",
        ["algorithm"],
        unique=True,
        sqlite_where=in_use,
        postgresql_where=in_use,
    )
    op.create_table(
        "certificate_paper",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("certificate_id", sa.Integer, sa.ForeignKey("certificate.id"), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("maker", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("certificate_id", "language", "maker"),
        sa.CheckConstraint("size > 0", name="not_empty"),
    )
