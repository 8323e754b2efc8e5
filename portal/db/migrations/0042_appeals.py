"""Appeals: holds on credit, who helped with an answer, certificates in the place of revoked ones."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0042"
down_revision = "0041"

CHECKS = {
    "level": "level IN (1, 2) AND (level = 2) = (first_id IS NOT NULL)",
    "state": "state IN ('draft', 'lodged', 'accepted', 'not_accepted', 'heard', 'decided', 'applied')",
    "wish": "wish IN ('', 'written', 'phone', 'in_person', 'sign')",
    "lodged": "(state = 'draft') = (lodged_at IS NULL)",
    "decide_until": "(lodged_at IS NULL) = (decide_until IS NULL)",
    "lodged_words": "lodged_at IS NULL OR (words <> '' AND wish <> '')",
    "accepted_by": "(accepted_at IS NULL) = (accepted_by_id IS NULL)",
    "accepted": "(accepted_at IS NULL) = (state IN ('draft', 'lodged'))",
    "not_accepted_says_why": "state <> 'not_accepted' OR acceptance <> ''",
    "late_says_why": "NOT is_late OR accepted_at IS NULL OR acceptance <> ''",
    "heard_by": "(heard_on IS NULL) = (heard_by_id IS NULL)",
    "heard": "(heard_on IS NULL) = (state IN ('draft', 'lodged', 'accepted', 'not_accepted'))",
    "decided_by": "(decided_at IS NULL) = (decided_by_id IS NULL)",
    "outcome": "(decided_at IS NULL) = (outcome = '')",
    "decided": "(decided_at IS NOT NULL) = (state IN ('decided', 'applied'))",
    "decision": "decided_at IS NULL OR decision <> ''",
    "applied": "(state = 'applied') = (outcome IN ('all', 'part'))",
    "given_back": "(outcome IN ('all', 'part')) = (given_back_hundredths > 0)",
    "posted": "posted_id IS NULL OR given_back_hundredths > 0",
    **{
        f"{column}_took_no_part": f"replace(took_part, ',' || {column} || ',', '') = took_part"
        for column in ("accepted_by_id", "heard_by_id", "decided_by_id")
    },
}


def person(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("person.id"), nullable=nullable)


def upgrade() -> None:
    make_holds()
    renew_certificates()
    make_appeals()
    op.execute(
        "ALTER TABLE reversal ADD COLUMN helper VARCHAR DEFAULT '' NOT NULL "
        "CONSTRAINT ck_reversal_helper CHECK (helper = '' OR answer <> '')"
    )


def make_holds() -> None:
    is_held = sa.text("held_until IS NULL")
    op.create_table(
        "credit_hold",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("earned_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("reference", sa.String(200), nullable=False, unique=True),
        sa.Column("held_from", UtcDateTime(), nullable=False),
        sa.Column("held_until", UtcDateTime()),
        sa.CheckConstraint("reason IN ('appeal')", name="reason"),
        sa.CheckConstraint("held_from <= held_until", name="held_until"),
    )
    op.create_index("ix_credit_hold_open", "credit_hold", ["earned_id"], sqlite_where=is_held, postgresql_where=is_held)


def renew_certificates() -> None:
    """A person may have a certificate that stands beside one that was revoked."""
    stands = sa.text("state = 'issued'")
    # Said as SQL, because batch mode on SQLite would copy a table that others point to.
    op.execute(
        "ALTER TABLE certificate ADD COLUMN replaces_id INTEGER "
        "CONSTRAINT fk_certificate_replaces_id REFERENCES certificate (id) "
        "CONSTRAINT ck_certificate_replaces_another CHECK (replaces_id <> id)"
    )
    op.create_index("ix_certificate_replaces_id", "certificate", ["replaces_id"], unique=True)
    op.drop_index("ix_certificate_one_for_each_completion", "certificate")
    op.create_index(
        "ix_certificate_one_for_each_completion", "certificate", ["person_id", "course_version_id"],
        unique=True, sqlite_where=stands, postgresql_where=stands,
    )  # fmt: skip


def make_appeals() -> None:
    is_open = sa.text("state IN ('lodged', 'accepted', 'heard')")
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("object_id", sa.Integer, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("first_id", sa.Integer, sa.ForeignKey("appeal.id"), unique=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("earned_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), index=True),
        sa.Column("took_part", sa.String, nullable=False),
        sa.Column("lodge_until", sa.Date, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("wish", sa.String, nullable=False),
        sa.Column("helper", sa.String, nullable=False),
        sa.Column("is_late", sa.Boolean, nullable=False),
        sa.Column("lodged_at", UtcDateTime()),
        sa.Column("decide_until", sa.Date),
        sa.Column("overdue_noted_at", UtcDateTime()),
        sa.Column("accepted_at", UtcDateTime()),
        person("accepted_by_id"),
        sa.Column("acceptance", sa.String, nullable=False),
        sa.Column("heard_on", sa.Date),
        person("heard_by_id"),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("decision", sa.String, nullable=False),
        sa.Column("given_back_hundredths", sa.Integer, nullable=False),
        sa.Column("decided_at", UtcDateTime()),
        person("decided_by_id"),
        sa.Column("posted_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), unique=True),
        sa.UniqueConstraint("kind", "object_id", "level"),
        *(sa.CheckConstraint(says, name=name) for name, says in CHECKS.items()),
    )
    op.create_index(
        "ix_appeal_one_open", "appeal", ["kind", "object_id"],
        unique=True, sqlite_where=is_open, postgresql_where=is_open,
    )  # fmt: skip
    op.create_index("ix_appeal_state", "appeal", ["state", "decide_until"])
    op.create_table(
        "appeal_hearing",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("appeal_id", sa.Integer, sa.ForeignKey("appeal.id"), nullable=False, index=True),
        sa.Column("heard_on", sa.Date, nullable=False),
        sa.Column("way", sa.String, nullable=False),
        sa.Column("helper", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        person("noted_by_id", nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("way IN ('written', 'phone', 'in_person', 'sign')", name="way"),
        sa.CheckConstraint("words <> ''", name="words"),
    )
    op.create_table(
        "appeal_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("appeal_id", sa.Integer, sa.ForeignKey("appeal.id"), nullable=False, index=True),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("from_state", sa.String, nullable=False),
        sa.Column("to_state", sa.String, nullable=False),
        person("actor_id"),
        sa.Column("checked", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "actor_id IS NULL OR checked = '' OR replace(checked, ',' || actor_id || ',', '') = checked",
            name="took_no_part",
        ),
    )
