"""The few DevTools calls that a session makes: open an address, insert text, ask the page something."""

import json
from contextlib import ExitStack
from typing import Any
from urllib.request import urlopen

from websockets.sync.client import connect

BIGGEST_ANSWER = 16_000_000


class DevTools:
    """The one page of a browser."""

    def __init__(self, port: int, target: str) -> None:
        address = f"ws://127.0.0.1:{port}/devtools/page/{target}"
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(address, max_size=BIGGEST_ANSWER, compression=None))
        self._last = 0

    def close(self) -> None:
        self._open.close()

    def call(self, method: str, timeout: float = 30, **values: Any) -> dict[str, Any]:
        """One call. Raises TimeoutError; the connection stays usable, and a late answer is passed over."""
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": values}))
        while True:
            answer = json.loads(self._socket.recv(timeout))
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def js(self, expression: str) -> Any:
        """What an expression comes to in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"].get("text")))
        return answer["result"].get("value")

    def is_loaded(self) -> bool:
        """Whether the page has been loaded whole; not between two pages."""
        try:
            answer = self.call("Runtime.evaluate", timeout=5, returnByValue=True, expression="document.readyState")
        except (RuntimeError, TimeoutError):
            return False
        return bool(answer["result"].get("value") == "complete")


def first_page(port: int) -> str:
    """The id of the first page of a browser; empty while there is none."""
    with urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
        return next((page["id"] for page in json.load(answer) if page["type"] == "page"), "")
