"""The load: some connections that stay open, each of which asks again as soon as it was answered.

Raw sockets and a parser in C (httptools), because the client shares the machine with the server: it takes some 20 µs a
request, a tenth of what the quickest server here needs.
"""

import asyncio
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import cast

import httptools
import uvloop

CONNECTIONS = 8
SECONDS_OF_GRACE = 30  # a round that has not ended then is given up with an error

NextRequest = Callable[[], bytes]


def get(path: str, **headers: str) -> bytes:
    """The bytes of a request as a browser sends it. An underscore in a header's name stands for a hyphen."""
    given = {
        "host": "127.0.0.1",
        "accept-encoding": "gzip",
        "accept-language": "zh-CN,zh;q=0.9",
        "connection": "keep-alive",
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()


@dataclass
class Round:
    """What came back in one round."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    bytes_received: int = 0

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 requests were answered."""
        return statistics.quantiles(self.milliseconds, n=20)[-1]


class Asker(asyncio.Protocol):
    """One connection. It ends by itself when `has_more` says that the round is over."""

    def __init__(self, next_request: NextRequest, has_more: Callable[[], bool], result: Round) -> None:
        self.next_request, self.has_more, self.result = next_request, has_more, result
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.parser = httptools.HttpResponseParser(self)
        self.asked_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.ask()

    def ask(self) -> None:
        self.asked_at = perf_counter()
        self.transport.write(self.next_request())

    def data_received(self, data: bytes) -> None:
        self.result.bytes_received += len(data)
        self.parser.feed_data(data)

    def on_message_complete(self) -> None:
        """Called by the parser when an answer is whole."""
        self.result.milliseconds.append((perf_counter() - self.asked_at) * 1000)
        self.result.statuses.add(self.parser.get_status_code())
        if not self.has_more():
            self.transport.close()
            return
        self.parser = httptools.HttpResponseParser(self)
        self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(error) if error else self.ended.set_result(None)


def ask_for(seconds: float, port: int, next_request: NextRequest, status: int, connections: int = CONNECTIONS) -> Round:
    """Ask as fast as is answered, for some seconds. Raises RuntimeError for an answer of another status."""
    ends = perf_counter() + seconds
    return _run(port, next_request, status, connections, lambda: perf_counter() < ends, seconds)


def ask_times(times: int, port: int, next_request: NextRequest, status: int, connections: int = CONNECTIONS) -> Round:
    """Ask so many times, or a few more, and for ten minutes at most."""
    left = iter(range(times - connections))
    return _run(port, next_request, status, connections, lambda: next(left, None) is not None, 600)


def _run(
    port: int, next_request: NextRequest, status: int, connections: int, has_more: Callable[[], bool], seconds: float
) -> Round:
    result = Round()

    async def ask() -> None:
        loop = asyncio.get_running_loop()
        began = perf_counter()
        async with asyncio.timeout(seconds + SECONDS_OF_GRACE):
            askers = [Asker(next_request, has_more, result) for _ in range(connections)]
            for asker in askers:
                await loop.create_connection(lambda asker=asker: asker, "127.0.0.1", port)  # type: ignore[misc]
            await asyncio.gather(*[asker.ended for asker in askers])
        result.seconds = perf_counter() - began

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(ask())
    if result.statuses != {status}:
        raise RuntimeError(f"expected answers of status {status}, got {sorted(result.statuses)}")
    return result


@dataclass(frozen=True)
class Target:
    """Where to ask for what, and the status that is right."""

    port: int
    next_request: NextRequest
    status: int = 200


def in_turns(
    targets: Mapping[str, Target], rounds: int, seconds: float, connections: int = CONNECTIONS
) -> dict[str, list[Round]]:
    """All targets in turns, so that what else the machine does meets all of them alike. The first turn warms up only."""
    results: dict[str, list[Round]] = {name: [] for name in targets}
    for turn in range(rounds + 1):
        for name, target in targets.items():
            time = seconds if turn else seconds / 2
            one = ask_for(time, target.port, target.next_request, target.status, connections)
            if turn:
                results[name].append(one)
    return results


def rate(rounds: list[Round]) -> float:
    """Requests per second: the middle one of the rounds."""
    return statistics.median(one.per_second for one in rounds)
