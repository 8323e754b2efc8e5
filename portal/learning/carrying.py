"""Every day: what a cap left out is posted in the period that has begun, and its certificate says so."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from portal.certificates.following import follow
from portal.credits.carrying import carry
from portal.credits.counting import due
from portal.credits.rulebook.models import CreditCandidate
from portal.jobs import Every, JobContext, job
from portal.learning.models import Enrolment, EnrolmentState
from portal.library.models import CourseVersion
from portal.text.dates import local_date

AT_ONCE = 200


@job("carry_credit", minutes=60, every=Every.DAY)
def carry_credit(context: JobContext) -> None:
    """Post each candidate whose period has begun, one in each transaction. Called again, it posts nothing twice."""
    now = context.now()
    today, newest = local_date(now), 0
    while True:
        with context.reading() as session:
            candidates = due(session, today, AT_ONCE, newest)
        for candidate_id in candidates:
            with context.writing() as session:
                carry_over(session, candidate_id, today, now)
        if not candidates:
            return
        newest = candidates[-1]


def carry_over(session: Session, candidate_id: int, today: date, now: datetime) -> None:
    """Post what counts of a candidate; the course on the learner's list and its certificates say so, all or nothing."""
    one = session.get_one(CreditCandidate, candidate_id)
    if one.course_id is None:  # it was recognised, and has no certificate
        carry(session, candidate_id, today, now)
        return
    enrolments = (  # held before the account, as whoever passes a course holds them
        select(Enrolment)
        .join(CourseVersion, col(CourseVersion.id) == Enrolment.version_id)
        .where(Enrolment.person_id == one.person_id, CourseVersion.course_id == one.course_id)
        .where(Enrolment.state == EnrolmentState.PASSED)
        .order_by(col(Enrolment.id))
        .with_for_update(of=Enrolment)
    )
    passed = session.exec(enrolments).all()
    posted = carry(session, candidate_id, today, now)
    if posted is None:
        return
    for enrolment in passed:
        if enrolment.transfer_id is None:
            enrolment.transfer_id = posted.id
            session.add(enrolment)
    follow(session, one.person_id, one.course_id, now)
