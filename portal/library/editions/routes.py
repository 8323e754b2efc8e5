"""What changed in a course from version to version, for everybody."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.db.session import Db
from portal.errors import NotFound
from portal.library.editions import queries, rules
from portal.text import Message, message
from portal.web import page

router = APIRouter()


@router.get("/library/{slug}/changes")
async def course_changes(request: Request, slug: str, session: Db) -> Response:
    """The versions of a course, the newest first: when each opened, what its provider says, what a machine sees."""
    editions = queries.editions_of(session, slug)
    if not editions:
        raise NotFound
    return page(
        request,
        "library/changes.html",
        slug=slug,
        course=editions[0],
        editions=told(session, editions),
        places_told=request.app.state.places_told(session, editions[0].course_id),
        more=len(editions) > queries.MOST_SHOWN,
    )


def told(session: Db, editions: Any) -> list[dict[str, Any]]:
    """Each version with its changes against the one before it, in words."""
    contents = queries.contents_of(session, [row.id for row in editions])
    found = []
    for place, row in enumerate(editions[: queries.MOST_SHOWN]):
        before = editions[place + 1] if place + 1 < len(editions) else None
        seen: list[Message] = rules.changes(contents[before.id], contents[row.id]) if before else []
        title = message("第 %(edition)s 版", edition=row.edition)
        found.append({"title": title, "row": row, "is_first": before is None, "seen": seen})
    return found
