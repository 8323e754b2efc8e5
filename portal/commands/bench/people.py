"""A trainee of the measurement, signed in and enrolled."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts import actions
from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.learning.models import Enrolment
from portal.settings import Settings
from portal.vault import Vault

PROVINCE = "410000"


def add_official(session: Session, settings: Settings, role: Role, now: datetime) -> Person:
    """A verified person with a role, who signs in by no password."""
    new = actions.NewPerson(name="度量", region_code=PROVINCE, password_hash="-", verification_method="measurement")
    person = actions.add_person(session, Vault(settings.secret_key), new, now)
    actions.grant_role(session, person.id, role, PROVINCE, now)
    return person


def signed_in_trainee(engine: Engine, settings: Settings, version_id: int, now: datetime) -> str:
    """The cookie of a trainee who is enrolled in this version."""
    with Session(engine) as session, session.begin():
        person = add_official(session, settings, Role.TRAINEE, now)
        session.add(Enrolment(person_id=person.id, version_id=version_id, enrolled_at=now))
        token = actions.start_session(session, person.id, "bench", now)
    return f"session={token}"
