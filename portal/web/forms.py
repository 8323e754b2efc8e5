"""What was typed, as it was typed: plain text that may be wrong and can be shown again."""

from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict
from starlette.datastructures import FormData
from starlette.types import Message as Event

from portal.errors import TooBig
from portal.text import message
from portal.text.amounts import format_size

LARGEST_FORM = 4_000_000  # bytes; a form of this size is no work of a person
LONGEST_FIELD = 20_000  # characters; longer text is cut here, and the form's own rule says that it is too long

FormModel = TypeVar("FormModel", bound="Form")


class Form(BaseModel):
    """A form's fields with empty defaults. Its own method `errors()` says what to put right, field to message."""

    model_config = ConfigDict(extra="ignore")


async def read_form(request: Request, model: type[FormModel]) -> FormModel:
    """The posted fields as text. Nothing is refused here: a missing field is empty, an unknown one is left out."""
    async with bounded(request).form(max_files=1, max_fields=500, max_part_size=1_000_000) as posted:
        return model(**{name: _typed(model, posted, name) for name in model.model_fields if name in posted})


async def read_fields(request: Request, longest: int = LONGEST_FIELD) -> dict[str, str | list[str]]:
    """All posted fields by name, for forms whose fields are known only to their data; a repeated one is a list. Text
    longer than `longest` is cut, for the form's own rule to refuse it."""
    async with bounded(request).form(max_files=0, max_fields=500, max_part_size=1_000_000) as posted:
        fields: dict[str, str | list[str]] = {}
        for name in dict.fromkeys(posted):
            values = [_clean(value, longest) for value in posted.getlist(name) if isinstance(value, str)]
            fields[name[:100]] = values if len(values) > 1 else "".join(values)
        return fields


def bounded(request: Request) -> Request:
    """The request, whose body is refused (TooBig) as soon as more has come than any form holds."""
    if getattr(request, "_form", None) is not None:  # read before
        return request
    receive, came = request.receive, 0

    async def receive_some() -> Event:
        nonlocal came
        event = await receive()
        came += len(event.get("body", b""))
        if came > LARGEST_FORM:
            raise TooBig(message("填的内容太多。最多 %(size)s。", size=format_size(LARGEST_FORM)))
        return event

    request._receive = receive_some
    return request


def _clean(value: str, longest: int = LONGEST_FIELD) -> str:
    """Without what no database or page takes: NUL, and halves of characters (a charset of the sender's choice)."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode()[:longest]


def _typed(model: type[Form], posted: FormData, name: str) -> Any:
    values = [_clean(value) for value in posted.getlist(name) if isinstance(value, str)]
    wants_list = isinstance(model.model_fields[name].default, (list, tuple))
    return values if wants_list else (values[0] if values else "")
