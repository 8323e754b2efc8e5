"""Every day: what a cap left out is posted in the period that has begun."""

from portal.credits.counting import due
from portal.credits.earning import carry
from portal.jobs import Every, JobContext, job
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
                carry(session, candidate_id, today, now)
        if not candidates:
            return
        newest = candidates[-1]
