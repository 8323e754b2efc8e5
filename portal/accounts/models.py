"""People, what they may do and where, how they are known, and where they are signed in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, LargeBinary, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.accounts.rules import PersonState, Role
from portal.db import UtcDateTime


class Region(SQLModel, table=True):
    """A place of the region tree, by its GB/T 2260 code, with the days from and to which the code was in use."""

    __tablename__ = "region"
    __table_args__ = (CheckConstraint("level IN ('province', 'prefecture', 'county')", name="level"),)

    code: str = Field(primary_key=True)  # "410100"
    name: str
    name_en: str
    level: str
    parent_code: str | None = Field(default=None, foreign_key="region.code", index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class PrefectureTarget(SQLModel, table=True):
    """What a prefecture is to reach in a plan's years: numbers of people, from the annex of the province's notice."""

    __tablename__ = "prefecture_target"
    __table_args__ = (
        CheckConstraint("trainees >= 0 AND new_skilled >= 0 AND new_highly_skilled >= 0", name="not_negative"),
    )

    region_code: str = Field(primary_key=True, foreign_key="region.code")
    plan: str = Field(primary_key=True)  # "2021-2025"
    trainees: int
    new_skilled: int
    new_highly_skilled: int


class Person(SQLModel, table=True):
    """Somebody with an account. `region_code` is where they live, or for officials where they work."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("state IN ('unverified', 'active', 'frozen', 'closed')", name="state"),
        CheckConstraint("(verified_at IS NULL) = (verification_method = '')", name="verification"),
        CheckConstraint("state <> 'active' OR verified_at IS NOT NULL", name="active_is_verified"),
    )

    id: int = Field(default=None, primary_key=True)
    name: str
    identifier: str | None = Field(default=None, unique=True)  # a sign-in name, for people who have been given one
    citizen_index: str | None = Field(default=None, unique=True)  # blind index of the 18 characters of the identity
    state: PersonState = Field(default=PersonState.UNVERIFIED, sa_type=String)
    region_code: str = Field(foreign_key="region.code", index=True)
    password_hash: str
    password_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    phone_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    language: str = ""  # "", "zh-CN" or "en"; empty follows the device
    needs: dict[str, Any] | None = Field(
        default=None, sa_type=JSON(none_as_null=True)
    )  # portal.web.needs; None follows the device
    is_demo: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    verified_by_id: int | None = Field(default=None, foreign_key="person.id")
    verification_method: str = ""


class IdentityDocument(SQLModel, table=True):
    """One version of a person's disability card, or their identity number. The number is sealed; category and level
    of disability are nowhere but inside it."""

    __tablename__ = "identity_document"
    __table_args__ = (
        CheckConstraint("kind IN ('card', 'identity_number')", name="kind"),
        CheckConstraint("card_version >= 0", name="card_version"),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str
    number_sealed: bytes = Field(sa_type=LargeBinary)
    number_index: str = Field(unique=True)  # blind index of the whole number, suffix included
    masked: str  # 9901**********0019
    card_version: int = 0  # 1 for the first card that was issued again (B1)
    created_at: datetime = Field(sa_type=UtcDateTime)
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Consent(SQLModel, table=True):
    """One purpose that a person agreed to. Withdrawing closes the row; agreeing again is a new one."""

    __tablename__ = "consent"

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    purpose: str
    wording_version: int
    given_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RoleGrant(SQLModel, table=True):
    """A role that a person holds, and the region whose subtree it is for."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    role: Role = Field(sa_type=String)
    region_code: str = Field(foreign_key="region.code")
    granted_at: datetime = Field(sa_type=UtcDateTime)


class SignInSession(SQLModel, table=True):
    """A browser in which a person is signed in. The cookie holds a token, this row only its digest."""

    __tablename__ = "sign_in_session"

    id: int = Field(default=None, primary_key=True)
    token_digest: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    device: str  # in plain words: "Firefox, Windows"
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)  # to the hour
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
