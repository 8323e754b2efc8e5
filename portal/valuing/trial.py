"""What a draft would have given for the decisions of the past year. Counts only, and small ones are not said. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.recognition.rules import State
from portal.recognition.values.rules import Table
from portal.text import Message, message


class Outcome(StrEnum):
    """What would have become of a decision."""

    MORE = "more"
    LESS = "less"
    NOTHING = "nothing"
    SAME = "same"


@dataclass(frozen=True)
class Decided:
    """Decisions that are alike: so many, of one value, with so much credit."""

    kind: str
    row: str
    state: State
    credit_hundredths: int
    count: int


def outcome_of(one: Decided, table: Table) -> Outcome:
    """What a decision would have been by a table: what was granted whole follows its value; a part, which an officer
    set, only where the value is now less than it; what was refused stays refused."""
    if one.state is State.REFUSED:
        return Outcome.SAME
    row = table.row(one.kind, one.row)
    value = row.credit_hundredths if row else 0
    would = value if one.state is State.GRANTED else min(value, one.credit_hundredths)
    if would == one.credit_hundredths:
        return Outcome.SAME
    if not would:
        return Outcome.NOTHING
    return Outcome.MORE if would > one.credit_hundredths else Outcome.LESS


def tried(decided: Iterable[Decided], table: Table) -> dict[Outcome, int]:
    """How many decisions would have come to what."""
    counts: Counter[Outcome] = Counter()
    for one in decided:
        counts[outcome_of(one, table)] += one.count
    return {outcome: counts[outcome] for outcome in Outcome}


def told(counts: dict[Outcome, int], fewest: int) -> list[Message]:
    """The counts in sentences. None when nothing was decided; a count of a few is not said, and no total gives it away."""
    if not any(counts.values()):
        return []
    return [_few(outcome, fewest) if 0 < count < fewest else _many(outcome, count) for outcome, count in counts.items()]


def _many(outcome: Outcome, count: int) -> Message:
    words = {
        Outcome.MORE: message("%(count)s 份会多认定一些。", count=count),
        Outcome.LESS: message("%(count)s 份会少认定一些。", count=count),
        Outcome.NOTHING: message("%(count)s 份什么也不会认定，因为那个值停用了。", count=count),
        Outcome.SAME: message("%(count)s 份不变。", count=count),
    }
    return words[outcome]


def _few(outcome: Outcome, fewest: int) -> Message:
    words = {
        Outcome.MORE: message("会多认定一些的不到 %(fewest)s 份，不说几份，免得看出是谁。", fewest=fewest),
        Outcome.LESS: message("会少认定一些的不到 %(fewest)s 份，不说几份，免得看出是谁。", fewest=fewest),
        Outcome.NOTHING: message("什么也不会认定的不到 %(fewest)s 份，不说几份，免得看出是谁。", fewest=fewest),
        Outcome.SAME: message("不变的不到 %(fewest)s 份，不说几份，免得看出是谁。", fewest=fewest),
    }
    return words[outcome]
