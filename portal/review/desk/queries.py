"""The desk's lists: each in a fixed number of queries, however many courses there are."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Row, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from portal.accounts.models import Region
from portal.accounts.rules import Actor, is_within
from portal.review.desk.rules import DeskRow
from portal.review.models import AccessReport, CreditValue, ExpertReview, PanelVote, PartState, ReviewPart
from portal.submissions.models import Submission
from portal.submissions.rules import Part
from portal.submissions.steps import State

WAITING = (
    State.SUBMITTED,
    State.FORMAL_CHECK,
    State.A11Y_CHECK,
    State.EXPERT_REVIEW,
    State.ARBITRATION,
    State.DECISION,
    State.REVISING,
    State.NOTICE,
    State.OBJECTION,
)
MOST_ROWS = 500  # what a province has under way at once; the desk says when there is more
LIVE = (PartState.ASKED, PartState.OPEN)


def _count(table: Any, *conditions: ColumnElement[bool]) -> Any:
    counted = sqlalchemy.select(func.count()).select_from(table).where(*conditions)
    return counted.correlate(Submission).scalar_subquery()


def _count_parts(parts: tuple[Part, ...]) -> Any:
    other = aliased(ReviewPart)
    here = col(other.submission_id) == col(Submission.id)
    return _count(other, here, col(other.part).in_(parts), col(other.state).in_(LIVE))


OF_PACKAGE = col(AccessReport.package_id) == col(Submission.package_id)
IN_SITTING = (
    col(PanelVote.submission_id) == col(Submission.id),
    col(PanelVote.sitting) == col(Submission.sitting),
)
COUNTED_REVIEWS = (
    col(ExpertReview.submission_id) == col(Submission.id),
    col(ExpertReview.round) >= col(Submission.reviews_since_round),
    col(ExpertReview.handed_in_at).is_not(None),
)
COLUMNS: list[Any] = [
    col(Submission.id),
    col(Submission.title),
    col(Submission.title_en),
    col(Submission.state),
    col(Submission.due_on),
    col(Submission.lane),
    col(Submission.region_code).label("region_code"),
    col(Region.name).label("region_name"),
    col(Region.name_en).label("region_name_en"),
    col(ReviewPart.part).label("part"),
    col(ReviewPart.state).label("part_state"),
    col(ReviewPart.due_on).label("part_due_on"),
    _count_parts((Part.BLIND_TESTER, Part.DEAF_TESTER)).label("testers"),
    _count(AccessReport, OF_PACKAGE).label("reports"),
    _count_parts((Part.EXPERT,)).label("experts"),
    _count(ExpertReview, *COUNTED_REVIEWS).label("reviews"),
    _count(PanelVote, *IN_SITTING).label("votes"),
    exists().where(col(CreditValue.package_id) == col(Submission.package_id)).label("has_credit"),
]


def desk_rows(session: Session, actor: Actor) -> list[DeskRow]:
    """Everything under way that this person could have to do with, what ends first in front. One query.

    Courses of the person's own prefecture are left out: those are closed to them.
    """
    me = actor.person_id
    is_mine = (col(ReviewPart.submission_id) == col(Submission.id)) & (col(ReviewPart.person_id) == me)
    statement = (
        sqlalchemy.select(*COLUMNS, *_given_by(me))
        .select_from(Submission)
        .join(Region, col(Region.code) == col(Submission.region_code))
        .join(ReviewPart, is_mine, isouter=True)
        .where(col(Submission.state).in_(WAITING), func.coalesce(ReviewPart.has_conflict, False).is_(False))
        .order_by(col(Submission.due_on).is_(None), col(Submission.due_on), col(Submission.id))
        .limit(MOST_ROWS)
    )
    rows = session.execute(statement).mappings().all()
    names = DeskRow.__dataclass_fields__
    return [
        DeskRow(**{name: row[name] for name in names})
        for row in rows
        if not is_within(actor.region_code, row["region_code"])
    ]


def _given_by(me: int) -> list[Any]:
    """What one person has given: a report, a draft, a review, a vote."""
    reviewed = (col(ExpertReview.person_id) == me, col(ExpertReview.package_id) == col(Submission.package_id))
    return [
        exists().where(OF_PACKAGE, col(AccessReport.person_id) == me).label("has_reported"),
        exists().where(*reviewed).label("has_draft"),
        exists().where(*reviewed, col(ExpertReview.handed_in_at).is_not(None)).label("has_reviewed"),
        exists().where(*IN_SITTING, col(PanelVote.person_id) == me).label("has_voted"),
    ]


def given_reports(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """The reports somebody has handed in, the newest first."""
    statement: Any = (
        sqlalchemy.select(
            col(Submission.id),
            col(Submission.title),
            col(Submission.title_en),
            col(Submission.state),
            col(AccessReport.handed_in_at).label("at"),
            col(AccessReport.round),
        )
        .join(AccessReport, col(AccessReport.submission_id) == col(Submission.id))
        .where(col(AccessReport.person_id) == person_id)
        .order_by(col(AccessReport.id).desc())
        .limit(20)
    )
    rows: Sequence[Row[Any]] = session.execute(statement).all()
    return rows


def given_reviews(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """The experts' reviews somebody has handed in, the newest first."""
    statement: Any = (
        sqlalchemy.select(
            col(Submission.id),
            col(Submission.title),
            col(Submission.title_en),
            col(Submission.state),
            col(ExpertReview.handed_in_at).label("at"),
            col(ExpertReview.score),
            col(ExpertReview.verdict),
        )
        .join(ExpertReview, col(ExpertReview.submission_id) == col(Submission.id))
        .where(col(ExpertReview.person_id) == person_id, col(ExpertReview.handed_in_at).is_not(None))
        .order_by(col(ExpertReview.id).desc())
        .limit(20)
    )
    rows: Sequence[Row[Any]] = session.execute(statement).all()
    return rows


def given_votes(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """The votes somebody has given, the newest first."""
    statement: Any = (
        sqlalchemy.select(
            col(Submission.id),
            col(Submission.title),
            col(Submission.title_en),
            col(Submission.state),
            col(PanelVote.voted_at).label("at"),
            col(PanelVote.outcome),
        )
        .join(PanelVote, col(PanelVote.submission_id) == col(Submission.id))
        .where(col(PanelVote.person_id) == person_id)
        .order_by(col(PanelVote.id).desc())
        .limit(20)
    )
    rows: Sequence[Row[Any]] = session.execute(statement).all()
    return rows
