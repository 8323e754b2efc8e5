"""Recommendations: a part of other pages, and the switch that turns them off."""

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from portal.accounts.access import Trainee
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.library.rules import CatalogueFilter
from portal.library.shelf import Shelf
from portal.recommendations import actions, queries, rules
from portal.recommendations.rules import Recommendation
from portal.web import page, read_form, see_other
from portal.web.forms import Form
from portal.web.pages import render

router = APIRouter(prefix="/settings/recommendations")


class SwitchForm(Form):
    """On, or anything else for off."""

    wanted: str = ""


@router.get("")
async def recommendation_settings(request: Request, learner: Trainee, session: Db) -> Response:
    """Whether courses are recommended, from what, and the switch."""
    return page(request, "recommendations/settings.html", is_on=queries.is_on(session, learner.person_id))


@router.post("")
async def switch_recommendations(request: Request, learner: Trainee, session: Db, now: Now) -> Response:
    """Turn recommendations off, or on again."""
    form = await read_form(request, SwitchForm)
    actions.choose(session, learner.person_id, form.wanted == "on", now)
    return see_other(request, "recommendation_settings")


def section(request: Request, session: Db, visitor: Actor | None) -> Markup:
    """The recommendations of this person as a part of a page; nothing for those who do not learn here."""
    if visitor is None or Role.TRAINEE not in visitor.roles:
        return Markup("")
    is_on = queries.is_on(session, visitor.person_id)
    found = recommended(request, session, visitor) if is_on else []
    return Markup(render(request, "recommendations/_section.html", is_on=is_on, recommendations=found))


def recommended(request: Request, session: Db, learner: Actor) -> list[Recommendation]:
    """What is recommended to somebody now."""
    needs = request.state.needs
    learned = queries.learned_by(session, learner.person_id)
    nearby = queries.finished_nearby(session, learner.person_id, learner.region_code)
    fitting = newest_fitting(request, session, needs.media, needs.ways)
    occupations = sorted({one.occupation for one in learned})
    candidates = queries.candidates(session, learner.region_code, occupations, list(nearby), fitting)
    return rules.recommend(learned, needs.media, needs.ways, nearby, candidates)


def newest_fitting(request: Request, session: Db, media: tuple[str, ...], ways: tuple[str, ...]) -> list[int]:
    """The newest courses that can be learned in the ways that were chosen; none where nothing was chosen."""
    chosen = {rules.WAY_OF_MEDIA[choice] for choice in media if choice in rules.WAY_OF_MEDIA}
    if not chosen:
        return []
    shelf: Shelf = request.app.state.shelf
    wanted = CatalogueFilter(access=tuple(sorted(chosen | set(ways))))
    return shelf.page(session, shelf.overview(session, wanted), wanted)
