"""What has been made: one file for each form of each part of a version."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class MadeForm(SQLModel, table=True):
    """A form of a course or a lesson, in the file store by its digest. Made once for each version, size and maker."""

    __tablename__ = "made_form"
    __table_args__ = (
        UniqueConstraint("version_id", "part", "kind", "variant", "maker"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: int = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="course_version.id")
    part: str = Field(max_length=80)  # “course”, or a lesson's slug
    kind: str = Field(max_length=10)
    variant: str = Field(max_length=10)
    maker: int
    digest: str = Field(max_length=64)
    size: int = Field(sa_type=BigInteger)
    made_at: datetime = Field(sa_type=UtcDateTime)
