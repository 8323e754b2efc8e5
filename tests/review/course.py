"""A course on its way, moved by the same actions as the pages use, in transactions of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.files import Files
from portal.jobs import run_waiting
from portal.notices import actions as notices
from portal.review.checks import actions as checks
from portal.review.checks.actions import Report
from portal.review.credit import actions as credit
from portal.review.experts import actions as experts
from portal.review.experts.actions import Rubric
from portal.review.panel import actions as panel
from portal.settings import Settings
from portal.submissions import actions as hand_in
from portal.submissions.actions import Deed, Upload
from portal.submissions.models import Submission
from portal.submissions.province import rules_on
from portal.submissions.rules import Outcome, Part
from portal.submissions.steps import State
from portal.text import Message
from portal.text.dates import local_date
from tests.cast import Clock
from tests.submissions.parcels import MENDED, PARCEL

NO_FAULTS = Report(
    tasks=dict.fromkeys(("find", "learn", "quiz", "help"), "done"),
    ways=dict.fromkeys(("listen", "look", "keyboard", "braille"), "full") | {"sign": "none"},
    faults=[],
    summary="都能做完。",
)
WITH_P0 = Report(
    tasks=NO_FAULTS.tasks | {"quiz": "not"},
    ways=NO_FAULTS.ways,
    faults=[{"grade": "P0", "lesson": "01-flour", "words": "题目读不出来。"}],
    summary="有一处做不了。",
)


def rubric(score: int = 88, verdict: Outcome = Outcome.ACCEPT, unmet: tuple[str, ...] = ()) -> Rubric:
    return Rubric({"summary": "可以学。"}, score, verdict, list(unmet))


@dataclass
class People:
    """Who hands in and who reviews."""

    zz_author: Person
    zz_approver: Person
    formal_checker: Person
    blind_tester: Person
    deaf_tester: Person
    expert1: Person
    expert2: Person
    expert3: Person
    expert4: Person
    coordinator: Person
    panel1: Person
    panel2: Person
    panel3: Person
    credit1: Person
    appeal_officer: Person

    ROLES = {
        "zz_author": Role.SUBMITTER,
        "zz_approver": Role.APPROVER,
        "blind_tester": Role.BLIND_TESTER,
        "deaf_tester": Role.DEAF_TESTER,
        "formal_checker": Role.FORMAL_CHECKER,
        "coordinator": Role.COORDINATOR,
        "credit1": Role.CREDIT_OFFICER,
        "appeal_officer": Role.APPEAL_OFFICER,
    }

    def actor(self, name: str, *roles: Role) -> Actor:
        """Somebody of the cast as the rules see them; other roles can be given."""
        person: Person = getattr(self, name)
        usual = self.ROLES.get(name) or (Role.EXPERT if name.startswith("expert") else Role.PANEL_MEMBER)
        return Actor(person.id, person.name, frozenset(roles or {usual}), person.region_code, identity_verified=True)


@dataclass
class Course:
    engine: Engine
    settings: Settings
    people: People
    clock: Clock
    id: int = 0
    is_demo: bool = False

    @classmethod
    def begun(cls, engine: Engine, settings: Settings, people: People, clock: Clock) -> "Course":
        course = cls(engine, settings, people, clock)
        with Session(engine) as session, session.begin():
            course.id = hand_in.hand_in(session, course.kept(PARCEL), course.deed("zz_author"))
        course.check()
        return course

    def kept(self, content: bytes) -> Upload:
        return Upload(self.files.put(content), "course.zip", len(content))

    @property
    def files(self) -> Files:
        return Files(self.settings.files_url, self.settings.data / "incoming")

    def deed(self, name: str | None, *roles: Role, key: str = "") -> Deed:
        rules = rules_on("henan", local_date(self.clock.now), self.is_demo)
        return Deed(self.people.actor(name, *roles) if name else None, self.clock.now, rules, key)

    def check(self) -> None:
        run_waiting(self.engine, self.files, self.settings, self.clock.now)

    def act(
        self, verb: Callable[..., Any], who: str | None, *args: Any, roles: tuple[Role, ...] = (), key: str = ""
    ) -> Any:
        """Do one action in its own transaction. Gives what the action gives: a Message is a refusal."""
        with Session(self.engine) as session, session.begin():
            return verb(session, self.id, *args, self.deed(who, *roles, key=key))

    def does(self, verb: Callable[..., Any], who: str | None, *args: Any, roles: tuple[Role, ...] = ()) -> None:
        """Do one action that must not be refused."""
        said = self.act(verb, who, *args, roles=roles)
        assert not isinstance(said, Message), str(said)

    def rows(self, statement: Any) -> list[Any]:
        """What a select gives, in a transaction that is over."""
        with Session(self.engine, expire_on_commit=False) as session:
            return list(session.exec(statement).all())

    def look(self) -> Submission:
        with Session(self.engine, expire_on_commit=False) as session:
            return session.get_one(Submission, self.id)

    @property
    def state(self) -> State:
        return self.look().state

    def upload(self, content: bytes = MENDED) -> None:
        self.act(hand_in.upload_again, "zz_author", self.kept(content))
        self.check()

    def reach(self, state: State) -> "Course":
        """Take the straight way as far as this state."""
        for step in STRAIGHT:
            if self.state is state:
                return self
            step(self)
        assert self.state is state
        return self

    def review(self, first: Rubric | None = None, second: Rubric | None = None) -> None:
        for name, given in (("expert2", first), ("expert3", second)):
            self.does(experts.assign_expert, "coordinator", getattr(self.people, name).id)
            self.does(experts.accept_review, name)
            self.does(experts.hand_in_review, name, given or rubric())

    def vote(self, *outcomes: Outcome) -> None:
        for name, outcome in zip(("panel1", "panel2", "panel3"), outcomes or [Outcome.ACCEPT] * 3, strict=False):
            self.does(panel.open_papers, name)
            self.does(panel.vote, name, outcome, "同意专家的意见。")
        self.does(panel.close_sitting, "coordinator", "")

    def test(self, blind: Report = NO_FAULTS, deaf: Report = NO_FAULTS, is_again: bool = False) -> None:
        testers = (("blind_tester", Part.BLIND_TESTER, blind), ("deaf_tester", Part.DEAF_TESTER, deaf))
        for name, part, report in testers:
            if not is_again:
                self.does(checks.name_tester, "coordinator", getattr(self.people, name).id, part)
                self.does(checks.open_test, name)
            self.does(checks.hand_in_report, name, report)


def _hand_on(course: Course) -> None:
    course.does(hand_in.sign_and_hand_on, "zz_author", "")


def _recommend(course: Course) -> None:
    course.does(hand_in.recommend, "zz_approver", "")


def _take(course: Course) -> None:
    course.does(checks.take_formal_check, "formal_checker")


def _pass_formal(course: Course) -> None:
    course.does(checks.pass_formal, "formal_checker", {})


def _pass_access(course: Course) -> None:
    course.test()
    course.does(checks.pass_access, "coordinator", "")


def open_notice(course: Course) -> None:
    course.does(credit.set_credit, "credit1", 10, "1 学时，初级，5 道题。")
    course.does(notices.open_notice, "coordinator")


def _publish(course: Course) -> None:
    open_notice(course)
    course.clock.forward(days=8)
    course.does(notices.publish, "coordinator")


STRAIGHT: tuple[Callable[[Course], None], ...] = (
    _hand_on,
    _recommend,
    _take,
    _pass_formal,
    _pass_access,
    Course.review,
    Course.vote,
    _publish,
)
