"""Certificates: what was completed, as it was on the day, and whether it still stands."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlmodel import Field, SQLModel

from portal.certificates.rules import CertificateState
from portal.db import UtcDateTime

NOT_REPLACED = text("state <> 'replaced'")


class Certificate(SQLModel, table=True):
    """A completion certificate. Name, title, hours and credit are copies: what was said once stays said."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("state IN ('issued', 'replaced', 'revoked')", name="state"),
        CheckConstraint("(state = 'issued') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("learning_minutes > 0", name="learning_minutes"),
        CheckConstraint("credit_hundredths >= 0", name="credit_not_negative"),
        CheckConstraint("(credit_hundredths = 0) = (transfer_id IS NULL)", name="credit_was_posted"),
        CheckConstraint("mark BETWEEN 0 AND 100", name="mark"),
        CheckConstraint("passed_at <= issued_at", name="passed_first"),
        Index(
            "ix_certificate_one_for_each_completion",
            "person_id",
            "course_version_id",
            unique=True,
            sqlite_where=NOT_REPLACED,
            postgresql_where=NOT_REPLACED,
        ),
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
