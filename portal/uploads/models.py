"""Files on their way: how much has come, of which person, for what."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Enum, Index
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.uploads.rules import State

IN_WORDS = Enum(State, native_enum=False, length=30, values_callable=lambda members: [str(one) for one in members])
STATES = ", ".join(f"'{state}'" for state in State)


class Upload(SQLModel, table=True):
    """One file that is sent in pieces. `received_bytes` counts what is safe on the disk, never what is only on its way;
    the token is its address, and says nothing about it."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("received_bytes >= 0 AND received_bytes <= size_bytes AND size_bytes > 0", name="bytes"),
        CheckConstraint("(state = 'taken') = (digest <> '')", name="digest"),
        Index(None, "person_id", "state"),
    )

    id: int = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id")
    kind: str  # what it is sent for, a name of portal.uploads.kinds
    file_name: str
    size_bytes: int = Field(sa_type=BigInteger)
    received_bytes: int = Field(default=0, sa_type=BigInteger)
    state: State = Field(default=State.OPEN, sa_type=IN_WORDS)
    digest: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
