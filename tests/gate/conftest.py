"""What tests of the gate are handed: a real Redis on a free port, when there is one."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Server:
    """A Redis of a test's own."""

    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        """Return its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def send(self, number: signal.Signals) -> None:
        """Send it a signal; when that ends it, wait for the end."""
        self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()


@pytest.fixture
def serve_redis(tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Return a function that starts a Redis; all are ended with the test."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("counters in Redis are not tested: install it with sudo apt-get install redis-server")
    started: list[subprocess.Popen[str]] = []

    def serve() -> Server:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        where = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path), "--save", ""]
        process = subprocess.Popen([program, *where], stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own words)
        started.append(process)
        assert process.stdout
        assert any("Ready to accept connections" in line for line in process.stdout), "redis-server ended at once"
        return Server(port, process)

    yield serve
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()
