"""Every read of the sign-in room."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.accounts.models import Person
from portal.accounts.numbers import CITIZEN_PURPOSE, read_number
from portal.accounts.queries import person_by_citizen, person_by_identifier
from portal.accounts.rules import normal_name
from portal.signin.models import KnownDevice, WrongGuess
from portal.vault import Vault


def account_for(session: Session, vault: Vault, typed: str) -> Person | None:
    """The person with this card or identity number, on whichever of their cards, or with this sign-in name."""
    if number := read_number(typed):
        return person_by_citizen(session, vault.index(number.citizen, CITIZEN_PURPOSE))
    return person_by_identifier(session, normal_name(typed))


def is_known_device(session: Session, person_id: int, token_digest: str) -> bool:
    """Whether this person has signed in on this device before."""
    return session.get(KnownDevice, (token_digest, person_id)) is not None


def guesses_of_pair(session: Session, identifier_index: str, source_index: str, since: datetime) -> Sequence[datetime]:
    """When this name was guessed at from this place."""
    pair = (col(WrongGuess.identifier_index) == identifier_index, col(WrongGuess.source_index) == source_index)
    return session.scalars(select(col(WrongGuess.guessed_at)).where(*pair, col(WrongGuess.guessed_at) > since)).all()


def guesses_from(session: Session, source_index: str, since: datetime) -> Sequence[datetime]:
    """When anybody was guessed at from this place."""
    theirs = col(WrongGuess.source_index) == source_index
    return session.scalars(select(col(WrongGuess.guessed_at)).where(theirs, col(WrongGuess.guessed_at) > since)).all()


def guess_count(session: Session, identifier_index: str, since: datetime) -> int:
    """How often this name was guessed at, from anywhere."""
    theirs = col(WrongGuess.identifier_index) == identifier_index
    counted = select(func.count()).select_from(WrongGuess).where(theirs, col(WrongGuess.guessed_at) > since)
    return session.scalar(counted) or 0
