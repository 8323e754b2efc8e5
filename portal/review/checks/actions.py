"""The formal check and the accessibility check: every write of these two desks."""

from dataclasses import dataclass

from sqlmodel import Session, col, update

from portal.errors import Refused
from portal.review import queries
from portal.review.actions import held, name_person, step_with_check, take_part
from portal.review.models import AccessReport, Moment, PartState, ReviewPart
from portal.submissions.actions import Deed, take_step
from portal.submissions.models import Submission
from portal.submissions.rules import Part, ReturnedAs, why_not
from portal.submissions.steps import Step
from portal.text import Message


@dataclass(frozen=True)
class Report:
    """What a tester found: how each task went, which ways of learning work, and the faults."""

    tasks: dict[str, str]
    ways: dict[str, str]
    faults: list[dict[str, str]]
    summary: str


def take_formal_check(session: Session, submission_id: int, deed: Deed) -> Message | None:
    """A formal checker takes a course that waits. Gives the reason when they must keep away."""
    submission, facts = held(session, submission_id, deed)
    taken = step_with_check(session, submission, Step.TAKE, facts, deed, Moment.OPEN)
    if isinstance(taken, Message):
        return taken
    if taken:
        take_part(session, submission, Part.FORMAL_CHECKER, deed)
    return None


def pass_formal(session: Session, submission_id: int, items: dict[str, str], deed: Deed) -> Message | None:
    """Everything on the list is in order: on to the accessibility check."""
    submission, facts = held(session, submission_id, deed)
    details = {"items": items}
    return _reason(step_with_check(session, submission, Step.PASS_FORMAL, facts, deed, Moment.SUBMIT, details=details))


def return_formal(
    session: Session, submission_id: int, items: dict[str, str], letter: str, deed: Deed
) -> Message | None:
    """Back to the prefecture with one letter that names every fault."""
    submission, facts = held(session, submission_id, deed)
    return _reason(
        step_with_check(
            session,
            submission,
            Step.RETURN_FORMAL,
            facts,
            deed,
            Moment.SUBMIT,
            note=letter,
            details={"items": items},
            returned_as=ReturnedAs.FORMAL,
            returned_package_id=submission.package_id,
        )
    )


def name_tester(session: Session, submission_id: int, person_id: int, part: Part, deed: Deed) -> Message | None:
    """Ask a tester to try a course. Gives the reason when this tester must keep away."""
    submission, facts = held(session, submission_id, deed)
    if reason := why_not(Step.NAME_TESTER, facts):
        raise Refused(reason)
    if reason := name_person(session, submission, person_id, part, deed, "a11y_check"):
        return reason
    details = {"person_id": person_id, "part": part}
    take_step(session, submission, Step.NAME_TESTER, facts, deed, details=details)
    return None


def open_test(session: Session, submission_id: int, deed: Deed) -> Message | None:
    """A tester says that there is no conflict and begins."""
    submission, facts = held(session, submission_id, deed)
    opened = step_with_check(session, submission, Step.OPEN_TEST, facts, deed, Moment.OPEN)
    if opened is True:
        _open_part(session, submission, deed)
    return _reason(opened)


def hand_in_report(session: Session, submission_id: int, report: Report, deed: Deed) -> Message | None:
    """Keep a tester's report on the package as it is now."""
    submission, facts = held(session, submission_id, deed)
    handed_in = step_with_check(session, submission, Step.REPORT, facts, deed, Moment.SUBMIT)
    if handed_in is True:
        assert deed.actor is not None and facts.part is not None and submission.package_id is not None
        session.add(
            AccessReport(
                submission_id=submission.id,
                package_id=submission.package_id,
                round=submission.round,
                person_id=deed.actor.person_id,
                part=facts.part,
                tasks=report.tasks,
                ways=report.ways,
                faults=report.faults,
                summary=report.summary,
                handed_in_at=deed.now,
            )
        )
        session.flush()
    return _reason(handed_in)


def pass_access(session: Session, submission_id: int, note: str, deed: Deed) -> None:
    """No fault keeps a learner out: on to the experts, or to the panel when the experts' reviews stand."""
    submission, facts = held(session, submission_id, deed)
    if facts.experts_stand:
        take_step(session, submission, Step.PASS_CHANGES, facts, deed, note=note, sitting=submission.sitting + 1)
    elif take_step(session, submission, Step.PASS_ACCESS, facts, deed, note=note):
        of_earlier_rounds = update(ReviewPart).where(
            col(ReviewPart.submission_id) == submission.id,
            col(ReviewPart.part) == Part.EXPERT,
            col(ReviewPart.state) == PartState.OPEN,
        )
        session.execute(of_earlier_rounds.values(state=PartState.PAST))


def fail_access(session: Session, submission_id: int, letter: str, deed: Deed) -> None:
    """Back to the prefecture with everything the testers found."""
    submission, facts = held(session, submission_id, deed)
    take_step(
        session,
        submission,
        Step.FAIL_ACCESS,
        facts,
        deed,
        note=letter,
        returned_as=ReturnedAs.ACCESS,
        returned_package_id=submission.package_id,
    )


def _open_part(session: Session, submission: Submission, deed: Deed) -> None:
    assert deed.actor is not None
    mine = queries.part_of(session, submission.id, deed.actor.person_id)
    assert mine is not None
    mine.state, mine.answered_at = PartState.OPEN, deed.now
    session.flush()


def _reason(result: Message | bool) -> Message | None:
    return result if isinstance(result, Message) else None
