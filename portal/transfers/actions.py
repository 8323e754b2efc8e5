"""Trust an issuer, say what its badges count for, bring one, decide. Every step is one transaction with its audit row."""

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal import audit
from portal.credits.actions import hold_account, open_account, post_new
from portal.credits.counting import counted_of
from portal.credits.rulebook.queries import rules_on
from portal.credits.rulebook.reckoning import Counted, reckon
from portal.credits.rules import EntryType
from portal.errors import Refused
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.dates import SHANGHAI, format_date, local_date
from portal.transfers import queries
from portal.transfers.models import BadgeTransfer, TransferRule, TrustedIssuer
from portal.transfers.rules import (
    OWN_CASE,
    STANDINGS,
    STEPS,
    Case,
    Facts,
    Move,
    Standing,
    State,
    Step,
    needs_second,
    reference_of,
    why_not,
    why_not_move,
)

BROUGHT_BEFORE = message("这枚徽章已经交过，不能再交一次。")


def propose(session: Session, proposed: TrustedIssuer | TransferRule, now: datetime) -> None:
    """Propose an issuer or a rule. Raises Refused when it is there already, also when it comes at the same moment."""
    try:
        with session.begin_nested():
            session.add(proposed)
    except IntegrityError as error:
        raise Refused(message("这一条已经有了，或者已经有人提出。")) from error
    _record(session, proposed.proposed_by_id, "propose", proposed, now)


def confirm(session: Session, proposed: TrustedIssuer | TransferRule, officer_id: int, now: datetime) -> None:
    """Bring into force what another officer proposed; badges that waited for a rule wait for their decision then.

    Raises Refused for who proposed it, and when it was confirmed or ended before.
    """
    _move(session, proposed, Move.CONFIRM, officer_id)
    proposed.confirmed_by_id, proposed.confirmed_at = officer_id, now
    _record(session, officer_id, Move.CONFIRM, proposed, now)
    if isinstance(proposed, TransferRule):
        for badge in queries.waiting_for(session, proposed):
            badge.state, badge.rule_id = STEPS[State.VERIFIED, Step.MAP], proposed.id
            session.add(badge)


def end(session: Session, proposed: TrustedIssuer | TransferRule, officer_id: int, now: datetime) -> None:
    """Use an issuer or a rule no more; what was posted stays. Raises Refused when it was ended before."""
    _move(session, proposed, Move.END, officer_id)
    proposed.ended_at = now
    _record(session, officer_id, Move.END, proposed, now)


def _move(session: Session, proposed: TrustedIssuer | TransferRule, move: Move, officer_id: int) -> None:
    session.refresh(proposed, with_for_update=True)
    standing = Standing(proposed.standing)
    if problem := why_not_move(move, standing, proposed.proposed_by_id, officer_id):
        raise Refused(problem)
    proposed.standing = STANDINGS[standing, move]


def bring(
    session: Session, person_id: int, issuer: TrustedIssuer, facts: Facts, badge: str, decide_until: date, now: datetime
) -> BadgeTransfer:
    """Keep a badge whose signature was verified. The same person's same badge again is the first one.

    Raises Refused when somebody else brought it, also when it has counted already.
    """
    rule = queries.rule_for(session, issuer.id, facts.achievement)
    state = STEPS[None, Step.BRING]
    new = BadgeTransfer(
        person_id=person_id, issuer_id=issuer.id, credential_id=facts.credential_id, achievement=facts.achievement,
        title=facts.title, holder=facts.holder, awarded_on=facts.awarded_on, status_list=facts.status_list,
        status_index=facts.status_index, badge=badge, badge_digest=hashlib.sha256(badge.encode()).hexdigest(),
        rule_id=rule.id if rule else None, state=STEPS[state, Step.MAP] if rule else state, brought_at=now,
        decide_until=decide_until,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError as error:
        there = queries.standing_badge(session, issuer.id, facts.credential_id)
        if there is None or there.person_id != person_id:
            raise Refused(BROUGHT_BEFORE) from error
        return there
    _record(session, person_id, Step.BRING, new, now)
    return new


def keep_list(session: Session, badge: BadgeTransfer, officer_id: int, revoked: bool, now: datetime) -> None:
    """Keep what a status list says. One that says that the badge holds no more refuses it at once."""
    if revoked:
        words = str(message("发证单位的撤销名单上，这枚徽章已经撤销。"))
        refuse(session, badge, officer_id, words, now)
        return
    _next_state(session, badge, Step.REFUSE, officer_id)  # a step that is open to the officer: the badge waits
    badge.list_checked_at = now
    _record(session, officer_id, "check_list", badge, now)


def withdraw(session: Session, badge: BadgeTransfer, person_id: int, now: datetime) -> None:
    """Take back a badge that one has brought. Raises Refused after the decision."""
    badge.state = _next_state(session, badge, Step.WITHDRAW, person_id)
    _record(session, person_id, Step.WITHDRAW, badge, now)


def refuse(session: Session, badge: BadgeTransfer, officer_id: int, words: str, now: datetime) -> None:
    """Take no credit over. Raises Refused for one's own badge, and when it was decided before."""
    badge.state = _next_state(session, badge, Step.REFUSE, officer_id)
    badge.words, badge.decided_by_id, badge.decided_at = words, officer_id, now
    _record(session, officer_id, Step.REFUSE, badge, now)


def propose_posting(
    session: Session, badge: BadgeTransfer, officer_id: int, words: str, alone_up_to: int, now: datetime
) -> None:
    """Ask a second officer to post it. Raises Refused as `post` does."""
    state = _next_state(session, badge, Step.PROPOSE, officer_id, alone_up_to)
    rule = session.get_one(TransferRule, badge.rule_id)
    issuer = session.get_one(TrustedIssuer, badge.issuer_id)
    if problem := over_cap(session, badge.person_id, rule, issuer, now):
        raise Refused(problem)
    badge.state, badge.proposed_by_id, badge.needs_second = state, officer_id, True
    badge.words, badge.returned_words = words, ""
    _record(session, officer_id, Step.PROPOSE, badge, now)


def send_back(session: Session, badge: BadgeTransfer, officer_id: int, words: str, now: datetime) -> None:
    """As the second officer, let the first steps be gone again. Raises Refused for who proposed it."""
    badge.state = _next_state(session, badge, Step.RETURN, officer_id)
    badge.proposed_by_id, badge.needs_second = None, False
    badge.words, badge.returned_words = "", words
    _record(session, officer_id, Step.RETURN, badge, now)


def post(session: Session, badge: BadgeTransfer, officer_id: int, words: str, alone_up_to: int, now: datetime) -> None:
    """Post the credit of the rule, once. `alone_up_to` is the credit that one officer may post, in hundredths; more
    waits for a second one. Raises Refused for one's own badge, for who proposed it, before the status list was checked,
    when a cap has no room for it now, and when it was decided before."""
    state = _next_state(session, badge, Step.POST, officer_id, alone_up_to)
    rule = session.get_one(TransferRule, badge.rule_id)
    issuer = session.get_one(TrustedIssuer, badge.issuer_id)
    hold_account(session, open_account(session, badge.person_id, now).id)
    if problem := over_cap(session, badge.person_id, rule, issuer, now):
        raise Refused(problem)
    cause: dict[str, Any] = {
        "kind": "transferred",
        "title": badge.title,
        "provider": issuer.name,
        "badge": badge.badge_digest,
        "rule": rule.id,
    }
    awarded_at = min(now, datetime(*badge.awarded_on.timetuple()[:3], tzinfo=SHANGHAI))
    reference = reference_of(badge.id)
    amount = rule.credit_hundredths
    posted = post_new(session, badge.person_id, EntryType.TRANSFER_IN, amount, reference, cause, now, awarded_at)
    badge.state, badge.posted_id = state, posted.id
    badge.words, badge.decided_by_id, badge.decided_at = words, officer_id, now
    _record(session, officer_id, Step.POST, badge, now)


def over_cap(
    session: Session, person_id: int, rule: TransferRule, issuer: TrustedIssuer, now: datetime
) -> Message | None:
    """Why not all of a rule's credit counts now, and from when it may; None when all of it does."""
    today = local_date(now)
    new = Counted(today, rule.credit_hundredths, EntryType.TRANSFER_IN, issuer.name)
    rules = rules_on(session, today)
    done = reckon(rules, new, [] if rules.caps.is_empty else counted_of(session, person_id))
    if not done.left or done.limit is None:
        return None
    return message(
        "上限是 %(most)s 学分，已记 %(before)s 学分，现在记不下。从%(day)s起再转入，徽章一直留着。",
        most=format_credit(done.limit.most),
        before=format_credit(done.limit.before),
        day=format_date(done.limit.end),
    )


def note_reading(session: Session, officer_id: int, transfer_id: int, now: datetime) -> None:
    """Keep who read a person's badge at the desk."""
    audit.record(session, officer_id, "read.badge_transfer", "badge_transfer", transfer_id, now, purpose="transfer")


def case_of(badge: BadgeTransfer, rule: TransferRule | None, alone_up_to: int) -> Case:
    """What the rules need to know of a badge."""
    lists = (bool(badge.status_list), badge.list_checked_at is not None)
    is_much = rule is not None and needs_second(rule.credit_hundredths, alone_up_to)
    return Case(State(badge.state), badge.person_id, *lists, is_much, badge.proposed_by_id)


def _next_state(session: Session, badge: BadgeTransfer, step: Step, who: int, alone_up_to: int = 0) -> State:
    """Where a step leads, when it may be gone now. Whoever comes second at the same moment waits here and is refused."""
    session.refresh(badge, with_for_update=True)
    rule = session.get_one(TransferRule, badge.rule_id) if badge.rule_id else None
    case = case_of(badge, rule, alone_up_to)
    if problem := why_not(step, case, who):
        raise Refused(problem)
    return STEPS[case.state, step]


def _record(session: Session, who: int, step: str, row: Any, now: datetime) -> None:
    session.add(row)
    session.flush()
    audit.record(session, who, f"{step}.{row.__tablename__}", row.__tablename__, row.id, now)


__all__ = ["OWN_CASE", "bring", "confirm", "end", "keep_list", "note_reading", "post", "propose", "refuse", "withdraw"]
