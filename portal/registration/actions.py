"""Open an account; confirm somebody's identity."""

from datetime import datetime

from sqlmodel import Session

from portal import audit
from portal.accounts import actions as accounts
from portal.accounts import queries as people
from portal.accounts.actions import NewPerson
from portal.accounts.models import Person
from portal.accounts.numbers import CITIZEN_PURPOSE, Number
from portal.accounts.rules import CONSENT_WORDING_VERSION, Actor, Purpose, Role
from portal.vault import Vault


def register(session: Session, vault: Vault, new: NewPerson, purposes: list[Purpose], now: datetime) -> int | None:
    """Open an account for a trainee. Returns their id; None when this identity, on whichever card, has one already."""
    assert new.number is not None
    if people.person_by_citizen(session, vault.index(new.number.citizen, CITIZEN_PURPOSE)):
        return None
    person = accounts.add_person(session, vault, new, now)
    accounts.grant_role(session, person.id, Role.TRAINEE, new.region_code, now)
    for purpose in purposes:
        accounts.give_consent(session, person.id, purpose, CONSENT_WORDING_VERSION, now)
    audit.record(session, person.id, "registration.open_account", "person", person.id, now)
    return person.id


def is_their_number(vault: Vault, person: Person, number: Number) -> bool:
    """Whether a number that an official typed from a document is the one this person registered with."""
    return person.citizen_index == vault.index(number.citizen, CITIZEN_PURPOSE)


def verify(session: Session, person: Person, actor: Actor, method: str, now: datetime) -> bool:
    """Confirm somebody's identity: from now on credit is posted. Returns False when it was confirmed before."""
    if not accounts.activate(session, person.id, actor.person_id, method, now):
        return False
    audit.record(session, actor.person_id, "registration.verify", "person", person.id, now, method=method)
    return True
