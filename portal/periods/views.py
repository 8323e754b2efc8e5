"""A period as its pages show it, and what the page of an entry says of one that is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import Request
from markupsafe import Markup
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.credits.rules import EntryType
from portal.errors import NotFound
from portal.jobs.models import told
from portal.periods import queries
from portal.periods.models import BankPeriod, PeriodRecount
from portal.periods.rules import STATE_TONES, STATE_WORDS, Case, State, Step, why_not
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.dates import format_date, local_date
from portal.web.pages import render

PROVINCE = "0000"  # the end of a province's code
TYPE_WORDS: dict[EntryType, Message] = {
    EntryType.EARN: message("学课程得到"),
    EntryType.RECOGNISE: message("认定"),
    EntryType.TRANSFER_IN: message("转入"),
    EntryType.LOCK: message("锁定"),
    EntryType.UNLOCK: message("解锁"),
    EntryType.CONVERT_OUT: message("转换"),
    EntryType.CONVERT_BACK: message("退回转换"),
    EntryType.EXPIRE_USE: message("失时效"),
    EntryType.RESTORE: message("恢复时效"),
    EntryType.REVERSE: message("收回"),
    EntryType.ADJUST: message("改正，还回"),
}
WHO = {Step.BEGIN: Role.CREDIT_OFFICER, Step.RECOUNT: Role.CREDIT_OFFICER, Step.CLOSE: Role.AUDITOR}


@dataclass(frozen=True)
class Shown:
    """One period: its days, where it is, and the figures that were counted last."""

    begins: date
    ends: date
    period: BankPeriod | None
    case: Case
    recount: PeriodRecount | None
    today: date

    @property
    def name(self) -> Message:
        last = format_date(self.ends - timedelta(days=1))
        return message("%(begins)s至%(last)s", begins=format_date(self.begins), last=last)

    @property
    def state(self) -> tuple[Message, str]:
        """The state in words, and its tone."""
        if self.case.is_counting:
            return message("正在重新计算"), "wait"
        if self.case.state is State.CLOSING and self.case.differences:
            return message("有对不上的地方"), "stop"
        if self.case.state is State.CLOSING and self.case.differences == 0:
            return message("对得上，等审计员关账"), "wait"
        return STATE_WORDS[self.case.state], STATE_TONES[self.case.state]

    @property
    def differences(self) -> list[Message]:
        return [told(one) for one in self.recount.differences] if self.recount else []

    @property
    def types(self) -> Sequence[tuple[Message, int, str, int]]:
        """Each type of entry with its count, its credit in words, and its points."""
        found = self.recount.totals["types"] if self.recount else {}
        return [
            (words, found[kind]["count"], format_credit(found[kind]["credit_hundredths"]), found[kind]["points"])
            for kind, words in TYPE_WORDS.items()
            if kind in found
        ]

    @property
    def bank(self) -> list[tuple[str, Message]]:
        """Each of the bank's accounts with what stands in it. What people earned has come out of an account."""
        found: dict[str, int] = self.recount.totals["bank"] if self.recount else {}
        return [(code, stands(amount)) for code, amount in sorted(found.items())]

    @property
    def people(self) -> Message:
        return stands(self.recount.totals["people"] if self.recount else 0)

    def step_for(self, officer: Actor, region_code: str) -> tuple[Step | None, Message | None]:
        """The step that this person may be asked for now, and what keeps them from it."""
        steps = {State.OPEN: (Step.BEGIN,), State.CLOSING: (Step.CLOSE, Step.RECOUNT), State.CLOSED: ()}
        theirs = [step for step in steps[self.case.state] if WHO[step] in officer.roles]
        if not theirs:
            return None, None
        if not region_code.endswith(PROVINCE):
            return None, message("关账由省里办。")
        open_to = [step for step in theirs if not why_not(step, self.case, officer.person_id, self.today)]
        return (open_to or theirs)[0], why_not((open_to or theirs)[0], self.case, officer.person_id, self.today)


def stands(hundredths: int) -> Message:
    """What stands in an account: so much came in, or so much went out."""
    if hundredths < 0:
        return message("出去了 %(credit)s 学分", credit=format_credit(-hundredths))
    return message("有 %(credit)s 学分", credit=format_credit(hundredths))


def shown(session: Session, begins: date, ends: date, today: date) -> Shown:
    """One period as it is now; of a closed one the figures with which it was closed."""
    period = queries.period_of(session, begins)
    case = queries.case_of(session, begins, ends, period)
    recount = queries.recount_of(session, period, period.closed_with) if period else None
    return Shown(begins, ends, period, case, recount, today)


def all_shown(session: Session, today: date) -> list[Shown]:
    """Every period, the newest first."""
    return [shown(session, begins, ends, today) for begins, ends in reversed(queries.spans(session, today))]


def one_shown(session: Session, begins: str, today: date) -> Shown:
    """The period that begins on a day. Raises NotFound for any other day."""
    found = next((span for span in queries.spans(session, today) if span[0].isoformat() == begins), None)
    if found is None:
        raise NotFound
    return shown(session, *found, today)


def periods_waiting(request: Request, session: Session, officer: Actor, now: Any) -> tuple[Message, int, str]:
    """For the bank's desk: how many periods wait for this officer to do something."""
    today = local_date(now)
    regions = request.state.role_regions
    count = 0
    for one in all_shown(session, today):
        step, problem = one.step_for(officer, max(regions.values(), key=lambda code: code.endswith(PROVINCE)))
        count += step is not None and step is not Step.RECOUNT and problem is None
    return message("关账"), count, request.app.state.url_for("bank_periods")


def after_the_close(request: Request, session: Session, entry: Any) -> Markup:
    """For the page of one entry: that it was posted after the period of its deed was closed."""
    period = queries.closed_over(session, local_date(entry.happened_at), entry.posted_at)
    return Markup(render(request, "periods/_entry.html", period=period)) if period else Markup("")
