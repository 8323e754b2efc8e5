"""Rule sets of the credit bank; the first is the one that ships with the portal."""

import json
import tomllib
from pathlib import Path

import sqlalchemy as sa
from alembic import op

import portal
from portal.db import UtcDateTime

revision = "0023"
down_revision = "0022"

FIRST = Path(portal.__file__).parent / "credits" / "rulebook" / "shipped" / "henan.toml"


def upgrade() -> None:
    rule_set = op.create_table(
        "credit_rule_set",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.String(20), nullable=False, unique=True),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("rules", sa.JSON, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("drafted_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("confirmed_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("confirmed_at", UtcDateTime()),
        sa.CheckConstraint("(drafted_by_id IS NULL) = (confirmed_by_id IS NULL)", name="both_or_none"),
        sa.CheckConstraint("drafted_by_id <> confirmed_by_id", name="two_officers"),
    )
    op.create_index("ix_credit_rule_set_valid_from", "credit_rule_set", ["valid_from"])
    rules = tomllib.loads(FIRST.read_text(encoding="utf-8"))
    version, valid_from = rules.pop("version"), rules.pop("valid_from")
    rules = json.loads(json.dumps(rules))
    op.bulk_insert(rule_set, [{"version": version, "valid_from": valid_from, "rules": rules, "reason": ""}])
