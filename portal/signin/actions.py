"""Every write of the sign-in room: a guess is written down before it is tried, and forgotten when it was right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete
from sqlmodel import Session, col

from portal import audit
from portal.accounts import actions as accounts
from portal.accounts.actions import digest_of
from portal.accounts.models import Person
from portal.accounts.numbers import read_number
from portal.accounts.rules import PersonState, normal_name
from portal.errors import TooMany
from portal.signin import queries, rules
from portal.signin.models import KnownDevice, WrongGuess
from portal.vault import Vault

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Claim:
    """Somebody says who they are. What is needed to find out whether it is true, and how long to wait before."""

    person_id: int | None
    password_hash: str | None  # None: nobody, or nobody who may sign in
    identifier_index: str
    source_index: str
    delay_seconds: float


def claim(engine: Engine, vault: Vault, typed: str, address: str, device_token: str, now: datetime) -> Claim:
    """Write a guess down, in a transaction of its own, before its password is tried. Raises TooMany with the time to
    try again. Written first, so that many guesses sent at once count as many."""
    with Session(engine) as session, session.begin():
        person = queries.account_for(session, vault, typed)
        number = read_number(typed)  # one count for all numbers and names of a person, and as many for nobody's number
        whom = f"person {person.id}" if person else number.citizen if number else normal_name(typed)
        identifier_index = vault.index(whom, "guess at")
        since = now - rules.WINDOW
        is_known = person is not None and queries.is_known_device(session, person.id, digest_of(device_token))
        source = f"device {device_token}" if is_known else f"address {rules.place_of(address)}"
        source_index = vault.index(source, "guess from")
        tries = rules.TRIES_KNOWN_DEVICE if is_known else rules.TRIES_UNKNOWN_DEVICE
        earlier = queries.guesses_of_pair(session, identifier_index, source_index, since)
        if wait_until := rules.try_again_at(list(earlier), tries, now):
            raise TooMany(rules.too_many(wait_until))
        if not is_known:
            earlier = queries.guesses_from(session, source_index, since)
            if wait_until := rules.try_again_at(list(earlier), rules.TRIES_ONE_ADDRESS, now):
                raise TooMany(rules.too_many(wait_until))
        delay = 0.0 if is_known else rules.delay_seconds(queries.guess_count(session, identifier_index, since))
        session.execute(delete(WrongGuess).where(col(WrongGuess.guessed_at) < now - KEPT))
        session.add(WrongGuess(identifier_index=identifier_index, source_index=source_index, guessed_at=now))
        may_sign_in = person is not None and person.state != PersonState.CLOSED
        return Claim(
            person_id=person.id if person else None,
            password_hash=person.password_hash if person and may_sign_in else None,
            identifier_index=identifier_index,
            source_index=source_index,
            delay_seconds=delay,
        )


def accept(session: Session, claimed: Claim, device_token: str, new_hash: str | None, now: datetime) -> int:
    """The password was right: forget the guesses, know the device. Returns the id of the person."""
    assert claimed.person_id is not None
    forget_guesses(session, claimed)
    known = KnownDevice(token_digest=digest_of(device_token), person_id=claimed.person_id, created_at=now)
    session.merge(known)
    if new_hash:
        accounts.renew_hash(session, claimed.person_id, new_hash)
    audit.record(session, claimed.person_id, "sign_in.person", "person", claimed.person_id, now)
    return claimed.person_id


def claim_again(engine: Engine, vault: Vault, person_id: int, now: datetime) -> Claim:
    """Somebody who is signed in says their password once more: counted by itself, so that a stranger at a computer that
    was left open cannot guess on. Raises TooMany with the time to try again."""
    with Session(engine) as session, session.begin():
        person = session.get_one(Person, person_id)
        index = vault.index(f"person {person_id}", "guess again")
        earlier = queries.guesses_of_pair(session, index, index, now - rules.WINDOW)
        if wait_until := rules.try_again_at(list(earlier), rules.TRIES_UNKNOWN_DEVICE, now):
            raise TooMany(rules.too_many(wait_until))
        session.add(WrongGuess(identifier_index=index, source_index=index, guessed_at=now))
        return Claim(person_id, person.password_hash, index, index, delay_seconds=0)


def change_password(session: Session, claimed: Claim, session_id: int, password_hash: str, now: datetime) -> int:
    """Set a new password and sign the person out everywhere else. Returns from how many places."""
    assert claimed.person_id is not None
    forget_guesses(session, claimed)
    accounts.set_password(session, claimed.person_id, password_hash, now)
    ended = accounts.end_all_sessions(session, claimed.person_id, now, keep_id=session_id)
    audit.record(
        session, claimed.person_id, "sign_in.change_password", "person", claimed.person_id, now, sessions_ended=ended
    )
    return ended


def forget_guesses(session: Session, claimed: Claim) -> None:
    """The password was right: what was guessed before, about this person from this place, counts no more."""
    pair = (
        col(WrongGuess.identifier_index) == claimed.identifier_index,
        col(WrongGuess.source_index) == claimed.source_index,
    )
    session.execute(delete(WrongGuess).where(*pair))
