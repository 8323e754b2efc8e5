"""Who sits at the desk, and the case in front of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.errors import NotFound, Refused
from portal.recognition import queries, views
from portal.recognition.actions import case_of
from portal.recognition.models import RecognitionApplication
from portal.recognition.rules import NOT_NOW, OWN_CASE, RESULTS, Officer, Pile, State, Step, why_not
from portal.recognition.views import Told
from portal.text import Message, message
from portal.text.dates import local_date

PILE_WORDS: dict[Pile, Message] = {
    Pile.CHECK: message("等查材料"),
    Pile.ASSESS: message("等您评定"),
    Pile.SECOND: message("等您作第二位决定"),
    Pile.RETURNED: message("退回了，等学员补充"),
    Pile.DECIDED: message("已决定"),
}


@dataclass(frozen=True)
class Found:
    """An application at the desk: what it says, and who looks at it."""

    told: Told
    officer: Officer

    @property
    def one(self) -> RecognitionApplication:
        return self.told.one

    def why_not(self, step: Step) -> Message | None:
        """What keeps this officer from a step now; None when nothing does."""
        return why_not(step, case_of(self.one), self.officer)


def officer_of(request: Request, actor: Actor) -> Officer:
    """The officer, with the region of their office, wherever they live."""
    return Officer(actor.person_id, request.state.role_regions[Role.CREDIT_OFFICER])


def recognition_waiting(
    request: Request, session: Session, actor: Actor, now: datetime
) -> tuple[Message, int, str] | None:
    """For the bank's desk: how many applications wait for this officer."""
    if Role.CREDIT_OFFICER not in actor.roles:
        return None
    counts = queries.counts(session, officer_of(request, actor))
    waiting = counts[Pile.CHECK] + counts[Pile.ASSESS] + counts[Pile.SECOND]
    return message("认定，等您办"), waiting, request.app.state.url_for("recognition_desk")


def found_in(request: Request, session: Session, application_id: int, actor: Actor, now: datetime) -> Found:
    """An application in the officer's region. Raises NotFound for all others, Refused for one's own."""
    officer = officer_of(request, actor)
    found: Any = queries.case_in(session, application_id, officer)
    if found is None:
        raise NotFound
    if found[0].person_id == officer.person_id:
        raise Refused(OWN_CASE)
    return Found(views.told_of(session, found[0], local_date(now), found.name), officer)


def may_step(found: Found, step: Step) -> Found:
    """The same, when this officer may take the step now. Raises Refused when not."""
    if problem := found.why_not(step):
        raise Refused(problem)
    return found


def may_decide(found: Found) -> Found:
    """The same, when this officer may decide as the second one now. Raises Refused when not."""
    if found.one.state != State.ASSESSED:
        raise Refused(NOT_NOW)
    return may_step(found, RESULTS[found.one.result])
