"""A course that was open is taken away: its submissions are told, whoever did it and why."""

from datetime import date

from sqlmodel import Session

from portal.submissions import queries
from portal.submissions.actions import Deed, take_step
from portal.submissions.rules import Facts
from portal.submissions.steps import Step


def withdraw_submissions(session: Session, course_id: int, reason: str, finish_until: date, deed: Deed) -> int:
    """Take the submissions of a withdrawn course to their end; without an actor because a licence has ended.

    `finish_until` is the last day for who has begun. Returns how many. A course that was loaded has none. Raises Refused.
    """
    step = Step.WITHDRAW_COURSE if deed.actor else Step.LICENCE_ENDED
    ids = queries.opened_of(session, course_id)
    for submission_id in ids:
        submission = queries.held(session, submission_id)
        facts = Facts(submission.state, submission.region_code, deed.actor)
        note = reason if deed.actor else ""
        take_step(session, submission, step, facts, deed, note=note, details={"finish_until": finish_until.isoformat()})
    return len(ids)
