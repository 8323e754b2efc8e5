"""Prior learning that was refused, or recognised in part only, can be appealed."""

from datetime import datetime

from sqlmodel import Session, col, select

from portal.appeals.appealable import APPEALABLE, Giving, Kind, Matter
from portal.recognition import queries
from portal.recognition.actions import grant_on_appeal
from portal.recognition.models import RecognitionApplication
from portal.recognition.rules import State
from portal.text import message
from portal.text.dates import local_date

STATES = (State.REFUSED, State.PART)


def _matter(session: Session, one: RecognitionApplication) -> Matter:
    assert one.decided_at is not None
    part = message("只认定了《%(title)s》的一部分学分。", title=one.title)
    said = part if one.result == "part" else message("没有认定《%(title)s》。", title=one.title)
    return Matter(
        kind="recognition",
        object_id=one.id,
        person_id=one.person_id,
        earned_id=None,
        told_on=local_date(one.decided_at),
        took_part=frozenset(queries.took_part(session, one.id)),
        decided=queries.refused_hundredths(session, one),
        sentence=said,
        reasons=one.words,
        answer="",
        route="recognition_application",
        route_key="application_id",
    )


def find_recognition(session: Session, application_id: int) -> Matter | None:
    """An application that was refused, or granted in part, also when an appeal has changed that since."""
    found = session.get(RecognitionApplication, application_id)
    return _matter(session, found) if found and (found.state in STATES or found.appealed_at) else None


def recognitions_of(session: Session, person_id: int) -> list[Matter]:
    """Every such application of a person."""
    wanted = select(RecognitionApplication).where(RecognitionApplication.person_id == person_id)
    asked = wanted.where(col(RecognitionApplication.state).in_(STATES))
    return [_matter(session, one) for one in session.exec(asked.order_by(col(RecognitionApplication.id).desc()))]


def give_recognition(session: Session, matter: Matter, giving: Giving, now: datetime) -> int | None:
    """Recognise so much more, as the room of recognition does it."""
    one = session.get_one(RecognitionApplication, matter.object_id)
    transfer = grant_on_appeal(session, one, one.recognised_hundredths + giving.amount, [giving.officer_id], now)
    return transfer.id if transfer else None


APPEALABLE["recognition"] = Kind(message("认定"), find_recognition, recognitions_of, give_recognition)
