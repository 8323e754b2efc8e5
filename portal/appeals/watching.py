"""Every day: appeals whose term is over are marked, for the desk and in their history."""

from portal.appeals.handling import note_overdue
from portal.appeals.queries import newly_overdue
from portal.jobs import Every, JobContext, job
from portal.text.dates import local_date

AT_ONCE = 200


@job("watch_appeals", minutes=10, every=Every.DAY)
def watch_appeals(context: JobContext) -> None:
    """Note each open appeal that should have been decided by now, once."""
    now = context.now()
    while True:
        with context.reading() as session:
            late = newly_overdue(session, local_date(now), AT_ONCE)
        for appeal_id in late:
            with context.writing() as session:
                note_overdue(session, appeal_id, now)
        if len(late) < AT_ONCE:
            return
