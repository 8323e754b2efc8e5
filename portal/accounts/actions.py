"""Every write of the accounts room: people, how they are known, their roles, their sign-ins, the regions."""

import csv
import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, update
from sqlmodel import Session, col

from portal import audit
from portal.accounts.models import (
    Consent,
    IdentityDocument,
    Person,
    PrefectureTarget,
    Region,
    RoleGrant,
    SignInSession,
)
from portal.accounts.numbers import CITIZEN_PURPOSE, NUMBER_PURPOSE, Number
from portal.accounts.rules import Actor, PersonState, Role
from portal.vault import Vault

HERE = Path(__file__).parent
REGIONS_FILE = HERE / "henan_regions.csv"
TARGETS_FILE = HERE / "henan_targets_2021_2025.csv"
TARGETS_PLAN = "2021-2025"


@dataclass(frozen=True)
class NewPerson:
    """What is known of somebody when their account begins. With a verification method it is active at once."""

    name: str
    region_code: str
    password_hash: str
    identifier: str | None = None
    number: Number | None = None
    phone: str = ""
    verification_method: str = ""
    is_demo: bool = False


def digest_of(token: str) -> str:
    """What is stored of a token: it can be recognised, not read back."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_person(session: Session, vault: Vault, new: NewPerson, now: datetime) -> Person:
    """Begin an account. Raises IntegrityError when somebody is known by the same number or sign-in name already."""
    person = Person(
        name=new.name,
        identifier=new.identifier,
        citizen_index=vault.index(new.number.citizen, CITIZEN_PURPOSE) if new.number else None,
        state=PersonState.ACTIVE if new.verification_method else PersonState.UNVERIFIED,
        region_code=new.region_code,
        password_hash=new.password_hash,
        is_demo=new.is_demo,
        created_at=now,
        verified_at=now if new.verification_method else None,
        verification_method=new.verification_method,
    )
    session.add(person)
    session.flush()
    if new.phone:
        person.phone_sealed = vault.seal(new.phone, phone_place(person.id))
    if new.number:
        add_document(session, vault, person.id, new.number, now)
    session.flush()
    return person


def add_document(session: Session, vault: Vault, person_id: int, number: Number, now: datetime) -> None:
    """Keep a card or identity number, sealed; an earlier one of the person is closed."""
    earlier = update(IdentityDocument).where(
        col(IdentityDocument.person_id) == person_id, col(IdentityDocument.replaced_at).is_(None)
    )
    session.execute(earlier.values(replaced_at=now))
    session.add(
        IdentityDocument(
            person_id=person_id,
            kind=number.kind,
            number_sealed=vault.seal(number.text, number_place(person_id)),
            number_index=vault.index(number.text, NUMBER_PURPOSE),
            masked=number.masked,
            card_version=number.card_version,
            created_at=now,
        )
    )


def activate(session: Session, person_id: int, verified_by_id: int, method: str, now: datetime) -> bool:
    """Somebody's identity has been confirmed. Returns False when they were not waiting for that."""
    waiting = (col(Person.id) == person_id, col(Person.state) == PersonState.UNVERIFIED.value)
    confirmed = update(Person).where(*waiting).returning(col(Person.id))
    known = {"state": PersonState.ACTIVE.value, "verified_at": now, "verification_method": method}
    return session.scalar(confirmed.values(verified_by_id=verified_by_id, **known)) is not None


def read_number(
    session: Session, vault: Vault, document: IdentityDocument, actor: Actor, reason: str, now: datetime
) -> str:
    """The number in clear. Who reads it and why is written down, and the person sees it on their account page."""
    assert reason.strip()
    audit.record(session, actor.person_id, "accounts.read_number", "person", document.person_id, now, reason=reason)
    return vault.open(document.number_sealed, number_place(document.person_id))


def number_place(person_id: int) -> str:
    """The place that a sealed number is bound to."""
    return f"identity_document.number_sealed:{person_id}"


def phone_place(person_id: int) -> str:
    """The place that a sealed telephone number is bound to."""
    return f"person.phone_sealed:{person_id}"


def grant_role(session: Session, person_id: int, role: Role, region_code: str, now: datetime) -> None:
    """Give a person a role for a region's subtree. Raises IntegrityError when they hold it already."""
    session.add(RoleGrant(person_id=person_id, role=role, region_code=region_code, granted_at=now))
    session.flush()


def set_needs(session: Session, person_id: int, needs: dict[str, Any] | None) -> None:
    """Keep how a person wants pages and media; None follows the device again."""
    session.get_one(Person, person_id).needs = needs
    session.flush()


def set_language_of(session: Session, person_id: int, language: str) -> None:
    """Keep the language a person chose."""
    session.get_one(Person, person_id).language = language
    session.flush()


def set_password(session: Session, person_id: int, password_hash: str, now: datetime) -> None:
    """Replace a person's password by one of their choice."""
    person = session.get_one(Person, person_id)
    person.password_hash, person.password_changed_at = password_hash, now
    session.flush()


def renew_hash(session: Session, person_id: int, password_hash: str) -> None:
    """The same password, hashed anew with today's costs."""
    session.get_one(Person, person_id).password_hash = password_hash
    session.flush()


def give_consent(session: Session, person_id: int, purpose: str, wording_version: int, now: datetime) -> None:
    """Write down what a person agreed to, in which wording."""
    session.add(Consent(person_id=person_id, purpose=purpose, wording_version=wording_version, given_at=now))
    session.flush()


def withdraw_consent(session: Session, person_id: int, consent_id: int, now: datetime) -> bool:
    """Close one consent of this person. Returns whether there was one that was open."""
    is_it = (col(Consent.id) == consent_id, col(Consent.person_id) == person_id, col(Consent.withdrawn_at).is_(None))
    closed = update(Consent).where(*is_it).values(withdrawn_at=now).returning(col(Consent.id))
    return session.scalar(closed) is not None


def start_session(session: Session, person_id: int, device: str, now: datetime) -> str:
    """Sign a person in on a device, named in plain words. Returns the token for its cookie, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_digest=digest_of(token), person_id=person_id, device=device, created_at=now, last_seen_at=now
        )
    )
    session.flush()
    return token


def end_session(session: Session, token: str, now: datetime) -> None:
    """Sign out where this token is used. A token that is unknown or has ended changes nothing."""
    is_it = (col(SignInSession.token_digest) == digest_of(token), col(SignInSession.ended_at).is_(None))
    session.execute(update(SignInSession).where(*is_it).values(ended_at=now))


def end_all_sessions(session: Session, person_id: int, now: datetime, keep_id: int | None = None) -> int:
    """Sign a person out everywhere, but for one session if it is named. Returns how many sign-ins that ended."""
    theirs = [col(SignInSession.person_id) == person_id, col(SignInSession.ended_at).is_(None)]
    if keep_id is not None:
        theirs.append(col(SignInSession.id) != keep_id)
    ended = session.scalars(
        update(SignInSession).where(*theirs).values(ended_at=now).returning(col(SignInSession.id))
    ).all()
    return len(ended)


def note_seen(connection: Connection, session_id: int, now: datetime) -> None:
    """Write down that a session is in use, so that it does not end by itself."""
    connection.execute(update(SignInSession).where(col(SignInSession.id) == session_id).values(last_seen_at=now))


def load_regions(session: Session) -> int:
    """Put the region tree and the targets into the database; changed rows are brought up to date. Returns the regions."""
    regions = read_rows(REGIONS_FILE)
    for row in regions:
        session.merge(
            Region(
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                level=row["level"],
                parent_code=row["parent_code"] or None,
                valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
        )
    session.flush()
    for row in read_rows(TARGETS_FILE):
        session.merge(
            PrefectureTarget(
                region_code=row["region_code"],
                plan=TARGETS_PLAN,
                trainees=int(row["trainees_4y"]),
                new_skilled=int(row["new_skilled_4y"]),
                new_highly_skilled=int(row["new_highly_skilled_4y"]),
            )
        )
    session.flush()
    return len(regions)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a data file of this room, by the names in its first line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
