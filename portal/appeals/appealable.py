"""What can be appealed. A new kind is one `Kind` in APPEALABLE (see kinds.py): what was decided, by whom, when the
learner was told, and how it is put right. Nothing else of this room knows one kind from another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from portal.text import Message


@dataclass(frozen=True)
class Matter:
    """One decision that a learner may not agree with."""

    kind: str
    object_id: int
    person_id: int
    earned_id: int | None  # the entry whose credit is held while the appeal is open; None: there is none
    told_on: date  # in Asia/Shanghai; from here the term runs
    took_part: frozenset[int]  # who had a part in the decision; they never judge the appeal
    decided: int  # hundredths that the decision took or refused: at most so much is given back
    sentence: Message  # what was decided
    reasons: str  # what the learner was told
    answer: str  # what the learner had said before
    route: str  # where the learner reads it: the route, and the name of its number
    route_key: str


@dataclass(frozen=True)
class Giving:
    """What an appeal gives back."""

    amount: int  # hundredths
    reference: str
    number: str  # of the appeal, for the sentence of the entry
    officer_id: int


@dataclass(frozen=True)
class Kind:
    """How one kind of decision is found, and how it is put right."""

    name: Message
    find: Callable[[Session, int], Matter | None]
    of_person: Callable[[Session, int], list[Matter]]
    # What it posted, by its id; None where a cap leaves all of it out for now.
    give_back: Callable[[Session, Matter, Giving, datetime], int | None]
    in_part: bool = True  # whether some of it may be given back; False: all of it, or nothing


APPEALABLE: dict[str, Kind] = {}


def matter_of(session: Session, kind: str, object_id: int) -> Matter | None:
    """A decision that can be appealed; None when there is none, or it is of no such kind."""
    found = APPEALABLE.get(kind)
    return found.find(session, object_id) if found else None


def matters_of(session: Session, person_id: int) -> list[Matter]:
    """Every decision about a person that can be appealed, the newest first."""
    found = [matter for kind in APPEALABLE.values() for matter in kind.of_person(session, person_id)]
    return sorted(found, key=lambda one: (one.told_on, one.object_id), reverse=True)
