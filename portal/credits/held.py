"""What a person holds by each course: what stands in the account, what waits, and what became of it. Reads only."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from portal.credits.holds import is_held
from portal.credits.models import CreditTransfer
from portal.credits.queries import ACCOUNT_OF_PERSON, taken_back_from
from portal.credits.rulebook.equivalence import Held
from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rulebook.rules import CandidateState, RuleSet
from portal.credits.rules import EntryType, Part, parts_of

TRANSFER = CreditTransfer.__table__  # type: ignore[attr-defined]
REFERENCE = re.compile(r"course/(\d+)/person/\d+(/.*)?")  # also of what was carried over or came in another's place


@dataclass(frozen=True)
class Live:
    """An earned entry, and how much of it has not been taken back, in hundredths."""

    id: int
    left: int
    cause: Mapping[str, Any]


def earned_as(course_id: int, person_id: int) -> str:
    """The reference of what a person earns by a course, the same whatever its version."""
    return f"course/{course_id}/person/{person_id}"


def course_of(reference: str) -> int | None:
    """The course that an entry was earned by; None for one that was earned otherwise."""
    found = REFERENCE.fullmatch(reference)
    return int(found[1]) if found else None


def live_of(session: Session, person_id: int, course_id: int) -> list[Live]:
    """Every entry that a course has earned a person and of which something is left, the oldest first."""
    left = (TRANSFER.c.credit_hundredths - taken_back_from(TRANSFER.c.id, TRANSFER)).label("left")
    wanted = _earned(TRANSFER.c.id, TRANSFER.c.reference, TRANSFER.c.cause, left)
    rows = session.execute(wanted, {"person_id": person_id})
    return [
        Live(row.id, int(row.left), row.cause) for row in rows if course_of(row.reference) == course_id and row.left > 0
    ]


def entries_by(session: Session, person_id: int, course_ids: Iterable[int]) -> dict[int, list[CreditTransfer]]:
    """All entries that these courses have earned a person, whatever became of them, the oldest first."""
    found: dict[int, list[CreditTransfer]] = defaultdict(list)
    asked = set(course_ids)
    rows = session.execute(_earned(TRANSFER.c.id, TRANSFER.c.reference), {"person_id": person_id})
    ids = [row.id for row in rows if course_of(row.reference) in asked]
    entries = session.scalars(select(CreditTransfer).where(col(CreditTransfer.id).in_(ids)).order_by(TRANSFER.c.id))
    for entry in entries:
        found[course_of(entry.reference) or 0].append(entry)
    return found


def held_by(session: Session, person_id: int, course_ids: Sequence[int]) -> list[Held]:
    """What a person holds by each of these courses; nothing for a course that was never reckoned."""
    entries = entries_by(session, person_id, course_ids)
    ids = [one.id for some in entries.values() for one in some]
    moves, held = _moves_of(session, ids), {entry_id for entry_id in ids if is_held(session, entry_id)}
    wanted = select(CreditCandidate).where(
        col(CreditCandidate.person_id) == person_id, col(CreditCandidate.course_id).in_(course_ids)
    )
    candidates = {course_of(one.reference): one for one in session.scalars(wanted)}
    known = [course_id for course_id in course_ids if course_id in entries or course_id in candidates]
    return [_held(course_id, entries.get(course_id, []), moves, candidates.get(course_id), held) for course_id in known]


def rival_courses(rules: RuleSet, course_id: int) -> list[int]:
    """The other courses of its group."""
    group = rules.group_of(course_id)
    return [one.id for one in group.courses if one.id != course_id] if group else []


def _held(
    course_id: int,
    entries: list[CreditTransfer],
    moves: dict[int, list[Any]],
    candidate: CreditCandidate | None,
    held: set[int],
) -> Held:
    causes = [one.cause for one in entries] + ([candidate.cause] if candidate else [])
    parts = [parts_of(one.credit_hundredths or 0, _sums(moves[one.id])) for one in entries]
    taken_back = {
        row.cause.get("kind") for one in entries for row in moves[one.id] if row.entry_type == EntryType.REVERSE
    }
    waits = candidate is not None and candidate.state == CandidateState.WAITING
    return Held(
        course_id=course_id,
        titles={name: causes[-1].get(name, "") for name in ("title", "title_en")},
        mark=max(int(cause.get("mark", 0)) for cause in causes),
        live=sum(sum(amount for part, amount in one.items() if part is not Part.REVERSED) for one in parts),
        waiting=candidate.left_hundredths if candidate and waits else 0,
        is_movable=not any(one[Part.LOCKED] or one[Part.CONVERTED] for one in parts)
        and held.isdisjoint(one.id for one in entries),
        gave_way="replaced" in taken_back or (candidate is not None and candidate.state == CandidateState.REJECTED),
        was_taken_back=bool(taken_back - {"replaced"}),
    )


def _moves_of(session: Session, ids: list[int]) -> dict[int, list[Any]]:
    wanted = select(TRANSFER.c.earned_id, TRANSFER.c.entry_type, TRANSFER.c.credit_hundredths, TRANSFER.c.cause)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(wanted.where(TRANSFER.c.earned_id.in_(ids))) if ids else ():
        found[row.earned_id].append(row)
    return found


def _sums(rows: list[Any]) -> dict[EntryType, int]:
    sums: dict[EntryType, int] = defaultdict(int)
    for row in rows:
        sums[EntryType(row.entry_type)] += row.credit_hundredths
    return sums


def _earned(*columns: Any) -> Any:
    """Credit that a person earned by courses, as a query over these columns."""
    return (
        select(*columns)
        .where(TRANSFER.c.account_id == ACCOUNT_OF_PERSON, TRANSFER.c.entry_type == EntryType.EARN)
        .where(TRANSFER.c.credit_hundredths.is_not(None))
        .order_by(TRANSFER.c.id)
    )
