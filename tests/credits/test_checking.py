"""The check follows every way in which credit moves: a row that moves more than is there is named, whatever its type."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal.chain import BEGINNING
from portal.credits.checking import ChainCheck, Fault
from portal.credits.rules import MOVES, EntryType, Part, SystemAccount, Unit, digest_of, other_end
from tests.credits.stories import passed

NOW = datetime(2026, 11, 18, tzinfo=UTC)
CODES = dict(enumerate(SystemAccount, 100))
ACCOUNT = 1
MOVING = [kind for kind, move in MOVES.items() if move.leaves]
# What brings credit into each part, from the part where all credit begins.
INTO = {move.enters: kind for kind, move in MOVES.items() if move.leaves is Part.FREE}


def row(place: int, kind: EntryType, amount: int, previous: str, earned_id: int | None) -> dict[str, Any]:
    bank = next(number for number, code in CODES.items() if code is other_end(kind, Unit.CREDIT))
    giver, taker = (bank, ACCOUNT) if MOVES[kind].is_gain else (ACCOUNT, bank)
    values = {
        "id": place, "account_id": ACCOUNT, "sequence": place, "giver_id": giver, "taker_id": taker, "entry_type": kind,
        "earned_id": earned_id, "credit_hundredths": amount, "points": None, "reference": f"row/{place}", "cause": passed(),
        "rule_version": "2026-1", "happened_at": NOW, "posted_at": NOW, "previous_digest": previous,
    }  # fmt: skip
    return values | {"digest": digest_of(values)}


def faults(*entries: tuple[EntryType, int]) -> list[tuple[Fault, int]]:
    """What the check says of a chain whose first row is earned and whose other rows move it."""
    rows: list[dict[str, Any]] = []
    for place, (kind, amount) in enumerate(entries, 1):
        rows.append(row(place, kind, amount, rows[-1]["digest"] if rows else BEGINNING, 1 if place > 1 else None))
    check = ChainCheck(ACCOUNT, len(rows), rows[-1]["digest"], CODES)
    found = [problem for one in rows for problem in check.follow(one)]
    return [(problem.fault, problem.sequence) for problem in [*found, *check.end()]]


@pytest.mark.parametrize("source", [kind for kind, move in MOVES.items() if move.leaves is None])
@pytest.mark.parametrize("kind", MOVING)
def test_no_part_is_ever_less_than_nothing(source: EntryType, kind: EntryType) -> None:
    before = () if MOVES[kind].leaves is Part.FREE else ((INTO[MOVES[kind].leaves], 60),)
    there = 60 if before else 100
    last = len(before) + 2
    assert faults((source, 100), *before, (kind, there)) == []
    assert faults((source, 100), *before, (kind, there + 1)) == [(Fault.BROKEN, last)]
    assert faults((source, 100), *before, (kind, there), (kind, 1)) == [(Fault.BROKEN, last + 1)]


@pytest.mark.parametrize("kind", MOVING)
def test_a_move_of_what_was_never_earned_is_named(kind: EntryType) -> None:
    assert faults((kind, 1)) == [(Fault.BROKEN, 1)]
