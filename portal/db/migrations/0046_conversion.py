"""Conversion: agreements with colleges, quotes, applications"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    make_agreements()
    make_applications()
    make_what_moved()


def make_agreements() -> None:
    at_work = sa.text("state IN ('draft', 'proposed')")
    op.create_table(
        "agreement_draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("college_id", sa.Integer, sa.ForeignKey("college.id"), nullable=False),
        sa.Column("programme_code", sa.String(40), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.Column("targets", sa.JSON, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("drafted_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("drafted_at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("decided_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("decided_at", UtcDateTime()),
        sa.CheckConstraint("state IN ('draft', 'proposed', 'confirmed', 'dropped')", name="state"),
        sa.CheckConstraint("valid_from <= valid_until", name="in_order"),
        sa.CheckConstraint("programme_code <> ''", name="programme_code"),
        sa.CheckConstraint("(state IN ('confirmed', 'dropped')) = (decided_at IS NOT NULL)", name="decided"),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        sa.CheckConstraint("state <> 'confirmed' OR decided_by_id <> drafted_by_id", name="two_officers"),
    )
    op.create_index(
        "ix_agreement_draft_one_at_work", "agreement_draft", ["college_id", "programme_code"],
        unique=True, sqlite_where=at_work, postgresql_where=at_work,
    )  # fmt: skip
    op.create_table(
        "college_agreement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("college_id", sa.Integer, sa.ForeignKey("college.id"), nullable=False),
        sa.Column("programme_code", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.Column("targets", sa.JSON, nullable=False),
        sa.Column("draft_id", sa.Integer, sa.ForeignKey("agreement_draft.id"), nullable=False, unique=True),
        sa.Column("drafted_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("college_id", "programme_code", "version"),
        sa.CheckConstraint("version > 0", name="version"),
        sa.CheckConstraint("valid_from <= valid_until", name="in_order"),
        sa.CheckConstraint("drafted_by_id <> confirmed_by_id", name="two_officers"),
    )


def make_applications() -> None:
    op.create_table(
        "conversion_quote",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("agreement_id", sa.Integer, sa.ForeignKey("college_agreement.id"), nullable=False),
        sa.Column("hundredths", sa.Integer, nullable=False),
        sa.Column("given", sa.JSON, nullable=False),
        sa.Column("kept_until", sa.Date, nullable=False, index=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("hundredths > 0", name="something"),
    )
    states = "'sent', 'college_review', 'accepted', 'part', 'refused', 'withdrawn', 'timeout', 'cancelled'"
    is_open = sa.text("state IN ('sent', 'college_review')")
    op.create_table(
        "conversion_application",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("agreement_id", sa.Integer, sa.ForeignKey("college_agreement.id"), nullable=False),
        sa.Column("college_id", sa.Integer, sa.ForeignKey("college.id"), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("consent_until", sa.Date, nullable=False),
        sa.Column("consent_ended_at", UtcDateTime()),
        sa.Column("answer_until", sa.Date, nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("decided_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("ended_at", UtcDateTime()),
        sa.CheckConstraint(f"state IN ({states})", name="state"),
        sa.CheckConstraint("(state IN ('sent', 'college_review')) = (ended_at IS NULL)", name="ended"),
        sa.CheckConstraint(
            "(state IN ('accepted', 'part', 'refused')) = (decided_by_id IS NOT NULL)", name="decided_by"
        ),
        sa.CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
        sa.CheckConstraint("state NOT IN ('part', 'refused') OR words <> ''", name="with_reason"),
    )
    op.create_index(
        "ix_conversion_application_one_open", "conversion_application", ["person_id", "agreement_id"],
        unique=True, sqlite_where=is_open, postgresql_where=is_open,
    )  # fmt: skip
    op.create_index(
        "ix_conversion_application_college", "conversion_application", ["college_id", "state", "answer_until"]
    )


def make_what_moved() -> None:
    verdicts = "'waiting', 'accepted', 'refused', 'ended', 'given_back'"
    op.create_table(
        "conversion_item",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("application_id", sa.Integer, sa.ForeignKey("conversion_application.id"), nullable=False),
        sa.Column("target_code", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("target_en", sa.String, nullable=False),
        sa.Column("credit_hundredths", sa.Integer, nullable=False),
        sa.Column("is_online", sa.Boolean, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.UniqueConstraint("application_id", "target_code"),
        sa.CheckConstraint("credit_hundredths > 0", name="credit_positive"),
        sa.CheckConstraint(f"verdict IN ({verdicts})", name="verdict"),
    )
    entries = [
        sa.Column(name, sa.Integer, sa.ForeignKey("credit_transfer.id"), unique=True)
        for name in ("locked_id", "unlocked_id", "converted_id", "given_back_id")
    ]
    op.create_table(
        "conversion_line",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("application_id", sa.Integer, sa.ForeignKey("conversion_application.id"), nullable=False),
        sa.Column("item_id", sa.Integer, sa.ForeignKey("conversion_item.id"), nullable=False, index=True),
        sa.Column("earned_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), nullable=False),
        sa.Column("credit_hundredths", sa.Integer, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        *entries,
        sa.UniqueConstraint("application_id", "earned_id"),
        sa.CheckConstraint("credit_hundredths > 0", name="credit_positive"),
        sa.CheckConstraint("again = (locked_id IS NULL)", name="locked"),
        sa.CheckConstraint("unlocked_id IS NULL OR locked_id IS NOT NULL", name="unlocked"),
        sa.CheckConstraint("converted_id IS NULL OR unlocked_id IS NOT NULL", name="converted"),
        sa.CheckConstraint("given_back_id IS NULL OR converted_id IS NOT NULL", name="given_back"),
    )
    op.create_index("ix_conversion_line_earned_id", "conversion_line", ["earned_id"])
    op.create_table(
        "conversion_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("application_id", sa.Integer, sa.ForeignKey("conversion_application.id"), nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("note", sa.String, nullable=False),
    )
    op.create_index(None, "conversion_event", ["application_id", "id"])
