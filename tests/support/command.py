"""`cairn` as the operating system runs it."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str


async def started(folder: Path, *words: str, **environment: str) -> asyncio.subprocess.Process:
    """Start `cairn WORDS` in a folder with only this environment; nothing of the developer's own is read."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "HOME": str(folder),
            **environment,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def cairn(folder: Path, *words: str, **environment: str) -> Ended:
    """Run a command to its end, at most a minute."""
    process = await started(folder, *words, **environment)
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return Ended(process.returncode or 0, out.decode(), err.decode())
