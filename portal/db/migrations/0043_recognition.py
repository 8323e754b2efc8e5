"""Prior learning: tables of values with the first one, applications, evidence, what happened."""

import json
import tomllib
from pathlib import Path

import sqlalchemy as sa
from alembic import op

import portal
from portal.db import UtcDateTime

revision = "0043"
down_revision = "0042"

FIRST = Path(portal.__file__).parent / "recognition" / "values" / "shipped" / "henan.toml"


def upgrade() -> None:
    with op.batch_alter_table("credit_candidate") as candidates:
        candidates.alter_column("course_id", existing_type=sa.Integer(), nullable=True)
    make_table_of_values()
    make_applications()
    make_evidence()
    op.create_table(
        "recognition_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("application_id", sa.Integer, sa.ForeignKey("recognition_application.id"), nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("to_state", sa.String, nullable=False),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_recognition_event_application_id", "recognition_event", ["application_id"])


def make_table_of_values() -> None:
    """The tables of values, with the one that ships with the portal."""
    made = op.create_table(
        "recognition_table",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.String(20), nullable=False, unique=True),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("kinds", sa.JSON, nullable=False),
        sa.Column("drafted_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("confirmed_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("confirmed_at", UtcDateTime()),
        sa.CheckConstraint("(drafted_by_id IS NULL) = (confirmed_by_id IS NULL)", name="both_or_none"),
        sa.CheckConstraint("drafted_by_id <> confirmed_by_id", name="two_officers"),
    )
    op.create_index("ix_recognition_table_valid_from", "recognition_table", ["valid_from"])
    first = tomllib.loads(FIRST.read_text(encoding="utf-8"))
    kinds = json.loads(json.dumps(first["kinds"]))
    op.bulk_insert(made, [{"version": first["version"], "valid_from": first["valid_from"], "kinds": kinds}])


def make_applications() -> None:
    """Applications, with their promises."""
    full = "state IN ('granted', 'part', 'refused')"
    recognised = sa.text("state IN ('granted', 'part') AND certificate_key <> ''")
    texts = ("kind", "row_key", "title", "awarded_by", "awarded_region", "certificate_number", "check_at")
    op.create_table(
        "recognition_application",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        sa.Column("awarded_on", sa.Date),
        sa.Column("certificate_key", sa.String, nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_at", UtcDateTime()),
        sa.Column("due_on", sa.Date),
        sa.Column("returned_words", sa.String, nullable=False),
        sa.Column("check_returns", sa.Integer, nullable=False),
        sa.Column("assess_returns", sa.Integer, nullable=False),
        sa.Column("checked_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("checked_at", UtcDateTime()),
        sa.Column("assessed_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("assessed_at", UtcDateTime()),
        sa.Column("has_no_tie", sa.Boolean, nullable=False),
        sa.Column("proof", sa.String, nullable=False),
        sa.Column("is_same_person", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("table_version", "assessed_row", "topic", "family")),
        sa.Column("result", sa.String, nullable=False),
        sa.Column("credit_hundredths", sa.Integer, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("needs_second", sa.Boolean, nullable=False),
        sa.Column("decided_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("posted_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), unique=True),
        sa.Column("appealed_at", UtcDateTime()),
        sa.Column("appeal_hundredths", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'check_returned', 'checked', 'assess_returned', 'assessed', 'granted', "
            "'part', 'refused', 'withdrawn')",
            name="state",
        ),
        sa.CheckConstraint(
            "checked_by_id <> person_id AND assessed_by_id <> person_id AND decided_by_id <> person_id", name="not_own"
        ),
        sa.CheckConstraint("assessed_by_id <> checked_by_id", name="two_officers"),
        sa.CheckConstraint("NOT needs_second OR decided_by_id <> assessed_by_id", name="second_officer"),
        sa.CheckConstraint(f"({full}) = (decided_at IS NOT NULL)", name="decided"),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        sa.CheckConstraint(
            f"NOT (state IN ('checked', 'assess_returned', 'assessed') OR {full}) OR checked_by_id IS NOT NULL",
            name="checked_first",
        ),
        sa.CheckConstraint(f"NOT (state = 'assessed' OR {full}) OR assessed_by_id IS NOT NULL", name="assessed_first"),
        sa.CheckConstraint("assessed_by_id IS NULL OR has_no_tie", name="no_tie"),
        sa.CheckConstraint(
            "state NOT IN ('granted', 'part') OR appeal_hundredths > 0 OR "
            "credit_hundredths > 0 AND proof IN ('source', 'evidence') AND is_same_person",
            name="proved",
        ),
        sa.CheckConstraint("posted_id IS NULL OR state IN ('granted', 'part')", name="posted"),
        sa.CheckConstraint("(appeal_hundredths > 0) = (appealed_at IS NOT NULL)", name="appealed"),
        sa.CheckConstraint("check_returns IN (0, 1) AND assess_returns IN (0, 1)", name="returned_once"),
        sa.CheckConstraint("credit_hundredths >= 0 AND appeal_hundredths >= 0", name="credit_not_negative"),
    )
    table = "recognition_application"
    op.create_index(
        "ix_recognition_application_one_certificate", table, ["certificate_key"],
        unique=True, sqlite_where=recognised, postgresql_where=recognised,
    )  # fmt: skip
    op.create_index("ix_recognition_application_state", table, ["state", "due_on", "id"])
    op.create_index("ix_recognition_application_person_id", table, ["person_id"])


def make_evidence() -> None:
    """Files and words that prove an application."""
    op.create_table(
        "recognition_evidence",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token", sa.String, nullable=False, unique=True),
        sa.Column("reference", sa.String, nullable=False, unique=True),
        sa.Column("application_id", sa.Integer, sa.ForeignKey("recognition_application.id"), nullable=False),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("source_digest", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
        sa.Column("said", sa.JSON),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("transcript", sa.String, nullable=False),
        sa.Column("transcript_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.CheckConstraint("form IN ('picture', 'pdf', 'voice', 'sign', 'typed')", name="form"),
        sa.CheckConstraint("state IN ('ready', 'converting', 'failed', 'removed')", name="state"),
        sa.CheckConstraint("state <> 'ready' OR (form = 'typed') = (words <> '')", name="typed"),
        sa.CheckConstraint("state <> 'ready' OR digest <> ''", name="ready"),
        sa.CheckConstraint("(state = 'converting') = (source_digest <> '')", name="source_goes"),
        sa.CheckConstraint("(transcript = '') = (transcript_by_id IS NULL)", name="transcript"),
    )
    op.create_index("ix_recognition_evidence_application_id", "recognition_evidence", ["application_id"])
