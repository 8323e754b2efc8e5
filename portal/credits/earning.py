"""Earn by rule: what counts is posted, what a cap leaves out waits, what was earned before is not earned again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal.credits.actions import hold_account, open_account, post_earn, post_new, post_points
from portal.credits.counting import SOURCES, candidate_of, counted_of, has_earned, points_on, stands_of_family
from portal.credits.held import earned_as, entries_by, held_by, rival_courses
from portal.credits.models import CreditTransfer
from portal.credits.queries import posted_for
from portal.credits.replacing import give_way, improve, reject
from portal.credits.rulebook.equivalence import Held, rival_of, why_not_instead
from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rulebook.queries import rules_on
from portal.credits.rulebook.reckoning import Counted, Reckoned, points_for, reckon
from portal.credits.rulebook.rules import CandidateState, LeftReason, RuleSet, candidate_state
from portal.credits.rules import EntryType
from portal.text.dates import local_date

COURSES = "courses"


@dataclass(frozen=True)
class Course:
    """A passed course as the bank sees it. `reference` is the same however often and in whatever version it is passed."""

    course_id: int
    reference: str
    announced: int  # hundredths of a credit
    learning_minutes: int
    provider: str
    cause: Mapping[str, Any]

    @property
    def mark(self) -> int:
        return int(self.cause["mark"])


def earn(session: Session, person_id: int, course: Course, passed_at: datetime, now: datetime) -> CreditTransfer | None:
    """Post what counts of a course's credit and keep what does not, by the rules of the day on which it was passed.

    Once for each reference: again, or at the same moment, it changes nothing and returns the posting, or None where
    nothing of it counts. Only a better mark may take the place of an earlier one, where the rules say so. The caller has
    checked that the person's identity is verified.
    """
    hold_account(session, open_account(session, person_id, now).id)
    there, kept = posted_for(session, course.reference), candidate_of(session, course.reference)
    deed = _Deed(person_id, course, rules_on(session, local_date(passed_at)), passed_at, now)
    if there or kept:
        return _earn_again(session, deed, kept) or there
    rival = _rival(session, person_id, deed.rules, course.course_id)
    return _post_what_counts(session, deed, rival, None, course.reference)


@dataclass(frozen=True)
class _Deed:
    """Who passed what, when, and the rules of that day."""

    person_id: int
    course: Course
    rules: RuleSet
    passed_at: datetime
    now: datetime


def _earn_again(session: Session, deed: _Deed, kept: CreditCandidate | None) -> CreditTransfer | None:
    """A course that was reckoned before, passed again: where its credit counts, a better mark is written to it; where
    another course counts in its place, a better mark may win it back. None when nothing is posted."""
    person_id, course, rules = deed.person_id, deed.course, deed.rules
    if not rules.best_of and rules.group_of(course.course_id) is None:
        return None
    mine = next(iter(held_by(session, person_id, [course.course_id])), None)
    if mine is None:
        return None
    if mine.counts:
        if not (rules.best_of and course.mark > mine.mark and mine.is_movable):
            return None
        if kept and mine.waiting:
            kept.cause = dict(kept.cause) | {"mark": course.mark}
            session.add(kept)
        return improve(session, person_id, course.course_id, course.cause, course.reference, deed.now)
    rival = _rival(session, person_id, rules, course.course_id)
    if mine.was_taken_back or not mine.gave_way or (rival and course.mark <= mine.mark):
        return None
    count = len(entries_by(session, person_id, [course.course_id]).get(course.course_id, []))
    reference = f"{course.reference}/again/{count + 1}"
    return _post_what_counts(session, deed, rival, kept, reference)


def _rival(session: Session, person_id: int, rules: RuleSet, course_id: int) -> Held | None:
    """What counts already in the group of a course; no query where it has no group."""
    others = rival_courses(rules, course_id)
    return rival_of(rules, course_id, held_by(session, person_id, others)) if others else None


def _post_what_counts(
    session: Session, deed: _Deed, rival: Held | None, kept: CreditCandidate | None, reference: str
) -> CreditTransfer | None:
    """Post what counts under a reference, in the place of the rival if there is one, and keep what does not. `kept` is
    what was kept of this course before."""
    person_id, course, rules, passed_at = deed.person_id, deed.course, deed.rules, deed.passed_at
    old = entries_by(session, person_id, [rival.course_id]).get(rival.course_id, []) if rival else []
    new = Counted(local_date(passed_at), course.announced, COURSES, course.provider)
    counted = [] if rules.caps.is_empty else counted_of(session, person_id, [entry.id for entry in old])
    done = reckon(rules, new, counted)
    if rival and (reason := why_not_instead(rival, course.mark, done, rules.carries)):
        one = _candidate(deed, kept, course.announced)
        reject(session, one, reason, dict(rival.titles) | {"mark": rival.mark}, deed.now)
        return None
    if rival:
        give_way(session, old, course.cause, reference, deed.now)
        if waits := candidate_of(session, earned_as(rival.course_id, person_id)):
            if waits.state == CandidateState.WAITING:
                reject(session, waits, LeftReason.REPLACED, course.cause, deed.now)
    if kept or done.left:
        keep(session, _candidate(deed, kept, done.left), done, rules)
    if not done.posted:
        return None
    sums = {"learning_minutes": course.learning_minutes, "announced": course.announced} | why(done)
    return post_earn(
        session, person_id, done.posted, reference, dict(course.cause) | {"sum": sums}, deed.now, passed_at
    )


def _candidate(deed: _Deed, kept: CreditCandidate | None, left_hundredths: int) -> CreditCandidate:
    """What is kept of a course: a new row, or the one that is there with the newest pass."""
    one = kept or CreditCandidate(
        person_id=deed.person_id,
        course_id=deed.course.course_id,
        reference=deed.course.reference,
        state=CandidateState.WAITING,
        left_hundredths=left_hundredths,
        cause={},
        completed_at=deed.passed_at,
    )
    one.cause, one.completed_at, one.left_hundredths = dict(deed.course.cause), deed.passed_at, left_hundredths
    return one


def keep(session: Session, one: CreditCandidate, done: Reckoned, rules: RuleSet) -> None:
    """Keep what a cap leaves out, or that nothing is left."""
    one.state, one.reason, one.rejected_at = candidate_state(done.left, rules.carries), LeftReason.CAP, None
    if done.limit:
        one.cap, one.before, one.most = done.limit.name, done.limit.before, done.limit.most
    one.next_on = done.limit.end if done.limit and one.state is CandidateState.WAITING else None
    session.add(one)
    session.flush()


@dataclass(frozen=True)
class Recognised:
    """What was learned elsewhere, as the bank sees it. `value` is what its award counts for, in hundredths of a credit;
    `cause` names the family, of which only the highest counts."""

    reference: str
    value: int
    awarded_at: datetime
    cause: Mapping[str, Any]


def recognise(session: Session, person_id: int, award: Recognised, now: datetime) -> CreditTransfer | None:
    """Post what counts of an award beside what its family counts already, and keep what a cap leaves out; by the rules
    of the day of the decision, for the caps are on what is recognised in a year.

    Once for each reference, like `earn`; None where the family has as much already, or all of it is over a cap. The
    caller has checked that the person's identity is verified.
    """
    hold_account(session, open_account(session, person_id, now).id)
    if (there := posted_for(session, award.reference)) or candidate_of(session, award.reference):
        return there
    before, today = stands_of_family(session, person_id, award.cause["family"]), local_date(now)
    rules = rules_on(session, today)
    new = Counted(today, max(0, award.value - before), SOURCES[EntryType.RECOGNISE], "")
    done = reckon(rules, new, [] if rules.caps.is_empty else counted_of(session, person_id))
    kept = {"person_id": person_id, "reference": award.reference, "completed_at": award.awarded_at}
    _keep_left(session, done, rules.carries, cause=dict(award.cause), **kept)
    if not done.posted:
        return None
    reckoned = {"value": award.value, "family_before": before, "counts_on": today.isoformat()} | why(done)
    cause = dict(award.cause) | {"sum": reckoned}
    posted = (EntryType.RECOGNISE, done.posted, award.reference)
    return post_new(session, person_id, *posted, cause, now, award.awarded_at)


def _keep_left(session: Session, done: Reckoned, carries: bool, **kept: Any) -> None:
    """Keep what a cap left out, if it did."""
    if not (done.left and done.limit):
        return
    state = candidate_state(done.left, carries)
    limit: dict[str, Any] = {"cap": done.limit.name, "before": done.limit.before, "most": done.limit.most}
    next_on = done.limit.end if state is CandidateState.WAITING else None
    session.add(CreditCandidate(state=state, left_hundredths=done.left, next_on=next_on, **limit, **kept))
    session.flush()


def why(done: Reckoned) -> dict[str, Any]:
    """The tightest cap, as a posting keeps it; nothing where there is no cap."""
    if done.limit is None:
        return {}
    return {"cap": done.limit.name, "before": done.limit.before, "most": done.limit.most}


def earn_points(
    session: Session, person_id: int, reference: str, cause: Mapping[str, Any], now: datetime
) -> CreditTransfer | None:
    """Post the points of a deed by the rules of today, once for each reference; None when it earns none, or no more today."""
    hold_account(session, open_account(session, person_id, now).id)
    if there := posted_for(session, reference):
        return there
    today, kind = local_date(now), cause["kind"]
    points = points_for(rules_on(session, today), kind, points_on(session, person_id, kind, today))
    return post_points(session, person_id, points, reference, cause, now) if points else None


@dataclass(frozen=True)
class Foreseen:
    """What would count of a course, and whether the rest would wait for the next period. `rival` is what counts already
    in its group: the course counts only with a better mark, and never when `why_never` says so."""

    done: Reckoned
    carries: bool
    rival: Held | None = None
    why_never: LeftReason | None = None


def foresee(session: Session, person_id: int, course: Course, today: date) -> Foreseen | None:
    """What would count of a course that is passed today; None when it has earned already. Three queries at most, and
    three more for a course of a group."""
    if has_earned(session, course.reference):
        return None
    rules = rules_on(session, today)
    rival = _rival(session, person_id, rules, course.course_id)
    old = entries_by(session, person_id, [rival.course_id]).get(rival.course_id, []) if rival else []
    new = Counted(today, course.announced, COURSES, course.provider)
    counted = [] if rules.caps.is_empty else counted_of(session, person_id, [entry.id for entry in old])
    done = reckon(rules, new, counted)
    why_never = why_not_instead(rival, 100, done, rules.carries) if rival else None
    return Foreseen(done, rules.carries, rival, why_never)
