"""What sign-in remembers against guessing: the devices a person uses, and guesses that failed."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class KnownDevice(SQLModel, table=True):
    """A browser in which this person has signed in before. Wrong guesses made elsewhere never slow it down."""

    __tablename__ = "known_device"

    token_digest: str = Field(primary_key=True)
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class WrongGuess(SQLModel, table=True):
    """A sign-in that failed: keyed digests of what was guessed and from where, kept for a day."""

    __tablename__ = "wrong_guess"

    id: int = Field(default=None, primary_key=True)
    identifier_index: str = Field(index=True)
    source_index: str = Field(index=True)
    guessed_at: datetime = Field(sa_type=UtcDateTime, index=True)
