"""A page from a template and its values; a redirect after a deed."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from portal.text import Message, language
from portal.web.compression import TOO_SHORT, compress, takes_gzip
from portal.web.needs import Needs
from portal.web.pictures import without_pictures


def page(
    request: Request, template: str, status_code: int = 200, errors: dict[str, Message] | None = None, **values: Any
) -> HTMLResponse:
    """A whole page. With `errors` (field to message) it answers 422 and its title begins “错误：”."""
    text = render(request, template, errors=errors or {}, **values)
    if getattr(request.state, "needs", Needs()).pictures == "none":
        text = without_pictures(text)
    body = text.encode()
    headers = {"Vary": "Cookie, Accept-Language, Accept-Encoding", "Cache-Control": "private, no-cache"}
    if takes_gzip(request) and len(body) > TOO_SHORT:
        body, headers["Content-Encoding"] = compress(body), "gzip"
    return HTMLResponse(body, 422 if errors else status_code, headers)


def render(request: Request, template: str, **values: Any) -> str:
    """A template with what every page needs: who reads, in which language and form, and the sections open to them."""
    state, app = request.state, request.app.state
    return str(
        app.templates[language()]
        .get_template(template)
        .render(
            request=request,
            url_for=app.url_for,
            language=language(),
            person=getattr(state, "person", None),
            needs=getattr(state, "needs", Needs()),
            sections=getattr(state, "sections", app.sections_for_visitors),
            demo=app.settings.mode == "demo",
            contact=app.settings.contact,
            **values,
        )
    )


def see_other(request: Request, route_name: str, **path_values: Any) -> Response:
    """After a POST, send the browser to a page: reloading it cannot repeat the deed."""
    return RedirectResponse(request.app.state.url_for(route_name, **path_values), status_code=303)


def in_turn(*parts: Callable[..., Markup]) -> Callable[..., Markup]:
    """What several rooms have to say on one page of a room below them, one after the other."""
    return lambda *asked: Markup("").join(part(*asked) for part in parts)
