"""The job that runs a draft over the past year. It only reads the books; what it found is kept with the draft."""

import heapq
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from portal.credits.held import course_of
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.queries import taken_back_from
from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rulebook.rules import read_rule_set
from portal.credits.rules import EntryType
from portal.jobs import JobContext, job
from portal.rulemaking.models import CreditRuleDraft
from portal.rulemaking.trial import Pass, Tally, pass_from, replay
from portal.text.dates import SHANGHAI, local_date

TRY = "try_rules"
AT_ONCE = 2000
PERSON, COURSE = itemgetter(0), attrgetter("course_id")

Found = tuple[int, Pass]  # whose it is, and what was passed


def reference_of(draft_id: int, revision: int, today: date) -> str:
    """Which run of which draft: a changed draft, or another day, is another run."""
    return f"rule trial {draft_id}/{revision}/{today.isoformat()}"


@job(TRY, minutes=120)
def try_rules(context: JobContext) -> None:
    """Reckon every pass of the past year once more, by the rules of a draft, and keep what would change. Called again, it
    finds the same."""
    draft_id, revision = context.payload["draft_id"], context.payload["revision"]
    until = date.fromisoformat(context.payload["today"])
    with context.reading() as session:
        draft = session.get_one(CreditRuleDraft, draft_id)
        if draft.revision != revision:
            return  # changed meanwhile: what would be found is no longer asked
        rules, tally = read_rule_set("", draft.valid_from, draft.rules), Tally()
        for _, found in groupby(passes(session, year_before(until), until), key=PERSON):
            tally.add(replay(rules, together([done for _, done in found])))
    with context.writing() as session:
        draft = session.get_one(CreditRuleDraft, draft_id, with_for_update=True)
        if draft.revision == revision:
            days = {"since": year_before(until).isoformat(), "until": until.isoformat()}
            draft.trial = tally.told() | days | {"revision": revision}
            session.add(draft)


def year_before(day: date) -> date:
    """The first day of the year that ends before this day."""
    return day - timedelta(days=365)


def passes(session: Session, since: date, until: date) -> Iterator[Found]:
    """All that was passed from one day to the day before another, person by person."""
    start, end = (datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) for day in (since, until))
    return heapq.merge(_posted(session, start, end), _not_counted(session, start, end), key=PERSON)


def _posted(session: Session, start: datetime, end: datetime) -> Iterator[Found]:
    entry = CreditTransfer.__table__  # type: ignore[attr-defined]
    left = (entry.c.credit_hundredths - taken_back_from(entry.c.id, entry)).label("left")
    wanted = (
        select(col(CreditAccount.person_id), entry.c.reference, entry.c.cause, entry.c.happened_at, left)
        .join(CreditAccount, col(CreditAccount.id) == entry.c.account_id)
        .where(entry.c.entry_type == EntryType.EARN, entry.c.credit_hundredths.is_not(None))
        .where(entry.c.happened_at >= start, entry.c.happened_at < end)
        .order_by(col(CreditAccount.person_id), entry.c.id)
    )
    for row in session.execute(wanted, execution_options={"yield_per": AT_ONCE}):
        course_id = course_of(row.reference)
        if course_id is not None and row.left > 0 and "waited" not in row.cause.get("sum", {}):
            yield row.person_id, pass_from(row.cause, course_id, local_date(row.happened_at), int(row.left))


def _not_counted(session: Session, start: datetime, end: datetime) -> Iterator[Found]:
    """What a cap or a group left out: it was passed too, and draft rules may let it count."""
    wanted = (
        select(CreditCandidate)
        .where(col(CreditCandidate.completed_at) >= start, col(CreditCandidate.completed_at) < end)
        .where(col(CreditCandidate.course_id).is_not(None))
        .order_by(col(CreditCandidate.person_id), col(CreditCandidate.id))
    )
    for one in session.scalars(wanted, execution_options={"yield_per": AT_ONCE}):
        done = pass_from(one.cause, one.course_id or 0, local_date(one.completed_at), 0)
        yield one.person_id, Pass(done.course_id, done.day, done.mark, one.left_hundredths, 0, done.provider)


def together(found: list[Pass]) -> list[Pass]:
    """One pass for each course: what was posted of it, beside what was left out of the same credit."""
    whole: list[Pass] = []
    for _, some in groupby(sorted(found, key=COURSE), key=COURSE):
        same: list[Any] = list(some)
        posted = [one for one in same if one.posted]
        first = posted[0] if posted else same[0]
        mark, total = max(one.mark for one in same), sum(one.posted for one in posted)
        announced = max(one.announced for one in same)
        whole.append(Pass(first.course_id, first.day, mark, announced, total, first.provider))
    return whole
