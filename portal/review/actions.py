"""What all desks have in common: the look for a conflict, naming somebody, opening the content, giving it back."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Role
from portal.errors import Refused
from portal.jobs.models import stored
from portal.review import queries
from portal.review.models import ConflictCheck, Moment, PartState, ReviewPart
from portal.review.rules import Reviewer, conflicts
from portal.submissions import queries as handed_in
from portal.submissions.actions import Deed, take_step
from portal.submissions.models import Submission
from portal.submissions.rules import PART_NAMES, Facts, Part, why_not
from portal.submissions.steps import Step
from portal.text import Message, message

ROLE_OF_PART = {
    Part.FORMAL_CHECKER: Role.FORMAL_CHECKER,
    Part.BLIND_TESTER: Role.BLIND_TESTER,
    Part.DEAF_TESTER: Role.DEAF_TESTER,
    Part.EXPERT: Role.EXPERT,
    Part.PANEL_MEMBER: Role.PANEL_MEMBER,
    Part.OBJECTION_HANDLER: Role.APPEAL_OFFICER,
}


def held(session: Session, submission_id: int, deed: Deed) -> tuple[Submission, Facts]:
    """The submission, locked, and what the rules need to know of it and of who acts."""
    submission = handed_in.held(session, submission_id)
    return submission, queries.review_facts(session, submission, deed)


def check_conflict(
    session: Session, submission: Submission, reviewer: Reviewer, part: str, moment: Moment, deed: Deed
) -> tuple[Message, ...]:
    """Look for a conflict, keep what was found, and give the reasons.

    A reason is an answer, not an error: the caller ends well, so that the row is committed.
    """
    theirs = queries.part_of(session, submission.id, reviewer.person_id)
    has_declared = theirs is not None and theirs.has_conflict
    reasons = conflicts(reviewer, queries.subject_of(session, submission), has_declared)
    session.add(
        ConflictCheck(
            submission_id=submission.id,
            person_id=reviewer.person_id,
            part=part,
            moment=moment,
            reasons=[stored(reason) for reason in reasons],
            checked_at=deed.now,
        )
    )
    session.flush()
    return reasons


def step_with_check(
    session: Session,
    submission: Submission,
    step: Step,
    facts: Facts,
    deed: Deed,
    moment: Moment,
    note: str = "",
    details: dict[str, Any] | None = None,
    **changes: Any,
) -> Message | bool:
    """A step of somebody who must have no conflict: the look is kept, also when it stops the step.

    Gives the reason when there is one, else whether the step is new (False: this press of a button has been one).
    """
    assert deed.actor is not None
    if handed_in.is_done(session, deed.key):
        return False
    part = facts.part or "/".join(sorted(deed.actor.roles))
    me = Reviewer(deed.actor.person_id, deed.actor.name, deed.actor.region_code)
    if check_conflict(session, submission, me, part, moment, deed):
        if reason := why_not(step, facts):
            return reason
    return take_step(session, submission, step, facts, deed, note, details, **changes)


def name_person(
    session: Session, submission: Submission, person_id: int, part: Part, deed: Deed, term: str
) -> Message | None:
    """Give somebody a part in a course. Gives the reason when they must not have it; nothing is changed then.

    `term` names the province's number of working days that the person has.
    """
    assert deed.actor is not None
    person = queries.reviewer_of(session, person_id)
    if not queries.has_role(session, person_id, ROLE_OF_PART[part]):
        return message("这位不是%(part)s。", part=PART_NAMES[part])
    if check_conflict(session, submission, person, part, Moment.ASSIGN, deed):
        return message("%(name)s要回避这门课，不能分给他。", name=person.name)
    existing = queries.part_of(session, submission.id, person_id)
    if existing and existing.part != part:
        other = PART_NAMES[existing.part]
        return message("%(name)s在这门课里已经是%(part)s。一个人只担任一项。", name=person.name, part=other)
    if existing and existing.state in (PartState.ASKED, PartState.OPEN):
        return message("%(name)s已经分到这门课。", name=person.name)
    if existing and existing.state is PartState.DECLINED:
        return message("%(name)s没有接这门课。分给别人。", name=person.name)
    named = existing or ReviewPart(
        submission_id=submission.id, person_id=person_id, part=part, asked_by_id=0, asked_at=deed.now
    )
    named.state, named.asked_by_id, named.asked_at = PartState.ASKED, deed.actor.person_id, deed.now
    named.answered_at = None
    named.due_on = deed.rules.term_from(deed.today, term)
    session.add(named)
    session.flush()
    audit.record(
        session,
        deed.actor_id,
        "review_part.name",
        "submission",
        submission.id,
        deed.now,
        person_id=person_id,
        part=part,
    )
    return None


def take_part(session: Session, submission: Submission, part: Part, deed: Deed) -> ReviewPart:
    """Begin a part that nobody has to be named for: formal checker, panel member, objection handler."""
    assert deed.actor is not None
    mine = queries.part_of(session, submission.id, deed.actor.person_id)
    if mine is None:
        mine = ReviewPart(
            submission_id=submission.id,
            person_id=deed.actor.person_id,
            part=part,
            asked_by_id=deed.actor.person_id,
            asked_at=deed.now,
        )
    mine.state, mine.answered_at = PartState.OPEN, deed.now
    session.add(mine)
    session.flush()
    return mine


def declare_conflict(session: Session, submission_id: int, reason: str, deed: Deed) -> None:
    """Somebody says that they have a conflict: from now on the course is closed to them."""
    assert deed.actor is not None
    submission = handed_in.held(session, submission_id)
    mine = queries.part_of(session, submission_id, deed.actor.person_id)
    part = mine.part if mine else _part_by_role(deed)
    if mine is None:
        mine = take_part(session, submission, part, deed)
    mine.has_conflict, mine.state, mine.reason = True, PartState.DECLINED, reason
    mine.answered_at = deed.now
    session.flush()
    me = Reviewer(deed.actor.person_id, deed.actor.name, deed.actor.region_code)
    check_conflict(session, submission, me, part, Moment.OPEN, deed)
    audit.record(session, deed.actor_id, "review_part.declare_conflict", "submission", submission_id, deed.now)


def _part_by_role(deed: Deed) -> Part:
    roles = deed.actor.roles if deed.actor else frozenset()
    for part, role in ROLE_OF_PART.items():
        if role in roles:
            return part
    raise Refused(message("您在评审里没有任务，不用申报。"))


def extend(session: Session, submission_id: int, deed: Deed) -> None:
    """Give the prefecture more time for this round, once."""
    submission, facts = held(session, submission_id, deed)
    due_on = (submission.due_on or deed.today) + timedelta(days=deed.rules.extension_days)
    take_step(session, submission, Step.EXTEND, facts, deed, due_on=due_on, was_extended=True)


def cancel(session: Session, submission_id: int, deed: Deed) -> None:
    """End a submission that was not brought back in time, or whose rounds are used up."""
    submission, facts = held(session, submission_id, deed)
    take_step(session, submission, Step.CANCEL, facts, deed)
