"""Certificates: what was completed, as it was on the day, and whether it still stands."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from portal.certificates.rules import CertificateState, Door, Reason, Step
from portal.db import UtcDateTime

STANDS = text("state = 'issued'")
HAS_ENDED = text("state <> 'issued'")


class Certificate(SQLModel, table=True):
    """A completion certificate. Name, title, hours and credit are copies: what was said once stays said.

    One that was revoked stays revoked; when its credit is given back on appeal, another one `replaces` it.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("state IN ('issued', 'replaced', 'revoked')", name="state"),
        CheckConstraint("(state = 'issued') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("learning_minutes > 0", name="learning_minutes"),
        CheckConstraint("credit_hundredths >= 0", name="credit_not_negative"),
        CheckConstraint("(credit_hundredths = 0) = (transfer_id IS NULL)", name="credit_was_posted"),
        CheckConstraint("mark BETWEEN 0 AND 100", name="mark"),
        CheckConstraint("passed_at <= issued_at", name="passed_first"),
        CheckConstraint("replaces_id <> id", name="replaces_another"),
        Index(
            "ix_certificate_one_for_each_completion",
            "person_id",
            "course_version_id",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        Index("ix_certificate_replaces_id", "replaces_id", unique=True),
        # What a status list asks, for anybody, of many certificates of which few have ended.
        Index("ix_certificate_ended", "id", sqlite_where=HAS_ENDED, postgresql_where=HAS_ENDED),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    course_version_id: int = Field(foreign_key="course_version.id", index=True)
    transfer_id: int | None = Field(default=None, foreign_key="credit_transfer.id", index=True)
    verification_code: str = Field(max_length=17, unique=True)
    holder_name: str
    title: str
    title_en: str = ""
    provider: str
    learning_minutes: int
    credit_hundredths: int
    mark: int
    passed_at: datetime = Field(sa_type=UtcDateTime)
    issued_at: datetime = Field(sa_type=UtcDateTime)
    state: CertificateState = Field(default=CertificateState.ISSUED, sa_type=String)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    replaces_id: int | None = Field(default=None, foreign_key="certificate.id")  # one that was revoked


class CertificateEntry(SQLModel, table=True):
    """An entry more of which the credit of a certificate is made, beside its own: what was carried over later."""

    __tablename__ = "certificate_entry"

    certificate_id: int = Field(foreign_key="certificate.id", primary_key=True)
    transfer_id: int = Field(foreign_key="credit_transfer.id", primary_key=True, index=True)


class CertificateRenewal(SQLModel, table=True):
    """That a certificate was replaced by rule, without a decision of officers: its credit has moved, or its mark is better."""

    __tablename__ = "certificate_renewal"
    __table_args__ = (
        CheckConstraint("reason IN ('credit_corrected', 'better_mark')", name="reason"),
        CheckConstraint("replaced_by <> certificate_id", name="by_another"),
    )

    certificate_id: int = Field(foreign_key="certificate.id", primary_key=True)
    replaced_by: int = Field(foreign_key="certificate.id", unique=True)
    reason: Reason = Field(sa_type=String)
    happened_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def step(self) -> Step:
        return Step.REPLACE


class CertificateEnd(SQLModel, table=True):
    """That a certificate was revoked or replaced: why, by which two officers, and what stands in its place."""

    __tablename__ = "certificate_end"
    __table_args__ = (
        CheckConstraint("step IN ('revoke', 'replace')", name="step"),
        CheckConstraint("proposed_by <> confirmed_by", name="two_officers"),
        CheckConstraint("(step = 'replace') = (replaced_by IS NOT NULL)", name="replaced_by"),
        CheckConstraint("replaced_by <> certificate_id", name="by_another"),
    )

    id: int = Field(default=None, primary_key=True)
    certificate_id: int = Field(foreign_key="certificate.id", unique=True)
    step: Step = Field(sa_type=String)
    reason: Reason = Field(sa_type=String)
    proposed_by: int = Field(foreign_key="person.id")
    confirmed_by: int = Field(foreign_key="person.id")
    replaced_by: int | None = Field(default=None, foreign_key="certificate.id", unique=True)
    happened_at: datetime = Field(sa_type=UtcDateTime)


class CertificateLook(SQLModel, table=True):
    """That somebody looked at a certificate, for its holder to know. Not who: the door and the hour are enough.

    One row for each hour and door, so that nobody who has a code can fill the table.
    """

    __tablename__ = "certificate_look"
    __table_args__ = (
        UniqueConstraint("certificate_id", "hour", "door"),
        CheckConstraint("door IN ('code', 'badge')", name="door"),
    )

    id: int = Field(default=None, primary_key=True)
    certificate_id: int = Field(foreign_key="certificate.id")
    hour: datetime = Field(sa_type=UtcDateTime)
    door: Door = Field(sa_type=String)
    looked_at: datetime = Field(sa_type=UtcDateTime)  # the first look of the hour
