"""The reader's language and needs before anybody has signed in: from cookies and Accept-Language."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.text import LANGUAGES, Language, set_language
from portal.web.needs import Needs, needs_from_cookie

LANGUAGE_COOKIE = "language"
NEEDS_COOKIE = "needs"


class ReaderPreferences:
    """Sets the language and `request.state.needs` of each request; sign-in may set them anew for the person."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            cookies = read_cookies(headers.get("cookie", ""))
            set_language(choose_language(cookies.get(LANGUAGE_COOKIE, ""), headers.get("accept-language", "")))
            needs = needs_from_cookie(cookies[NEEDS_COOKIE]) if NEEDS_COOKIE in cookies else Needs()
            scope.setdefault("state", {})["needs"] = needs
        await self.app(scope, receive, send)


def read_cookies(header: str) -> dict[str, str]:
    """Cookies by name, values unquoted; a broken header counts as none."""
    try:
        return {name: unquote(morsel.value) for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def choose_language(cookie: str, accept_language: str) -> Language:
    """The switch in the header first, then the browser's order of preference, then Chinese."""
    for known in LANGUAGES:
        if cookie == known:
            return known
    for part in sorted(accept_language.split(","), key=_preference, reverse=True):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh-CN"
        if tag.startswith("en"):
            return "en"
    return "zh-CN"


def _preference(part: str) -> float:
    try:
        return float(part.split("q=")[1]) if "q=" in part else 1.0
    except ValueError:
        return 0.0
