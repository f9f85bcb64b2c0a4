"""Where commands come from that need no interpreter of their own: `python -m tests.support.nursery SOCKET`.

It has imported what every command imports, and forks for each connection. A connection says in one line
of JSON what to run; it is told the process's id, and what it ended with. It ends when its own stdin does.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Any

import psycopg  # noqa: F401 - imported beforehand, like the next ones.

import bot.app
import bot.database
import bot.rounds
import bot.schema  # noqa: F401
from bot.cli import main


def serve(path: str) -> None:
    """Fork for whoever connects, until stdin ends."""
    # Nobody waits for those who wait for the commands.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as door, selectors.DefaultSelector() as selector:
        door.bind(path)
        door.listen()
        print("listening", flush=True)
        selector.register(door, selectors.EVENT_READ)
        selector.register(sys.stdin, selectors.EVENT_READ)
        while all(key.fileobj is door for key, _ in selector.select()):
            connection, _ = door.accept()
            with connection:
                if os.fork() == 0:
                    door.close()
                    attend(connection)
                    os._exit(0)


def attend(connection: socket.socket) -> None:
    """Run one command, and tell what became of it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with connection.makefile("rw") as line:
        order = json.loads(line.readline())
        process = os.fork()
        if process == 0:
            become(order)
            main()
        print(process, file=line, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), file=line, flush=True)


def become(order: Mapping[str, Any]) -> None:
    """Take on the folder, the words, the environment and the outputs of a command."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["cairn", *order["words"]]
    for number, path in enumerate((os.devnull, order["out"], order["err"])):
        os.dup2(os.open(path, os.O_RDWR), number)


if __name__ == "__main__":
    serve(sys.argv[1])
