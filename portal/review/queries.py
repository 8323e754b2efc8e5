"""Every read of the review: who has which part, the evidence, and what the rules need to know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy
from sqlalchemy import Row, func
from sqlmodel import Session, col, select

from portal.accounts.models import Person, Region, RoleGrant
from portal.accounts.rules import Actor, Role
from portal.errors import NotFound
from portal.library.models import CourseVersion
from portal.review.models import (
    AccessReport,
    ConflictCheck,
    CreditValue,
    ExpertReview,
    PanelVote,
    PartState,
    ReviewPart,
)
from portal.review.rules import (
    GivenReview,
    Opinion,
    Reviewer,
    Subject,
    comparable,
    conflicts,
    do_agree,
    opinion_of,
    panel_outcome,
)
from portal.submissions import queries as handed_in
from portal.submissions.actions import Deed
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from portal.submissions.rules import Facts, Outcome, Part
from portal.submissions.steps import State, Step

MAKING = (Step.UPLOAD, Step.SIGN, Step.PROPOSE, Step.RECOMMEND, Step.RESUBMIT_ALL, Step.RESUBMIT_CHANGES)


@dataclass(frozen=True)
class Evidence:
    """What has been handed in about the package that counts now."""

    reports: Sequence[AccessReport]
    reviews: Sequence[ExpertReview]
    votes: Sequence[PanelVote]

    @property
    def given(self) -> list[GivenReview]:
        """The experts' reviews in the order they came in."""
        return [
            GivenReview(review.score or 0, Outcome(review.verdict), frozenset(review.unmet)) for review in self.reviews
        ]

    @property
    def opinion(self) -> Opinion | None:
        """What the experts together say; None while fewer than two have."""
        return opinion_of(self.given)

    @property
    def open_p0(self) -> int:
        """Faults that keep a learner out."""
        return sum(fault["grade"] == "P0" for report in self.reports for fault in report.faults)

    def reports_of(self, part: Part) -> int:
        """How many reports there are from one kind of tester."""
        return sum(report.part == part for report in self.reports)


def submission_for_review(session: Session, submission_id: int) -> Submission:
    """A submission that the province has got. Raises NotFound for one that is still the prefecture's own."""
    found = session.get(Submission, submission_id)
    if found is None or found.state in (State.DRAFT, State.PREF_REVIEW):
        raise NotFound
    return found


def evidence_of(session: Session, submission: Submission) -> Evidence:
    """Reports on the current package, reviews since the round that counts, votes of this sitting."""
    reports = select(AccessReport).where(AccessReport.package_id == submission.package_id)
    reviews = select(ExpertReview).where(
        ExpertReview.submission_id == submission.id,
        col(ExpertReview.round) >= submission.reviews_since_round,
        col(ExpertReview.handed_in_at).is_not(None),
    )
    votes = select(PanelVote).where(PanelVote.submission_id == submission.id, PanelVote.sitting == submission.sitting)
    return Evidence(
        session.exec(reports.order_by(col(AccessReport.id))).all(),
        session.exec(reviews.order_by(col(ExpertReview.handed_in_at), col(ExpertReview.id))).all(),
        session.exec(votes.order_by(col(PanelVote.id))).all(),
    )


def subject_of(session: Session, submission: Submission) -> Subject:
    """Everybody who has made or handed in any version of this course."""
    made = select(SubmissionEvent.actor_id).where(
        SubmissionEvent.submission_id == submission.id, col(SubmissionEvent.step).in_(MAKING)
    )
    people = (
        select(CourseVersion.people)
        .join(SubmittedPackage, col(SubmittedPackage.version_id) == CourseVersion.id)
        .where(SubmittedPackage.submission_id == submission.id)
    )
    named = frozenset(comparable(person["name"]) for version in session.exec(people) for person in version)
    maker_ids = frozenset(person_id for person_id in session.exec(made) if person_id is not None)
    return Subject(submission.region_code, maker_ids | {submission.author_id}, named)


def part_of(session: Session, submission_id: int, person_id: int) -> ReviewPart | None:
    """The part that a person has in a course, or None."""
    theirs = select(ReviewPart).where(ReviewPart.submission_id == submission_id, ReviewPart.person_id == person_id)
    return session.exec(theirs).first()


def parts_of(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Everybody who has a part in a course, with their names."""
    statement: Any = (
        sqlalchemy.select(ReviewPart, col(Person.name).label("name"))
        .join(Person, col(Person.id) == col(ReviewPart.person_id))
        .where(col(ReviewPart.submission_id) == submission_id)
        .order_by(col(ReviewPart.id))
    )
    rows: Sequence[Row[Any]] = session.execute(statement).all()
    return rows


def reviewer_of(session: Session, person_id: int) -> Reviewer:
    """Somebody as the conflict rule sees them. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return Reviewer(person.id, person.name, person.region_code)


def has_role(session: Session, person_id: int, role: Role) -> bool:
    """Whether a person holds a role."""
    held = select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role == role)
    return session.exec(held).first() is not None


def candidates(session: Session, role: Role) -> Sequence[Row[Any]]:
    """Everybody with a role, with their place and how many reviews they have open, by name."""
    open_now = (
        select(func.count())
        .select_from(ReviewPart)
        .join(Submission, col(Submission.id) == ReviewPart.submission_id)
        .where(
            ReviewPart.person_id == Person.id,
            col(ReviewPart.state).in_((PartState.ASKED, PartState.OPEN)),
            col(Submission.state).in_((State.A11Y_CHECK, State.EXPERT_REVIEW, State.ARBITRATION)),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    statement = (
        sqlalchemy.select(
            col(Person.id),
            col(Person.name),
            col(Person.region_code),
            col(Region.name).label("region_name"),
            col(Region.name_en).label("region_name_en"),
            open_now.label("load"),
        )
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .join(Region, col(Region.code) == col(Person.region_code))
        .where(col(RoleGrant.role) == role)
        .order_by(col(Person.name), col(Person.id))
    )
    return session.execute(statement).all()


def load_of(session: Session, person_id: int, role: Role) -> int:
    """How many reviews somebody has open."""
    return next((row.load for row in candidates(session, role) if row.id == person_id), 0)


def review_facts(session: Session, submission: Submission, deed: Deed, evidence: Evidence | None = None) -> Facts:
    """What the rules need to know about a submission and the person who acts, after the desks."""
    evidence = evidence or evidence_of(session, submission)
    facts = handed_in.hand_in_facts(session, submission, deed.actor, deed.today, deed.rules)
    actor = deed.actor
    mine = part_of(session, submission.id, actor.person_id) if actor else None
    given = evidence.given
    found: tuple[Any, ...] = ()
    if actor:
        reviewer = Reviewer(actor.person_id, actor.name, actor.region_code)
        found = conflicts(reviewer, subject_of(session, submission), mine is not None and mine.has_conflict)
    is_public = submission.state in (State.NOTICE, State.OBJECTION) and submission.due_on is not None
    return replace(
        facts,
        notice_is_open=is_public,
        notice_is_over=is_public and is_over(submission, deed),
        open_objections=int(submission.state is State.OBJECTION),  # how many exactly, the notices room knows
        conflicts=found,
        part=mine.part if mine else None,
        is_asked=mine is not None and mine.state == PartState.ASKED,
        is_open=mine is not None and mine.state == PartState.OPEN,
        blind_reports=evidence.reports_of(Part.BLIND_TESTER),
        deaf_reports=evidence.reports_of(Part.DEAF_TESTER),
        open_p0=evidence.open_p0,
        has_reported=actor is not None and has_given(evidence, actor, mine),
        experts_stand=len(given) >= 2,
        experts_asked=count_experts(session, submission.id),
        reviews=len(given),
        reviews_agree=do_agree(given[0], given[1], deed.rules) if len(given) >= 2 else None,
        votes=len(evidence.votes),
        votes_needed=deed.rules.panel_votes,
        outcome=panel_outcome([vote.outcome for vote in evidence.votes], evidence.opinion, deed.rules),
        is_same_package=is_same_package(session, submission, evidence),
        credit_is_set=credit_of(session, submission.package_id or 0) is not None,
    )


def count_experts(session: Session, submission_id: int) -> int:
    """How many experts are asked or at work."""
    asked = (
        select(func.count())
        .select_from(ReviewPart)
        .where(
            ReviewPart.submission_id == submission_id,
            ReviewPart.part == Part.EXPERT,
            col(ReviewPart.state).in_((PartState.ASKED, PartState.OPEN)),
        )
    )
    return session.exec(asked).one()


def is_over(submission: Submission, deed: Deed) -> bool:
    """Whether the last day of the notice is over; where a demo's notice takes no days, it is over at once."""
    ends_at_once = deed.rules.notice_working_days == 0
    return submission.due_on is not None and (submission.due_on < deed.today or ends_at_once)


def has_given(evidence: Evidence, actor: Actor, part: ReviewPart | None) -> bool:
    """Whether this person has given what their part asks of them, for now."""
    given: dict[Part, Sequence[AccessReport | ExpertReview | PanelVote]] = {
        Part.BLIND_TESTER: evidence.reports,
        Part.DEAF_TESTER: evidence.reports,
        Part.EXPERT: evidence.reviews,
        Part.PANEL_MEMBER: evidence.votes,
    }
    return part is not None and any(one.person_id == actor.person_id for one in given.get(part.part, ()))


def is_same_package(session: Session, submission: Submission, evidence: Evidence) -> bool:
    """Whether what is staged is, byte for byte, the package that the panel voted on and the testers tried."""
    package = handed_in.current_package(session, submission)
    version = handed_in.version_of(session, package)
    seen = {vote.package_id for vote in evidence.votes} | {report.package_id for report in evidence.reports}
    return version is not None and version.digest == package.digest and seen == {package.id}


def draft_of(session: Session, submission: Submission, person_id: int) -> ExpertReview | None:
    """What an expert has written so far about the current package."""
    theirs = select(ExpertReview).where(
        ExpertReview.package_id == submission.package_id, ExpertReview.person_id == person_id
    )
    return session.exec(theirs).first()


def conflict_checks(session: Session, submission_id: int) -> Sequence[ConflictCheck]:
    """Every look for a conflict in a course, the newest first."""
    theirs = select(ConflictCheck).where(ConflictCheck.submission_id == submission_id)
    return session.exec(theirs.order_by(col(ConflictCheck.id).desc())).all()


def credit_of(session: Session, package_id: int) -> CreditValue | None:
    """What a package gives, as it was set last; None when nobody has."""
    set_values = select(CreditValue).where(CreditValue.package_id == package_id)
    return session.exec(set_values.order_by(col(CreditValue.number).desc()).limit(1)).first()


def next_credit_number(session: Session, package_id: int) -> int:
    """The number of the next credit value of a package."""
    newest = credit_of(session, package_id)
    return newest.number + 1 if newest else 1
