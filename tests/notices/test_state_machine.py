"""No sequence of steps by any cast opens a course that has not been reviewed whole, by people who may review it.

Everybody tries everything, at every moment and in any order, also what is not theirs. What is refused changes nothing;
whatever is done must leave the promises of domain.md 5.3 true.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from portal.accounts import actions as accounts
from portal.accounts.actions import NewPerson
from portal.accounts.rules import Actor, Role, is_within
from portal.db import connect
from portal.errors import NotFound, Refused
from portal.files import Files
from portal.jobs import run_waiting
from portal.library.models import CourseVersion, VersionState
from portal.notices import actions as notices
from portal.notices.models import Notice, Objection, ObjectionState
from portal.review import actions as review
from portal.review.checks import actions as checks
from portal.review.credit import actions as credit
from portal.review.experts import actions as experts
from portal.review.models import AccessReport, CreditValue, ExpertReview, PanelVote, ReviewPart
from portal.review.panel import actions as panel
from portal.settings import Settings
from portal.submissions import actions as hand_in
from portal.submissions.actions import Deed, Upload
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from portal.submissions.province import rules_on
from portal.submissions.rules import Outcome, Part
from portal.submissions.steps import STEPS, State, Step
from portal.text import Message
from portal.text.dates import local_date
from portal.vault import Vault
from tests.cast import NOW, Clock
from tests.databases import Databases
from tests.review.course import NO_FAULTS, WITH_P0, rubric
from tests.submissions.parcels import MENDED, PARCEL

HOME = "410100"
CAST: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("作者", HOME, (Role.SUBMITTER,)),
    ("推荐人", HOME, (Role.APPROVER,)),
    ("一人两角", HOME, (Role.SUBMITTER, Role.APPROVER)),
    ("外市作者", "410300", (Role.SUBMITTER, Role.APPROVER)),
    ("审查员", "410000", (Role.FORMAL_CHECKER,)),
    ("盲人体验员", "410000", (Role.BLIND_TESTER,)),
    ("聋人体验员", "410300", (Role.DEAF_TESTER,)),
    ("县里的体验员", "410102", (Role.BLIND_TESTER, Role.DEAF_TESTER)),
    ("专家甲", "410000", (Role.EXPERT,)),
    ("专家乙", "410300", (Role.EXPERT,)),
    ("专家丙", "410000", (Role.EXPERT,)),
    ("本市专家", HOME, (Role.EXPERT, Role.PANEL_MEMBER)),
    ("林芳", "410000", (Role.EXPERT, Role.PANEL_MEMBER)),  # named in the course itself
    ("多面手", "410000", (Role.FORMAL_CHECKER, Role.EXPERT, Role.PANEL_MEMBER, Role.BLIND_TESTER, Role.APPEAL_OFFICER)),
    ("成员甲", "410000", (Role.PANEL_MEMBER,)),
    ("成员乙", "410000", (Role.PANEL_MEMBER,)),
    ("成员丙", "410000", (Role.PANEL_MEMBER,)),
    ("协调员", "410000", (Role.COORDINATOR,)),
    ("学分员", "410000", (Role.CREDIT_OFFICER,)),
    ("处理人", "410000", (Role.APPEAL_OFFICER,)),
)
TAKES_PART = frozenset(Part)


@dataclass
class World:
    """A database with the cast and two packages that have been checked, copied for each run."""

    folder: Path
    settings: Settings
    actors: list[Actor]
    uploads: list[tuple[Upload, int]]  # each with its staged version

    def fresh(self) -> Engine:
        place = Path(mkdtemp(dir=self.folder))
        shutil.copyfile(self.folder / "world.sqlite3", place / "world.sqlite3")
        return quick(f"sqlite:///{place}/world.sqlite3")


def quick(url: str) -> Engine:
    engine = connect(url)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    return engine


@pytest.fixture(scope="module")
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with databases.fresh("sqlite", folder) as url:
        Path(folder / "portal.sqlite3").rename(folder / "world.sqlite3")
        url = f"sqlite:///{folder}/world.sqlite3"
        told = Settings(data=folder, database_url=url, files_url=f"file://{folder}/files", origin="http://testserver")
        engine, files = quick(url), Files(told.files_url, folder / "incoming")
        with Session(engine) as session, session.begin():
            accounts.load_regions(session)
        actors = [_person(engine, told, *one) for one in CAST]
        uploads = [Upload(files.put(content), "course.zip", len(content)) for content in (PARCEL, MENDED)]
        deed = Deed(actors[0], NOW, rules_on("henan", local_date(NOW), is_demo=False))
        for upload in uploads:
            with Session(engine) as session, session.begin():
                hand_in.hand_in(session, upload, deed)
            run_waiting(engine, files, told, NOW)
        with Session(engine) as session:
            versions = [package.version_id or 0 for package in session.exec(select(SubmittedPackage))]
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        yield World(folder, told, actors, list(zip(uploads, versions, strict=True)))


def _person(engine: Engine, told: Settings, name: str, region: str, roles: tuple[Role, ...]) -> Actor:
    with Session(engine) as session, session.begin():
        new = NewPerson(name=name, region_code=region, password_hash="", verification_method="card seen")
        person = accounts.add_person(session, Vault(told.secret_key), new, NOW)
        for role in roles:
            accounts.grant_role(session, person.id, role, region, NOW)
        return Actor(person.id, name, frozenset(roles), region, identity_verified=True)


@dataclass(frozen=True)
class Try:
    """What somebody might say when they do something."""

    other: int  # another person's id
    part: Part
    outcome: Outcome
    is_good: bool


Verb = Callable[["Life", Session, Try, Deed], Any]
VERBS: dict[str, Verb] = {
    "upload": lambda life, s, t, d: life.upload(s, t, d),
    "hand on": lambda life, s, t, d: hand_in.sign_and_hand_on(s, life.id, "改了。", d),
    "recommend": lambda life, s, t, d: hand_in.recommend(s, life.id, "", d),
    "send back": lambda life, s, t, d: hand_in.send_back(s, life.id, "再改。", d),
    "withdraw": lambda life, s, t, d: hand_in.withdraw(s, life.id, d),
    "take": lambda life, s, t, d: checks.take_formal_check(s, life.id, d),
    "pass formal": lambda life, s, t, d: checks.pass_formal(s, life.id, {}, d),
    "return formal": lambda life, s, t, d: checks.return_formal(s, life.id, {}, "缺。", d),
    "name tester": lambda life, s, t, d: checks.name_tester(s, life.id, t.other, t.part, d),
    "open test": lambda life, s, t, d: checks.open_test(s, life.id, d),
    "report": lambda life, s, t, d: checks.hand_in_report(s, life.id, NO_FAULTS if t.is_good else WITH_P0, d),
    "pass access": lambda life, s, t, d: checks.pass_access(s, life.id, "", d),
    "fail access": lambda life, s, t, d: checks.fail_access(s, life.id, "要改。", d),
    "assign": lambda life, s, t, d: experts.assign_expert(s, life.id, t.other, d),
    "accept": lambda life, s, t, d: experts.accept_review(s, life.id, d),
    "decline": lambda life, s, t, d: experts.decline_review(s, life.id, "忙。", not t.is_good, d),
    "review": lambda life, s, t, d: experts.hand_in_review(
        s, life.id, rubric(88 if t.is_good else 66, Outcome.ACCEPT if t.is_good else t.outcome), d
    ),
    "open papers": lambda life, s, t, d: panel.open_papers(s, life.id, d),
    "vote": lambda life, s, t, d: panel.vote(s, life.id, Outcome.ACCEPT if t.is_good else t.outcome, "好。", d),
    "close": lambda life, s, t, d: panel.close_sitting(s, life.id, "信。", d),
    "declare": lambda life, s, t, d: review.declare_conflict(s, life.id, "亲属。", d),
    "extend": lambda life, s, t, d: review.extend(s, life.id, d),
    "cancel": lambda life, s, t, d: review.cancel(s, life.id, d),
    "credit": lambda life, s, t, d: credit.set_credit(s, life.id, 10, "1 学时。", d),
    "notice": lambda life, s, t, d: notices.open_notice(s, life.id, d),
    "object": lambda life, s, t, d: life.object(s, d),
    "answer": lambda life, s, t, d: life.answer(s, t, d),
    "publish": lambda life, s, t, d: notices.publish(s, life.id, d),
}
# What leads on from each state, the last step first.
ONWARD: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("hand on",),
    State.PREF_REVIEW: ("recommend",),
    State.SUBMITTED: ("take",),
    State.FORMAL_CHECK: ("pass formal",),
    State.A11Y_CHECK: ("pass access", "report", "open test", "name tester", "fail access"),
    State.EXPERT_REVIEW: ("review", "accept", "assign"),
    State.ARBITRATION: ("review", "accept", "assign"),
    State.DECISION: ("close", "vote", "open papers"),
    State.REVISING: ("hand on", "upload"),
    State.NOTICE: ("publish", "notice", "credit"),
    State.OBJECTION: ("answer",),
}


class Life(RuleBasedStateMachine):
    """The life of one submission in the hands of everybody."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.engine = self.world.fresh()
        self.clock = Clock()
        with Session(self.engine) as session, session.begin():
            upload, version_id = self.world.uploads[0]
            self.id = hand_in.hand_in(session, upload, self.deed(self.world.actors[0]))
            self.checked(session, version_id)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()

    def deed(self, actor: Actor | None) -> Deed:
        return Deed(actor, self.clock.now, rules_on("henan", local_date(self.clock.now), is_demo=False))

    def upload(self, session: Session, chance: Try, deed: Deed) -> None:
        upload, version_id = self.world.uploads[chance.other % 2]
        hand_in.upload_again(session, self.id, upload, deed)
        self.checked(session, version_id)

    def checked(self, session: Session, version_id: int) -> None:
        """What the job finds in these packages: nothing; it has run on the same bytes before."""
        package_id = session.get_one(Submission, self.id).package_id or 0
        read = {"version_id": version_id, "slug": "dough-by-hand", "title": "用手和面"}
        none = {"blocker": 0, "must_fix": 0, "advice": 0}
        hand_in.keep_findings(session, package_id, [], none, read, self.clock.now)

    def object(self, session: Session, deed: Deed) -> None:
        notice = session.exec(select(Notice).order_by(col(Notice.id).desc())).first()
        if notice:
            notices.object_to(session, notice, "王一", "不对。", "", deed)

    def answer(self, session: Session, chance: Try, deed: Deed) -> Any:
        still_open = select(Objection).where(Objection.state == ObjectionState.OPEN)
        if objection := session.exec(still_open).first():
            verdict = "unfounded" if chance.is_good else ("uphold", "uphold_return")[chance.other % 2]
            return notices.answer(session, self.id, objection.number, verdict, "答复。", deed)
        return None

    def tried(self, verb: str, actor: Actor | None, chance: Try) -> bool:
        """Whether somebody could do it; a refusal leaves everything as it was."""
        before = self.steps_taken()
        try:
            with Session(self.engine) as session, session.begin():
                said = VERBS[verb](self, session, chance, self.deed(actor))
        except (Refused, NotFound):
            assert self.steps_taken() == before
            return False
        return not isinstance(said, Message) and self.steps_taken() > before

    def steps_taken(self) -> int:
        with Session(self.engine) as session:
            return session.get_one(Submission, self.id).steps_taken

    @rule(
        verb=st.sampled_from(sorted(VERBS)),
        who=st.integers(-1, len(CAST) - 1),
        other=st.integers(0, len(CAST) - 1),
        part=st.sampled_from((Part.BLIND_TESTER, Part.DEAF_TESTER)),
        outcome=st.sampled_from(Outcome),
        is_good=st.booleans(),
    )
    def anybody_tries_anything(
        self, verb: str, who: int, other: int, part: Part, outcome: Outcome, is_good: bool
    ) -> None:
        if verb in ("withdraw", "cancel") and not (is_good and outcome is Outcome.REJECT):
            return  # the end of the story; seldom
        actor = None if who < 0 and verb == "object" else self.world.actors[who]
        self.tried(verb, actor, Try(self.world.actors[other].person_id, part, outcome, is_good))

    @rule(steps=st.integers(1, 6), is_good=st.sampled_from((True, True, True, False)))
    def it_goes_on(self, steps: int, is_good: bool) -> None:
        """Somebody who can takes the next step, so that the far states are reached, too."""
        for _ in range(steps):
            if not self.one_step_on(is_good):
                return

    def one_step_on(self, is_good: bool) -> bool:
        with Session(self.engine) as session:
            state = session.get_one(Submission, self.id).state
        for verb in ONWARD.get(state, ()):
            others = self.world.actors if verb in ("name tester", "assign") else self.world.actors[:1]
            parts = (Part.BLIND_TESTER, Part.DEAF_TESTER) if verb == "name tester" else (Part.BLIND_TESTER,)
            for actor, other, part in product(self.world.actors, others, parts):
                if other is not self.world.actors[0] and not other.roles & {
                    Role.EXPERT,
                    Role.BLIND_TESTER,
                    Role.DEAF_TESTER,
                }:
                    continue
                if actor.roles & ABLE[verb] and self.tried(
                    verb, actor, Try(other.person_id, part, Outcome.MINOR, is_good)
                ):
                    return True
        return False

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.clock.forward(days=days)

    @invariant()
    def the_history_is_one_line(self) -> None:
        with Session(self.engine) as session:
            told = session.exec(
                select(SubmissionEvent)
                .where(SubmissionEvent.submission_id == self.id)
                .order_by(col(SubmissionEvent.id))
            ).all()
            assert all(STEPS[one.from_state, one.step] is one.to_state for one in told)
            assert all(earlier.to_state is later.from_state for earlier, later in pairwise(told))
            assert told[-1].to_state is session.get_one(Submission, self.id).state
            assert session.get_one(Submission, self.id).steps_taken == len(told)

    @invariant()
    def nobody_has_two_parts_or_reviews_their_own(self) -> None:
        with Session(self.engine) as session:
            parts = session.exec(select(ReviewPart).where(ReviewPart.submission_id == self.id)).all()
            assert len({part.person_id for part in parts}) == len(parts)
            makers = makers_of(session, self.id)
            people = {actor.person_id: actor for actor in self.world.actors}
            at_work = [part for part in parts if not part.has_conflict]
            assert not makers & {part.person_id for part in at_work}
            assert not any(is_within(people[part.person_id].region_code, HOME) for part in at_work)
            assert "林芳" not in {people[part.person_id].name for part in at_work}

    @invariant()
    def what_is_open_was_reviewed_whole(self) -> None:
        with Session(self.engine) as session:
            submission = session.get_one(Submission, self.id)
            published = select(CourseVersion).where(CourseVersion.state == VersionState.PUBLISHED)
            versions = session.exec(published).all()
            assert bool(versions) == (submission.state is State.PUBLISHED)
            if versions:
                check_whole(session, submission, versions[0])


ABLE: dict[str, frozenset[Role]] = {
    verb: frozenset(Role)
    if verb in ("object",)
    else frozenset(
        {
            "upload": {Role.SUBMITTER},
            "hand on": {Role.SUBMITTER},
            "recommend": {Role.APPROVER},
            "take": {Role.FORMAL_CHECKER},
            "pass formal": {Role.FORMAL_CHECKER},
            "open test": {Role.BLIND_TESTER, Role.DEAF_TESTER},
            "report": {Role.BLIND_TESTER, Role.DEAF_TESTER},
            "review": {Role.EXPERT},
            "accept": {Role.EXPERT},
            "vote": {Role.PANEL_MEMBER},
            "open papers": {Role.PANEL_MEMBER},
            "credit": {Role.CREDIT_OFFICER},
            "answer": {Role.APPEAL_OFFICER},
        }.get(verb, {Role.COORDINATOR})
    )
    for verb in VERBS
}


def makers_of(session: Session, submission_id: int) -> set[int]:
    making = (Step.UPLOAD, Step.SIGN, Step.PROPOSE, Step.RECOMMEND, Step.RESUBMIT_ALL, Step.RESUBMIT_CHANGES)
    made = select(SubmissionEvent.actor_id).where(
        SubmissionEvent.submission_id == submission_id, col(SubmissionEvent.step).in_(making)
    )
    return {person_id for person_id in session.exec(made) if person_id is not None}


def check_whole(session: Session, submission: Submission, version: CourseVersion) -> None:
    """Everything that 5.3 asks for before a course opens."""
    here = submission.id
    package = session.get_one(SubmittedPackage, submission.package_id)
    assert (package.version_id, package.digest) == (version.id, version.digest)
    assert package.promised_at is not None
    reports = session.exec(select(AccessReport).where(AccessReport.package_id == package.id)).all()
    assert {report.part for report in reports} == {Part.BLIND_TESTER, Part.DEAF_TESTER}
    assert not [fault for report in reports for fault in report.faults if fault["grade"] == "P0"]
    reviews = session.exec(
        select(ExpertReview).where(ExpertReview.submission_id == here, col(ExpertReview.handed_in_at).is_not(None))
    ).all()
    counting = [review for review in reviews if review.round >= submission.reviews_since_round]
    assert len({review.person_id for review in counting}) >= 2
    voted = select(PanelVote).where(PanelVote.submission_id == here, PanelVote.sitting == submission.sitting)
    votes = session.exec(voted).all()
    assert len({vote.person_id for vote in votes}) >= 3
    assert {vote.package_id for vote in votes} == {package.id}
    parts = {
        part.person_id: part.part for part in session.exec(select(ReviewPart).where(ReviewPart.submission_id == here))
    }
    assert all(parts[review.person_id] is Part.EXPERT for review in reviews)
    assert all(parts[vote.person_id] is Part.PANEL_MEMBER for vote in votes)
    assert all(parts[report.person_id] is report.part for report in reports)
    recommended = select(SubmissionEvent.actor_id).where(
        SubmissionEvent.submission_id == here, SubmissionEvent.step == Step.RECOMMEND
    )
    uploaded = set(session.exec(select(SubmittedPackage.uploaded_by_id).where(SubmittedPackage.submission_id == here)))
    assert session.exec(recommended).first() is not None
    assert uploaded
    assert session.exec(select(CreditValue).where(CreditValue.package_id == package.id)).first() is not None
    notice = session.exec(
        select(Notice).where(Notice.submission_id == here, Notice.sitting == submission.sitting)
    ).one()
    assert notice.ended_at is not None
    assert local_date(notice.ended_at) > notice.ends_on
    still_open = select(Objection).where(Objection.submission_id == here, Objection.state == ObjectionState.OPEN)
    assert session.exec(still_open).all() == []


def test_no_sequence_of_steps_opens_what_was_not_reviewed(world: World):
    opened: list[State] = []

    class Here(Life):
        def teardown(self) -> None:
            if hasattr(self, "engine"):
                with Session(self.engine) as session:
                    opened.append(session.get_one(Submission, self.id).state)
            super().teardown()

    Here.world = world
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert State.PUBLISHED in opened, "the machine never came to the end it is there to guard"
