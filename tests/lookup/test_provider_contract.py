"""What every registry does, whatever stands behind it: one test over all of them, each with a real server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from lookup.build import build
from lookup.load import load
from lookup.open import open_provider
from lookup.people import HEADER, write_line
from lookup.provider import Provider, Record, Unavailable
from tests.lookup.database import Database
from tests.lookup.server import AS_OF, EMPLOYED, LAPSED, PEOPLE, UNKNOWN, Server

SECRET = b"0123456789abcdef0123456789abcdef"
AT_ONCE = 20


def built(folder: Path) -> Path:
    """Build a snapshot of PEOPLE; return its file."""
    source = folder / "people.csv"
    source.write_text(",".join(HEADER) + "\n" + "".join(write_line(iin, PEOPLE[iin]) for iin in PEOPLE), "utf-8")
    return build(source, folder / "registry", SECRET, AS_OF, lambda *_: None).path


@dataclass
class Store:
    """A registry that the test can stop and start again; a file has nothing to stop."""

    url: str
    stop: Callable[[], None] | None = None
    start: Callable[[], None] | None = None


class _Http:
    """The reference server, started again on the same port."""

    def __init__(self) -> None:
        self.server = Server()
        self.server.start()

    def start(self) -> None:
        self.server = Server(port=self.server.server_address[1])
        self.server.start()


@pytest.fixture(params=["sqlite", "http", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return each kind of registry, with PEOPLE in it."""
    if request.param == "sqlite":
        yield Store(f"sqlite:///{built(tmp_path).parent}")
    elif request.param == "http":
        http = _Http()
        yield Store(http.server.url, lambda: http.server.stop(), http.start)
        http.server.stop()
    else:
        database: Database = request.getfixturevalue("database")
        load(database.url, built(tmp_path), SECRET, lambda *_: None)
        yield Store(database.url, database.stop, database.start)
        if not database.running:
            database.start()


@pytest.fixture
def provider(store: Store) -> Iterator[Provider]:
    """Return the registry, opened as the application opens it."""
    provider = open_provider(store.url, SECRET)
    yield provider
    provider.close()


@pytest.mark.parametrize("iin", [EMPLOYED, LAPSED, UNKNOWN])
def test_records_come_out_as_they_went_in(iin: str, provider: Provider) -> None:
    assert [provider.find(iin) for _ in range(3)] == [PEOPLE.get(iin)] * 3


def test_the_people_differ_in_all_that_a_record_has() -> None:
    first, second = PEOPLE[EMPLOYED], PEOPLE[LAPSED]
    assert (first.insured, second.insured, second.until, UNKNOWN in PEOPLE) == (True, False, None, False)
    assert all((first.until, first.paid, second.paid, second.state))
    assert first.as_of == second.as_of == AS_OF


def test_many_ask_at_once_and_each_gets_an_answer_of_their_own(provider: Provider) -> None:
    begin, begun = threading.Barrier(AT_ONCE), threading.Event()
    asked = [(EMPLOYED, LAPSED, UNKNOWN)[at % 3] for at in range(AT_ONCE)]

    def ask(iin: str) -> Record | None:
        begin.wait()
        for _ in range(1000):  # a guard refuses some of so many: they ask again
            with suppress(Unavailable):
                return provider.find(iin)
            begun.wait(0.01)
        raise Unavailable("a thousand times")

    with ThreadPoolExecutor(AT_ONCE) as callers:
        assert list(callers.map(ask, asked)) == [PEOPLE.get(iin) for iin in asked]


def test_it_can_be_closed_twice_and_then_is_unavailable(provider: Provider) -> None:
    provider.find(EMPLOYED)
    provider.close()
    provider.close()
    with pytest.raises(Unavailable):
        provider.find(EMPLOYED)


def test_while_the_store_is_stopped_it_is_unavailable_and_then_answers_again(store: Store) -> None:
    if not (store.stop and store.start):
        pytest.skip("a file does not stop")
    provider = open_provider(store.url, SECRET)
    try:
        assert provider.find(LAPSED) == PEOPLE[LAPSED]
        store.stop()
        with pytest.raises(Unavailable) as raised:
            provider.find(LAPSED)
        assert LAPSED not in f"{raised.value!r}{raised.value.__context__!r}"
        store.start()
        assert (provider.find(LAPSED), provider.find(UNKNOWN)) == (PEOPLE[LAPSED], None)
    finally:
        provider.close()
