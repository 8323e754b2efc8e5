"""How far a learner is, in words, with what comes next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.credits.earning import foresee
from portal.credits.rulebook.foreseeing import foreseen
from portal.credits.rulebook.queries import rules_on
from portal.learning import queries, rules
from portal.learning.actions import as_earned
from portal.learning.models import Enrolment, EnrolmentState
from portal.library.editions.reading import finish_words
from portal.library.models import CourseVersion
from portal.library.views import LearnerView
from portal.text import Message, message
from portal.text.dates import local_date

DONE, NEW = message("已学完"), message("还没学")


@dataclass(frozen=True)
class Progress:
    """A learner in a course: which lessons are done, and what keeps them from the assessment."""

    enrolment: Enrolment
    lessons: Sequence[Any]
    done: frozenset[str]
    required_percent: int = rules.REQUIRED_PERCENT  # of the rules that hold on the day

    @property
    def is_passed(self) -> bool:
        return self.enrolment.state == EnrolmentState.PASSED

    @property
    def next_lesson(self) -> Any | None:
        """The first lesson that is left; None when all are done."""
        return next((lesson for lesson in self.lessons if lesson.slug not in self.done), None)

    @property
    def may_choose(self) -> bool:
        """Whether the assessment is open already although lessons are left."""
        return not self.is_passed and self.next_lesson is not None and self.why_not_assessment is None

    @property
    def why_not_assessment(self) -> Message | None:
        return rules.why_not_assessment(len(self.done), len(self.lessons), self.required_percent)

    @property
    def states(self) -> dict[str, Message]:
        return {lesson.slug: DONE if lesson.slug in self.done else NEW for lesson in self.lessons}

    @property
    def words(self) -> Message:
        left = len(self.lessons) - len(self.done)
        if self.is_passed:
            return message("已学完，考核 %(mark)s 分，合格。", mark=self.enrolment.mark)
        if left:
            return message("已学完 %(done)s 课，还有 %(left)s 课。", done=len(self.done), left=left)
        return message("%(done)s 课都已学完，可以考核了。", done=len(self.done))


def learner_view(request: Request, session: Session, visitor: Actor | None, version_id: int) -> LearnerView | None:
    """What the library's pages say to a person who is enrolled in this version; None to everybody else."""
    slug = request.path_params["slug"]
    enrolment = enrolment_of(request, session, visitor, slug)
    if enrolment is None or enrolment.version_id != version_id or enrolment.state == EnrolmentState.LEFT:
        return None
    done = frozenset(queries.done_lessons(session, enrolment.id))
    lessons = request.app.state.shelf.contents(session, version_id).lessons
    holds = rules_on(session, local_date(request.app.state.clock()))
    progress = Progress(enrolment, lessons, done, holds.required_percent)
    link, address = next_step(progress, slug, request.app.state.url_for)
    if progress.is_passed:
        return LearnerView(progress.words, link, address, progress.states, done)
    newer = newer_version(request, session, slug, version_id)
    is_open = request.app.state.shelf.course(session, slug) is not None
    finish = None if is_open else finish_words(session, slug)
    return LearnerView(progress.words, link, address, progress.states, done, newer, finish)


def still_counts(request: Request, session: Session, visitor: Actor | None, version: CourseVersion) -> list[Message]:
    """What a course can still count for, before a person who is signed in enrols, and why; empty for everybody else."""
    if visitor is None or Role.TRAINEE not in visitor.roles:
        return []
    course = as_earned(visitor.person_id, version, rules.PASS_MARK)
    found = foresee(session, visitor.person_id, course, local_date(request.app.state.clock()))
    if found is None:
        return foreseen(None, carries=False)
    return foreseen(found.done, found.carries, found.rival, found.why_never)


def enrolment_of(request: Request, session: Session, visitor: Actor | None, slug: str) -> Enrolment | None:
    """The enrolment of the person who reads in the course of this address; asked for once in a request."""
    if visitor is None or Role.TRAINEE not in visitor.roles:
        return None
    if not hasattr(request.state, "enrolment"):
        request.state.enrolment = queries.enrolment_now(session, visitor.person_id, slug)
    enrolment: Enrolment | None = request.state.enrolment
    return enrolment


@dataclass(frozen=True)
class Begun:
    """The version that somebody has begun, and whether they are still learning it or have passed it."""

    version_id: int
    is_learning: bool


def begun_version(request: Request, session: Session, visitor: Actor | None, slug: str) -> Begun | None:
    """For the library: which version the person who reads has begun; None for who has begun none, or has left."""
    enrolment = enrolment_of(request, session, visitor, slug)
    if enrolment is None or enrolment.state == EnrolmentState.LEFT:
        return None
    return Begun(enrolment.version_id, enrolment.state == EnrolmentState.LEARNING)


def newer_version(request: Request, session: Session, slug: str, version_id: int) -> Message | None:
    """What to say to who learns an earlier version than the newest; None when theirs is the newest."""
    shelf = request.app.state.shelf
    newest = shelf.course(session, slug)
    if newest is None or newest.id == version_id:
        return None
    mine, newest = shelf.version(session, version_id), shelf.version(session, newest.id)
    return message("您学的是第 %(mine)s 版。现在有第 %(newest)s 版。", mine=mine.edition, newest=newest.edition)


def next_step(progress: Progress, slug: str, url_for: Callable[..., str]) -> tuple[Message, str]:
    """The one thing to do next: the result, a lesson, or the assessment."""
    if progress.is_passed:
        return message("看成绩和学分"), url_for("result", slug=slug)
    if progress.next_lesson is not None:
        words = message("接着学第 %(number)s 课", number=progress.next_lesson.number)
        return words, url_for("lesson", slug=slug, lesson=progress.next_lesson.slug)
    return message("去考核"), url_for("assessment", slug=slug)
