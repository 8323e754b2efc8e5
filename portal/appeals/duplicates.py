"""Credit that was kept as rejected, because another course of its group counts, can be appealed: are they the same?"""

from datetime import datetime

from sqlmodel import Session, col, select

from portal.appeals import queries
from portal.appeals.appealable import APPEALABLE, Giving, Kind, Matter
from portal.certificates.following import follow
from portal.credits.carrying import count_after_all
from portal.credits.rulebook.foreseeing import WHY_LEFT, counts_already
from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rulebook.rules import CandidateState
from portal.text import message
from portal.text.amounts import format_credit
from portal.text.dates import local_date

KIND = "duplicate"


def _matter(session: Session, one: CreditCandidate) -> Matter:
    is_rejected = one.state == CandidateState.REJECTED
    decided = queries.given_back(session, KIND, one.id) + (one.left_hundredths if is_rejected else 0)
    reasons = [counts_already(one.cause.get("instead", {})), *([WHY_LEFT[one.reason]] if is_rejected else [])]
    said = {"title": one.cause.get("title", ""), "credit": format_credit(decided)}
    return Matter(
        kind=KIND,
        object_id=one.id,
        person_id=one.person_id,
        earned_id=None,
        told_on=local_date(one.rejected_at or one.completed_at),
        took_part=frozenset(),  # the rules decided it
        decided=decided,
        sentence=message("《%(title)s》的 %(credit)s 学分没有记，因为算重复。", **said),
        reasons=" ".join(map(str, reasons)),
        answer="",
        route="credit_left",
        route_key="candidate_id",
    )


def find_duplicate(session: Session, candidate_id: int) -> Matter | None:
    """Credit that is rejected as a duplicate, also when an appeal or a better mark has changed that since."""
    one = session.get(CreditCandidate, candidate_id)
    is_known = one and (one.state == CandidateState.REJECTED or queries.about(session, KIND, candidate_id))
    return _matter(session, one) if one and is_known else None


def duplicates_of(session: Session, person_id: int) -> list[Matter]:
    """All such credit of a person."""
    wanted = select(CreditCandidate).where(
        CreditCandidate.person_id == person_id, CreditCandidate.state == CandidateState.REJECTED
    )
    return [_matter(session, one) for one in session.exec(wanted.order_by(col(CreditCandidate.id).desc()))]


def count_duplicate(session: Session, matter: Matter, giving: Giving, now: datetime) -> int | None:
    """Let the credit count beside what its group counts; what a cap leaves out waits. Its certificates say the new sum."""
    transfer = count_after_all(session, matter.object_id, giving.reference, giving.number, now)
    one = session.get_one(CreditCandidate, matter.object_id)
    if one.course_id is not None:
        follow(session, matter.person_id, one.course_id, now)
    return transfer.id if transfer else None


APPEALABLE[KIND] = Kind(message("重复"), find_duplicate, duplicates_of, count_duplicate, in_part=False)
