"""Who has read the machine's braille, and what they said. Nothing here is ever changed."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class BrailleCheck(SQLModel, table=True):
    """A check of exactly one text, or that it was taken back. The one of the highest number holds.

    `digest` is the machine's braille as Unicode in the usual size: another text has another digest, and no check.
    `braille_digest` and `brf_digest` are the files that are given from then on.
    """

    __tablename__ = "braille_check"
    __table_args__ = (
        UniqueConstraint("version_id", "part", "digest", "number"),
        CheckConstraint("verdict IN ('as_is', 'corrected', 'taken_back')", name="verdict"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(
            "(verdict = 'taken_back') = (braille_digest = '') AND (braille_digest = '') = (brf_digest = '')",
            name="gives_both_files",
        ),
    )

    id: int = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="course_version.id")
    part: str = Field(max_length=80)
    digest: str = Field(max_length=64)
    number: int
    verdict: str = Field(max_length=10)
    note: str = ""
    braille_digest: str = Field(default="", max_length=64)
    braille_size: int = Field(default=0, sa_type=BigInteger)
    brf_digest: str = Field(default="", max_length=64)
    brf_size: int = Field(default=0, sa_type=BigInteger)
    checked_by_id: int = Field(foreign_key="person.id")
    checked_at: datetime = Field(sa_type=UtcDateTime)
