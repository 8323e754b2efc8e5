"""Questions and answers under a lesson: everybody reads, who learns the course asks, who provides it answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.access import Trainee, Visitor, signed_in_as
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.discussions import actions, queries, rules
from portal.discussions.forms import AnswerForm, HidingForm, QuestionForm
from portal.discussions.models import LessonAnswer
from portal.discussions.recordings import views as recordings
from portal.discussions.recordings.views import Reader
from portal.errors import NotFound, Refused
from portal.library.editions.reading import version_read
from portal.text import Message
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/library/{slug}/{lesson}/questions")
Answerer = Annotated[Actor, Depends(signed_in_as(Role.SUBMITTER, Role.ASSISTANT))]
Official = Annotated[Actor, Depends(signed_in_as(Role.SUBMITTER, Role.COORDINATOR))]


@dataclass(frozen=True)
class Thread:
    """A lesson's questions for one person: the course as they read it, the lesson, and what they may do."""

    slug: str
    version: Any
    lesson: Any
    has_begun: bool
    may_answer: bool
    may_hide: bool


def thread_of(request: Request, session: Db, visitor: Actor | None, slug: str, lesson: str) -> Thread:
    """The thread of a lesson. Raises NotFound."""
    version = version_read(request, session, visitor, slug, lesson)
    found = request.app.state.shelf.lesson(session, version.id, lesson)
    if found is None:
        raise NotFound
    begun = request.app.state.begun_version(request, session, visitor, slug)
    regions = getattr(request.state, "role_regions", {})
    is_provider = regions.get(Role.SUBMITTER) == version.region_code
    may_answer = is_provider or regions.get(Role.ASSISTANT) == version.region_code
    may_hide = is_provider or (visitor is not None and Role.COORDINATOR in visitor.roles)
    return Thread(slug, version, found, begun is not None, may_answer, may_hide)


@router.get("")
async def lesson_questions(
    request: Request, slug: str, lesson: str, visitor: Visitor, session: Db, now: Now, number: int = 1
) -> Response:
    """What was asked and answered, the newest first, and the form for who learns the course."""
    thread = thread_of(request, session, visitor, slug, lesson)
    return thread_page(request, session, thread, visitor, now, number)


@router.post("")
async def ask_question(request: Request, slug: str, lesson: str, learner: Trainee, session: Db, now: Now) -> Response:
    """Ask about a lesson."""
    form = await read_form(request, QuestionForm)
    thread = thread_of(request, session, learner, slug, lesson)
    asked = actions.asked_today(session, learner.person_id, now)
    if reason := rules.why_not_ask(thread.has_begun, asked):
        if not thread.has_begun:
            raise Refused(reason)
        return thread_page(request, session, thread, learner, now, 1, form, {"question": reason})
    if errors := form.errors():
        return thread_page(request, session, thread, learner, now, 1, form, errors)
    actions.ask(session, learner, thread.version.course_id, lesson, form.question.strip(), now)
    return see_other(request, "lesson_questions", slug=slug, lesson=lesson, done="asked")


@router.get("/{question_id}/withdrawal")
async def question_withdrawal(
    request: Request, slug: str, lesson: str, question_id: int, learner: Trainee, session: Db
) -> Response:
    """Asks before what I asked is taken back, for that cannot be undone."""
    thread = thread_of(request, session, learner, slug, lesson)
    question = queries.question(session, thread.version.course_id, lesson, question_id)
    if question.person_id != learner.person_id:
        raise NotFound
    return form_page(request, session, thread, question_id, "discussions/withdrawal.html")


@router.post("/{question_id}/withdrawal")
async def take_back_question(
    request: Request, slug: str, lesson: str, question_id: int, learner: Trainee, session: Db, now: Now
) -> Response:
    """Take back what I asked."""
    thread = thread_of(request, session, learner, slug, lesson)
    question = queries.question(session, thread.version.course_id, lesson, question_id)
    if question.person_id != learner.person_id:
        raise NotFound
    actions.take_back(session, request.app.state.recordings, learner, question, now)
    return see_other(request, "lesson_questions", slug=slug, lesson=lesson, done="taken_back")


@router.get("/{question_id}/answers")
async def question_answer(
    request: Request, slug: str, lesson: str, question_id: int, official: Answerer, session: Db
) -> Response:
    """The form of an answer, for the place that provides the course."""
    return answer_page(request, session, official, slug, lesson, question_id, AnswerForm(), {})


@router.post("/{question_id}/answers")
async def answer_lesson_question(
    request: Request, slug: str, lesson: str, question_id: int, official: Answerer, session: Db, now: Now
) -> Response:
    """Answer a question."""
    form = await read_form(request, AnswerForm)
    if errors := form.errors():
        return answer_page(request, session, official, slug, lesson, question_id, form, errors)
    thread = thread_of(request, session, official, slug, lesson)
    if not thread.may_answer:
        raise NotFound
    question = queries.question(session, thread.version.course_id, lesson, question_id)
    actions.answer(session, official, question, form.answer.strip(), now)
    return see_other(request, "lesson_questions", slug=slug, lesson=lesson, done="answered")


@router.get("/{question_id}/answers/{answer_id}/withdrawal")
async def answer_withdrawal(
    request: Request, slug: str, lesson: str, question_id: int, answer_id: int, official: Answerer, session: Db
) -> Response:
    """Asks before an answer is taken back, for that cannot be undone."""
    thread = thread_of(request, session, official, slug, lesson)
    if not thread.may_answer:
        raise NotFound
    question = queries.question(session, thread.version.course_id, lesson, question_id)
    answer = queries.answer(session, question.id, answer_id)
    return form_page(request, session, thread, question_id, "discussions/withdrawal.html", answer=answer)


@router.post("/{question_id}/answers/{answer_id}/withdrawal")
async def take_back_answer(
    request: Request,
    slug: str,
    lesson: str,
    question_id: int,
    answer_id: int,
    official: Answerer,
    session: Db,
    now: Now,
) -> Response:
    """Take back an answer of my place."""
    thread = thread_of(request, session, official, slug, lesson)
    if not thread.may_answer:
        raise NotFound
    question = queries.question(session, thread.version.course_id, lesson, question_id)
    answer = queries.answer(session, question.id, answer_id)
    actions.take_back_answer(session, request.app.state.recordings, official, answer, now)
    return see_other(request, "lesson_questions", slug=slug, lesson=lesson, done="taken_back")


@router.get("/{question_id}/hiding")
async def question_hiding(
    request: Request, slug: str, lesson: str, question_id: int, official: Official, session: Db
) -> Response:
    """Asks for the reason before a question is hidden."""
    return hiding_page(request, session, official, slug, lesson, question_id, HidingForm(), {})


@router.post("/{question_id}/hiding")
async def hide_question(
    request: Request, slug: str, lesson: str, question_id: int, official: Official, session: Db, now: Now
) -> Response:
    """Hide a question, with a reason for everybody."""
    form = await read_form(request, HidingForm)
    if errors := form.errors():
        return hiding_page(request, session, official, slug, lesson, question_id, form, errors)
    thread = thread_of(request, session, official, slug, lesson)
    if not thread.may_hide:
        raise NotFound
    question = queries.question(session, thread.version.course_id, lesson, question_id)
    actions.hide(session, official, question, form.reason.strip(), now)
    return see_other(request, "lesson_questions", slug=slug, lesson=lesson, done="hidden")


def thread_page(
    request: Request,
    session: Db,
    thread: Thread,
    visitor: Actor | None,
    now: datetime,
    number: int,
    form: QuestionForm | None = None,
    errors: dict[str, Message] | None = None,
) -> Response:
    """One page of a lesson's questions with their answers. Raises NotFound for a page that is not there."""
    course_id, lesson = thread.version.course_id, thread.lesson
    total = queries.count_of(session, course_id, lesson.slug)
    count = max(1, -(-total // queries.PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    questions = queries.questions_of(session, course_id, lesson.slug, number)
    asked = actions.asked_today(session, visitor.person_id, now) if visitor and thread.has_begun else 0
    answers = queries.answers_to(session, [question.id for question in questions])
    reader = Reader(visitor.person_id if visitor else None, thread.may_answer or thread.may_hide, thread.may_answer)
    return page(
        request,
        "discussions/thread.html",
        errors=errors,
        course=thread.version,
        lesson=lesson,
        slug=thread.slug,
        thread=thread,
        total=total,
        newest_number=total - (number - 1) * queries.PAGE_SIZE,
        number=number,
        count=count,
        questions=questions,
        answers=answers,
        recordings=recordings.shown_under(request, session, reader, questions, answers),
        done=None if errors else rules.DONE.get(request.query_params.get("done", "")),
        me=visitor.person_id if visitor else None,
        form=form or QuestionForm(),
        reason=rules.why_not_ask(thread.has_begun, asked),
    )


def answer_page(
    request: Request,
    session: Db,
    official: Actor,
    slug: str,
    lesson: str,
    question_id: int,
    form: AnswerForm,
    errors: dict[str, Message],
) -> Response:
    """The form of an answer with its question. Raises NotFound for another place's course."""
    thread = thread_of(request, session, official, slug, lesson)
    if not thread.may_answer:
        raise NotFound
    return form_page(request, session, thread, question_id, "discussions/answer.html", form, errors)


def hiding_page(
    request: Request,
    session: Db,
    official: Actor,
    slug: str,
    lesson: str,
    question_id: int,
    form: HidingForm,
    errors: dict[str, Message],
) -> Response:
    """The form of a hiding with its question. Raises NotFound for who may not hide it."""
    thread = thread_of(request, session, official, slug, lesson)
    if not thread.may_hide:
        raise NotFound
    return form_page(request, session, thread, question_id, "discussions/hiding.html", form, errors)


def form_page(
    request: Request,
    session: Db,
    thread: Thread,
    question_id: int,
    template: str,
    form: AnswerForm | HidingForm | None = None,
    errors: dict[str, Message] | None = None,
    answer: LessonAnswer | None = None,
) -> Response:
    """A page about one question, or one answer to it, with its form."""
    question = queries.question(session, thread.version.course_id, thread.lesson.slug, question_id)
    values: dict[str, Any] = {"course": thread.version, "lesson": thread.lesson, "slug": thread.slug, "form": form}
    reader = Reader(request.state.person.person_id, is_official=thread.may_answer or thread.may_hide, may_write=False)
    given = {question.id: [answer] if answer else []}
    said = recordings.shown_under(request, session, reader, [question], given)
    values["recording"] = said.get((question.id, answer.id if answer else None))
    return page(request, template, errors=errors, question=question, answer=answer, **values)
