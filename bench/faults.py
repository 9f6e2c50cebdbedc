"""What a sick registry does to answers: the time of a question while the registry fails in every way it can.

    .venv/bin/python bench/faults.py [seconds for each]

The application runs in a process of its own, as `python -m app` runs it; so does the reference registry. Some callers
look a status up again and again while others ask questions; every time is that of a whole request. The last row is
without the guard, to show what it is for.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask import Flask, Response, jsonify, request  # noqa: E402 - the project is not installed, it is run from its folder
from waitress.server import create_server  # noqa: E402

from app import create_app  # noqa: E402
from app.__main__ import THREADS  # noqa: E402
from app.settings import Settings  # noqa: E402
from lookup.guard import Guarded  # noqa: E402
from lookup.http import HttpProvider  # noqa: E402
from lookup.provider import Provider, Unavailable  # noqa: E402
from tests.lookup.server import EMPLOYED, Server  # noqa: E402

STATUS = "/api/v1/status"  # {"iin", "lang"} → 200, reply.kind "status" or "trouble"
QUESTIONS = ("сколько платить за себя", "өзім үшін қанша төлеймін", "как проверить статус", "где находится фонд")
ASKING, LOOKING_UP = 2, 12  # callers at once
PAUSE = 0.05  # seconds between two look-ups of one caller
MOODS = ("well", "down", "slow", "blackhole", "drips headers", "drips a body", "garbage", "wrong schema", "status 500")
GOOD_RATIO, GOOD_WAIT = 2.0, 2.5  # to a healthy registry; seconds until "unavailable" is said
_MP = multiprocessing.get_context("spawn")


def serve(url: str, guarded: bool, port: Any) -> None:
    """Run the application with a registry; tell the port."""
    app = create_app(Settings(secret_key="0" * 32))
    http_provider = HttpProvider(url)
    add_status(app, Guarded(http_provider) if guarded else http_provider)
    app.test_client().post("/api/v1/messages", json={"text": QUESTIONS[0]})  # reads the content
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    port.send(listening.getsockname()[1])
    create_server(app, sockets=[listening], threads=THREADS).run()


def add_status(app: Flask, provider: Provider) -> None:
    """Let the application answer STATUS by its contract."""

    def status() -> Response:
        try:
            provider.find(request.get_json()["iin"])
        except Unavailable:
            return jsonify(reply={"kind": "trouble"})
        return jsonify(reply={"kind": "status"})

    app.add_url_rule(STATUS, view_func=status, methods=["POST"])


def registry(mood: str, port: Any) -> None:
    """Run a registry in a mood; tell its port."""
    if mood == "blackhole":  # takes no connection: what comes is dropped
        listening = socket.create_server(("127.0.0.1", 0), backlog=0)
        full = [socket.socket() for _ in range(4)]
        for waiting in full:
            waiting.setblocking(False)
            with suppress(BlockingIOError):
                waiting.connect(listening.getsockname())
        port.send(listening.getsockname()[1])
        threading.Event().wait()
    server = Server()
    server.mood = mood
    port.send(server.server_address[1])
    if mood == "down":
        server.server_close()
        threading.Event().wait()
    server.serve_forever()


@contextmanager
def process(run: Callable[..., None], *words: object) -> Iterator[int]:
    """Yield the port that a process of its own listens to."""
    here, there = _MP.Pipe()
    started = _MP.Process(target=run, args=(*words, there), daemon=True)
    started.start()
    try:
        yield here.recv()
    finally:
        started.kill()
        started.join()


def caller(port: int, path: str, bodies: list[dict[str, str]], pause: float, until: float, told: Any) -> None:
    """Post one body after another; note what each answer was, and how long it took."""
    at = 0
    while time.perf_counter() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        begun = time.perf_counter()
        body = json.dumps(bodies[at % len(bodies)] | {"lang": "ru"})
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        told.append((path, answer["reply"]["kind"], time.perf_counter() - begun))
        connection.close()
        at += 1
        time.sleep(pause)


def measure(mood: str, seconds: float, guarded: bool = True) -> list[tuple[str, str, float]]:
    """Return path, kind and time of every answer while the registry is in a mood."""
    told: list[tuple[str, str, float]] = []
    with process(registry, mood) as upstream, process(serve, f"http://127.0.0.1:{upstream}", guarded) as port:
        until = time.perf_counter() + seconds
        questions = [{"text": text} for text in QUESTIONS]
        words = [("/api/v1/messages", questions, 0.005)] * ASKING + [(STATUS, [{"iin": EMPLOYED}], PAUSE)] * LOOKING_UP
        callers = [threading.Thread(target=caller, args=(port, *each, until, told)) for each in words]
        for thread in callers:
            thread.start()
        for thread in callers:
            thread.join()
    return told


def at(share: float, times: list[float]) -> float:
    """Return the time that such a share of all stays below."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def main() -> int:
    """Print a row for each mood; exit code 1 when a goal is missed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 12.0
    print("| registry | answers | p50 ms | p99 ms | p99 to healthy | look-ups | longest s |")
    print("|---|---|---|---|---|---|---|")
    healthy, missed = 0.0, False
    for mood, guarded in [*((mood, True) for mood in MOODS), ("slow", False)]:
        told = measure(mood, seconds, guarded)
        asked = [took for path, _, took in told if path != STATUS]
        kinds = Counter(kind for path, kind, _ in told if path == STATUS)
        longest = max(took for path, _, took in told if path == STATUS)
        p99 = at(0.99, asked)
        healthy = healthy or p99
        said = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        name = mood if guarded else f"{mood}, without the guard"
        row = (name, len(asked), f"{at(0.5, asked) * 1e3:.1f}", f"{p99 * 1e3:.1f}", f"{p99 / healthy:.2f}", said)
        print(f"| {' | '.join(map(str, row))} | {longest:.2f} |", flush=True)
        wrong = mood != "well" and kinds["status"]
        missed |= guarded and (p99 > GOOD_RATIO * healthy or longest > GOOD_WAIT or bool(wrong))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
