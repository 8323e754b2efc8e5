"""Nothing is written for another site, and no page may be made to act: pure ASGI, before everything else.

The cross-site rules are those of Go 1.25's http.CrossOriginProtection: Sec-Fetch-Site, else Origin against our own,
else allow (old browsers send neither; SameSite=Lax cookies hold there).
"""

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.web.pages import page

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


class SecurityHeaders:
    """Adds the headers that every answer carries; a route may set its own stricter policy."""

    def __init__(self, app: ASGIApp, is_secure: bool) -> None:
        self.app = app
        headers = dict(SECURITY_HEADERS)
        if is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        self.headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                names = {name for name, _ in given}
                message["headers"] = [*given, *[header for header in self.headers if header[0] not in names]]
            await send(message)

        await self.app(scope, receive, send_with_headers)


class CrossSiteGuard:
    """Refuses a write that another site sent."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self.app = app
        self.origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            if is_cross_site(Headers(scope=scope), self.origin):
                answer = page(Request(scope), "errors/forbidden.html", status_code=403)
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)


def is_cross_site(headers: Headers, our_origin: str) -> bool:
    """Whether a browser says that this request was made by a page of another site."""
    fetch_site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if fetch_site:
        return fetch_site not in ("same-origin", "none")
    if origin:
        return origin != our_origin and origin.partition("://")[2] != headers.get("host")
    return False
