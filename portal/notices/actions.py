"""公示: open a notice, take and answer objections, open the course to everyone."""

from typing import Any

from sqlmodel import Session

from portal import audit
from portal.calendar import add_working_days, working_days_left
from portal.errors import NotFound, Refused
from portal.formats.actions import prepare
from portal.library import actions as library
from portal.library.editions.actions import note_change
from portal.notices import queries, rules
from portal.notices.models import Notice, Objection, ObjectionState
from portal.review import queries as review
from portal.review.actions import check_conflict, take_part
from portal.review.models import Moment
from portal.review.queries import Evidence
from portal.review.rules import Reviewer
from portal.submissions import queries as handed_in
from portal.submissions.actions import Deed, take_step
from portal.submissions.models import Submission
from portal.submissions.rules import Facts, Part, ReturnedAs, why_not
from portal.submissions.steps import Step
from portal.text import Message, message
from portal.text.personal_data import find_personal_data


def held(session: Session, submission_id: int, deed: Deed) -> tuple[Submission, Facts, Evidence]:
    """The submission, locked, what the rules need to know, and the evidence."""
    submission = handed_in.held(session, submission_id)
    evidence = review.evidence_of(session, submission)
    return submission, queries.notice_facts(session, submission, deed, evidence), evidence


def open_notice(session: Session, submission_id: int, deed: Deed) -> None:
    """Publish the notice of a course that the panel has accepted. The guard for personal data looks at its words."""
    submission, facts, _ = held(session, submission_id, deed)
    package = handed_in.current_package(session, submission)
    version = handed_in.version_of(session, package)
    if version is None or find_personal_data(f"{version.title}\n{version.provider}\n{version.summary}"):
        raise Refused(message("公示的文字里像是有个人的号码，不能公示。"))
    days = deed.rules.notice_working_days
    ends_on = deed.rules.notice_end(deed.today)
    if take_step(session, submission, Step.OPEN_NOTICE, facts, deed, details={"days": days}, due_on=ends_on):
        assert deed.actor is not None
        session.add(
            Notice(
                submission_id=submission.id,
                package_id=package.id,
                sitting=submission.sitting,
                opened_by_id=deed.actor.person_id,
                opened_at=deed.now,
                opened_on=deed.today,
                ends_on=ends_on,
                working_days=days,
            )
        )
        session.flush()


def object_to(session: Session, notice: Notice, name: str, words: str, evidence: str, deed: Deed) -> int:
    """Keep an objection and stop the notice's clock. Gives the objection's number. Raises Refused.

    The same press of a button twice gives the first number again.
    """
    submission, facts, _ = held(session, notice.submission_id, deed)
    if event := handed_in.event_by_key(session, deed.key):
        return int(event.details["number"])
    earlier = queries.objections_of(session, notice.id)
    if submission.sitting != notice.sitting:
        raise Refused(message("这门课现在不在公示。"))
    if len(earlier) >= rules.MOST_OBJECTIONS:
        raise Refused(message("这门课的异议已经很多，都会答复。先等答复。"))
    due_on = deed.rules.term_from(deed.today, "objection")
    number = len(earlier) + 1
    if facts.open_objections == 0:
        notice.days_left = max(0, working_days_left(deed.today, notice.ends_on))
    take_step(session, submission, Step.OBJECT, facts, deed, details={"number": number}, due_on=due_on)
    session.add(
        Objection(
            notice_id=notice.id,
            submission_id=submission.id,
            number=number,
            name=name,
            words=words,
            evidence=evidence,
            received_at=deed.now,
            due_on=due_on,
        )
    )
    session.flush()
    return number


def answer(session: Session, submission_id: int, number: int, verdict: str, words: str, deed: Deed) -> Message | None:
    """Answer one objection: unfounded; founded and the panel decides again (uphold); founded and the prefecture mends it
    (uphold_return). Gives the reason when this person must keep away."""
    submission, facts, _ = held(session, submission_id, deed)
    notice = queries.current_notice(session, submission)
    if notice is None or deed.actor is None:
        raise NotFound
    if handed_in.is_done(session, deed.key):
        return None
    objection = queries.objection_by_number(session, notice.id, number)
    if objection.state is not ObjectionState.OPEN:
        raise Refused(message("这件异议已经答复过。"))
    step = _step_of(verdict, facts)
    me = Reviewer(deed.actor.person_id, deed.actor.name, deed.actor.region_code)
    if check_conflict(session, submission, me, Part.OBJECTION_HANDLER, Moment.SUBMIT, deed):
        return why_not(step, facts)
    changes = _changes_of(step, submission, notice, deed)
    take_step(session, submission, step, facts, deed, note=words, details={"number": number}, **changes)
    take_part(session, submission, Part.OBJECTION_HANDLER, deed)
    if step in (Step.UPHOLD, Step.UPHOLD_RETURN):
        _close(objection, ObjectionState.FOUNDED, words, deed)
        _close_notice(session, notice, words, deed)
    else:
        _close(objection, ObjectionState.UNFOUNDED, words, deed)
    session.flush()
    return None


def _close_notice(session: Session, notice: Notice, words: str, deed: Deed) -> None:
    notice.ended_at = deed.now
    for other in queries.objections_of(session, notice.id):
        if other.state is ObjectionState.OPEN:
            _close(other, ObjectionState.MERGED, words, deed)


def _step_of(verdict: str, facts: Facts) -> Step:
    if verdict == "unfounded":
        return Step.ANSWER if facts.open_objections > 1 else Step.DISMISS
    return Step.UPHOLD if verdict == "uphold" else Step.UPHOLD_RETURN


def _changes_of(step: Step, submission: Submission, notice: Notice, deed: Deed) -> dict[str, Any]:
    if step is Step.DISMISS:  # the clock goes on with the days that were left
        notice.ends_on = max(add_working_days(deed.today, notice.days_left or 0), notice.ends_on)
        notice.days_left = None
        return {"due_on": notice.ends_on}
    if step is Step.UPHOLD:
        return {"sitting": submission.sitting + 1}
    if step is Step.UPHOLD_RETURN:
        return {"returned_as": ReturnedAs.MINOR, "returned_package_id": submission.package_id}
    return {}


def _close(objection: Objection, state: ObjectionState, words: str, deed: Deed) -> None:
    objection.state, objection.answer = state, words
    objection.answered_by_id, objection.answered_at = deed.actor_id, deed.now


def publish(session: Session, submission_id: int, deed: Deed) -> None:
    """Open the course to everyone: exactly the package that was reviewed, with the credit that was set."""
    submission, facts, evidence = held(session, submission_id, deed)
    package = handed_in.current_package(session, submission)
    version = handed_in.version_of(session, package)
    credit = review.credit_of(session, package.id)
    notice = queries.current_notice(session, submission)
    details = {"digest": package.digest, "credit_hundredths": credit.credit_hundredths if credit else None}
    if not take_step(session, submission, Step.PUBLISH, facts, deed, details=details):
        return
    assert version is not None and credit is not None and notice is not None  # the guards have seen to it
    library.publish(
        session,
        version,
        credit.credit_hundredths,
        review_summary(evidence, notice, deed.rules.p1_days),
        rules.months_later(deed.today, deed.rules.validity_months),
        deed.now,
        rules.facts_after_test(version.facts, [report.ways for report in evidence.reports], rules.TRIED),
    )
    note_change(session, version, submission.what_is_new)
    prepare(session, version.id, deed.now)
    notice.ended_at = deed.now
    session.flush()
    audit.record(
        session, deed.actor_id, "course.publish", "course_version", version.id, deed.now, digest=package.digest
    )


def review_summary(evidence: Evidence, notice: Notice, p1_days: int) -> dict[str, Any]:
    """What the course's page says of its review: conclusions, no names."""
    opinion = evidence.opinion
    assert opinion is not None
    count = len(evidence.reviews)
    panel = message("评审会 %(count)s 位成员表决通过", count=len(evidence.votes))
    said = [
        (
            message("评审结论"),
            message("%(count)s 位专家评审，评分 %(band)s。", count=count, band=rules.band_of(opinion)),
        ),
        (message("评审会"), panel),
        (message("无障碍结论"), rules.access_words(count_p1(evidence), p1_days)),
    ]
    return {
        "rows": [{"term": term.msgid, "text": text.msgid, "values": _plain(text.values)} for term, text in said],
        "notice_id": notice.id,
        "submission_id": notice.submission_id,
    }


def count_p1(evidence: Evidence) -> int:
    """Faults that have to be mended soon."""
    return sum(fault["grade"] == "P1" for report in evidence.reports for fault in report.faults)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as they can be kept; a message inside stays a message, to be said in the language of who reads."""
    return {
        name: {"msgid": value.msgid, "values": _plain(value.values)} if isinstance(value, Message) else value
        for name, value in values.items()
    }
