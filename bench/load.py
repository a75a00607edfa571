"""Asking a page again and again over one kept connection, and keeping time."""

from __future__ import annotations

import gzip
import http.client
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from statistics import median
from typing import Any

from bench.server import BenchError, Server

CSRF_TOKEN = "b" * 32
CONNECTIONS = 4  # more than one, so that each worker gets some


@dataclass
class Samples:
    """What was measured of one page on one server: seconds a visit, the median of each round's, and CPU seconds."""

    times: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def median(self) -> float:
        return median(self.times)

    def times_as_long_as(self, other: Samples) -> float:
        """The median of the ratios round by round: a busy minute strikes both sides of a ratio."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return median(mine / theirs for mine, theirs in pairs)

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.times)


def parts_of(step: str) -> tuple[str, str, str]:
    """Method, address and body of a step: "address", "POST address" or "POST address body"."""
    method, address, body = [*step.split(), "", ""][:3] if " " in step else ("GET", step, "")
    return method, address, body


class Visitor:
    """A person with a browser that keeps its connections open; signed in if there are cookies.

    ``visits`` says what a visit of each page asks for, step by step. A page with several visits is
    one on which something is done that can be done only once: each of them is made once.
    """

    def __init__(
        self,
        server: Server,
        cookies: Mapping[str, str],
        csrf_cookie: str,
        visits: Mapping[str, Sequence[Sequence[str]]],
    ) -> None:
        self.server = server
        self.visits = {
            name: repeat(each[0]) if len(each) == 1 else iter(each) for name, each in visits.items()
        }
        pairs = {**cookies, csrf_cookie: CSRF_TOKEN} if cookies else {}
        self.headers = {"Accept-Encoding": "gzip"}
        if pairs:
            self.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in pairs.items())
        self.connections = [
            http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            for _number in range(CONNECTIONS)
        ]
        self.turn = 0

    def close(self) -> None:
        for connection in self.connections:
            connection.close()

    def measure(self, name: str, times: int, samples: Samples) -> None:
        """Add ``times`` visits of the page called ``name`` to ``samples``."""
        before = self.server.cpu_seconds()
        for _time in range(times):
            self.turn += 1
            steps = self._next(name)
            connection = self.connections[self.turn % CONNECTIONS]
            start = time.perf_counter()
            for step in steps:
                self._ask(connection, step)
            samples.times.append(time.perf_counter() - start)
        samples.rounds.append(median(samples.times[-times:]))
        samples.cpu += self.server.cpu_seconds() - before

    def _next(self, name: str) -> Sequence[str]:
        steps = next(self.visits[name], None)
        if steps is None:
            raise BenchError(f"No visit is left of {name}.")
        return steps

    def page(self, name: str) -> bytes:
        """What the first step of a visit answers, unpacked."""
        response, body = self._ask(self.connections[0], self._next(name)[0])
        packed = response.getheader("Content-Encoding") == "gzip"
        return gzip.decompress(body) if packed else body

    def _ask(
        self, connection: http.client.HTTPConnection, step: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        try:
            response, body = self._send(connection, step)
        except (http.client.RemoteDisconnected, ConnectionError):
            connection.close()  # idle for longer than the server keeps a connection
            response, body = self._send(connection, step)
        if response.status not in (200, 302):
            raise BenchError(f"{step} answered {response.status}")
        return response, body

    def _send(
        self, connection: http.client.HTTPConnection, step: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        method, address, posted = parts_of(step)
        headers: dict[str, Any] = dict(self.headers)
        if method == "POST":
            headers |= {"X-CSRFToken": CSRF_TOKEN, "Content-Length": str(len(posted))}
        if posted:  # as the pages' scripts post their forms
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
            }
        connection.request(method, address, body=posted or None, headers=headers)
        response = connection.getresponse()
        return response, response.read()
