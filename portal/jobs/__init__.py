"""Long work: a table of jobs, and a worker process that does them.

The table is the truth and the worker asks it twice a second. A queue library was tried (huey 3.5): it forgets a job
whose worker is killed, so the table, the heartbeat and the sweeper were needed beside it anyway; all it would then
add is half a second, for a second store that could disagree with the first. An idle question costs one indexed read
and no lock. More workers, on more machines, are `python3 -m portal work` once more: two never take the same job.
"""

from portal.jobs.actions import JobLost, do_again, enqueue, try_again
from portal.jobs.context import JobContext, Workshop
from portal.jobs.keeper import workers_beside
from portal.jobs.models import Job, JobState
from portal.jobs.queries import job_of
from portal.jobs.registry import Every, job
from portal.jobs.worker import run_waiting, work

__all__ = [
    "Every",
    "Job",
    "JobContext",
    "JobLost",
    "JobState",
    "Workshop",
    "do_again",
    "enqueue",
    "job",
    "job_of",
    "run_waiting",
    "try_again",
    "work",
    "workers_beside",
]
