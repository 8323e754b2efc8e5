"""Credit that counts once: a better mark takes the place of the one that counted. New entries, never an edit."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal.credits.actions import move_earned, post_earn
from portal.credits.held import entries_by
from portal.credits.models import CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rulebook.rules import CandidateState, LeftReason
from portal.credits.rules import EntryType, Part, record_number
from portal.text.codes import group


def give_way(
    session: Session, entries: Iterable[CreditTransfer], by: Mapping[str, Any], reference: str, now: datetime
) -> None:
    """Take these entries out of the account, for what is posted under a reference in the same transaction. `by` is its
    cause. Use that has lapsed is given back first, so that all of it can be moved. The caller holds the account."""
    for entry in entries:
        parts = parts_of_entry(session, entry)
        cause = _cause(entry, by)
        if lapsed := parts[Part.LAPSED]:
            move_earned(session, entry, EntryType.RESTORE, lapsed, f"restored/{entry.id}/for/{reference}", cause, now)
        if amount := parts[Part.FREE] + lapsed:
            move_earned(session, entry, EntryType.REVERSE, amount, f"replaced/{entry.id}/by/{reference}", cause, now)


def improve(
    session: Session, person_id: int, course_id: int, better: Mapping[str, Any], reference: str, now: datetime
) -> CreditTransfer | None:
    """Post the credit of a course anew with a better mark: each entry at its own date, so that no cap is touched.

    `better` is the cause of the retake. Returns the newest entry; None when nothing of the credit is left.
    """
    entries = entries_by(session, person_id, [course_id]).get(course_id, [])
    newest = None
    for place, entry in enumerate(entries, len(entries) + 1):
        parts = parts_of_entry(session, entry)
        if amount := parts[Part.FREE] + parts[Part.LAPSED]:
            name = f"{reference}/again/{place}"
            give_way(session, [entry], better, name, now)
            cause = dict(better) | {name: said for name, said in entry.cause.items() if name == "sum"}
            carried = cause.get("sum", {}).get("counts_on")
            counts_on = date.fromisoformat(carried) if carried else None
            newest = post_earn(session, person_id, amount, name, cause, now, entry.happened_at, counts_on)
    return newest


def reject(
    session: Session, one: CreditCandidate, reason: LeftReason, instead: Mapping[str, Any], now: datetime
) -> None:
    """Keep credit as the duplicate of what counts instead, which is named by its titles and mark."""
    if one.state != CandidateState.REJECTED:  # when it was said first
        one.rejected_at = now
    one.state, one.reason, one.next_on = CandidateState.REJECTED, reason, None
    named = {name: instead.get(name, "") for name in ("title", "title_en", "mark")}
    one.cause = dict(one.cause) | {"instead": named}
    session.add(one)
    session.flush()


def _cause(entry: CreditTransfer, by: Mapping[str, Any]) -> dict[str, Any]:
    titles = {name: entry.cause[name] for name in ("title", "title_en") if entry.cause.get(name)}
    named = {"by": by["title"], "by_en": by.get("title_en", ""), "mark": by["mark"]}
    return {"kind": "replaced", "record": group(record_number(entry.id))} | named | titles
