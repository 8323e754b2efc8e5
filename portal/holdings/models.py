"""Where an open course came from: what the province knows of it, every correction kept."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Enum, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.holdings.rules import Origin

ORIGINS = Enum(Origin, native_enum=False, length=20, values_callable=lambda members: [str(one) for one in members])


class HoldingRecord(SQLModel, table=True):
    """What was recorded of a course's provenance. The newest record of a course holds; none is ever changed."""

    __tablename__ = "holding_record"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        CheckConstraint("origin IN ('developed', 'collected', 'bought')", name="origin"),
        CheckConstraint("number >= 1", name="number"),
        Index(None, "ends_on"),
    )

    id: int = Field(default=None, primary_key=True)
    course_id: int = Field(foreign_key="course.id")
    number: int
    origin: Origin = Field(sa_type=ORIGINS)
    contract_number: str
    licence: str
    regions: list[str] = Field(default_factory=list, sa_type=JSON)  # whose people may learn it; empty: all
    ends_on: date | None  # the last day on which the course may be offered; empty: without end
    note: str
    recorded_by_id: int = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
