"""Write down what was found; the only writer of the room's tables."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from portal import audit
from portal.jobs import Job, do_again, enqueue
from portal.jobs.models import stored
from portal.library.models import Course
from portal.upkeep import queries
from portal.upkeep.models import CourseCheck, CourseFinding, FileCheck, OutsideLink
from portal.upkeep.rules import FileTrouble, Found, LinkState, period_of, without_numbers

CHECK_ONE = "check_course"


def reference_of(course_id: int) -> str:
    """What the job that looks at one course by hand is known by."""
    return f"{CHECK_ONE}/{course_id}"


def ask_for_check(session: Session, course_id: int, actor_id: int, now: datetime) -> Job:
    """Let a course be looked at now. While that goes on, a second call changes nothing."""
    reference = reference_of(course_id)
    was_going_on = queries.is_running(session, reference)
    job = enqueue(session, CHECK_ONE, reference, {"course_id": course_id}, now)
    do_again(session, reference, now)
    if not was_going_on:
        audit.record(session, actor_id, "check.course", "course", course_id, now)
    return job


def keep_check(session: Session, check: CourseCheck, found: Iterable[Found], knows_outside: bool = True) -> None:
    """Write down one look at a course. What was there before keeps its first day; what is not there any more is gone.

    A look that could not ask outside says nothing of the outside links that it did not see. Twice is once.
    """
    session.get_one(Course, check.course_id, with_for_update=True)
    known = {row.key: row for row in queries.open_findings(session, check.course_id)}
    now_there = {one.key: without_numbers(one) for one in found}
    for key, one in now_there.items():
        words = {"what": stored(one.what), "who": stored(one.who), "mend": stored(one.mend)}
        if row := known.get(key):
            row.version_id, row.words = check.version_id, words
        else:
            row = _finding(check, one, words)
        session.add(row)
    for key, row in known.items():
        if key not in now_there and (knows_outside or row.rule != "link-outside"):
            row.gone_at = check.checked_at
            session.add(row)
    session.merge(check)
    session.flush()


def _finding(check: CourseCheck, one: Found, words: dict[str, Any]) -> CourseFinding:
    return CourseFinding(
        course_id=check.course_id,
        version_id=check.version_id,
        key=one.key,
        rule=one.rule,
        lesson=one.lesson,
        place=one.place,
        words=words,
        found_at=check.checked_at,
    )


def note_broken_off(session: Session, course_id: int, version_id: int, now: datetime) -> None:
    """A look broke off for a reason that is ours; what was found before stays as it is, and the others go on."""
    before = session.get(CourseCheck, course_id)
    outside, once_silent = (before.outside, before.once_silent) if before else ("left", 0)
    session.merge(
        CourseCheck(
            course_id=course_id,
            version_id=version_id,
            period=period_of(now),
            checked_at=now,
            outside=outside,
            once_silent=once_silent,
            is_whole=False,
        )
    )
    session.flush()


def link_digest(address: str) -> str:
    """What an outside address is known by."""
    return sha256(address.encode()).hexdigest()


def claim_link(session: Session, address: str, host: str, now: datetime) -> LinkState:
    """Say that an address is asked now, and give what was known of it."""
    row = session.get(OutsideLink, link_digest(address))
    if row is None:
        row = OutsideLink(digest=link_digest(address), address=address, host=host, asked_at=now)
    row.asked_at = now
    session.add(row)
    session.flush()
    return LinkState(row.trouble, row.failures, row.failed_in, row.answered_at)


def keep_answer(session: Session, address: str, state: LinkState) -> None:
    """Write down what is known of an address after it was asked."""
    row = session.get_one(OutsideLink, link_digest(address))
    row.trouble, row.failures, row.failed_in = state.trouble, state.failures, state.failed_in
    row.answered_at = state.answered_at
    session.add(row)
    session.flush()


def keep_file(
    session: Session, digest: str, trouble: FileTrouble | None, at_second: int, milliseconds: int | None, now: datetime
) -> FileCheck:
    """Write down what a film or sound was like."""
    kept = FileCheck(
        digest=digest,
        period=period_of(now),
        checked_at=now,
        trouble=trouble or "",
        at_second=at_second,
        milliseconds=milliseconds,
    )
    return session.merge(kept)
