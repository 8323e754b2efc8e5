"""A sender in pieces, as small as a test needs it."""

import base64
from dataclasses import dataclass
from typing import Any

from tests.browser import Browser

VERSION = {"Tus-Resumable": "1.0.0"}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def announced(size: int, name: str = "course.zip", kind: str = "package") -> dict[str, str]:
    """The headers that announce a file."""
    metadata = f"filename {encoded(name)},kind {encoded(kind)}"
    return VERSION | {"Upload-Length": str(size), "Upload-Metadata": metadata}


@dataclass
class Sender:
    """Somebody's program that sends files in pieces."""

    browser: Browser

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, content: bytes = b"") -> Any:
        sent = self.browser.headers | VERSION | (headers or {})
        return self.browser.client.request(method, path, headers=sent, content=content, follow_redirects=False)

    def begin(self, size: int, **values: str) -> Any:
        return self.ask("POST", "/uploads", announced(size, **values))

    def send(self, path: str, offset: int, content: bytes, **headers: str) -> Any:
        kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        return self.ask(
            "PATCH", path, kind | {name.replace("_", "-"): value for name, value in headers.items()}, content
        )

    def offset(self, path: str) -> int:
        return int(self.ask("HEAD", path).headers["Upload-Offset"])
