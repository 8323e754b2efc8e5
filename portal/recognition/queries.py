"""Every read about recognition."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, func, or_
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.rules import PersonState, within_prefix
from portal.credits.models import CreditTransfer
from portal.credits.rules import EntryType, record_number
from portal.db.rows import select_rows
from portal.recognition.models import RecognitionApplication, RecognitionEvent, RecognitionEvidence
from portal.recognition.rules import (
    DECIDED,
    LEARNERS,
    PAGE_SIZE,
    RECOGNISED,
    Officer,
    Pile,
    State,
    Step,
    reference_of,
    references_of,
)
from portal.recognition.values.queries import all_tables
from portal.recognition.values.rules import table_for
from portal.text import Message, message
from portal.text.codes import group

ONE = RecognitionApplication
WHOSE = col(Person.id) == ONE.person_id
STANDS = col(ONE.state).not_in((State.DRAFT, State.WITHDRAWN, State.REFUSED))


def application(session: Session, application_id: int) -> RecognitionApplication | None:
    """An application by its id."""
    return session.get(RecognitionApplication, application_id)


def own_application(session: Session, application_id: int, person_id: int) -> RecognitionApplication | None:
    """An application of this person's own."""
    return session.exec(select(ONE).where(ONE.id == application_id, ONE.person_id == person_id)).first()


def own_applications(session: Session, person_id: int) -> Sequence[RecognitionApplication]:
    """All of a person's applications, the newest first."""
    return session.exec(select(ONE).where(ONE.person_id == person_id).order_by(col(ONE.id).desc())).all()


def count_open(session: Session, person_id: int) -> int:
    """How many of a person's applications are neither decided nor withdrawn."""
    is_open = col(ONE.state).not_in((*DECIDED, State.WITHDRAWN))
    return session.exec(select(func.count()).select_from(ONE).where(ONE.person_id == person_id, is_open)).one()


def case_in(session: Session, application_id: int, officer: Officer) -> Any | None:
    """An application that was handed in, with its person's name, when they live in the officer's region."""
    wanted = select_rows(ONE, Person.name, Person.state.label("person_state"))  # type: ignore[attr-defined]
    wanted = wanted.join(Person, WHOSE).where(ONE.id == application_id, in_region(officer.region_code), HANDED_IN)
    return session.exec(wanted).first()


HANDED_IN = or_(
    col(ONE.state).in_([state for state in State if state not in (State.DRAFT, State.WITHDRAWN)]),
    and_(col(ONE.state) == State.WITHDRAWN, col(ONE.submitted_at).is_not(None)),
)


def in_region(region_code: str) -> ColumnElement[bool]:
    """That somebody lives in a region or in a place of it."""
    return col(Person.region_code).startswith(within_prefix(region_code), autoescape=True)


def evidence_of(session: Session, application_id: int) -> Sequence[RecognitionEvidence]:
    """All evidence of an application, in the order in which it was added."""
    wanted = select(RecognitionEvidence).where(
        RecognitionEvidence.application_id == application_id, RecognitionEvidence.state != "removed"
    )
    return session.exec(wanted.order_by(col(RecognitionEvidence.id))).all()


def evidence_by(session: Session, token: str) -> Any | None:
    """One evidence by its address, with its application and the region of its person."""
    wanted = (
        select_rows(RecognitionEvidence, ONE, Person.region_code)
        .join(ONE, col(ONE.id) == RecognitionEvidence.application_id)
        .join(Person, WHOSE)
        .where(RecognitionEvidence.token == token, RecognitionEvidence.state != "removed")
    )
    return session.exec(wanted).first()


def evidence_by_reference(session: Session, reference: str) -> RecognitionEvidence | None:
    """What this press of a button has added before."""
    return session.exec(select(RecognitionEvidence).where(RecognitionEvidence.reference == reference)).first()


def is_named(session: Session, digest: str) -> bool:
    """Whether an evidence still needs this file."""
    needed = or_(col(RecognitionEvidence.digest) == digest, col(RecognitionEvidence.source_digest) == digest)
    return session.exec(select(RecognitionEvidence.id).where(needed).limit(1)).first() is not None


def events_of(session: Session, application_id: int) -> Sequence[Any]:
    """What happened to an application with who did it, the newest first."""
    wanted = (
        select_rows(RecognitionEvent, Person.name)
        .join(Person, col(Person.id) == RecognitionEvent.actor_id)
        .where(RecognitionEvent.application_id == application_id)
        .order_by(col(RecognitionEvent.id).desc())
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def took_part(session: Session, application_id: int) -> set[int]:
    """The ids of all officers who did something with an application; the learner is not one of them."""
    wanted = select(RecognitionEvent.actor_id).where(
        RecognitionEvent.application_id == application_id, col(RecognitionEvent.step).not_in(LEARNERS)
    )
    return set(session.exec(wanted))


def same_certificate(session: Session, one: RecognitionApplication) -> Sequence[RecognitionApplication]:
    """Other applications that stand, of whomever, with the same certificate."""
    if not one.certificate_key:
        return []
    wanted = select(ONE).where(ONE.certificate_key == one.certificate_key, col(ONE.id) != one.id, STANDS)
    return session.exec(wanted.order_by(col(ONE.id))).all()


def recognised_before(session: Session, person_id: int) -> Sequence[RecognitionApplication]:
    """What was recognised for a person, the newest first."""
    wanted = select(ONE).where(ONE.person_id == person_id, col(ONE.state).in_(RECOGNISED))
    return session.exec(wanted.order_by(col(ONE.decided_at).desc(), col(ONE.id).desc())).all()


def is_verified(session: Session, person_id: int) -> bool:
    """Whether a person's identity is verified and credit may be posted."""
    return session.exec(select(Person.state).where(Person.id == person_id)).one() == PersonState.ACTIVE


def in_pile(pile: Pile, officer: Officer) -> ColumnElement[bool]:
    """Which applications lie in one pile of an officer's desk. Nobody finds their own there."""
    me, state = officer.person_id, col(ONE.state)
    piles = {
        Pile.CHECK: state == State.SUBMITTED,
        Pile.ASSESS: and_(state == State.CHECKED, col(ONE.checked_by_id) != me),
        Pile.SECOND: and_(state == State.ASSESSED, col(ONE.assessed_by_id) != me, not_from_home(officer)),
        Pile.RETURNED: state.in_((State.CHECK_RETURNED, State.ASSESS_RETURNED)),
        Pile.DECIDED: state.in_(DECIDED),
    }
    return and_(piles[pile], col(ONE.person_id) != me, in_region(officer.region_code))


def not_from_home(officer: Officer) -> ColumnElement[bool]:
    """That who gave the award is no institution of the officer's own prefecture."""
    if officer.is_provincial:
        return col(ONE.id).is_not(None)
    home = col(ONE.awarded_region).startswith(within_prefix(officer.region_code), autoescape=True)
    return ~home


def counts(session: Session, officer: Officer) -> dict[Pile, int]:
    """How many applications lie in each pile."""
    asked = [func.coalesce(func.sum(in_pile(pile, officer).cast(Integer)), 0) for pile in Pile]
    row = session.exec(select_rows(*asked).select_from(ONE).join(Person, WHOSE)).one()
    return dict(zip(Pile, map(int, row), strict=True))


def pile_page(session: Session, pile: Pile, officer: Officer, number: int) -> Sequence[Any]:
    """One page of a pile: what is due first, of the decided ones the newest first."""
    newest = (col(ONE.decided_at).desc(), col(ONE.id).desc())
    order = newest if pile is Pile.DECIDED else (col(ONE.due_on), col(ONE.id))
    wanted = select_rows(ONE, Person.name).join(Person, WHOSE).where(in_pile(pile, officer)).order_by(*order)
    found: Sequence[Any] = session.exec(wanted.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return found


def value_of(session: Session, one: RecognitionApplication) -> int:
    """What the award counts for by the table that its decision names, else that of its day, in hundredths: as it was
    assessed, else as the learner says."""
    assert one.awarded_on is not None
    row = table_for(all_tables(session), one.named_version, one.awarded_on).row(
        one.kind, one.assessed_row or one.row_key
    )
    return row.credit_hundredths if row else 0


def refused_hundredths(session: Session, one: RecognitionApplication) -> int:
    """How much of an award's value the officers did not recognise, whatever appeals have added."""
    return max(0, value_of(session, one) - one.credit_hundredths)


def count_appeals(session: Session, application_id: int) -> int:
    """How many appeals have added something."""
    appeals = (Step.APPEAL_GRANT, Step.APPEAL_PART)
    wanted = select(func.count(func.distinct(col(RecognitionEvent.happened_at)))).where(
        RecognitionEvent.application_id == application_id, col(RecognitionEvent.step).in_(appeals)
    )
    return session.exec(wanted).one()


def posted_of(session: Session, application_id: int) -> Sequence[CreditTransfer]:
    """The entries that an application came to, the first one in front, without what was carried over later."""
    wanted = select(CreditTransfer).where(col(CreditTransfer.reference).in_(references_of(application_id)))
    return session.exec(wanted.order_by(col(CreditTransfer.id))).all()


def verify(session: Session) -> list[Message]:
    """One sentence for each decision that is not in the books as it was made, and for each recognised entry without one."""
    wrong, known = [], select(ONE).where(col(ONE.posted_id).is_not(None)).order_by(col(ONE.id))
    for one in session.exec(known):
        transfer = session.get(CreditTransfer, one.posted_id)
        if transfer is None or not _is_as_decided(one, transfer):
            wrong.append(message("认定申请 %(id)s：和账户里的记录对不上。", id=one.id))
    is_ours = col(CreditTransfer.cause)["kind"].as_string() == "recognised"
    wanted = select(CreditTransfer).where(CreditTransfer.entry_type == EntryType.RECOGNISE, is_ours)
    sums: dict[int, int] = {}
    for row in session.exec(wanted.order_by(col(CreditTransfer.id))):
        found = session.get(ONE, row.cause.get("application", 0))
        sums[found.id if found else 0] = (row.credit_hundredths or 0) + sums.get(found.id if found else 0, 0)
        if found is None or not _has_decision(found, row, sums[found.id]):
            record = group(record_number(row.id))
            wrong.append(message("记录号 %(record)s：认定了学分，却没有决定。", record=record))
    return wrong


def _is_as_decided(one: RecognitionApplication, row: CreditTransfer) -> bool:
    said = (row.entry_type, row.reference, row.cause.get("table"), row.cause.get("family"))
    return said == (EntryType.RECOGNISE, reference_of(one.id), one.table_version, one.family)


def _has_decision(one: RecognitionApplication, row: CreditTransfer, in_all: int) -> bool:
    reference = row.reference.partition("/carried/")[0]
    is_first = row.reference == reference_of(one.id)
    stands = one.state in RECOGNISED and reference in references_of(one.id) and in_all <= one.recognised_hundredths
    return stands and (not is_first or row.id == one.posted_id)
