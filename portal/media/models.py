"""What was made of a film or sound: the same content in forms for slow lines, for ears alone, and a still picture."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class Rendition(SQLModel, table=True):
    """One form of one content. It belongs to the content, not to a course: the same film is made over once for all."""

    __tablename__ = "rendition"
    __table_args__ = (
        UniqueConstraint("source_digest", "kind"),
        CheckConstraint("kind IN ('normal', 'slow', 'sound', 'poster')", name="kind"),
        CheckConstraint("size > 0 AND bits_per_second >= 0 AND milliseconds >= 0", name="measured"),
    )

    id: int = Field(default=None, primary_key=True)
    source_digest: str = Field(max_length=64)
    kind: str = Field(max_length=10)
    digest: str = Field(max_length=64)
    media_type: str = Field(max_length=100)
    size: int = Field(sa_type=BigInteger)  # bytes
    width: int = 0  # pixels; 0 for a sound
    height: int = 0
    bits_per_second: int = 0  # measured over the whole file; 0 for a still picture
    milliseconds: int = 0
    loudness_hundredths: int | None = (
        None  # of a LUFS, EBU R128, measured in what was made; None where nothing is heard
    )
    made_at: datetime = Field(sa_type=UtcDateTime)
