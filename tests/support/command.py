"""`cairn` as the operating system runs it."""

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str


async def started(folder: Path, *words: str, **environment: str) -> asyncio.subprocess.Process:
    """Start `cairn WORDS` in a folder with only this environment; nothing of the developer's own is read."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=folder,
        env=_environment(folder, environment),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def cairn(folder: Path, *words: str, **environment: str) -> Ended:
    """Run a command to its end, at most a minute, in a process that need not import everything first."""
    with tempfile.NamedTemporaryFile() as out, tempfile.NamedTemporaryFile() as err:
        order = {
            "folder": str(folder),
            "words": words,
            "environment": _environment(folder, environment),
            "out": out.name,
            "err": err.name,
        }
        code = await _run(order)
        return Ended(code, out.read().decode(), err.read().decode())


async def _run(order: Mapping[str, object]) -> int:
    answers, line = await asyncio.open_unix_connection(_nursery())
    line.write(json.dumps(order).encode() + b"\n")
    process = int(await answers.readline())
    try:
        async with asyncio.timeout(60):
            return int(await answers.readline())
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        raise
    finally:
        line.close()
        await line.wait_closed()


@cache
def _nursery() -> str:
    """The socket of this test run's nursery, which ends with it."""
    folder = tempfile.TemporaryDirectory(prefix="cairn-nursery-")
    atexit.register(folder.cleanup)
    door = f"{folder.name}/door"
    process = subprocess.Popen(
        (sys.executable, "-m", "tests.support.nursery", door),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    atexit.register(process.communicate)
    assert process.stdout
    process.stdout.readline()
    return door


def _environment(folder: Path, more: dict[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder), **more}
