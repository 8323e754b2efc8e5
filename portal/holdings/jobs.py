"""What comes by itself once a day: courses whose licence has ended are not offered any more."""

from portal.holdings import actions
from portal.jobs.context import JobContext
from portal.jobs.registry import Every, job
from portal.submissions.province import rules_on
from portal.text.dates import local_date


@job("withdraw_ended", minutes=10, every=Every.DAY)
def withdraw_ended(context: JobContext) -> None:
    """Withdraw what has ended. Doing it twice gives the same."""
    settings, now = context.settings, context.now()
    rules = rules_on(settings.province, local_date(now), settings.mode == "demo")
    with context.writing() as session:
        actions.withdraw_ended(session, rules, now)
