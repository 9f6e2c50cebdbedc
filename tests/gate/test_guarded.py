"""A store that fails, in each way it can: the limits hold, nothing is raised, the log tells it without a person."""

from __future__ import annotations

import logging
import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.gate.counters import Slot
from app.gate.gate import Gate
from app.gate.guarded import ALARM, REST, Guarded
from app.gate.memory import MemoryCounters
from app.gate.sqlite import SqliteCounters
from tests.conftest import KEY
from tests.gate.visit import CLIENT, EASY, IIN, NOON, slot, walk_in

AT_ONCE = [(CLIENT, IIN, float(NOON))] * 100
FIVE = {"admitted": 5, "limit-client": 95}


class Flaky(MemoryCounters):
    """Counters that fail when told to, and say how often they were asked."""

    def __init__(self) -> None:
        super().__init__()
        self.broken: Exception | None = None
        self.asked = 0

    def take(self, slots: Sequence[Slot], now: float) -> list[Slot]:
        """Take, or fail."""
        self.asked += 1
        if self.broken:
            raise self.broken
        return super().take(slots, now)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file as a process would that hangs in the middle of writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE IF NOT EXISTS mine (a)")
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def disk_full(path: Path) -> Iterator[None]:
    """Let no file of this process grow, as on a disk without room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size if path.exists() else 0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def rubbish(path: Path) -> Iterator[None]:
    """Write over the file and what lies beside it."""
    for file in (path, *path.parent.glob("gate.db-*")):
        file.write_bytes(b"not a database" * 5000)
    yield


@contextmanager
def gone(path: Path) -> Iterator[None]:
    """Take the folder away."""
    shutil.rmtree(path.parent)
    yield


@contextmanager
def a_folder(path: Path) -> Iterator[None]:
    """Put a folder where the file should be."""
    path.unlink(missing_ok=True)
    path.mkdir()
    yield


Break = Callable[[Path], "contextmanager[None]"]
WAYS = pytest.mark.parametrize("way", [locked, disk_full, rubbish, gone, a_folder])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the counters are, in a folder of their own."""
    (tmp_path / "gate").mkdir()
    return tmp_path / "gate" / "gate.db"


@WAYS
def test_file_that_cannot_be_used_from_the_start(way: Break, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate(KEY, Guarded(SqliteCounters(file)), EASY)
    with way(file):
        assert walk_in(gate, AT_ONCE) == FIVE
        gate.close()
    assert len(caplog.messages) == 1
    assert caplog.messages[0].endswith("Error; each of 1 counts by itself")


@WAYS
def test_file_that_fails_midway(way: Break, file: Path) -> None:
    gate = Gate(KEY, Guarded(SqliteCounters(file)), EASY)
    assert walk_in(gate, AT_ONCE[:3]) == {"admitted": 3}
    with way(file):
        assert walk_in(gate, AT_ONCE[3:]) == {"admitted": 2, "limit-client": 95}
        gate.close()


@pytest.mark.parametrize("error", [OSError("x"), ValueError("x"), RuntimeError("x"), MemoryError(), sqlite3.Error()])
def test_whatever_is_raised_is_counted_here(error: Exception) -> None:
    store = Flaky()
    store.broken = error
    assert walk_in(Gate(KEY, Guarded(store), EASY), AT_ONCE) == FIVE


@pytest.mark.parametrize(("workers", "limit", "each"), [(1, 10, 10), (2, 10, 5), (4, 10, 2), (3, 10, 3), (4, 3, 1)])
def test_each_process_gives_out_its_share(workers: int, limit: int, each: int) -> None:
    store = Flaky()
    store.broken = OSError()
    guarded = Guarded(store, workers)
    assert sum(not guarded.take([slot("a", limit)], NOON) for _ in range(100)) == each


def test_what_was_given_out_before_counts_for_the_share() -> None:
    store = Flaky()
    two = [Guarded(store, 2), Guarded(store, 2)]
    before = sum(not guarded.take([slot("a", 10)], NOON) for guarded in two for _ in range(2))
    store.broken = OSError()
    after = [sum(not guarded.take([slot("a", 10)], NOON) for _ in range(100)) for guarded in two]
    assert (before, after) == (4, [3, 3])


def test_what_was_full_stays_full() -> None:
    store = Flaky()
    one, other = Guarded(store, 2), Guarded(store, 2)
    assert [list(one.take([slot("a", 1)], NOON)), list(other.take([slot("a", 1)], NOON))] == [[], [slot("a", 1)]]
    store.broken = OSError()
    assert list(other.take([slot("a", 1)], NOON)) == [slot("a", 1)]


def test_a_store_that_comes_back_empty_gives_no_second_helping() -> None:
    store = Flaky()
    guarded = Guarded(store)
    assert sum(not guarded.take([slot("a", 10)], NOON) for _ in range(6)) == 6
    store.close()
    assert sum(not guarded.take([slot("a", 10)], NOON) for _ in range(100)) == 4


def test_whoever_hammers_does_not_reach_the_store() -> None:
    store = Flaky()
    one, other = Guarded(store), Guarded(store)
    for _ in range(100):
        one.take([slot("a", 2)], NOON)
        other.take([slot("a", 2)], NOON)
    assert store.asked == 2 + 2


def test_a_failed_store_is_left_alone_for_a_while_and_asked_again() -> None:
    store = Flaky()
    guarded = Guarded(store)
    store.broken = OSError()
    for later in (0, 1, REST - 0.1):
        guarded.take([slot("a", 100)], NOON + later)
    store.broken = None
    asked = [store.asked]
    for later in (REST, REST + 0.1, REST + 0.2):
        guarded.take([slot("a", 100)], NOON + later)
        asked.append(store.asked)
    assert asked == [1, 2, 3, 4]


def test_a_clock_set_back_does_not_lengthen_the_rest() -> None:
    store = Flaky()
    guarded = Guarded(store)
    store.broken = OSError()
    guarded.take([slot("a", 100)], NOON)
    guarded.take([slot("a", 100)], NOON - 3600)
    assert store.asked == 2


def test_the_log_tells_it_once_a_minute_and_names_nobody(caplog: pytest.LogCaptureFixture) -> None:
    store = Flaky()
    store.broken = OSError(f"{CLIENT} {IIN} redis://user:secret@host")
    gate = Gate(KEY, Guarded(store, 2), EASY)
    told = []
    for later in (0, REST, ALARM - REST, ALARM, ALARM + REST, 2 * ALARM):
        gate.admit(CLIENT, IIN, None, NOON + later)
        told.append(len(caplog.records))
    assert told == [1, 1, 1, 2, 2, 3]
    assert set(caplog.messages) == {"counters fail: OSError; each of 2 counts by itself"}
    assert {(record.levelno, record.name, record.exc_info) for record in caplog.records} == {
        (logging.ERROR, "komek.gate", None)
    }
