"""The quick lane: one tester looks at what was mended, and opens it or gives it back."""

from typing import Any

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Role
from portal.formats.actions import prepare
from portal.library import actions as library
from portal.library.editions.actions import note_change
from portal.library.models import Course, CourseVersion
from portal.review.actions import held, step_with_check, take_part
from portal.review.models import Moment
from portal.submissions import queries as handed_in
from portal.submissions.actions import Deed
from portal.submissions.fixes.queries import open_version
from portal.submissions.rules import Part
from portal.submissions.steps import Step
from portal.text import Message, message


def open_fix(session: Session, submission_id: int, deed: Deed) -> Message | None:
    """A tester says that there is no conflict and begins. Whoever comes first; gives the reason when they must not."""
    assert deed.actor is not None
    submission, facts = held(session, submission_id, deed)
    taken = step_with_check(session, submission, Step.OPEN_FIX, facts, deed, Moment.OPEN)
    if isinstance(taken, Message):
        return taken
    if taken:
        is_blind_tester = Role.BLIND_TESTER in deed.actor.roles
        take_part(session, submission, Part.BLIND_TESTER if is_blind_tester else Part.DEAF_TESTER, deed)
    return None


def pass_fix(session: Session, submission_id: int, note: str, deed: Deed) -> Message | None:
    """Open the mended version in place of the one before it: same credit, same review, valid as long.

    Whether it is still only a fix is asked once more, of the version that is open at this moment.
    """
    _hold_course(session, submission_id)
    submission, facts = held(session, submission_id, deed)
    package = handed_in.current_package(session, submission)
    version, base = handed_in.version_of(session, package), open_version(session, submission)
    details = {"digest": package.digest, "in_place_of": base.id if base else None}
    passed = step_with_check(session, submission, Step.PASS_FIX, facts, deed, Moment.SUBMIT, note=note, details=details)
    if isinstance(passed, Message):
        return passed
    if passed:
        assert version is not None and base is not None and base.valid_until is not None  # the guards have seen to it
        review, facts_found = review_after_fix(base), list(base.facts)
        library.publish(session, version, base.credit_hundredths, review, base.valid_until, deed.now, facts_found)
        note_change(session, version, submission.what_is_new, is_fix=True)
        prepare(session, version.id, deed.now)
        audit.record(
            session, deed.actor_id, "course.fix", "course_version", version.id, deed.now, digest=package.digest
        )
    return None


def return_fix(session: Session, submission_id: int, letter: str, deed: Deed) -> Message | None:
    """Back to the prefecture, with what is to be changed."""
    submission, facts = held(session, submission_id, deed)
    returned = step_with_check(session, submission, Step.RETURN_FIX, facts, deed, Moment.SUBMIT, note=letter)
    return returned if isinstance(returned, Message) else None


def review_after_fix(base: CourseVersion) -> dict[str, Any]:
    """What the course's page says of its review: that of the version before, and that a fix has been looked at."""
    if not base.review:
        return {}
    term, text = message("后来的改动"), message("只改了错字、字幕、描述或文字稿，一位体验员复查过。")
    row = {"term": term.msgid, "text": text.msgid, "values": {}}
    return base.review | {"rows": [*(one for one in base.review.get("rows", []) if one["term"] != row["term"]), row]}


def _hold_course(session: Session, submission_id: int) -> None:
    """Nobody opens another version of the course while this one is compared with the open one."""
    submission = handed_in.held(session, submission_id)
    version = handed_in.version_of(session, handed_in.current_package(session, submission))
    if version is not None:
        session.get_one(Course, version.course_id, with_for_update=True)
