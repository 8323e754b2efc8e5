"""How long one's credit may be used, in words: on the pages of credit, of one entry, and in a list of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request
from markupsafe import Markup
from sqlmodel import Session

from portal.credits.rulebook.sentences import DOMAIN_WORDS
from portal.credits.rules import EntryType, Part, Unit, parts_of, record_number
from portal.credits.sentences import explain, in_their_language
from portal.text import Message, language, message
from portal.text.amounts import format_credit
from portal.text.dates import format_date, local_date
from portal.validity import queries
from portal.validity.models import CreditValidity
from portal.validity.rules import State, is_urgent, state_on
from portal.web.pages import render

SHOWN_AT_ONCE = 5


@dataclass(frozen=True)
class Term:
    """The term of one entry as its person reads it on a day. Amounts are hundredths of a credit."""

    row: CreditValidity
    cause: Mapping[str, Any]
    parts: Mapping[Part, int]
    today: date

    @property
    def number(self) -> str:
        return record_number(self.row.earned_id)

    @property
    def title(self) -> str:
        return in_their_language(self.cause, "title")

    @property
    def sentence(self) -> Message:
        return explain(self.cause)

    @property
    def state(self) -> State:
        return state_on(self.today, self.row.valid_until, self.row.warn_days)

    @property
    def usable(self) -> int:
        """What is still there to be used, or locked for a use."""
        return self.parts[Part.FREE] + self.parts[Part.LOCKED]

    @property
    def is_ending(self) -> bool:
        """Whether there is something to be warned of."""
        return self.state is State.ENDING and self.usable > 0

    @property
    def has_lapsed(self) -> bool:
        return self.parts[Part.LAPSED] > 0

    @property
    def domain(self) -> Message | str:
        return DOMAIN_WORDS.get(self.row.domain, self.row.domain)

    @property
    def state_words(self) -> tuple[Message, str]:
        """The state and its tone."""
        if self.has_lapsed:
            return message("已失时效"), "past"
        if not self.usable:
            return message("没有能用的了"), "past"
        if self.state is State.OVER:
            return message("过了期限"), "stop"
        if not self.is_ending:
            return message("能用"), "good"
        is_last = is_urgent(self.today, self.row.valid_until, self.row.warn_days)
        return (message("马上到期"), "stop") if is_last else (message("快到期"), "wait")

    @property
    def said(self) -> list[Message]:
        """Until when, what has lapsed, what made the term begin anew, and what to do."""
        found = [self._until(), *self._over()]
        if self.row.refreshed_by:
            english = self.row.refreshed_by_en if language() == "en" else ""
            values = {"title": english or self.row.refreshed_by, "day": format_date(self.row.counts_from)}
            found.append(message("您%(day)s考合格《%(title)s》，期限从那天重新算。", **values))
        if self.is_ending or self.has_lapsed:
            found.append(self.advice)
        return found

    @property
    def advice(self) -> Message:
        if self.has_lapsed:
            return message("再考合格一门“%(domain)s”类的课，就能恢复。", domain=self.domain)
        return message("到期前再考合格一门“%(domain)s”类的课，期限重新算。", domain=self.domain)

    def _until(self) -> Message:
        day = format_date(self.row.valid_until)
        if self.state is State.OVER:
            return message("能用到%(day)s，已经过了。", day=day)
        days = (self.row.valid_until - self.today).days
        return message("能用到%(day)s，剩余天数：%(days)s。", day=day, days=days)

    def _over(self) -> list[Message]:
        found = []
        if lapsed := self.parts[Part.LAPSED]:
            credit = format_credit(lapsed)
            found.append(message("%(credit)s 学分已失时效，不能再转换。学过什么，一直在记录里。", credit=credit))
        if self.state is State.OVER and (locked := self.parts[Part.LOCKED]):
            credit = format_credit(locked)
            found.append(message("%(credit)s 学分还锁定着。转换不成，解锁以后也失时效。", credit=credit))
        return found


def terms_of(session: Session, person_id: int, today: date) -> list[Term]:
    """All terms of a person: what ends soon in front, then what has lapsed, then the others."""
    rows = queries.terms_of_person(session, person_id)
    moved = queries.moved_of(session, [row.CreditValidity.earned_id for row in rows]) if rows else {}
    terms = [_term(row.CreditValidity, row.cause, row.credit_hundredths, moved, today) for row in rows]
    return sorted(terms, key=lambda term: (not term.is_ending, not term.has_lapsed, term.row.valid_until))


def _term(
    row: CreditValidity,
    cause: Mapping[str, Any],
    amount: int,
    moved: Mapping[int, Mapping[EntryType, int]],
    today: date,
) -> Term:
    return Term(row, cause, parts_of(amount, moved[row.earned_id]), today)


def lapsing(request: Request, session: Session, person_id: int) -> Markup:
    """For the pages of a person's credit and courses: what ends soon, and that some has lapsed."""
    terms = terms_of(session, person_id, local_date(request.app.state.clock()))
    ending, lapsed = [one for one in terms if one.is_ending], [one for one in terms if one.has_lapsed]
    if not ending and not lapsed:
        return Markup("")
    values = {"count": len(ending), "ending": ending[:SHOWN_AT_ONCE], "lapsed": lapsed}
    return Markup(render(request, "validity/_open.html", **values))


def term_of_entry(request: Request, session: Session, entry: Any) -> Markup:
    """For the page of one entry: until when it may be used."""
    row = session.get(CreditValidity, entry.id) if entry.unit is Unit.CREDIT and entry.earned_id is None else None
    if row is None:
        return Markup("")
    moved = queries.moved_of(session, [entry.id])
    term = _term(row, entry.cause, entry.amount, moved, local_date(request.app.state.clock()))
    return Markup(render(request, "validity/_entry.html", term=term, entry=entry))
