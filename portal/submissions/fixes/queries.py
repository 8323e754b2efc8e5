"""What a new version is compared with: the version of its course that is open now."""

from sqlmodel import Session, col, select

from portal.library.editions.queries import contents_of
from portal.library.editions.rules import VersionContent
from portal.library.models import Course, CourseVersion, VersionState
from portal.submissions.fixes.rules import Limits, why_not_fix
from portal.submissions.models import Submission, SubmittedPackage
from portal.submissions.province import ProvinceRules
from portal.text import Message


def open_version(session: Session, submission: Submission) -> CourseVersion | None:
    """The version that is open of the course that this submission is about, when it is the same prefecture's."""
    wanted = (
        select(CourseVersion)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .where(Course.slug == submission.slug, CourseVersion.region_code == submission.region_code)
        .where(CourseVersion.state == VersionState.PUBLISHED)
    )
    return session.exec(wanted).first() if submission.slug else None


def pair_of(
    session: Session, submission: Submission, package: SubmittedPackage
) -> tuple[VersionContent, VersionContent] | None:
    """What is open and what has been handed in, to be compared; None when there are not both."""
    base = open_version(session, submission)
    if base is None or package.version_id is None or package.version_id == base.id:
        return None
    contents = contents_of(session, [base.id, package.version_id])
    return contents[base.id], contents[package.version_id]


def reasons_for_review(
    session: Session, submission: Submission, package: SubmittedPackage, rules: ProvinceRules
) -> list[Message] | None:
    """Why a new version has to be reviewed whole; empty when it only mends; None when it is no new version."""
    pair = pair_of(session, submission, package)
    return None if pair is None else why_not_fix(*pair, limits_of(rules))


def limits_of(rules: ProvinceRules) -> Limits:
    """The province's numbers for a fix."""
    return Limits(rules.fix["place_characters"], rules.fix["text_characters"])
