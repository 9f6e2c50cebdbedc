"""The registry in PostgreSQL: loaded in one piece, swapped while it is read, unavailable when anything is odd."""

from __future__ import annotations

import logging
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from lookup.build import NoBuild, build
from lookup.key import key_of
from lookup.load import load
from lookup.people import HEADER, write_line
from lookup.postgres import PostgresProvider
from lookup.provider import Provider, Record, Unavailable
from tests.lookup.database import Database
from tests.lookup.server import AS_OF, EMPLOYED, LAPSED, PEOPLE, UNKNOWN

SECRET = b"0123456789abcdef0123456789abcdef"
LATER = date(2026, 11, 21)
SWAPS = 10
Load = Callable[..., None]


def quiet(stage: str, done: int, of_all: int, people: int) -> None:
    """Tell nobody."""


def snapshot(folder: Path, people: dict[str, Record], as_of: date = AS_OF, secret: bytes = SECRET) -> Path:
    """Build a snapshot of some people; return its file."""
    source = folder / "people.csv"
    source.write_text(",".join(HEADER) + "\n" + "".join(write_line(iin, people[iin]) for iin in people), "utf-8")
    return build(source, folder / f"registry-{as_of}", secret, as_of, quiet, may_shrink=True).path


@contextmanager
def asking(database: Database, secret: bytes = SECRET) -> Iterator[PostgresProvider]:
    with closing(PostgresProvider(database.url, secret)) as provider:
        yield provider


def run(database: Database, statement: LiteralString) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def tables(database: Database) -> list[object]:
    return [name for (name,) in run(database, "select relname from pg_class where relname like '%komek%' order by 1")]


def trouble(provider: Provider) -> str:
    with pytest.raises(Unavailable) as raised:
        provider.find(EMPLOYED)
    assert (raised.value.__cause__, EMPLOYED in repr(raised.value.__context__)) == (None, False)
    return str(raised.value)


def test_a_loaded_snapshot_serves_and_the_loader_tells_how_far_it_is(database: Database, tmp_path: Path) -> None:
    told: list[tuple[str, int, int, int]] = []
    meta = load(database.url, snapshot(tmp_path, dict(PEOPLE)), SECRET, lambda *so_far: told.append(so_far))
    with asking(database) as provider:
        assert [provider.find(iin) for iin in (EMPLOYED, LAPSED, UNKNOWN)] == [PEOPLE[EMPLOYED], PEOPLE[LAPSED], None]
    assert (meta.as_of, meta.people) == (AS_OF, 2)
    assert told == [("copying", 2, 2, 2), ("proving", 0, 1, 2), ("proving", 1, 1, 2)]
    assert tables(database) == ["komek_meta", "komek_people", "new_komek_people_pkey"]


def test_no_number_is_in_the_database(database: Database, tmp_path: Path) -> None:
    load(database.url, snapshot(tmp_path, dict(PEOPLE)), SECRET, quiet)
    rows = str(run(database, "select * from komek_people"))
    assert str(key_of(EMPLOYED, SECRET)) in rows
    assert [iin in rows for iin in PEOPLE] == [False, False]


def test_readers_survive_swaps_and_see_one_registry_or_the_other(database: Database, tmp_path: Path) -> None:
    now = snapshot(tmp_path, dict(PEOPLE))
    later = snapshot(tmp_path, {EMPLOYED: PEOPLE[LAPSED], LAPSED: PEOPLE[EMPLOYED]}, LATER)
    load(database.url, now, SECRET, quiet)
    over, seen, troubles = threading.Event(), set[tuple[date, bool]](), list[Exception]()

    def read(provider: Provider) -> None:
        while not over.is_set():
            try:
                record = provider.find(EMPLOYED)
                assert record
                seen.add((record.as_of, record.insured))
            except Exception as error:
                troubles.append(error)

    with asking(database) as provider:
        readers = [threading.Thread(target=read, args=(provider,)) for _ in range(3)]
        for reader in readers:
            reader.start()
        for at in range(SWAPS):
            load(database.url, now if at % 2 else later, SECRET, quiet)
        over.set()
        for reader in readers:
            reader.join()
    assert troubles == []
    assert seen == {(AS_OF, True), (LATER, False)}


def test_who_could_read_the_old_tables_can_read_the_new(database: Database, tmp_path: Path) -> None:
    path = snapshot(tmp_path, dict(PEOPLE))
    run(database, 'drop role if exists "reader of komek"')
    run(database, 'create role "reader of komek" login')
    load(database.url, path, SECRET, quiet)
    run(database, 'grant select on komek_meta, komek_people to "reader of komek"')
    load(database.url, path, SECRET, quiet)
    url = database.url.replace("komek@", "reader%20of%20komek@")
    with closing(PostgresProvider(url, SECRET)) as provider:
        assert provider.find(LAPSED) == PEOPLE[LAPSED]
    with psycopg.connect(url) as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute("delete from komek_people")
    run(database, 'drop owned by "reader of komek"; drop role "reader of komek"')


def test_too_few_people_are_refused_and_what_serves_goes_on(database: Database, tmp_path: Path) -> None:
    load(database.url, snapshot(tmp_path, dict(PEOPLE)), SECRET, quiet)
    half = snapshot(tmp_path, {EMPLOYED: PEOPLE[LAPSED]}, LATER)
    with pytest.raises(NoBuild, match="1 people instead of 2: more than 5 % are missing"):
        load(database.url, half, SECRET, quiet)
    with asking(database) as provider:
        assert provider.find(EMPLOYED) == PEOPLE[EMPLOYED]
        load(database.url, half, SECRET, quiet, may_shrink=True)
        assert provider.find(LAPSED) is None


def test_a_load_that_is_cut_off_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    path = snapshot(tmp_path, dict(PEOPLE))
    load(database.url, path, SECRET, quiet)
    before = tables(database)

    def cut(stage: str, _: int, __: int, ___: int) -> None:
        if stage == "proving":
            run(database, "select pg_terminate_backend(pid) from pg_stat_activity where application_name='komek build'")

    with pytest.raises(NoBuild, match=re.escape("What serves has not changed.")):
        load(database.url, path, SECRET, cut)
    with asking(database) as provider:
        assert (provider.find(EMPLOYED), tables(database)) == (PEOPLE[EMPLOYED], before)


def test_two_loads_at_once_keep_apart(database: Database, tmp_path: Path) -> None:
    path = snapshot(tmp_path, dict(PEOPLE))
    refused: list[str] = []

    def second(stage: str, _: int, __: int, ___: int) -> None:
        if stage == "copying":
            with pytest.raises(NoBuild) as raised:
                load(database.url, path, SECRET, quiet)
            refused.append(str(raised.value))

    load(database.url, path, SECRET, second)
    assert refused == ["Another build is at work in this database; wait until it has ended."]


def test_a_swap_waits_for_a_long_reader_without_holding_up_the_others(database: Database, tmp_path: Path) -> None:
    path = snapshot(tmp_path, dict(PEOPLE))
    load(database.url, path, SECRET, quiet)
    with psycopg.connect(database.url) as backup, asking(database) as provider:
        backup.execute("select * from komek_people")  # and holds it until its transaction ends
        loading = threading.Thread(target=load, args=(database.url, path, SECRET, quiet))
        loading.start()
        while not run(database, "select 1 from pg_locks where mode = 'AccessExclusiveLock' and not granted"):
            pass
        found = provider.find(EMPLOYED)
        held = loading.is_alive()
        backup.rollback()
        loading.join()
        assert (found, held, provider.find(EMPLOYED)) == (PEOPLE[EMPLOYED], True, PEOPLE[EMPLOYED])


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("drop table komek_people", "PostgreSQL does not answer: UndefinedTable"),
        ("drop table komek_meta", "PostgreSQL does not answer: UndefinedTable"),
        ("delete from komek_meta", "komek_meta does not say what is held: build the registry anew"),
        (
            "insert into komek_meta select * from komek_meta",
            "komek_meta does not say what is held: build the registry anew",
        ),
        ("update komek_meta set format = 9", "the tables are of format 9, not 1: build the registry anew"),
        ("update komek_people set insured = 7", "PostgreSQL does not answer: ValueError"),
        ("update komek_people set paid = decode(repeat('ff', 999), 'hex')", "PostgreSQL does not answer: ValueError"),
        ("update komek_people set until = 2147483647", "PostgreSQL does not answer: ValueError"),
        (
            "alter table komek_people alter insured type text using 'x'",
            "PostgreSQL does not answer: ValueError",
        ),
    ],
)
def test_odd_tables_are_unavailable(statement: LiteralString, told: str, database: Database, tmp_path: Path) -> None:
    load(database.url, snapshot(tmp_path, dict(PEOPLE)), SECRET, quiet)
    run(database, statement)
    with asking(database) as provider:
        assert trouble(provider) == told


def test_another_secret_is_told_and_never_not_found(database: Database, tmp_path: Path) -> None:
    load(database.url, snapshot(tmp_path, dict(PEOPLE)), SECRET, quiet)
    with asking(database, b"x" * 32) as provider:
        assert trouble(provider) == "the registry was built with another REGISTRY_KEY"


def test_a_snapshot_of_another_secret_is_not_loaded(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NoBuild, match="was built with another REGISTRY_KEY"):
        load(database.url, snapshot(tmp_path, dict(PEOPLE), secret=b"x" * 32), SECRET, quiet)
    assert tables(database) == []


def test_a_server_that_hangs_is_unavailable_until_it_goes_on(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    load(database.url, snapshot(tmp_path, dict(PEOPLE)), SECRET, quiet)
    with caplog.at_level(logging.DEBUG), asking(database) as provider:
        provider.find(EMPLOYED)
        ((process,),) = run(database, "select pid from pg_stat_activity where application_name = 'komek'")
        assert isinstance(process, int)
        os.kill(process, signal.SIGSTOP)
        hung = trouble(provider)
        again = provider.find(EMPLOYED)  # through a new connection
        os.kill(process, signal.SIGCONT)
        assert (hung, again) == ("PostgreSQL does not answer: PoolTimeout", PEOPLE[EMPLOYED])
    assert "psycopg.pool" in caplog.text
    assert EMPLOYED not in caplog.text


def test_a_server_that_takes_no_connection_is_unavailable(database: Database, tmp_path: Path) -> None:
    load(database.url, snapshot(tmp_path, dict(PEOPLE)), SECRET, quiet)
    with asking(database) as provider:
        database.send(signal.SIGSTOP)
        hung = trouble(provider)
        database.send(signal.SIGCONT)
        assert (hung, provider.find(EMPLOYED)) == ("PostgreSQL does not answer: PoolTimeout", PEOPLE[EMPLOYED])


def test_a_long_statement_is_ended_by_the_server(database: Database, tmp_path: Path) -> None:
    load(database.url, snapshot(tmp_path, dict(PEOPLE)), SECRET, quiet)
    with psycopg.connect(database.url) as writer, asking(database) as provider:
        writer.execute("lock table komek_people in access exclusive mode")
        assert trouble(provider) in (
            "PostgreSQL does not answer: QueryCanceled",
            "PostgreSQL does not answer: _WaitTimeout",
        )
        writer.rollback()
        assert provider.find(EMPLOYED) == PEOPLE[EMPLOYED]


@pytest.mark.parametrize("url", ["", "postgresql://a/b?nonsense=1", "postgresql://[::1/x"])
def test_a_bad_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match=r"^write the registry's address like postgresql://"):
        PostgresProvider(url, SECRET)


def test_a_database_that_is_not_there_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(NoBuild, match=r"^PostgreSQL refuses: "):
        load(f"postgresql://komek@/postgres?host={tmp_path}", snapshot(tmp_path, dict(PEOPLE)), SECRET, quiet)
