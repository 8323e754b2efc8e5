"""Every read of notices and objections."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy
from sqlalchemy import Row, func
from sqlmodel import Session, col, select

from portal.accounts.models import Region
from portal.errors import NotFound
from portal.library.models import CourseVersion
from portal.notices.models import Notice, Objection, ObjectionState
from portal.review import queries as review
from portal.review.queries import Evidence
from portal.submissions.actions import Deed
from portal.submissions.models import Submission, SubmittedPackage
from portal.submissions.rules import Facts
from portal.submissions.steps import State

PAGE_SIZE = 20
LISTED: tuple[Any, ...] = (
    col(Notice.id),
    col(Notice.opened_on),
    col(Notice.ends_on),
    col(Notice.days_left),
    col(Notice.sitting),
    col(CourseVersion.title_en),
    col(CourseVersion.title),  # as it was noticed: what is handed in later is not public
    col(Submission.state),
    col(Submission.sitting).label("current_sitting"),
    col(Region.name).label("region_name"),
    col(Region.name_en).label("region_name_en"),
)


def notices_page(session: Session, page: int) -> Sequence[Row[Any]]:
    """One page of notices, the last opened first."""
    statement = (
        sqlalchemy.select(*LISTED)
        .join(Submission, col(Submission.id) == col(Notice.submission_id))
        .join(Region, col(Region.code) == col(Submission.region_code))
        .join(SubmittedPackage, col(SubmittedPackage.id) == col(Notice.package_id))
        .join(CourseVersion, col(CourseVersion.id) == col(SubmittedPackage.version_id))
        .order_by(col(Notice.id).desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    return session.execute(statement).all()


def count_notices(session: Session) -> int:
    """How many notices there have been."""
    return session.exec(select(func.count()).select_from(Notice)).one()


def notice_by_id(session: Session, notice_id: int) -> Notice:
    """One notice. Raises NotFound."""
    found = session.get(Notice, notice_id)
    if found is None:
        raise NotFound
    return found


def current_notice(session: Session, submission: Submission) -> Notice | None:
    """The notice that followed the panel's last sitting."""
    theirs = select(Notice).where(Notice.submission_id == submission.id, Notice.sitting == submission.sitting)
    return session.exec(theirs).first()


def noticed_version(session: Session, notice: Notice) -> CourseVersion | None:
    """The version that the notice is about, whatever has been handed in since."""
    package = session.get_one(SubmittedPackage, notice.package_id)
    return session.get(CourseVersion, package.version_id) if package.version_id else None


def is_current(notice: Notice, submission: Submission) -> bool:
    """Whether objections can still be made: the course has neither opened nor gone back since."""
    return submission.sitting == notice.sitting and submission.state in (State.NOTICE, State.OBJECTION)


def objections_of(session: Session, notice_id: int) -> Sequence[Objection]:
    """All objections to a notice, in the order they came."""
    theirs = select(Objection).where(Objection.notice_id == notice_id)
    return session.exec(theirs.order_by(col(Objection.number))).all()


def objection_by_number(session: Session, notice_id: int, number: int) -> Objection:
    """One objection of a notice. Raises NotFound."""
    theirs = select(Objection).where(Objection.notice_id == notice_id, Objection.number == number)
    found = session.exec(theirs).first()
    if found is None:
        raise NotFound
    return found


def count_open(session: Session, notice: Notice | None) -> int:
    """How many objections have no answer yet."""
    if notice is None:
        return 0
    still_open = (
        select(func.count())
        .select_from(Objection)
        .where(Objection.notice_id == notice.id, Objection.state == ObjectionState.OPEN)
    )
    return session.exec(still_open).one()


def notice_facts(session: Session, submission: Submission, deed: Deed, evidence: Evidence | None = None) -> Facts:
    """What the rules need to know, with the notice and its objections."""
    facts = review.review_facts(session, submission, deed, evidence)
    notice = current_notice(session, submission)
    return replace(facts, notice_is_open=notice is not None, open_objections=count_open(session, notice))
