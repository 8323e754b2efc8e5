"""What comes by itself once a day: credit for which a college did not decide in time is unlocked."""

from portal.conversion import actions
from portal.jobs.context import JobContext
from portal.jobs.registry import Every, job
from portal.text.dates import local_date


@job("unlock_undecided", minutes=10, every=Every.DAY)
def unlock_undecided(context: JobContext) -> None:
    """End what is over, and forget quotes whose days are over. Doing it twice gives the same."""
    now = context.now()
    with context.writing() as session:
        actions.expire(session, local_date(now), now)
        actions.forget_quotes(session, local_date(now))
