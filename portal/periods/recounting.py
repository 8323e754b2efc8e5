"""Count a period anew from the entries alone, and say what does not fit."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.chain import BEGINNING, chained_digest
from portal.credits.rules import record_number
from portal.credits.verifying import verify
from portal.jobs import JobContext, job
from portal.jobs.models import stored
from portal.periods import queries
from portal.periods.models import BankPeriod, PeriodRecount
from portal.periods.queries import moment
from portal.periods.rules import JOB, State, unequal
from portal.text import Message, message
from portal.text.codes import group
from portal.text.dates import format_date

MOST_DIFFERENCES = 100  # told; the first is enough not to close


@job(JOB, minutes=240)
def recount_period(context: JobContext) -> None:
    """Keep what a recount found, once."""
    key = (context.payload["period_id"], context.payload["number"])
    with context.reading() as session:
        period = session.get_one(BankPeriod, key[0])
        before = queries.closed_before(session, period.begins)
        previous = queries.recount_of(session, before, before.closed_with) if before else None
        totals, head = totals_of(session, period.begins, period.ends), head_of(session, period.ends)
        found = [*unequal(totals), *[one.said for one in verify(session)], *over_cap(session, period)]
        found += changed_since(session, before, previous) if before and previous else []
    recount = PeriodRecount(
        period_id=key[0],
        number=key[1],
        made_at=context.now(),
        totals=totals,
        differences=[stored(one) for one in found[:MOST_DIFFERENCES]],
        head=head,
        previous_digest=previous.digest if previous else BEGINNING,
        digest="",
    )
    recount.digest = digest_of(recount)
    with context.writing() as session:
        period = session.get_one(BankPeriod, key[0], with_for_update=True)
        if period.state == State.CLOSING and session.get(PeriodRecount, key) is None:
            session.add(recount)


def digest_of(recount: PeriodRecount) -> str:
    """What the digest of a recount must be."""
    said = recount.model_dump(exclude={"previous_digest", "digest"})
    return chained_digest(recount.previous_digest, said)


def totals_of(session: Session, begins: date, ends: date) -> dict[str, Any]:
    """All the figures of a period, and what stood in the accounts at its end."""
    start, end = moment(begins), moment(ends)
    posted = queries.posted_by_type(session, start, end)
    bank, people = queries.standing(session, end)
    until = {
        str(row.entry_type): int(row.credit_hundredths)
        for row in queries.posted_by_type(session, None, end)
        if row.credit_hundredths
    }
    return {
        "types": {
            str(row.entry_type): {
                "count": row.number,
                "credit_hundredths": int(row.credit_hundredths),
                "points": int(row.points),
            }
            for row in posted
        },
        "until": until,
        "bank": bank,
        "people": people,
        "accounts": queries.count_people(session, end),
        "late": queries.count_late(session, start, end),
    }


def head_of(session: Session, ends: date) -> str:
    """One digest over the newest digest of every account at the end of a period."""
    whole = hashlib.sha256()
    for row in queries.heads(session, moment(ends)):
        whole.update(f"{row.account_id} {row.sequence} {row.digest}\n".encode())
    return whole.hexdigest()


def over_cap(session: Session, period: BankPeriod) -> list[Message]:
    """Entries that earned more than the cap by which they were reckoned had room for."""
    rows = queries.capped(session, moment(period.begins), moment(period.ends))
    return [
        message("记录号 %(record)s：超过了当时的上限。", record=group(record_number(row.id)))
        for row in rows
        if is_over_cap(row.cause.get("sum", {}), row.credit_hundredths)
    ]


def is_over_cap(reckoned: Mapping[str, Any], posted_hundredths: int) -> bool:
    """Whether more was posted than the sum that the entry kept allows."""
    return "most" in reckoned and reckoned["before"] + posted_hundredths > max(reckoned["most"], reckoned["before"])


def changed_since(session: Session, before: BankPeriod, kept: PeriodRecount) -> list[Message]:
    """Whether the period before is no longer what it was when it was closed."""
    values = {"day": format_date(before.begins)}
    found = []
    if digest_of(kept) != kept.digest:
        found.append(message("%(day)s起的一段：关账时记下的数被改过。", **values))
    if totals_of(session, before.begins, before.ends) != kept.totals:
        found.append(message("%(day)s起的一段：现在算的数，和关账时记下的不一样。", **values))
    if head_of(session, before.ends) != kept.head:
        found.append(message("%(day)s起的一段：现在算的总指纹，和关账时记下的不一样。", **values))
    return found
