"""A registry for tests and demos that speaks registry-openapi.yaml, and misbehaves on demand.

    python -m tests.lookup.server 9000      serves the people below at http://127.0.0.1:9000

Everybody in it was born in the 1800s.
"""

from __future__ import annotations

import gzip
import json
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from lookup.month import Month, months
from lookup.provider import Record

AS_OF = date(2026, 11, 20)
EMPLOYED, LAPSED, UNKNOWN = "580208174685", "161121219502", "900315100018"
PEOPLE: Mapping[str, Record] = {
    EMPLOYED: Record(True, date(2026, 12, 31), AS_OF, frozenset(months(Month(2020, 1), Month(2026, 11))), frozenset()),
    LAPSED: Record(
        False,
        None,
        AS_OF,
        frozenset({Month(2024, 12), Month(2025, 1), Month(2025, 3)}),
        frozenset(months(Month(2021, 5), Month(2022, 6))),
    ),
}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DRIP = 0.02  # seconds between two bytes
Json = dict[str, Any]


def answer_of(record: Record | None, request: str) -> Json:
    """Return the answer of the contract for a record."""
    if record is None:
        return {"request": request, "found": False}
    return {
        "request": request,
        "found": True,
        "insured": record.insured,
        "until": record.until.isoformat() if record.until else None,
        "as_of": record.as_of.isoformat(),
        "paid": sorted(map(str, record.paid)),
        "state": sorted(map(str, record.state)),
    }


class Server(ThreadingHTTPServer):
    """A registry on a port of loopback. `mood` names how it behaves; `asked` holds paths, headers and bodies."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, people: Mapping[str, Record] = PEOPLE, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.people, self.mood, self.asked = people, "well", list[tuple[str, Mapping[str, str], Json]]()
        self.over, self.connections = threading.Event(), 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self._open: set[socket.socket] = set()

    def start(self) -> None:
        """Serve in a thread, until stop()."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Stop listening, and cut every connection as the death of a process would."""
        self.over.set()
        self.shutdown()
        self.server_close()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection, and remember it."""
        self._open.add(request)
        self.connections += 1
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that has ended."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base names it so
        """Log nothing."""

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), question))
        answer = answer_of(self.server.people.get(question["iin"]), question["request"])
        MOODS[self.server.mood](self, answer)

    def send(self, body: bytes, *headers: tuple[str, str], status: int = 200, media: str = "application/json") -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in (("Content-Type", media), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, start: bytes, drops: Callable[[], bytes]) -> None:
        """Send a start, then a drop now and then, until the client or the test has gone."""
        self.close_connection = True
        self.wfile.write(start)
        with suppress(OSError):
            while not self.server.over.wait(DRIP):
                self.wfile.write(drops())

    def flood(self) -> None:
        """Send a body without end."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.write(HEAD + b"Content-Length: 2147483648\r\n\r\n")
            while not self.server.over.is_set():
                self.wfile.write(b" " * 65536)

    def hang_up(self, sent: bytes = b"") -> None:
        """Close the connection after so much of an answer."""
        self.close_connection = True
        self.wfile.write(sent)

    def hang(self) -> None:
        """Say nothing until the test is over."""
        self.close_connection = True
        self.server.over.wait()


def _text(answer: Json) -> bytes:
    return json.dumps(answer).encode()


Mood = Callable[[_Handler, Json], None]
MOODS: dict[str, Mood] = {
    "well": lambda here, answer: here.send(_text(answer)),
    "hangs up": lambda here, _: here.hang_up(),
    "slow": lambda here, _: here.hang(),
    "drips headers": lambda here, _: here.drip(HEAD + b"X-Drop: ", lambda: b"x"),
    "drips header lines": lambda here, _: here.drip(HEAD, lambda: b"X-Drop: x\r\n"),
    "drips promises": lambda here, _: here.drip(b"", lambda: b"HTTP/1.1 100 Continue\r\n\r\n"),
    "drips a body": lambda here, _: here.drip(HEAD + b"Content-Length: 60000\r\n\r\n", lambda: b" "),
    "drips chunks": lambda here, _: here.drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", lambda: b"1\r\n \r\n"),
    "endless body": lambda here, _: here.flood(),
    "too long": lambda here, answer: here.send(_text(answer) + b" " * 65536),
    "garbage": lambda here, _: here.hang_up(bytes(range(256)) * 4),
    "garbage body": lambda here, _: here.send(bytes(range(256))),
    "broken headers": lambda here, answer: here.hang_up(
        HEAD + b"no header\r\n: \xff 580208174685\r\n\r\n" + _text(answer)
    ),
    "cut short": lambda here, answer: here.hang_up(HEAD + b"Content-Length: 999\r\n\r\n" + _text(answer)),
    "cut JSON": lambda here, answer: here.send(_text(answer)[:-1]),
    "HTML": lambda here, _: here.send(b"<!doctype html><title>Login</title>", media="text/html; charset=utf-8"),
    "HTML as JSON": lambda here, _: here.send(b"<!doctype html><title>Login</title>"),
    "JSON as text": lambda here, answer: here.send(_text(answer), media="text/plain"),
    "no type": lambda here, answer: here.hang_up(b"HTTP/1.1 200 OK\r\n\r\n" + _text(answer)),
    "other charset": lambda here, answer: here.send(_text(answer), media="application/json; charset=utf-16"),
    "status 500": lambda here, answer: here.send(_text(answer), status=500),
    "status 404": lambda here, answer: here.send(_text(answer), status=404),
    "status 204": lambda here, _: here.hang_up(b"HTTP/1.1 204 No Content\r\nContent-Type: application/json\r\n\r\n"),
    "status 201": lambda here, answer: here.send(_text(answer), status=201),
    "redirect": lambda here, answer: here.send(_text(answer), ("Location", f"{here.server.url}/find"), status=307),
    "redirect to itself": lambda here, _: here.send(b"", ("Location", "/find"), status=302),
    "gzip": lambda here, answer: here.send(gzip.compress(_text(answer)), ("Content-Encoding", "gzip")),
    "gzip garbage": lambda here, answer: here.send(_text(answer), ("Content-Encoding", "gzip")),
    "echo of another": lambda here, answer: here.send(_text(answer | {"request": "0" * 32})),
    "wrong schema": lambda here, answer: here.send(_text({"status": "ok", "data": answer})),
    "NaN": lambda here, answer: here.send(_text(answer | {"insured": float("nan")})),
}


def main() -> None:
    """Serve until interrupted."""
    server = Server(port=int(sys.argv[1]))
    print(f"A registry of {len(server.people)} people at {server.url}", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
