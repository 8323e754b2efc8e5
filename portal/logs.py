"""Logs: one JSON object a line on stderr, in English, without personal data.

A request's line has its id, method, route template, status and milliseconds: never a raw path, a query, a form value or
anybody's address. An exception is told by its types and places, not by its text: drivers and validators put values
there. As a last guard, every run of 11 digits or more, which could be somebody's number, is masked.
"""

import json
import logging
import random
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from time import perf_counter
from typing import Any, TextIO

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

from portal.text.codes import make_code
from portal.text.masking import masked

ENCODER = json.JSONEncoder(ensure_ascii=False)
PLACES = 12  # innermost frames told of an exception

log = structlog.get_logger("portal")


def configure_logs(stream: TextIO = sys.stderr) -> None:
    """Send all logs, ours and those of libraries, to the stream as JSON lines; uvicorn's own access log is silenced."""
    beginning: list[Any] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    end: list[Any] = [tell_exception, mask_event, render]
    structlog.configure(
        processors=beginning + end,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=stream is sys.stderr,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *beginning],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *end],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.getLogger("uvicorn.access").disabled = True
    for chatty in ("httpx", "httpx2", "hpack", "asyncio"):  # addresses that were asked for, with their queries
        logging.getLogger(chatty).setLevel(logging.WARNING)


def render(_: Any, __: str, event: Mapping[str, Any]) -> str:
    """The event as one line of JSON. The encoder is made once: structlog's own renderer makes one for each line."""
    return ENCODER.encode(event)


def tell_exception(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put an exception's types and places where structlog would put its text."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if given is True:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = list(_told(error))
    return event


def _told(error: BaseException) -> Iterator[dict[str, Any]]:
    kind = type(error)
    places = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    yield {"type": f"{kind.__module__}.{kind.__qualname__}", "at": places[-PLACES:]}
    if inner := error.__cause__ or (None if error.__suppress_context__ else error.__context__):
        yield from _told(inner)


def mask_event(_: Any, __: str, event: MutableMapping[str, Any]) -> Any:
    """The last guard before a line is written."""
    return masked(event)


class RequestLog:
    """Pure ASGI layer, the outermost: names each request by a code that can be dictated, in `request.state.request_id`,
    in the answer's X-Request-ID and in every line logged meanwhile; logs one line when the answer is over."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and log it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        request_id = make_code(random.getrandbits(27))  # no secret
        scope.setdefault("state", {})["request_id"] = request_id
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        status = 500  # unless an answer begins

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        finally:
            write = log.error if status >= 500 else log.info
            write(
                "request",
                method=scope["method"],
                route=getattr(scope.get("route"), "path", None),
                status=status,
                milliseconds=round((perf_counter() - started) * 1000, 1),
            )
