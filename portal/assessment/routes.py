"""The final assessment: all questions on one page or one at a time, no time limit, every answer kept as it is given."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from portal.accounts.access import Trainee
from portal.assessment import actions, queries, rules
from portal.assessment.views import answer_reports, answer_states
from portal.certificates.queries import certificate_of
from portal.certificates.rules import certificate_number
from portal.credits.counting import candidate_of
from portal.credits.held import earned_as
from portal.credits.queries import entry, taken_back_of
from portal.credits.rulebook.foreseeing import why_left
from portal.credits.rulebook.queries import rules_on
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.learning.actions import pay_credit
from portal.learning.queries import gave_way
from portal.learning.routes import IN_TIME, enrolled, progress_in
from portal.library.questions import field_names, shown
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_fields, see_other

router = APIRouter(prefix="/learning/{slug}")


@router.get("/assessment")
async def assessment(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """Before it begins: what it asks and what it needs. While it is open: all questions, or the way to one at a time."""
    found = enrolled(session, learner, slug)
    attempt = queries.open_attempt(session, found.Enrolment.id)
    questions = found.CourseVersion.assessment["questions"]
    if attempt is None:
        return page(
            request,
            "assessment/intro.html",
            course=found.CourseVersion,
            slug=slug,
            reason=progress_in(session, found, now).why_not_assessment,
            attempts=queries.marked_attempts(session, found.Enrolment.id),
            count=len(questions),
            pass_mark=rules_on(session, local_date(now)).pass_mark,
        )
    if wants_one(request):
        first_open = next(
            (number for number, _, is_given in answer_states(questions, attempt.typed) if not is_given), 1
        )
        return see_other(request, "assessment_question", slug=slug, number=first_open)
    return page(
        request,
        "assessment/questions.html",
        course=found.CourseVersion,
        slug=slug,
        questions=[shown(question) for question in questions],
        typed=attempt.typed,
    )


def wants_one(request: Request) -> bool:
    """One question a page: by the needs profile, or by the link of this request."""
    view: str = request.query_params.get("view", "")
    return view == "one" or (view != "all" and request.state.needs.questions == "one")


@router.post("/attempts", dependencies=[IN_TIME])
async def start_attempt(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """Begin the assessment, or go on with the open attempt."""
    found = enrolled(session, learner, slug)
    actions.start_attempt(session, found.Enrolment, found.CourseVersion, now)
    return see_other(request, "assessment", slug=slug)


@router.post("/answers", dependencies=[IN_TIME])
async def save_answers(request: Request, slug: str, learner: Trainee, session: Db) -> Response:
    """Keep what was typed. The page's script sends it after each change; the button leads on to the check."""
    typed = await read_fields(request)
    found, attempt = open_attempt_of(session, learner, slug)
    actions.save_answers(
        session, found.Enrolment, attempt, answers_of(found.CourseVersion.assessment["questions"], typed)
    )
    if request.headers.get("accept") == "text/plain":
        return Response(status_code=204)
    return see_other(request, "assessment_check", slug=slug)


@router.get("/assessment/check")
async def assessment_check(request: Request, slug: str, learner: Trainee, session: Db) -> Response:
    """Before handing in: which questions have an answer and which have none."""
    found, attempt = open_attempt_of(session, learner, slug)
    states = answer_states(found.CourseVersion.assessment["questions"], attempt.typed)
    return page(
        request,
        "assessment/check.html",
        course=found.CourseVersion,
        slug=slug,
        states=states,
        missing=[number for number, _, is_given in states if not is_given],
    )


@router.get("/assessment/{number}")
async def assessment_question(request: Request, slug: str, number: int, learner: Trainee, session: Db) -> Response:
    """One question alone, with the way to the ones beside it."""
    found, attempt = open_attempt_of(session, learner, slug)
    questions = found.CourseVersion.assessment["questions"]
    if not 1 <= number <= len(questions):
        raise NotFound
    return page(
        request,
        "assessment/question.html",
        course=found.CourseVersion,
        slug=slug,
        number=number,
        count=len(questions),
        question=shown(questions[number - 1]),
        typed=attempt.typed,
    )


@router.post("/assessment/{number}", dependencies=[IN_TIME])
async def answer_question(
    request: Request, slug: str, number: Annotated[int, Path(ge=1)], learner: Trainee, session: Db
) -> Response:
    """Keep one answer and go to the next question, or after the last to the check."""
    typed = await read_fields(request)
    found, attempt = open_attempt_of(session, learner, slug)
    questions = found.CourseVersion.assessment["questions"]
    actions.save_answers(session, found.Enrolment, attempt, answers_of(questions[number - 1 : number], typed))
    if number < len(questions):
        return see_other(request, "assessment_question", slug=slug, number=number + 1)
    return see_other(request, "assessment_check", slug=slug)


@router.post("/submission", dependencies=[IN_TIME])
async def submit_assessment(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """Hand in: marked at once; when it passes, recorded and paid in the same transaction."""
    found = enrolled(session, learner, slug)
    if attempt := queries.open_attempt(session, found.Enrolment.id):
        actions.submit_attempt(session, learner, found.Enrolment, found.CourseVersion, attempt, now)
    return see_other(request, "result", slug=slug)


@router.get("/result")
async def result(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """What the newest marked attempt came to, question by question, and where the credit is."""
    found = enrolled(session, learner, slug)
    attempts = queries.marked_attempts(session, found.Enrolment.id)
    if not attempts:
        raise NotFound
    pass_mark = rules_on(session, local_date(attempts[0].submitted_at or now)).pass_mark
    questions = found.CourseVersion.assessment["questions"]
    reports = answer_reports(questions, attempts[0].typed)
    posted = found.Enrolment.transfer_id and entry(session, learner.person_id, found.Enrolment.transfer_id)
    certificate = certificate_of(session, learner.person_id, found.CourseVersion.id)
    return page(
        request,
        "assessment/result.html",
        course=found.CourseVersion,
        slug=slug,
        enrolment=found.Enrolment,
        attempt=attempts[0],
        passed=rules.has_passed(attempts[0].mark or 0, pass_mark),
        pass_mark=pass_mark,
        reports=reports,
        read_again=sorted({report["question"]["lesson"] for report in reports if not report["answer"].is_right} - {""}),
        lessons={lesson.slug: lesson for lesson in progress_in(session, found, now).lessons},
        needs_advice=len(attempts) >= rules.ADVICE_AFTER_ATTEMPTS,
        posted_hundredths=posted.amount if posted else 0,
        taken_back_hundredths=taken_back_of(session, posted.id) if posted else 0,
        gave_way=bool(posted) and gave_way(session, found.Enrolment.id),
        certificate_number=certificate and certificate_number(certificate.id),
        identity_verified=learner.identity_verified,
        left_out=why_not_counted(session, learner, found.CourseVersion),
    )


def why_not_counted(session: Db, learner: Trainee, version: Any) -> list[Message]:
    """Why something of this course's credit does not count, and when it will; empty when all of it counts."""
    one = candidate_of(session, earned_as(version.course_id, learner.person_id))
    if one is None or not one.left_hundredths:
        return []
    return why_left(one)


@router.post("/credit")
async def post_credit(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """Post the credit of a course that was passed before the identity was verified."""
    found = enrolled(session, learner, slug)
    pay_credit(session, learner, found.Enrolment, found.CourseVersion, now)
    return see_other(request, "result", slug=slug)


def open_attempt_of(session: Db, learner: Trainee, slug: str) -> tuple[Any, Any]:
    """My enrolment and its open attempt. Raises Refused, with the way on, when no attempt is open."""
    found = enrolled(session, learner, slug)
    attempt = queries.open_attempt(session, found.Enrolment.id)
    if attempt is None:
        raise Refused(
            message("考核还没有开始，或者已经交了。"), (message("回到这门课的考核"), f"/learning/{slug}/assessment")
        )
    return found, attempt


def answers_of(questions: list[dict[str, Any]], typed: dict[str, Any]) -> dict[str, Any]:
    """The fields of these questions, empty where nothing came: a tick taken away is taken away. Nothing else is kept."""
    return {name: typed.get(name, "") for question in questions for name in field_names(question)}
