"""Every read of what is handed in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy
from sqlalchemy import Row, func
from sqlmodel import Session, col, select

from portal.accounts.models import Person, Region
from portal.accounts.rules import Actor
from portal.errors import NotFound
from portal.jobs.models import Job
from portal.library.models import Course, CourseVersion, CourseWithdrawal, VersionState
from portal.submissions.fixes.queries import reasons_for_review
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from portal.submissions.province import ProvinceRules
from portal.submissions.rules import Facts
from portal.submissions.steps import LIVE, Lane, State

PAGE_SIZE = 20


def held(session: Session, submission_id: int) -> Submission:
    """The submission, locked until the transaction ends: who comes second waits and then sees what the first did.

    Raises NotFound.
    """
    found = session.get(Submission, submission_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def opened_of(session: Session, course_id: int) -> Sequence[int]:
    """The submissions whose packages are open as a course, or were before a newer version; in the order of their ids."""
    wanted = (
        select(Submission.id)
        .join(SubmittedPackage, col(SubmittedPackage.id) == Submission.package_id)
        .join(CourseVersion, col(CourseVersion.id) == SubmittedPackage.version_id)
        .where(CourseVersion.course_id == course_id, col(CourseVersion.published_at).is_not(None))
        .where(col(Submission.state).in_(LIVE))
    )
    return session.exec(wanted.order_by(col(Submission.id))).all()


def submission_of(session: Session, submission_id: int, region_code: str) -> Submission:
    """A prefecture's own submission. Raises NotFound, also for another prefecture's."""
    found = session.get(Submission, submission_id)
    if found is None or found.region_code != region_code:
        raise NotFound
    return found


def current_package(session: Session, submission: Submission) -> SubmittedPackage:
    """The package that everybody now speaks of."""
    return session.get_one(SubmittedPackage, submission.package_id)


def packages_of(session: Session, submission_id: int) -> Sequence[SubmittedPackage]:
    """Everything that was uploaded, the newest first."""
    theirs = select(SubmittedPackage).where(SubmittedPackage.submission_id == submission_id)
    return session.exec(theirs.order_by(col(SubmittedPackage.number).desc())).all()


def next_number(session: Session, submission_id: int) -> int:
    """The number of the next upload."""
    newest = select(func.max(SubmittedPackage.number)).where(SubmittedPackage.submission_id == submission_id)
    return (session.exec(newest).one() or 0) + 1


def event_by_key(session: Session, key: str) -> SubmissionEvent | None:
    """The step that this press of a button was; None when it was none yet."""
    if not key:
        return None
    return session.exec(select(SubmissionEvent).where(SubmissionEvent.request_key == key)).first()


def is_done(session: Session, key: str) -> bool:
    """Whether this press of a button has been a step already."""
    return event_by_key(session, key) is not None


def author_ids(session: Session, submission: Submission) -> frozenset[int]:
    """Everybody who uploaded any of it or signed its promise."""
    made = select(SubmittedPackage.uploaded_by_id, SubmittedPackage.promised_by_id)
    pairs = session.exec(made.where(SubmittedPackage.submission_id == submission.id))
    return frozenset(person for pair in pairs for person in pair if person) | {submission.author_id}


def is_changed(session: Session, submission: Submission, package: SubmittedPackage) -> bool:
    """Whether the newest package holds anything else than the one that was returned, byte for byte."""
    if submission.state is not State.REVISING or submission.returned_package_id is None:
        return True
    returned = session.get_one(SubmittedPackage, submission.returned_package_id)
    return package.digest != returned.digest


def hand_in_facts(
    session: Session, submission: Submission, actor: Actor | None, today: date, rules: ProvinceRules
) -> Facts:
    """What this room knows for the rules. The desks add what they know."""
    package = current_package(session, submission)
    is_overdue = submission.due_on is not None and submission.due_on < today
    may_be_fix = submission.state is State.DRAFT or submission.lane is Lane.FIX
    reasons = reasons_for_review(session, submission, package, rules) if may_be_fix else None
    return Facts(
        state=submission.state,
        region_code=submission.region_code,
        actor=actor,
        author_ids=author_ids(session, submission),
        is_checked=package.checked_at is not None,
        blockers=package.blockers,
        is_signed=package.promised_at is not None,
        is_new=is_changed(session, submission, package),
        round=submission.round,
        round_limit=rules.round_limit,
        returned_as=submission.returned_as,
        is_overdue=submission.state == State.REVISING and is_overdue,
        was_extended=submission.was_extended,
        lane=submission.lane,
        review_reasons=None if reasons is None else tuple(reasons),
        is_new_version=reasons is not None,
        is_only_fix=reasons == [],
    )


LISTED: tuple[Any, ...] = (
    col(Submission.id),
    col(Submission.title),
    col(Submission.title_en),
    col(Submission.state),
    col(Submission.round),
    col(Submission.due_on),
    col(Submission.changed_at),
    col(SubmittedPackage.checked_at).label("checked_at"),
    col(SubmittedPackage.blockers).label("blockers"),
    col(CourseVersion.published_at).label("published_at"),
)


def submissions_of(session: Session, region_code: str, page: int) -> Sequence[Row[Any]]:
    """One page of a prefecture's submissions, the last changed first."""
    statement: sqlalchemy.Select[Any] = (
        sqlalchemy.select(*LISTED)
        .join(SubmittedPackage, col(SubmittedPackage.id) == Submission.package_id)
        .outerjoin(CourseVersion, col(CourseVersion.id) == SubmittedPackage.version_id)
        .where(col(Submission.region_code) == region_code)
        .order_by(col(Submission.changed_at).desc(), col(Submission.id).desc())
    )
    return session.execute(statement.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()


def count_of(session: Session, region_code: str) -> int:
    """How many submissions a prefecture has."""
    counted = select(func.count()).select_from(Submission).where(Submission.region_code == region_code)
    return session.exec(counted).one()


def events_of(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Everything that happened, the newest first, with the name of who did it."""
    statement: Any = (
        sqlalchemy.select(SubmissionEvent, col(Person.name).label("actor_name"))
        .join(Person, col(Person.id) == col(SubmissionEvent.actor_id), isouter=True)
        .where(col(SubmissionEvent.submission_id) == submission_id)
        .order_by(col(SubmissionEvent.id).desc())
    )
    rows: Sequence[Row[Any]] = session.execute(statement).all()
    return rows


def region_name(session: Session, code: str) -> tuple[str, str]:
    """The name of a place in Chinese and in English; the code itself when it is unknown."""
    found = session.exec(select(Region.name, Region.name_en).where(Region.code == code)).first()
    return (found[0], found[1]) if found else (code, code)


def person_names(session: Session, ids: frozenset[int]) -> dict[int, str]:
    """Names by id."""
    return dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all())


def version_of(session: Session, package: SubmittedPackage) -> CourseVersion | None:
    """The staged version that was read from a package, when it could be read."""
    return session.get(CourseVersion, package.version_id) if package.version_id else None


def finish_until(session: Session, version_id: int) -> date | None:
    """The last day for who has begun a course that was taken away after this version of it had opened; else None."""
    wanted = (
        select(col(CourseWithdrawal.finish_until))
        .join(CourseVersion, col(CourseVersion.course_id) == CourseWithdrawal.course_id)
        .where(CourseVersion.id == version_id, CourseVersion.state != VersionState.PUBLISHED)
        .where(CourseWithdrawal.withdrawn_at >= col(CourseVersion.published_at))
    )
    return session.exec(wanted.order_by(col(CourseWithdrawal.withdrawn_at)).limit(1)).first()


def check_job(session: Session, package_id: int) -> Job | None:
    """How far the check of a package is."""
    return session.exec(select(Job).where(Job.reference == check_reference(package_id))).first()


def check_reference(package_id: int) -> str:
    """The reference of a package's check among the jobs."""
    return f"check_package/{package_id}"


def other_owner(session: Session, slug: str, region_code: str) -> bool:
    """Whether the library has a course of this id that came from another place."""
    taken = (
        select(CourseVersion.id)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .where(Course.slug == slug, CourseVersion.region_code != region_code)
        .where(col(CourseVersion.state) != VersionState.STAGED)
    )
    return session.exec(taken.limit(1)).first() is not None
