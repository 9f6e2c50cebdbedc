"""The server of `python -m app`, in front of a small application."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.__main__ import listen


def told(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Tell whom the proxies saw."""
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ.get("HTTP_X_FORWARDED_FOR", "nobody").encode()]


@pytest.fixture
def port() -> Iterator[int]:
    """Return the port of a server that runs."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = listen(told, sockets=[listening])
    running = threading.Thread(target=server.run)
    running.start()
    yield listening.getsockname()[1]
    server.trigger.pull_trigger(server.close)  # in its own thread: in this one it would close what that one waits for
    running.join()


@pytest.mark.parametrize(
    ("header", "seen"),
    [("203.0.113.7", "203.0.113.7"), ("1.1.1.1, 203.0.113.7", "1.1.1.1, 203.0.113.7"), (None, "nobody")],
)
def test_what_proxies_saw_reaches_the_application_whole(port: int, header: str | None, seen: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/", headers={"X-Forwarded-For": header} if header else {})
    assert connection.getresponse().read().decode() == seen
    connection.close()
