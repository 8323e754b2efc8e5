"""Every day: new terms are kept, refreshers begin terms anew, and what is over lapses. One entry a transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from portal.credits.models import CreditTransfer
from portal.credits.rulebook.queries import rules_of
from portal.credits.rulebook.rules import RuleSet
from portal.jobs import Every, JobContext, job
from portal.text.dates import local_date
from portal.validity import actions, queries

AT_ONCE = 200
# What was posted or passed since then waits for the next day: a transaction that is still open may come before it.
SETTLED_AFTER = timedelta(hours=2)


@job("lapse_credit", minutes=60, every=Every.DAY)
def lapse_credit(context: JobContext) -> None:
    """Called again, it posts nothing twice; ended in between, it goes on where it was."""
    now = context.now()
    rules: dict[str, RuleSet | None] = {}
    while take_in(context, now - SETTLED_AFTER, rules):
        pass
    refresh_terms(context, now - SETTLED_AFTER, now)
    let_lapse(context, now)


def take_in(context: JobContext, before: datetime, rules: dict[str, RuleSet | None]) -> bool:
    """Look at the next entries that are old enough: keep the terms of new credit. False when there are no more."""
    with context.writing() as session:
        mark = queries.mark_now(session)
        rows = queries.posted_after(session, mark.transfer_id, AT_ONCE)
        settled = [row for row in rows if row.CreditTransfer.posted_at < before]
        for row in settled:
            note(session, row.CreditTransfer, row.person_id, rules)
        if settled:
            mark.transfer_id = settled[-1].CreditTransfer.id
            session.add(mark)
    return len(settled) == AT_ONCE


def note(session: Session, transfer: CreditTransfer, person_id: int, rules: dict[str, RuleSet | None]) -> None:
    """Keep the term of new credit whose domain the rules name; look again at credit that was freed."""
    if transfer.earned_id is not None:
        actions.look_again(session, transfer.earned_id)
        return
    version = transfer.rule_version
    if version not in rules:
        rules[version] = rules_of(session, version)
    validity = found.validity if (found := rules[version]) else {}
    if validity and (domain := domain_of(session, transfer.cause)) in validity:
        actions.begin_term(session, transfer, person_id, domain, validity[domain])


def domain_of(session: Session, cause: Mapping[str, Any]) -> str:
    """What earned credit is about: what the entry says, or for older ones what its course is."""
    if domain := cause.get("domain"):
        return str(domain)
    version_id = cause.get("course_version_id")
    return queries.domain_of_version(session, version_id) if version_id else ""


def refresh_terms(context: JobContext, before: datetime, now: datetime) -> None:
    """Begin anew the terms of everybody who has passed a course of the same domain since the last look."""
    with context.reading() as session:
        moment, attempt_id = queries.mark_now(session).passes_until, 0
    while True:
        with context.reading() as session:
            passes = queries.passes_after(session, moment, attempt_id, AT_ONCE)
            due = [
                (earned_id, one)
                for one in passes
                for earned_id in queries.to_refresh(session, one.person_id, one.domain, local_date(one.passed_at))
            ]
        for earned_id, one in due:
            with context.writing() as session:
                actions.refresh(session, earned_id, one, now)
        if not passes:
            break
        moment, attempt_id = passes[-1].passed_at, passes[-1].id
    with context.writing() as session:
        mark = queries.mark_now(session)
        mark.passes_until = max(before, mark.passes_until or before)
        session.add(mark)


def let_lapse(context: JobContext, now: datetime) -> None:
    """Post what is free of each entry whose last day is over."""
    today, newest = local_date(now), 0
    while True:
        with context.reading() as session:
            due = queries.overdue(session, today, newest, AT_ONCE)
        for earned_id in due:
            with context.writing() as session:
                actions.lapse(session, earned_id, today, now)
        if not due:
            return
        newest = due[-1]
