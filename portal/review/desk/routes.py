"""The review desk: what waits for me, until when, and what I have given."""

from datetime import date

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Reviewer
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.review import forms
from portal.review.desk import queries
from portal.review.desk.rules import task_of
from portal.submissions import queries as handed_in
from portal.submissions.forms import STATE_WORDS
from portal.submissions.views import due_of, place_name, province_rules
from portal.text import Message
from portal.text.dates import local_date
from portal.web import page

router = APIRouter()


def ending_soon(request: Request, session: Db, reviewer: Actor, today: date) -> list[tuple[Message, str]]:
    """For a coordinator: courses whose licence ends soon, as links. The room that knows is told to us by portal/main.py."""
    if Role.COORDINATOR not in reviewer.roles:
        return []
    found: list[tuple[Message, str]] = request.app.state.ending_soon(session, today, request.app.state.url_for)
    return found


@router.get("/review")
async def review(request: Request, reviewer: Reviewer, session: Db, now: Now) -> Response:
    """What waits for this person, what ends first in front; what they have given; and what is closed to them."""
    today, rules = local_date(now), province_rules(request, now)
    tasks = []
    for row in queries.desk_rows(session, reviewer):
        if task := task_of(row, reviewer.roles, today, rules):
            tasks.append((row, task, due_of(task.due_on, today)))
    tasks.sort(key=lambda one: (one[1].due_on is None, one[1].due_on or today))
    is_from_prefecture = not reviewer.region_code.endswith("0000")
    return page(
        request,
        "review/desk.html",
        tasks=tasks,
        ending=ending_soon(request, session, reviewer, today),
        next_due=next((due for _, _, due in tasks if due), None),
        own_place=place_name(handed_in.region_name(session, reviewer.region_code)) if is_from_prefecture else "",
        reports=queries.given_reports(session, reviewer.person_id),
        reviews=queries.given_reviews(session, reviewer.person_id),
        votes=queries.given_votes(session, reviewer.person_id),
        state_words=STATE_WORDS,
        outcomes=forms.OUTCOME_WORDS,
        reads_braille=Role.BLIND_TESTER in reviewer.roles,
        is_tester=bool(reviewer.roles & {Role.BLIND_TESTER, Role.DEAF_TESTER}),
        is_expert=Role.EXPERT in reviewer.roles,
        is_member=Role.PANEL_MEMBER in reviewer.roles,
    )
