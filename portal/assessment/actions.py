"""Begin an attempt, keep its answers, hand it in. Each is whole or does nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, func, select

from portal import audit
from portal.accounts.rules import Actor
from portal.assessment import queries, rules
from portal.assessment.models import Attempt, AttemptState
from portal.credits.rulebook.queries import rules_on
from portal.errors import Refused
from portal.learning.actions import hold, record_pass
from portal.learning.models import Enrolment
from portal.learning.queries import done_lessons
from portal.learning.rules import read_answers, why_not_assessment
from portal.library.models import CourseVersion
from portal.text import message
from portal.text.dates import local_date


def start_attempt(session: Session, enrolment: Enrolment, version: CourseVersion, now: datetime) -> Attempt:
    """Begin the assessment, or go on with the attempt that is open.

    Raises Refused when too little was learned, or when the learner has moved over to a newer version meanwhile.
    """
    hold(session, enrolment)
    if attempt := queries.open_attempt(session, enrolment.id):
        return attempt
    done = done_lessons(session, enrolment.id)
    holds = rules_on(session, local_date(now))
    if reason := why_not_assessment(len(done), version.lesson_count, holds.required_percent):
        raise Refused(reason)
    newest = session.exec(select(func.max(Attempt.number)).where(Attempt.enrolment_id == enrolment.id)).one()
    attempt = Attempt(enrolment_id=enrolment.id, number=(newest or 0) + 1, typed={}, started_at=now)
    session.add(attempt)
    session.flush()
    return attempt


def save_answers(session: Session, enrolment: Enrolment, attempt: Attempt, typed: Mapping[str, Any]) -> None:
    """Keep answers as they are given, beside those that are there.

    Raises Refused when the attempt is over, or when the learner has moved over to a newer version meanwhile.
    """
    hold(session, enrolment)  # two pages that save at once must not undo each other
    session.refresh(attempt)
    if attempt.state != AttemptState.OPEN:
        raise Refused(message("这次考核已经交了，答案不能再改。"))
    attempt.typed = dict(attempt.typed) | dict(typed)
    session.add(attempt)
    session.flush()


def submit_attempt(
    session: Session, learner: Actor, enrolment: Enrolment, version: CourseVersion, attempt: Attempt, now: datetime
) -> None:
    """Mark the attempt and, when it passes, record it and pay the credit: all of it or nothing. Twice changes nothing.

    Raises Refused when the learner has moved over to a newer version meanwhile.
    """
    hold(session, enrolment)
    session.refresh(attempt)  # with every answer that was saved until now
    if attempt.state != AttemptState.OPEN:
        return  # pressed twice: the first press has done it all
    questions = version.assessment["questions"]
    points = rules.mark(questions, read_answers(questions, attempt.typed))
    attempt.state, attempt.mark, attempt.submitted_at = AttemptState.MARKED, points, now
    session.add(attempt)
    session.flush()
    audit.record(session, learner.person_id, "submit.attempt", "attempt", attempt.id, now, mark=points)
    if rules.has_passed(points, rules_on(session, local_date(now)).pass_mark):
        record_pass(session, learner, enrolment, version, points, now)
