"""Count once a month whom the courses reached."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from portal.jobs import Every, JobContext, job
from portal.reach import queries
from portal.reach.models import ReachFigure, ReachReport
from portal.reach.rules import last_day_before, needs_of
from portal.text.dates import SHANGHAI


@job("count_reach", minutes=30, every=Every.MONTH)
def count_reach(context: JobContext) -> None:
    """Count the year up to the end of the month before this one; a month that was counted stays as it is."""
    last_day = last_day_before(context.payload["period"])
    with context.reading() as session:
        counted = None if queries.has_report(session, last_day) else count(session, last_day)
    if counted is None:
        return
    with context.writing() as session:
        session.add(ReachReport(last_day=last_day, counted_at=context.now()))
        session.flush()
        for (region_code, need), (began, passed) in counted.items():
            session.add(ReachFigure(last_day=last_day, region_code=region_code, need=need, began=began, passed=passed))


def count(session: Session, last_day: date) -> dict[tuple[str, str], tuple[int, int]]:
    """People who learned in the day's year until its end in Asia/Shanghai, and who passed, by place and kind of need."""
    begins = datetime.combine(date(last_day.year, 1, 1), time(), SHANGHAI)
    ends = datetime.combine(last_day + timedelta(days=1), time(), SHANGHAI)
    began: Counter[tuple[str, str]] = Counter()
    passed: Counter[tuple[str, str]] = Counter()
    for learner in queries.learners(session, begins, ends):
        for need in needs_of(learner.needs):
            began[learner.region_code, need] += 1
            passed[learner.region_code, need] += learner.passed
    return {place: (number, passed[place]) for place, number in began.items()}
