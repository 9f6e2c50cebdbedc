"""What a sick registry does to answers: the time of a question while the registry fails in every way it can.

    .venv/bin/python bench/faults.py                       prints a table
    .venv/bin/python bench/faults.py --seconds 10 --write  also keeps it in docs/benchmark-faults.md

The application runs in a process of its own, put together by create_app and served as `python -m app` serves it; so
does the registry of the tests. Some callers look statuses up while others ask questions; every time is that of a whole
request over HTTP. The limits of look-ups stand as they are: each look-up comes from another address, behind one
proxy, for another number, and all together stay below what all may have in a minute.
"""

from __future__ import annotations

import argparse
import http.client
import json
import logging
import multiprocessing
import platform
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app import create_app  # noqa: E402 - the project is not installed, it is run from its folder
from app.__main__ import THREADS, listen  # noqa: E402
from app.gate.limits import ALL_A_MINUTE  # noqa: E402
from app.settings import Settings  # noqa: E402
from lookup.demo import lines  # noqa: E402
from lookup.http import HttpProvider  # noqa: E402
from tests.lookup.server import EMPLOYED, PEOPLE, Server  # noqa: E402

PAGE = ROOT / "docs/benchmark-faults.md"
MESSAGES, STATUS = "/api/v1/messages", "/api/v1/status"
ASKED = ROOT / "tests/content/dev.jsonl"
ASKING, LOOKING_UP = 2, 12  # callers at once: more who look up than the server has threads
PAUSE = 0.01  # seconds between two questions of a caller
LOOKUPS = ALL_A_MINUTE * 9 // 10  # of one measurement
WARM = 100  # questions asked before anything is measured
WELL = "well"
MOODS = ("down", "slow", "blackhole", "drips headers", "drips a body", "garbage", "wrong schema", "status 500")
GOOD_RATIO, GOOD_WAIT = 2.0, 2.5  # to a healthy registry; seconds until "unavailable" is said
_MP = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: the path asked, the kind of the reply or the reason of a refusal, the seconds it took."""

    path: str
    kind: str
    took: float


def questions() -> list[str]:
    """Return questions as people type them."""
    return [json.loads(line)["text"] for line in ASKED.read_text("utf-8").splitlines()]


def numbers() -> list[str]:
    """Return numbers of people born in the 1800s, one for each look-up of a measurement."""
    made = [line.partition(",")[0] for line in lines(date(2026, 11, 22), LOOKUPS)]
    return made[-LOOKUPS:]


def serve(url: str, guarded: bool, limits: str, port: Any) -> None:
    """Run the application with a registry; tell the port."""
    logging.getLogger("waitress").setLevel(logging.ERROR)  # it tells of every queue
    settings = Settings(secret_key="0" * 32, registry=url, limits=f"sqlite:///{limits}", proxies=1)
    app = create_app(settings, provider=None if guarded else HttpProvider(url))
    client = app.test_client()
    for text in questions()[:WARM]:
        client.post(MESSAGES, json={"text": text})
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    port.send(listening.getsockname()[1])
    listen(app, sockets=[listening]).run()


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
    server = Server(dict.fromkeys(numbers(), PEOPLE[EMPLOYED]))
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
    there.close()
    try:
        yield here.recv()
    finally:
        started.kill()
        started.join()


def post(port: int, path: str, body: dict[str, str], address: str) -> Told:
    """Post a body from an address; return what was told."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
    begun = time.perf_counter()
    connection.request("POST", path, json.dumps(body | {"lang": "ru"}), headers)
    answer = json.loads(connection.getresponse().read())
    took = time.perf_counter() - begun
    connection.close()
    return Told(path, answer["reply"]["kind"] if "reply" in answer else answer["reason"], took)


def measure(mood: str, seconds: float, guarded: bool = True) -> list[Told]:
    """Return every answer while the registry is in a mood."""
    told: list[Told] = []
    texts, iins = cycle(questions()[WARM:]), enumerate(numbers())

    def ask() -> Told:
        return post(port, MESSAGES, {"text": next(texts)}, "10.0.0.1")

    def look_up() -> Told | None:
        at, iin = next(iins, (0, ""))
        return post(port, STATUS, {"iin": iin}, f"10.1.{at >> 8}.{at & 255}") if iin else None

    def call(one: Callable[[], Told | None], pause: float) -> None:
        while time.perf_counter() < until:
            if answer := one():
                told.append(answer)
            time.sleep(pause)

    with tempfile.TemporaryDirectory() as folder, process(registry, mood) as upstream:
        url = f"http://127.0.0.1:{upstream}"
        with process(serve, url, guarded, f"{folder}/limits.db") as port:
            until = time.perf_counter() + seconds
            work = [(ask, PAUSE)] * ASKING + [(look_up, LOOKING_UP * seconds / LOOKUPS)] * LOOKING_UP
            callers = [threading.Thread(target=call, args=each) for each in work]
            for thread in callers:
                thread.start()
            for thread in callers:
                thread.join()
    return told


def at(share: float, told: Sequence[Told]) -> float:
    """Return the milliseconds that such a share of the questions stays below."""
    times = sorted(one.took * 1000 for one in told if one.path == MESSAGES)
    return times[min(len(times) - 1, int(share * len(times)))]


def row(name: str, told: Sequence[Told], healthy: float) -> str:
    """Return a row of the table."""
    asked = sum(one.path == MESSAGES for one in told)
    kinds = Counter(one.kind for one in told if one.path == STATUS)
    said = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    p99 = at(0.99, told)
    figures = f"{asked} | {at(0.5, told):.1f} | {p99:.1f} | **{p99 / healthy:.2f}** | {said} | {_longest(told)}"
    return f"| {name} | {figures} |"


def _longest(told: Sequence[Told]) -> str:
    waits = [one.took for one in told if (one.path, one.kind) == (STATUS, "trouble")]
    return f"{max(waits):.2f}" if waits else "–"


def missed(mood: str, told: Sequence[Told], healthy: float) -> list[str]:
    """Return what is not as good as it should be."""
    kinds = {one.kind for one in told if one.path == STATUS}
    slow = max((one.took for one in told if one.path == STATUS), default=0.0)
    return [
        f"{mood}: {what}"
        for what, wrong in (
            (
                f"p99 is {at(0.99, told) / healthy:.2f} times that of a healthy registry",
                at(0.99, told) / healthy > GOOD_RATIO,
            ),
            (f"a look-up took {slow:.2f} s", slow > GOOD_WAIT),
            (f"look-ups say {', '.join(sorted(kinds))}", kinds != {"trouble"}),
        )
        if wrong
    ]


def main() -> int:
    """Print the table; exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0, help="for each way to fail")
    parser.add_argument("--write", action="store_true", help=f"keep the table in {PAGE.relative_to(ROOT)}")
    given = parser.parse_args()
    well, sick = [measure(WELL, given.seconds)], []
    for mood, guarded in [*((mood, True) for mood in MOODS), ("slow", False)]:
        told = measure(mood, given.seconds, guarded)
        well.append(measure(WELL, given.seconds))
        sick.append((mood if guarded else f"{mood}, without the guard", told, at(0.99, [*well[-2], *well[-1]])))
    everything = [one for told in well for one in told]
    rows = [row("healthy", everything, at(0.99, everything)), *(row(*each) for each in sick)]
    table = (
        "| the registry | questions | p50 ms | p99 ms | p99 ÷ healthy | look-ups say | longest “unavailable”, s |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )
    print(table)
    if given.write:
        write(table, given.seconds)
    faults = [fault for each in sick[:-1] for fault in missed(*each)]
    print("\n".join(faults))
    return 1 if faults else 0


def write(table: str, seconds: float) -> None:
    """Keep a table in the page."""
    PAGE.write_text(
        "# What a sick registry does to answers\n\n"
        f"Made by `bench/faults.py --write` on {time.strftime('%Y-%m-%d')}; Python {platform.python_version()}, "
        f"{seconds:.0f} s for each measurement, on a machine\nof two cores that others used at the same time. Ratios "
        "are worth more than times.\n\n"
        f"{ASKING} callers ask questions of `{ASKED.relative_to(ROOT)}` one after another while {LOOKING_UP} look "
        f"statuses up, at most {LOOKUPS}\ntimes in one measurement. The server has {THREADS} threads. A look-up says "
        "`status` when the registry answered, and `trouble`\nwhen the person is told that it is unavailable; with a "
        "healthy registry that is one of many at a moment who found no\nlane free. p99 ÷ healthy compares with a "
        "healthy registry measured just before and just after.\n\n"
        f"{table}\n"
        f"Goals: p99 of questions at most {GOOD_RATIO:.0f} times that with a healthy registry; “unavailable” within "
        f"{GOOD_WAIT} s. The last row is\nwithout `lookup/guard.py`, to show what the guard is for.\n",
        "utf-8",
    )
    print(f"written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
