"""Regions and people: who they are, what they may do, where they are signed in."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    create_regions()
    create_people()
    create_sessions()


def create_regions() -> None:
    op.create_table(
        "region",
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_en", sa.String, nullable=False),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("parent_code", sa.String, sa.ForeignKey("region.code")),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.CheckConstraint("level IN ('province', 'prefecture', 'county')", name="level"),
    )
    op.create_index("ix_region_parent_code", "region", ["parent_code"])
    op.create_table(
        "prefecture_target",
        sa.Column("region_code", sa.String, sa.ForeignKey("region.code"), primary_key=True),
        sa.Column("plan", sa.String, primary_key=True),
        sa.Column("trainees", sa.Integer, nullable=False),
        sa.Column("new_skilled", sa.Integer, nullable=False),
        sa.Column("new_highly_skilled", sa.Integer, nullable=False),
        sa.CheckConstraint("trainees >= 0 AND new_skilled >= 0 AND new_highly_skilled >= 0", name="not_negative"),
    )


def create_people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("identifier", sa.String, unique=True),
        sa.Column("citizen_index", sa.String, unique=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("region_code", sa.String, sa.ForeignKey("region.code"), nullable=False),
        sa.Column("password_hash", sa.String, nullable=False),
        sa.Column("password_changed_at", UtcDateTime),
        sa.Column("phone_sealed", sa.LargeBinary),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("needs", sa.JSON),
        sa.Column("is_demo", sa.Boolean, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("verified_at", UtcDateTime),
        sa.Column("verified_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("verification_method", sa.String, nullable=False),
        sa.CheckConstraint("state IN ('unverified', 'active', 'frozen', 'closed')", name="state"),
        sa.CheckConstraint("(verified_at IS NULL) = (verification_method = '')", name="verification"),
        sa.CheckConstraint("state <> 'active' OR verified_at IS NOT NULL", name="active_is_verified"),
    )
    op.create_index("ix_person_region_code", "person", ["region_code"])
    op.create_table(
        "identity_document",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("number_sealed", sa.LargeBinary, nullable=False),
        sa.Column("number_index", sa.String, nullable=False, unique=True),
        sa.Column("masked", sa.String, nullable=False),
        sa.Column("card_version", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("replaced_at", UtcDateTime),
        sa.CheckConstraint("kind IN ('card', 'identity_number')", name="kind"),
        sa.CheckConstraint("card_version >= 0", name="card_version"),
    )
    op.create_index("ix_identity_document_person_id", "identity_document", ["person_id"])
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("wording_version", sa.Integer, nullable=False),
        sa.Column("given_at", UtcDateTime, nullable=False),
        sa.Column("withdrawn_at", UtcDateTime),
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"])
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("region_code", sa.String, sa.ForeignKey("region.code"), nullable=False),
        sa.Column("granted_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("person_id", "role"),
    )


def create_sessions() -> None:
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token_digest", sa.String, nullable=False, unique=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("last_seen_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
    )
    op.create_index("ix_sign_in_session_person_id", "sign_in_session", ["person_id"])
    op.create_table(
        "known_device",
        sa.Column("token_digest", sa.String, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_known_device_person_id", "known_device", ["person_id"])
    op.create_table(
        "wrong_guess",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("identifier_index", sa.String, nullable=False),
        sa.Column("source_index", sa.String, nullable=False),
        sa.Column("guessed_at", UtcDateTime, nullable=False),
    )
    for column in ("identifier_index", "source_index", "guessed_at"):
        op.create_index(f"ix_wrong_guess_{column}", "wrong_guess", [column])
