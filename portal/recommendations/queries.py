"""What recommendations are made from: a fixed number of queries, each bounded."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.db.rows import select_rows
from portal.learning.models import Enrolment, EnrolmentState
from portal.library.models import Course, CourseVersion, VersionState
from portal.library.rules import WAYS, is_permitted
from portal.library.views import title_of
from portal.recommendations.models import RecommendationChoice
from portal.recommendations.rules import FEWEST_PEOPLE, Candidate, Learned

MOST_CANDIDATES = 60
OPEN_COURSE: Select[Any] = (
    select_rows(
        CourseVersion.course_id,
        col(CourseVersion.id).label("version_id"),
        Course.slug,
        Course.permitted_regions,
        CourseVersion.title,
        CourseVersion.title_en,
        CourseVersion.language,
        CourseVersion.occupation,
        CourseVersion.level,
        *[getattr(CourseVersion, way) for way in WAYS],
    )
    .join(Course, col(Course.id) == CourseVersion.course_id)
    .where(col(CourseVersion.state) == VersionState.PUBLISHED)
)


def is_on(session: Session, person_id: int) -> bool:
    """Whether this person wants recommendations."""
    found = session.exec(select(RecommendationChoice.is_on).where(RecommendationChoice.person_id == person_id)).first()
    return found is not False


def learned_by(session: Session, person_id: int) -> list[Learned]:
    """What a person has learned or is learning, the newest first."""
    wanted = (
        select_rows(CourseVersion.course_id, CourseVersion.title, CourseVersion.title_en, CourseVersion.occupation)
        .add_columns(CourseVersion.level)
        .add_columns(Enrolment.state)
        .join(Enrolment, col(Enrolment.version_id) == CourseVersion.id)
        .where(Enrolment.person_id == person_id)
        .order_by(col(Enrolment.id).desc())
    )
    return [
        Learned(row.course_id, title_of(row), row.occupation, row.level, row.state == EnrolmentState.PASSED)
        for row in session.exec(wanted.limit(MOST_CANDIDATES))
    ]


def finished_nearby(session: Session, person_id: int, region_code: str) -> dict[int, int]:
    """By course, how many others of the same county finished it; courses with fewer than five are left out."""
    people = func.count(func.distinct(Enrolment.person_id))
    wanted = (
        select_rows(CourseVersion.course_id, people.label("people"))
        .join(Enrolment, col(Enrolment.version_id) == CourseVersion.id)
        .join(Person, col(Person.id) == Enrolment.person_id)
        .where(Person.region_code == region_code, Person.id != person_id)
        .where(col(Enrolment.state) == EnrolmentState.PASSED)
        .group_by(col(CourseVersion.course_id))
        .having(people >= FEWEST_PEOPLE)
        .order_by(people.desc(), col(CourseVersion.course_id))
    )
    return {row.course_id: row.people for row in session.exec(wanted.limit(MOST_CANDIDATES))}


def candidates(
    session: Session,
    region_code: str,
    occupations: Sequence[str],
    course_ids: Sequence[int],
    version_ids: Sequence[int],
) -> list[Candidate]:
    """Open courses of these trades, these courses, and these versions, that somebody of this place may begin."""
    of_trade = col(CourseVersion.occupation).in_(occupations)
    named = col(CourseVersion.course_id).in_(course_ids) | col(CourseVersion.id).in_(version_ids)
    newest = col(CourseVersion.published_at).desc()
    rows = [
        *session.execute(
            OPEN_COURSE.where(of_trade).order_by(newest, col(CourseVersion.id).desc()).limit(MOST_CANDIDATES)
        ),
        *session.execute(OPEN_COURSE.where(named).order_by(newest, col(CourseVersion.id).desc())),
    ]
    return [
        Candidate(
            row.course_id,
            row.version_id,
            row.slug,
            title_of(row),
            row.occupation,
            row.level,
            frozenset(way for way in WAYS if getattr(row, way) == "full"),
        )
        for row in rows
        if is_permitted(region_code, row.permitted_regions)
    ]
