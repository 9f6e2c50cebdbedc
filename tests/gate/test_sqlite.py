"""The file of counters: shared exactly, swept, and without anything of a person."""

from __future__ import annotations

import hashlib
import multiprocessing
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.gate.gate import Gate
from app.gate.guarded import Guarded
from app.gate.sqlite import SqliteCounters
from tests.conftest import KEY
from tests.gate.visit import CLIENT, EASY, IIN, NOON, slot, walk_in

LIMIT, TURNS = 420, 300


def _count(path: Path, begin: multiprocessing.synchronize.Barrier, told: multiprocessing.Queue[int]) -> None:
    """Take a slot TURNS times in a process of its own; a turn that fails, by a locked file, is made again."""
    counters = SqliteCounters(path)
    begin.wait()
    passed = done = 0
    while done < TURNS:
        with suppress(sqlite3.OperationalError):
            passed += not counters.take([slot("both", LIMIT), slot("more", 10**6)], NOON)
            done += 1
    counters.close()
    told.put(passed)


def test_two_processes_count_exactly(tmp_path: Path) -> None:
    start = multiprocessing.get_context("spawn")
    begin, told = start.Barrier(2), start.Queue()
    both = [start.Process(target=_count, args=(tmp_path / "gate.db", begin, told)) for _ in range(2)]
    for process in both:
        process.start()
    passed = [told.get() for _ in both]
    for process in both:
        process.join()
    assert (sum(passed), 0 in passed) == (LIMIT, False)
    with closing(sqlite3.connect(tmp_path / "gate.db")) as file:
        assert file.execute("SELECT name, count FROM slot").fetchall() == [(b"both", LIMIT), (b"more", LIMIT)]


def test_eight_threads_count_exactly(tmp_path: Path) -> None:
    guarded = Guarded(SqliteCounters(tmp_path / "gate.db"))
    passed: list[bool] = []

    def run() -> None:
        for _ in range(50):
            passed.append(not guarded.take([slot("a", 123)], NOON))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    guarded.close()
    assert (sum(passed), len(passed)) == (123, 400)


def test_rows_that_have_ended_are_deleted(tmp_path: Path) -> None:
    counters = SqliteCounters(tmp_path / "gate.db")
    for n in range(100):
        counters.take([slot(str(n), until=NOON + 60)], NOON)
    counters.take([slot("long", until=NOON + 3600)], NOON)
    rows = []
    with closing(sqlite3.connect(tmp_path / "gate.db")) as file:
        for _ in range(7):
            rows.append(file.execute("SELECT count(*) FROM slot").fetchone()[0])
            counters.take([slot("long", 10, NOON + 3600)], NOON + 60)
    counters.close()
    assert rows == [101, 81, 61, 41, 21, 1, 1]


def test_the_counts_outlive_the_process(tmp_path: Path) -> None:
    for full in (False, False, True):
        counters = SqliteCounters(tmp_path / "gate.db")
        assert bool(counters.take([slot("a", limit=2)], NOON)) is full
        counters.close()


def _forms(of: str) -> list[bytes]:
    """Return how a value might lie in a file: as it is, as a number, hashed without a key."""
    forms = [of.encode(), of.encode("utf-16-le"), *(hashlib.new(name, of.encode()).digest()[:16] for name in HASHES)]
    if of.isdigit():
        forms.append(int(of).to_bytes(6, "big"))
    return forms


HASHES = ("sha256", "sha1", "md5")
CANARIES = [CLIENT, CLIENT.removesuffix("/32"), IIN]


def _found(folder: Path) -> list[str]:
    """Return the canaries that lie in the files of a folder, in any form."""
    held = b"".join(path.read_bytes() for path in folder.iterdir())
    return [canary for canary in CANARIES if any(form in held for form in _forms(canary))]


@pytest.fixture
def visited(tmp_path: Path) -> Path:
    """Return the folder of counters that a person has been counted in, who was then refused."""
    gate = Gate(KEY, Guarded(SqliteCounters(tmp_path / "gate.db")), EASY)
    assert walk_in(gate, [(CLIENT, IIN, float(NOON))] * 6) == {"admitted": 5, "limit-client": 1}
    assert {path.name for path in tmp_path.iterdir()} == {"gate.db", "gate.db-wal", "gate.db-shm"}
    assert _found(tmp_path) == []
    gate.close()
    return tmp_path


def test_nothing_of_a_person_is_in_the_file(visited: Path) -> None:
    assert _found(visited) == []
    with closing(sqlite3.connect(visited / "gate.db")) as file:
        assert file.execute("SELECT count(*), min(length(name)), max(length(name)) FROM slot").fetchone() == (
            11,
            16,
            16,
        )


@pytest.mark.parametrize("canary", CANARIES[1:])
def test_the_scan_finds_what_is_planted(visited: Path, canary: str) -> None:
    for form in _forms(canary):
        with closing(sqlite3.connect(visited / "gate.db")) as file, file:
            file.execute("INSERT INTO slot VALUES (?, 1, ?)", (form, 1))
        assert _found(visited) == [canary]
        with closing(sqlite3.connect(visited / "gate.db")) as file, file:
            file.execute("PRAGMA secure_delete = ON")
            file.execute("DELETE FROM slot WHERE name = ?", (form,))
        assert _found(visited) == []
