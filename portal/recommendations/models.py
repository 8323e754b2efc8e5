"""Whether somebody wants recommendations."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class RecommendationChoice(SQLModel, table=True):
    """What a person chose about recommendations; without a row they are on (PIPL article 24: they can be turned off)."""

    __tablename__ = "recommendation_choice"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    is_on: bool
    chosen_at: datetime = Field(sa_type=UtcDateTime)
