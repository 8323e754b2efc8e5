"""What to learn next for a college: the simulator, and a section on the page of a course."""

from typing import Any

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.conversion import queries, views
from portal.conversion.queries import Agreed
from portal.conversion.rules import Answer, evaluate
from portal.conversion.searching import OpenCourse, as_outcome, sources_of, what_next
from portal.conversion.terms import COURSE
from portal.conversion.views import WORDS, disputed
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.library.models import CourseVersion
from portal.text.dates import local_date
from portal.web import page
from portal.web.pages import render

router = APIRouter(prefix="/conversion/what-next")


@router.get("")
async def learn_next(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """For each live agreement: what is missing for which course, and the smallest sets of open courses that would do."""
    today, who = local_date(now), holder.person_id
    live = queries.live_agreements(session, today)
    outcomes = queries.outcomes_of(session, who, disputed(request.app, session, who)) if live else []
    open_courses = queries.open_courses(session, sources_of(one.agreement for one in live))
    found: list[tuple[Agreed, Any, list[Any]]] = []
    for one in live:
        agreement = one.agreement
        before = queries.before_of(session, who, agreement)
        ahead = what_next(agreement, outcomes, before, open_courses, today)
        found.append((one, evaluate(agreement, outcomes, before, today), ahead))
    return page(request, "conversion/what_next.html", found=found, **WORDS)


def course_counts_towards(request: Request, session: Session, visitor: Actor | None, version: CourseVersion) -> Markup:
    """For the page of a course: what colleges would give after it, to those who learn here; nothing without an agreement."""
    if visitor is None or Role.TRAINEE not in visitor.roles:
        return Markup("")
    today = local_date(request.app.state.clock())
    naming = [
        one for one in queries.live_agreements(session, today) if version.course_id in sources_of([one.agreement])
    ]
    if not naming:
        return Markup("")
    who = visitor.person_id
    outcomes = queries.outcomes_of(session, who, disputed(request.app, session, who))
    has = any(one.course_id == version.course_id for one in outcomes)
    as_if = outcomes if has else [*outcomes, as_outcome(course_of(version), today)]
    answers: list[tuple[Agreed, Answer]] = []
    for one in naming:
        agreement = one.agreement
        after = evaluate(agreement, as_if, queries.before_of(session, who, agreement), today)
        answers += [(one, each) for each in after.answers if names(each, version.course_id)]
    return Markup(render(request, "conversion/_course.html", answers=answers, has=has, **views.WORDS))


def names(answer: Answer, course_id: int) -> bool:
    """Whether the rule of a target names a course."""
    return any(one.kind == COURSE and one.course_id == course_id for one in answer.target.rule.sources())


def course_of(version: CourseVersion) -> OpenCourse:
    """A version as the search sees its course."""
    return OpenCourse(
        course_id=version.course_id,
        slug="",
        title=version.title,
        title_en=version.title_en,
        level=version.level,
        credit_hundredths=version.credit_hundredths,
        learning_minutes=version.learning_minutes,
    )
