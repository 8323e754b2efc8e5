"""Every write of what is handed in. One step, its event and its audit row are one transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, update

from portal import audit
from portal.accounts.rules import Actor
from portal.errors import Refused
from portal.jobs.actions import enqueue, try_again
from portal.submissions import queries
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from portal.submissions.province import ProvinceRules
from portal.submissions.rules import Facts, ReturnedAs, can_hand_in, resubmit_step, why_not
from portal.submissions.steps import STEPS, Lane, State, Step
from portal.text import message
from portal.text.dates import local_date
from portal.uploads import actions as uploads


@dataclass(frozen=True)
class Deed:
    """Who does something, when, under which rules; `key` is one press of a button, so that pressing twice is one deed.
    Without an actor it is somebody who has no account."""

    actor: Actor | None
    now: datetime
    rules: ProvinceRules
    key: str = ""

    @property
    def actor_id(self) -> int | None:
        """The person's id for events."""
        return self.actor.person_id if self.actor else None

    @property
    def today(self) -> date:
        """The date in Asia/Shanghai."""
        return local_date(self.now)

    @property
    def unkeyed(self) -> "Deed":
        """The same press of a button, for the steps before its last one."""
        return replace(self, key="")


@dataclass(frozen=True)
class Upload:
    """A file that lies in the file store under its digest."""

    digest: str
    file_name: str
    size_bytes: int
    upload_id: int | None = None  # when it came in pieces


def take_step(
    session: Session,
    submission: Submission,
    step: Step,
    facts: Facts,
    deed: Deed,
    note: str = "",
    details: dict[str, Any] | None = None,
    **changes: Any,
) -> bool:
    """Take one step and write down who did it, both or neither. False when this press of a button has done it before.

    `changes` are columns of the submission. Raises Refused. Call it with a held submission and facts read after that.
    """
    if queries.is_done(session, deed.key):
        return False
    if reason := why_not(step, facts):
        raise Refused(reason)
    from_state, to_state = submission.state, STEPS[submission.state, step]
    if to_state != from_state:
        changes.setdefault("due_on", deed.rules.due_on(to_state, deed.today))
    taken = submission.steps_taken
    unmoved = (col(Submission.state) == from_state, col(Submission.steps_taken) == taken)
    moved = update(Submission).where(col(Submission.id) == submission.id, *unmoved).returning(col(Submission.id))
    changes |= {"state": to_state, "steps_taken": taken + 1, "changed_at": deed.now}
    if session.execute(moved.values(**changes)).first() is None:
        raise Refused(message("别人刚刚做了这一步。先看最新的情况。"))
    session.refresh(submission)
    _add_event(session, submission, step, from_state, deed, note, details or {})
    audit.record(session, deed.actor_id, f"submission.{step}", "submission", submission.id, deed.now, to_state=to_state)
    return True


def _add_event(
    session: Session,
    submission: Submission,
    step: Step,
    from_state: State,
    deed: Deed,
    note: str,
    details: dict[str, Any],
) -> None:
    session.add(
        SubmissionEvent(
            submission_id=submission.id,
            step=step,
            from_state=from_state,
            to_state=submission.state,
            actor_id=deed.actor_id,
            round=submission.round,
            package_id=submission.package_id,
            note=note,
            details=details,
            request_key=deed.key or None,
            rules_from=deed.rules.valid_from,
            happened_at=deed.now,
        )
    )


def hand_in(session: Session, upload: Upload, deed: Deed) -> int:
    """Begin a submission with its first package, and have that checked. Returns the submission's id."""
    actor = deed.actor
    if actor is None or not can_hand_in(actor):
        raise Refused(message("课程由市级残联提交。您的账户不在市级。"))
    _end_upload(session, upload, deed)
    if earlier := queries.event_by_key(session, deed.key):
        return earlier.submission_id
    submission = Submission(
        region_code=actor.region_code,
        author_id=actor.person_id,
        title=upload.file_name,
        created_at=deed.now,
        changed_at=deed.now,
    )
    session.add(submission)
    session.flush()
    package = _add_package(session, submission, upload, deed)
    submission.package_id = package.id
    session.flush()
    facts = queries.hand_in_facts(session, submission, actor, deed.today, deed.rules)
    take_step(session, submission, Step.UPLOAD, facts, deed, details={"number": 1})
    return submission.id


def upload_again(session: Session, submission_id: int, upload: Upload, deed: Deed) -> None:
    """Another package for a draft, or for one that is being revised. The promise has to be signed for it anew."""
    submission, facts = held_facts(session, submission_id, deed)
    _end_upload(session, upload, deed)
    if queries.is_done(session, deed.key):
        return
    if reason := why_not(Step.UPLOAD, facts):
        raise Refused(reason)
    package = _add_package(session, submission, upload, deed)
    details = {"number": package.number}
    take_step(session, submission, Step.UPLOAD, facts, deed, details=details, package_id=package.id)


def held_facts(session: Session, submission_id: int, deed: Deed) -> tuple[Submission, Facts]:
    """The submission, locked, and what this room knows of it."""
    submission = queries.held(session, submission_id)
    facts = queries.hand_in_facts(session, submission, deed.actor, deed.today, deed.rules)
    return submission, facts


def _end_upload(session: Session, upload: Upload, deed: Deed) -> None:
    if upload.upload_id:
        uploads.take(session, upload.upload_id, upload.digest, deed.now)


def _add_package(session: Session, submission: Submission, upload: Upload, deed: Deed) -> SubmittedPackage:
    assert deed.actor is not None
    package = SubmittedPackage(
        submission_id=submission.id,
        number=queries.next_number(session, submission.id),
        round=submission.round,
        digest=upload.digest,
        file_name=upload.file_name,
        size_bytes=upload.size_bytes,
        uploaded_by_id=deed.actor.person_id,
        uploaded_at=deed.now,
    )
    session.add(package)
    session.flush()
    enqueue(session, "check_package", queries.check_reference(package.id), {"package_id": package.id}, deed.now)
    return package


def check_again(session: Session, submission: Submission, now: datetime) -> None:
    """Begin the check of the newest package anew, when it has failed."""
    try_again(session, queries.check_reference(submission.package_id or 0), now)


def refuse_unless_open(step: Step, facts: Facts) -> None:
    """Raises Refused, with the reason, when this step is not open: before its form is shown."""
    if reason := why_not(step, facts):
        raise Refused(reason)


def sign_and_hand_on(session: Session, submission_id: int, change_list: str, deed: Deed) -> None:
    """Sign the promise for the newest package and hand it on: a draft to the prefecture's approver, a revised course
    back to where it has to go on, in its next round."""
    submission, facts = held_facts(session, submission_id, deed)
    if queries.is_done(session, deed.key):
        return
    facts = _sign(session, submission, facts, deed)
    if submission.state is State.DRAFT:
        _hand_on_draft(session, submission, change_list, facts, deed)
        return
    package = queries.current_package(session, submission)
    next_round = submission.round + 1
    keeps_reviews = submission.returned_as is ReturnedAs.MINOR
    goes_on = take_step(
        session,
        submission,
        resubmit_step(submission.returned_as),
        facts,
        deed,
        note=change_list,
        round=next_round,
        reviews_since_round=submission.reviews_since_round if keeps_reviews else next_round,
        was_extended=False,
    )
    if goes_on:
        package.change_list, package.round = change_list, next_round
        session.flush()


def _hand_on_draft(session: Session, submission: Submission, change_list: str, facts: Facts, deed: Deed) -> None:
    """To the prefecture's approver; what only mends an open course to a tester at once, for the same working day."""
    if submission.lane is Lane.FIX:
        due_on = deed.rules.fix_due_on(deed.today)
        take_step(session, submission, Step.PROPOSE_FIX, facts, deed, what_is_new=change_list, due_on=due_on)
    else:
        take_step(session, submission, Step.PROPOSE, facts, deed, what_is_new=change_list)


def choose_lane(session: Session, submission_id: int, lane: Lane, deed: Deed) -> None:
    """Hand a new version in as a fix, which a machine allows or not, or after all for the whole review."""
    submission, facts = held_facts(session, submission_id, deed)
    step = Step.CHOOSE_FIX if lane is Lane.FIX else Step.CHOOSE_REVIEW
    take_step(session, submission, step, facts, deed, lane=lane)


def _sign(session: Session, submission: Submission, facts: Facts, deed: Deed) -> Facts:
    take_step(session, submission, Step.SIGN, facts, deed.unkeyed)
    package = queries.current_package(session, submission)
    package.promised_by_id, package.promised_at = deed.actor_id, deed.now
    session.flush()
    return queries.hand_in_facts(session, submission, deed.actor, deed.today, deed.rules)


def recommend(session: Session, submission_id: int, note: str, deed: Deed) -> None:
    """The prefecture's approver sends it to the province."""
    submission, facts = held_facts(session, submission_id, deed)
    take_step(session, submission, Step.RECOMMEND, facts, deed, note=note)


def send_back(session: Session, submission_id: int, note: str, deed: Deed) -> None:
    """The approver gives it back to the author, with reasons."""
    submission, facts = held_facts(session, submission_id, deed)
    take_step(session, submission, Step.SEND_BACK, facts, deed, note=note)


def withdraw(session: Session, submission_id: int, deed: Deed) -> None:
    """The prefecture takes its submission back for good."""
    submission, facts = held_facts(session, submission_id, deed)
    take_step(session, submission, Step.WITHDRAW, facts, deed)


def keep_findings(
    session: Session,
    package_id: int,
    findings: list[dict[str, Any]],
    grades: dict[str, int],
    read: dict[str, Any] | None,
    now: datetime,
) -> None:
    """What the checker found in a package; `read` has its version_id, slug and titles when it could be read."""
    package = session.get_one(SubmittedPackage, package_id)
    package.findings, package.checked_at = findings, now
    package.blockers, package.must_fix, package.advice = grades["blocker"], grades["must_fix"], grades["advice"]
    if read:
        package.version_id = read["version_id"]
        of_this = update(Submission).where(col(Submission.id) == package.submission_id)
        of_this = of_this.where(col(Submission.package_id) == package_id)
        session.execute(of_this.values(slug=read["slug"], title=read["title"], title_en=read["title_en"]))
    session.flush()
