"""The reader of snapshots: it follows the pointer, refuses what is broken, and never says "not found" for trouble."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from lookup.provider import Record, Unavailable
from lookup.snapshot import Meta, digest_of
from lookup.sqlite import SqliteProvider
from tests.lookup.registry import AS_OF, LINES, ONE, RECORDS, SECRET, TWO, made

NEXT = date(2026, 11, 23)


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the place of a registry."""
    return tmp_path / "registry"


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


Open = Callable[..., SqliteProvider]


@pytest.fixture
def opened(folder: Path, clock: Clock) -> Iterator[Open]:
    """Return a function that opens the folder; what is renewed is renewed at once."""
    made_here: list[SqliteProvider] = []

    def open_(secret: bytes = SECRET) -> SqliteProvider:
        made_here.append(SqliteProvider(folder, secret, run=lambda work: work(), clock=clock))
        return made_here[-1]

    yield open_
    for provider in made_here:
        provider.close()


def why(provider: SqliteProvider) -> str:
    """Return the reason for which no answer is given."""
    with pytest.raises(Unavailable) as raised:
        provider.find(ONE)
    return str(raised.value)


def day(provider: SqliteProvider) -> date:
    """Return the day of what is answered."""
    record = provider.find(ONE)
    assert record
    return record.as_of


@pytest.mark.parametrize("iin", RECORDS)
def test_find(iin: str, folder: Path, opened: Open) -> None:
    made(folder)
    provider = opened()
    assert (provider.find(iin), provider.meta) == (RECORDS[iin], Meta(AS_OF, 3))


def test_a_new_snapshot_is_seen_a_second_later(folder: Path, opened: Open, clock: Clock) -> None:
    made(folder)
    provider = opened()
    made(folder, as_of=NEXT)
    clock.now += 0.9
    assert day(provider) == AS_OF
    clock.now += 0.1
    assert day(provider) == NEXT


def test_going_back_is_seen_too(folder: Path, opened: Open, clock: Clock) -> None:
    made(folder)
    made(folder, as_of=NEXT)
    provider = opened()
    (folder / "CURRENT").write_text("registry-000001.db\n")
    clock.now += 1
    assert day(provider) == AS_OF


def test_what_serves_goes_on_while_the_new_one_is_read(folder: Path, clock: Clock) -> None:
    made(folder)
    waiting: list[Callable[[], None]] = []
    provider = SqliteProvider(folder, SECRET, run=waiting.append, clock=clock)
    made(folder, as_of=NEXT)
    clock.now += 1
    assert [day(provider), day(provider), len(waiting)] == [AS_OF, AS_OF, 1]
    clock.now += 5
    assert [day(provider), len(waiting)] == [AS_OF, 1]  # it is being renewed: nobody begins again
    waiting.pop()()
    assert [day(provider), waiting] == [NEXT, []]
    provider.close()


def spoil(path: Path) -> None:
    """Flip one bit."""
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 1
    path.write_bytes(text)


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (spoil, "registry-000002.db is not as it was built: its SHA-256 differs"),
        (
            lambda path: path.write_bytes(path.read_bytes()[:-1]),
            "registry-000002.db is not as it was built: its SHA-256 differs",
        ),
        (lambda path: path.unlink(), "registry-000002.db cannot be read: No such file or directory"),
        (
            lambda path: path.with_name(path.name + ".sha256").unlink(),
            "registry-000002.db cannot be read: No such file or directory",
        ),
        (lambda path: path.with_name("CURRENT").write_text("../people.csv\n"), "CURRENT names no snapshot"),
        (lambda path: path.with_name("CURRENT").write_bytes(b"\xff"), "CURRENT cannot be read: build a registry first"),
        (lambda path: path.with_name("CURRENT").unlink(), "CURRENT cannot be read: build a registry first"),
    ],
)
def test_a_broken_new_one_is_told_and_the_last_good_one_serves(
    harm: Callable[[Path], object],
    reason: str,
    folder: Path,
    opened: Open,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    made(folder)
    provider = opened()
    harm(made(folder, as_of=NEXT).path)
    clock.now += 1
    with caplog.at_level(logging.ERROR, "komek.registry"):
        assert day(provider) == AS_OF
        clock.now += 1
        assert day(provider) == AS_OF
    assert caplog.messages == [reason]
    assert why(opened()) == reason  # one that starts now has no last good one
    made(folder, as_of=NEXT)
    clock.now += 1
    assert day(provider) == NEXT


def test_a_snapshot_that_is_spoilt_while_it_serves_is_let_go(folder: Path, opened: Open, clock: Clock) -> None:
    path = made(folder).path
    provider = opened()
    spoil(path)
    clock.now += 1
    assert why(provider) == "registry-000001.db is not as it was built: its SHA-256 differs"


def test_it_serves_as_soon_as_there_is_something(folder: Path, opened: Open, clock: Clock) -> None:
    provider = opened()
    assert why(provider) == "CURRENT cannot be read: build a registry first"
    made(folder)
    clock.now += 1
    assert day(provider) == AS_OF


def test_another_key_is_trouble_and_nobody_is_not_found(folder: Path, opened: Open) -> None:
    made(folder)
    assert why(opened(SECRET[::-1])) == "registry-000001.db was built with another REGISTRY_KEY"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("update meta set format = 2", "registry-000001.db is of format 2, not 1: build it anew"),
        ("update meta set as_of = 'today'", "registry-000001.db does not say what it holds: build it anew"),
        ("delete from meta", "registry-000001.db does not say what it holds: build it anew"),
        ("drop table meta", "registry-000001.db does not say what it holds: build it anew"),
        ("drop table people", "SQLite: no such table: people"),
        ("update people set insured = 2", "a row cannot be read"),
        ("update people set until = -99999999", "a row cannot be read"),
    ],
)
def test_what_cannot_be_read_is_trouble(change: str, reason: str, folder: Path, opened: Open) -> None:
    path = made(folder).path
    alter(path, change)
    assert why(opened()) == reason


def alter(path: Path, change: str) -> None:
    """Change a snapshot as nobody should, with a digest that fits."""
    db = sqlite3.connect(path)
    db.execute(change)
    db.commit()
    db.close()
    path.with_name(path.name + ".sha256").write_text(f"{digest_of(path)}  {path.name}\n")


def test_after_close_nothing_is_answered(folder: Path, opened: Open) -> None:
    made(folder)
    provider = opened()
    provider.close()
    provider.close()
    assert why(provider) == "the registry is closed"


def test_closed_while_it_was_renewed(folder: Path, clock: Clock) -> None:
    made(folder)
    waiting: list[Callable[[], None]] = []
    provider = SqliteProvider(folder, SECRET, run=waiting.append, clock=clock)
    made(folder, as_of=NEXT)
    clock.now += 1
    provider.find(ONE)
    provider.close()
    waiting.pop()()
    assert (why(provider), provider.meta) == ("the registry is closed", None)


def test_every_answer_is_of_one_snapshot_while_they_change(folder: Path) -> None:
    made(folder)
    ticks = iter(range(10**9))
    provider = SqliteProvider(folder, SECRET, clock=lambda: float(next(ticks)))  # every look-up looks at the pointer
    told: set[Record | None] = set()
    wrong: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                told.update((provider.find(ONE), provider.find(TWO)))
        except Exception as error:
            wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    days = [date(2026, 12, at) for at in range(1, 9)]
    for at in days:  # on even days the first is insured and the second not, on odd days the other way round
        odd = at.day % 2
        made(folder, f"{ONE},{1 - odd},,,\n", f"{TWO},{odd},,2026-{at.day:02},\n", LINES[2], as_of=at)
    done.set()
    for reader in readers:
        reader.join()
    provider.close()
    seen = {(record.as_of, record.insured, len(record.paid)) for record in told if record}
    possible = {(AS_OF, True, 4), (AS_OF, False, 0)}
    for at in days:
        possible |= {(at, at.day % 2 == 0, 0), (at, at.day % 2 == 1, 1)}
    assert (wrong, seen - possible, len({day for day, _, _ in seen}) > 1, None in told) == ([], set(), True, False)
