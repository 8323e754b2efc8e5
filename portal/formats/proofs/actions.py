"""Write down that somebody has read a text, or takes that back."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal import audit
from portal.formats.proofs.models import BrailleCheck
from portal.formats.proofs.rules import Verdict
from portal.library.state import raise_number


def record(session: Session, check: BrailleCheck) -> bool:
    """Add to what was said of a text; kept pages show it. False, and nothing written, when somebody was faster."""
    try:
        with session.begin_nested():
            session.add(check)
    except IntegrityError:
        return False
    raise_number(session)
    audit.record(
        session,
        check.checked_by_id,
        f"braille.{check.verdict}",
        "course_version",
        check.version_id,
        check.checked_at,
        part=check.part,
        digest=check.digest,
        given=check.braille_digest,
    )
    return True


def take_back(session: Session, check: BrailleCheck, now: datetime) -> bool:
    """Whoever has checked a text says that it does not hold any more: the machine's mark is back. False as above."""
    ended = BrailleCheck(
        version_id=check.version_id,
        part=check.part,
        digest=check.digest,
        number=check.number + 1,
        verdict=Verdict.TAKEN_BACK,
        checked_by_id=check.checked_by_id,
        checked_at=now,
    )
    return record(session, ended)
