"""The kinds of decisions that can be appealed here: credit that was taken back."""

from datetime import datetime

from sqlmodel import Session

from portal.appeals.appealable import APPEALABLE, Giving, Kind, Matter
from portal.certificates.actions import Officers, issue_again, replace
from portal.certificates.models import Certificate
from portal.certificates.queries import credit_behind, of_entry
from portal.certificates.rules import CertificateState, Reason
from portal.credits.actions import hold_account, move_earned
from portal.credits.models import CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rules import EntryType, record_number, why_not_move
from portal.errors import Refused
from portal.reversals.freeing import titles_of
from portal.reversals.models import Reversal
from portal.reversals.queries import confirmed_of_person
from portal.reversals.rules import State
from portal.text import message
from portal.text.amounts import format_credit
from portal.text.codes import group
from portal.text.dates import local_date


def _matter(session: Session, reversal: Reversal) -> Matter:
    assert reversal.decided_at is not None and reversal.decided_by_id is not None
    title = session.get_one(CreditTransfer, reversal.transfer_id).cause.get("title", "")
    return Matter(
        kind="reversal",
        object_id=reversal.id,
        person_id=reversal.person_id,
        earned_id=reversal.transfer_id,
        told_on=local_date(reversal.decided_at),
        took_part=frozenset({reversal.proposed_by_id, reversal.decided_by_id}),
        decided=reversal.credit_hundredths,
        sentence=message(
            "收回《%(title)s》的 %(credit)s 学分，记录 %(record)s。",
            title=title,
            credit=format_credit(reversal.credit_hundredths),
            record=group(record_number(reversal.transfer_id)),
        ),
        reasons=reversal.decision,
        answer=reversal.answer,
        route="credit_reversal",
        route_key="reversal_id",
    )


def find_reversal(session: Session, reversal_id: int) -> Matter | None:
    """Credit that was taken back by this decision."""
    found = session.get(Reversal, reversal_id)
    return _matter(session, found) if found and found.state == State.CONFIRMED else None


def reversals_of(session: Session, person_id: int) -> list[Matter]:
    """All credit that was taken back from a person."""
    return [_matter(session, one) for one in confirmed_of_person(session, person_id)]


def give_back_reversed(session: Session, matter: Matter, giving: Giving, now: datetime) -> int:
    """Put credit that was taken back into the account again, and issue its certificates anew."""
    reversal = session.get_one(Reversal, matter.object_id)
    earned = session.get_one(CreditTransfer, reversal.transfer_id)
    hold_account(session, earned.account_id)
    if why_not_move(EntryType.ADJUST, giving.amount, parts_of_entry(session, earned)):
        raise Refused(message("收回的学分现在没有这么多可以还。"))
    assert reversal.posted_id is not None
    cause = {
        "kind": "restored_on_appeal",
        "record": group(record_number(reversal.posted_id)),
        "appeal": group(giving.number),
        **titles_of(earned),
    }
    row = move_earned(session, earned, EntryType.ADJUST, giving.amount, giving.reference, cause, now)
    _renew_certificates(session, earned, matter.person_id, giving.officer_id, now)
    return row.id


def _renew_certificates(
    session: Session, earned: CreditTransfer, person_id: int, officer_id: int, now: datetime
) -> None:
    """A certificate that stands says the new sum. One that was revoked stays revoked, and another is issued.

    It was the learner who asked, and the officer who decided: two people, as for every certificate that ends.
    """
    newest: dict[int, Certificate] = {}
    for one in of_entry(session, earned.id):
        newest.setdefault(one.course_version_id, one)
    for one in newest.values():
        left = credit_behind(session, one)
        if one.state == CertificateState.ISSUED:
            officers: Officers = {"proposed_by": person_id, "confirmed_by": officer_id}
            replace(session, one, Reason.CREDIT_CORRECTED, officers, now, {"credit_hundredths": left})
        elif one.state == CertificateState.REVOKED:
            issue_again(session, one, left, officer_id, now)


APPEALABLE["reversal"] = Kind(message("收回学分"), find_reversal, reversals_of, give_back_reversed)
