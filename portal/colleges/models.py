"""Partner colleges, and who reads for them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime

HAS_NO_END = text("valid_until IS NULL")


class College(SQLModel, table=True):
    """A college that takes credit, or reads what people share with it. One that is not live reads nothing."""

    __tablename__ = "college"
    __table_args__ = (
        CheckConstraint("code <> '' AND name <> '' AND name_en <> ''", name="named"),
        CheckConstraint("length(code) <= 20", name="code_length"),
    )

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    name: str
    name_en: str
    region_code: str = Field(foreign_key="region.code")
    live: bool = True


class CollegeMember(SQLModel, table=True):
    """That somebody reads for a college from one day to another, both included (Asia/Shanghai); without an end: still."""

    __tablename__ = "college_member"
    __table_args__ = (
        CheckConstraint("valid_from <= valid_until", name="in_order"),
        Index(
            "ix_college_member_one_without_end",
            "person_id",
            unique=True,
            sqlite_where=HAS_NO_END,
            postgresql_where=HAS_NO_END,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    college_id: int = Field(foreign_key="college.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    valid_from: date
    valid_until: date | None = None
    added_at: datetime = Field(sa_type=UtcDateTime)
