"""The load, in a process of its own: 8 connections that are kept alive, as fast as they go or paced.

It prints `begun` when the clock starts, and at the end what came of it as JSON.
"""

import asyncio
import json
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any, cast

import uvloop

from tests.benchmarks.deliveries import act_of, signed_kudos

CONNECTIONS = 8


@dataclass
class Plan:
    """`rate` is requests a second, or 0 for as fast as they are answered."""

    port: int
    run: str
    seconds: float
    expect: str
    rate: float = 0.0
    most: int = 5000


@dataclass
class Result:
    """`waits` are seconds from the moment a request was due to its answer; `acts` what was acknowledged."""

    seconds: float = 0.0
    accepted: int = 0
    refused: int = 0
    # The first answer that was no yes.
    refusal: str = ""
    cut: int = 0
    waits: list[float] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    # What the process that answered worked meanwhile, in seconds.
    worked: float = 0.0

    @property
    def rate(self) -> float:
        return self.accepted / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of the answering process's time for each request accepted."""
        return 1000 * self.worked / max(1, self.accepted)


class Load:
    """The requests of one run, and the answers to them."""

    def __init__(self, plan: Plan) -> None:
        amount = int(plan.seconds * (plan.rate or plan.most))
        self._plan = plan
        self._requests = signed_kudos(plan.run, amount)
        self._next = 0
        self._start = 0.0
        self._expect = plan.expect.encode()
        self.result = Result()
        self._finished = asyncio.Event()
        self._open: set[Connection] = set()
        self._free: deque[Connection] = deque()

    async def run(self) -> Result:
        loop = asyncio.get_running_loop()
        connections = [
            (await loop.create_connection(lambda: Connection(self), "127.0.0.1", self._plan.port))[1]
            for _ in range(CONNECTIONS)
        ]
        self._open.update(connections)
        print("begun", flush=True)
        self._start = time.perf_counter()
        if self._plan.rate:
            self._free.extend(connections)
            await self._pace()
        else:
            for connection in connections:
                self.proceed(connection)
        await asyncio.wait_for(self._finished.wait(), self._plan.seconds + 30)
        self.result.seconds = time.perf_counter() - self._start
        return self.result

    async def _pace(self) -> None:
        for number in range(len(self._requests)):
            due = self._start + number / self._plan.rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            while not self._free and self._open:
                await asyncio.sleep(0.001)
            if self._free:
                self._send(self._free.popleft(), due)

    def proceed(self, connection: "Connection") -> None:
        """The connection is free: the next request, or the end."""
        now = time.perf_counter()
        over = self._next == len(self._requests) or now - self._start >= self._plan.seconds
        if over and (not self._plan.rate or self._next == len(self._requests)):
            self.closed(connection)
        elif self._plan.rate:
            self._free.append(connection)
        else:
            self._send(connection, now)

    def _send(self, connection: "Connection", due: float) -> None:
        number, self._next = self._next, self._next + 1
        connection.send(number, self._requests[number], due)

    def answered(self, number: int, due: float, status: bytes, body: bytes) -> None:
        if status == b"200" and self._expect in body:
            self.result.accepted += 1
            self.result.waits.append(time.perf_counter() - due)
            self.result.acts.append(act_of(self._plan.run, number))
        else:
            self.result.refused += 1
            self.result.refusal = self.result.refusal or f"{status.decode()} {body[:200].decode()}"

    def closed(self, connection: "Connection") -> None:
        self._open.discard(connection)
        if not self._open:
            self._finished.set()


class Connection(asyncio.Protocol):
    """One connection: a request, its answer, the next."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._received = b""
        self._number = -1
        self._due = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not descend from asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def send(self, number: int, request: bytes, due: float) -> None:
        self._number, self._due = number, due
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, gap, body = self._received.partition(b"\r\n\r\n")
        if not gap or len(body) < _length(head):
            return
        number, self._number, self._received = self._number, -1, b""
        self._load.answered(number, self._due, head[9:12], body)
        self._load.proceed(self)

    def connection_lost(self, error: Exception | None) -> None:
        if self._number >= 0:
            self._load.result.cut += 1
        self._load.closed(self)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def _main(given: dict[str, Any]) -> None:
    print(json.dumps(asdict(await Load(Plan(**given)).run())), flush=True)


if __name__ == "__main__":
    uvloop.run(_main(json.loads(sys.argv[1])))
