"""Turn recommendations off and on."""

from datetime import datetime

from sqlmodel import Session

from portal import audit
from portal.recommendations.models import RecommendationChoice


def choose(session: Session, person_id: int, is_on: bool, now: datetime) -> None:
    """Keep what a person chose about recommendations."""
    session.merge(RecommendationChoice(person_id=person_id, is_on=is_on, chosen_at=now))
    audit.record(session, person_id, "recommendations.choose", "person", person_id, now, is_on=is_on)
    session.flush()
