"""The figures of the bank as their page shows them: places in order, small numbers hidden."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.accounts.rules import is_within
from portal.bank.rules import Counted, Kind, in_total, whole_credits
from portal.reach.rules import hidden_places
from portal.reach.views import HIDDEN, TOTAL, people, title_of
from portal.text import Message, message

NOTHING = message("没有")
ROOMS = (  # where credit officers work, in the order in which they stand on the desk; the names of the routes
    (message("认定"), "recognition_desk"),
    (message("收回学分"), "reversals"),
    (message("别处的徽章"), "transfer_desk"),
    (message("更正记录"), "corrections"),
    (message("院校协议"), "agreements"),
    (message("账期"), "bank_periods"),
    (message("起草学分规则"), "rule_drafts"),
)


@dataclass(frozen=True)
class FigureRow:
    """A line of the report."""

    name: Message | str
    people: Message | str
    credit: Message | str


def rooms(url_for: Callable[[str], str]) -> list[tuple[Message, str]]:
    """The rooms of the bank, each with its address."""
    return [(name, url_for(route)) for name, route in ROOMS]


def rows_of(places: Iterable[Any], figures: Sequence[Any], scope: str, fewest: int) -> list[FigureRow]:
    """The prefectures of a region, in the order of their codes; for the whole province the total too.

    Those who live in no prefecture are counted in the total under the province's own code.
    """
    counted = {one.region_code: Counted(one.people, one.credit_hundredths) for one in figures}
    found = {place.code: counted.pop(place.code, Counted()) for place in places}
    elsewhere = {code: one for code, one in counted.items() if one.people}
    hidden = hidden_places({code: one.people for code, one in (found | elsewhere).items()}, fewest)
    rows = [
        _row(title_of(place), found[place.code], place.code in hidden)
        for place in places
        if is_within(place.code, scope)
    ]
    if scope.endswith("0000"):
        rows += [_row(message("没有填市州的"), one, code in hidden) for code, one in elsewhere.items()]
        total = in_total(found | elsewhere)
        rows.append(_row(TOTAL, total, 0 < total.people < fewest))
    return rows


def _row(name: Message | str, counted: Counted, is_hidden: bool) -> FigureRow:
    if is_hidden:
        return FigureRow(name, HIDDEN, HIDDEN)
    amount = message("%(credit)s 学分", credit=whole_credits(counted.credit_hundredths)) if counted.people else NOTHING
    return FigureRow(name, people(counted.people), amount)


def has_credit(kind: Kind) -> bool:
    """Whether figures of a kind tell credit, and not only people."""
    return kind is not Kind.ACCOUNTS
