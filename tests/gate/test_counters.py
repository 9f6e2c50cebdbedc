"""One contract for all counters: every slot is taken or none, exactly as often as its limit says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gate.counters import Counters
from app.gate.guarded import Guarded
from app.gate.memory import MAX_NAMES, MemoryCounters
from app.gate.redis import RedisCounters
from app.gate.sqlite import SqliteCounters
from tests.gate.visit import NOON, PATIENT, slot


@pytest.fixture(params=["memory", "sqlite", "redis", "guarded"])
def counters(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Counters]:
    """Return counters of every kind."""
    made: Counters
    if request.param == "memory":
        made = MemoryCounters()
    elif request.param == "sqlite":
        made = SqliteCounters(tmp_path / "gate.db")
    elif request.param == "redis":
        made = RedisCounters(request.getfixturevalue("serve_redis")().url, PATIENT)
    else:
        made = Guarded(SqliteCounters(tmp_path / "gate.db"))
    yield made
    made.close()


def test_a_slot_is_taken_as_often_as_its_limit_says(counters: Counters) -> None:
    one = slot("one", limit=3)
    assert [list(counters.take([one], NOON)) for _ in range(6)] == [[], [], [], [one], [one], [one]]


def test_all_are_taken_or_none(counters: Counters) -> None:
    small, large = slot("small", limit=1), slot("large", limit=3)
    assert list(counters.take([small, large], NOON)) == []
    for _ in range(100):
        assert list(counters.take([small, large], NOON)) == [small]
    assert [list(counters.take([large], NOON)) for _ in range(3)] == [[], [], [large]]


def test_all_that_are_full_are_told_in_their_order(counters: Counters) -> None:
    one, two, three = (slot(name, limit) for name, limit in (("one", 1), ("two", 5), ("three", 1)))
    counters.take([one, three], NOON)
    assert list(counters.take([three, two, one], NOON)) == [three, one]


def test_names_are_counted_apart(counters: Counters) -> None:
    assert [list(counters.take([slot(str(n), limit=1)], NOON)) for n in range(50)] == [[]] * 50


def test_any_byte_may_be_in_a_name(counters: Counters) -> None:
    odd = [slot(chr(n), limit=1) for n in (0, 10, 13, 39, 255)]
    assert list(counters.take(odd, NOON)) == []
    assert list(counters.take(odd, NOON)) == odd


def test_memory_forgets_what_has_ended() -> None:
    memory = MemoryCounters()
    short, long = slot("short", 1, NOON + 60), slot("long", 1, NOON + 3600)
    memory.take([short, long], NOON)
    memory.take([slot("another")], NOON + 61)
    assert memory.full([short, long]) == [long]


def test_memory_is_bounded_and_keeps_what_was_taken_last() -> None:
    memory = MemoryCounters()
    all_of_them, first, second = (slot(name, limit=1) for name in ("all", "first", "second"))
    memory.add([first, all_of_them, second], NOON)
    for n in range(MAX_NAMES - 2):
        memory.add([slot(str(n))], NOON)
    memory.add([all_of_them], NOON)
    assert memory.full([first, second, all_of_them]) == [second, all_of_them]
    memory.add([slot("one more")], NOON)
    assert memory.full([first, second, all_of_them]) == [all_of_them]
