"""Giving an upload up, and what the page that has the form says then."""

from urllib.parse import urlsplit

from fastapi import Request

from portal.text import Message, message
from portal.web.addresses import own_path
from portal.web.forms import Form

GIVEN_UP = message("已放弃这次上传，已传的删掉了")


class AbandonmentForm(Form):
    """Where to go then."""

    back: str = ""


def page_before(back: str) -> str:
    """The page that has the form, without its query; the home page for anything that is no page of this portal."""
    return urlsplit(own_path(back)).path or "/"


def page_after(back: str) -> str:
    """The same, and it says what was done."""
    return f"{page_before(back)}?done=given_up"


def just_given_up(request: Request) -> Message | None:
    """What that page says first; nothing when it was opened otherwise."""
    return GIVEN_UP if request.method == "GET" and request.query_params.get("done") == "given_up" else None
