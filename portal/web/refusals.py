"""Refusals are pages too: plain words, what to do next, in both languages."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from starlette.exceptions import HTTPException

from portal.errors import Gone, NotFound, NotInPlace, Refused, SignInNeeded, TooBig, TooMany
from portal.text import Message
from portal.web.addresses import own_path
from portal.web.pages import page, see_other

log = structlog.get_logger()


def add_refusals(app: FastAPI) -> None:
    """Turn every error that the portal knows into its page."""
    handlers: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
        Refused: refused_page,
        NotFound: not_found_page,
        Gone: gone_page,
        NotInPlace: not_in_place_page,
        SignInNeeded: sign_in_first,
        TooMany: too_many_page,
        TooBig: too_big_page,
        HTTPException: http_page,
        RequestValidationError: not_found_page,  # only addresses and queries are validated before a route runs
        OverflowError: not_found_page,  # a number, or below a text, that no column holds: nothing can have it for its name
        DataError: not_found_page,
        IntegrityError: conflict_page,
        OperationalError: busy_page,
        Exception: broken_page,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def leading_back(words: Message, route: str, *keys: str) -> Any:
    """For a router's `dependencies`: what it refuses leads back to the page that it is about, unless the refusal knows
    a better way. `keys` name the parts of the address that say which."""

    async def lead_back(request: Request) -> AsyncIterator[None]:
        try:
            yield
        except Refused as refused:
            if refused.way_on is None and request.path_params.keys() >= set(keys):
                place = {key: request.path_params[key] for key in keys}
                refused.way_on = words, request.app.state.url_for(route, **place)
            raise

    return Depends(lead_back, scope="function")


async def refused_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return page(request, "errors/refused.html", status_code=409, reason=error.message, way_on=error.way_on)


async def not_found_page(request: Request, error: Exception) -> Response:
    return page(request, "errors/not_found.html", status_code=404)


async def gone_page(request: Request, error: Exception) -> Response:
    return page(request, "errors/gone.html", status_code=410, gone=error)


async def not_in_place_page(request: Request, error: Exception) -> Response:
    return page(request, "errors/not_in_place.html", status_code=403, refused=error)


async def sign_in_first(request: Request, error: Exception) -> Response:
    """After signing in they are back where they were: at the page itself, or at the one whose button they pressed."""
    came_for = urlsplit(str(request.url) if request.method == "GET" else request.headers.get("referer", ""))
    return see_other(request, "sign_in", next=own_path(came_for._replace(scheme="", netloc="", fragment="").geturl()))


async def too_many_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooMany)
    return page(request, "errors/too_many.html", status_code=429, reason=error.message)


async def too_big_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooBig)
    return page(request, "errors/too_big.html", status_code=413, reason=error.message)


async def http_page(request: Request, error: Exception) -> Response:
    """What Starlette refuses by itself: an unknown address, a method that an address does not take, a broken form."""
    assert isinstance(error, HTTPException)
    if not hasattr(request.state, "person"):  # no route, so nothing has asked yet who this is
        await request.app.state.identify(request)
    if error.status_code in (404, 405):
        return page(request, "errors/not_found.html", status_code=error.status_code)
    return page(request, "errors/invalid.html", status_code=error.status_code)


async def conflict_page(request: Request, error: Exception) -> Response:
    """Two writes met and a constraint let only one through. Nothing was half done."""
    log.warning("conflict", kind=type(error).__name__, why=str(getattr(error, "orig", "")))
    return page(request, "errors/conflict.html", status_code=409)


async def busy_page(request: Request, error: Exception) -> Response:
    """The database did not answer in time. Nothing was changed; trying again later is safe."""
    log.error("database_unavailable", kind=type(error).__name__)
    return page(request, "errors/server_error.html", status_code=503)


async def broken_page(request: Request, error: Exception) -> Response:
    return page(request, "errors/server_error.html", status_code=500)
