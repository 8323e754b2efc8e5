"""Lines that a person has added to their lifelong file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.sharing.dossier.rules import LineKind


class FileLine(SQLModel, table=True):
    """A class, a competition or work, in the person's own words. It is theirs: they change it and take it away."""

    __tablename__ = "file_line"
    __table_args__ = (
        CheckConstraint("kind IN ('class', 'competition', 'work')", name="kind"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("year_to IS NULL OR year_to >= year_from", name="years"),
        Index("ix_file_line_person_id", "person_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    kind: LineKind = Field(sa_type=String)
    title: str
    place: str = ""  # where: a firm, a school, who held the competition
    year_from: int
    year_to: int | None = None
    note: str = ""
    changed_at: datetime = Field(sa_type=UtcDateTime)
