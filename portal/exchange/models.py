"""The tokens with which a college's system reads and answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.exchange.rules import Scope


class ExchangeToken(SQLModel, table=True):
    """One token, for one share or one application, made by a reader of the college. Only its digest is kept."""

    __tablename__ = "exchange_token"
    __table_args__ = (
        CheckConstraint("length(token_digest) = 64", name="token_digest"),
        CheckConstraint("(share_id IS NULL) <> (application_id IS NULL)", name="for_one_thing"),
        CheckConstraint("scope IN ('read:credits', 'answer:conversion')", name="scope"),
        CheckConstraint("(scope = 'read:credits') = (share_id IS NOT NULL)", name="scope_fits"),
        CheckConstraint("used_count >= 0", name="used_count"),
        Index("ix_exchange_token_college_id", "college_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    token_digest: str = Field(max_length=64, unique=True)
    college_id: int = Field(foreign_key="college.id")
    made_by_id: int = Field(foreign_key="person.id")  # in whose name the system answers
    share_id: int | None = Field(default=None, foreign_key="share.id")
    application_id: int | None = Field(default=None, foreign_key="conversion_application.id")
    scope: Scope = Field(sa_type=String(20))
    made_at: datetime = Field(sa_type=UtcDateTime)
    ends_on: date  # the last day, in Asia/Shanghai
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    minute_began_at: datetime = Field(sa_type=UtcDateTime)  # for the limit: how often in this minute
    used_count: int = 0
