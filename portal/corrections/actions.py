"""Say that an entry is written wrongly, and put a note beside it. Every step is one transaction with its audit row."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.corrections import queries
from portal.corrections.models import EntryCorrection
from portal.corrections.rules import STEPS, Case, State, Step, What, why_not
from portal.errors import Refused
from portal.text import message


def ask(
    session: Session, person_id: int, transfer_id: int, what: What, words: str, check_until: date, now: datetime
) -> EntryCorrection:
    """Ask for a note beside one's own entry; the same said twice is said once. Raises Refused while another waits."""
    asked = EntryCorrection(
        transfer_id=transfer_id, person_id=person_id, what=what, words=words, asked_at=now, check_until=check_until
    )
    try:
        with session.begin_nested():
            session.add(asked)
    except IntegrityError:
        there = queries.open_of_entry(session, transfer_id)
        if there is None:
            raise
        if (there.what, there.words) == (what, words):
            return there
        raise Refused(message("这一笔已经说过写错了，还没有核对完。")) from None
    audit.record(session, person_id, "ask.correction", "entry_correction", asked.id, now, what=str(what))
    return asked


def decide(session: Session, officer: Actor, correction: EntryCorrection, step: Step, note: str, now: datetime) -> None:
    """Put the note beside the entry, or say why it is right as it stands. The entry itself is never edited.

    Raises Refused for one's own entry, and when it was done before.
    """
    session.refresh(correction, with_for_update=True)
    case = Case(State(correction.state), correction.person_id)
    if problem := why_not(step, case, officer.person_id):
        raise Refused(problem)
    correction.state, correction.note = STEPS[case.state, step], note
    correction.decided_by_id, correction.decided_at = officer.person_id, now
    session.add(correction)
    session.flush()
    audit.record(session, officer.person_id, f"{step}.correction", "entry_correction", correction.id, now)


def note_reading(session: Session, officer_id: int, correction_id: int, now: datetime) -> None:
    """Keep who read a person's request at the desk."""
    purpose = "correction"
    audit.record(session, officer_id, "read.correction", "entry_correction", correction_id, now, purpose=purpose)
