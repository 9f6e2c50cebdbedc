"""A snapshot copied into PostgreSQL: in one transaction, so that readers see the old registry or the new one whole.

Whatever ends it early, a fault, a full disk, kill -9, leaves the old registry as it was, and nothing to clean up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from lookup.build import LEAST, PROBES, NoBuild
from lookup.row import Row
from lookup.snapshot import FORMAT, BadSnapshot, Meta, key_check, open_snapshot

TABLES = ("komek_meta", "komek_people")
BATCH = 20_000  # rows sent at once: about 1 MB
LOCK = "500ms"  # how long the swap may hold up readers while it waits for a long one, a backup say
TRIES = 120  # of the lock, a second apart: a backup of the database may take a minute
ALONE = 7_067_201_124  # the number of the advisory lock by which builds keep out of each other's way
Tell = Callable[[str, int, int, int], None]  # stage, done, of all, people so far

_CREATE: tuple[LiteralString, ...] = (
    """create table new_komek_meta (
        format int not null, as_of date not null, people bigint not null, key_check bigint not null)""",
    """create table new_komek_people (
        key bigint not null, insured smallint not null, until int, paid bytea not null, state bytea not null)""",
)
_FINISH: tuple[LiteralString, ...] = (
    "alter table new_komek_people add primary key (key)",
    "analyze new_komek_people",
)
_READERS = """
select distinct grantee from information_schema.role_table_grants
where table_schema = current_schema() and table_name = 'komek_people' and privilege_type = 'SELECT'
"""


def load(url: str, snapshot: Path, secret: bytes, tell: Tell, may_shrink: bool = False) -> Meta:
    """Copy a finished snapshot into the database at `url`, to serve. Raises NoBuild; then nothing has changed."""
    try:
        rows, meta = open_snapshot(snapshot, secret)
        with closing(rows), psycopg.connect(url, application_name="komek build") as connection:
            _alone(connection)
            _weigh(connection, meta, may_shrink)
            people = map(Row._make, rows.execute("select * from people order by key"))
            probes = _copy(connection, people, meta, key_check(secret), tell)
            tell("proving", 0, 1, meta.people)
            _prove(connection, meta, probes)
            _swap(connection)
        tell("proving", 1, 1, meta.people)
    except BadSnapshot as bad:
        raise NoBuild(f"The snapshot is not sound: {bad}.") from None
    except psycopg.Error as error:
        raise NoBuild(f"PostgreSQL refuses: {_first_line(error)}. What serves has not changed.") from None
    return meta


def _alone(connection: psycopg.Connection) -> None:
    if not _one(connection, "select pg_try_advisory_xact_lock(%s)", ALONE)[0]:
        raise NoBuild("Another build is at work in this database; wait until it has ended.")


def _weigh(connection: psycopg.Connection, meta: Meta, may_shrink: bool) -> None:
    if _one(connection, "select to_regclass('komek_meta')")[0] is None:
        return  # the first build
    (before,) = _one(connection, "select coalesce(max(people), 0) from komek_meta")
    if meta.people < LEAST * before and not may_shrink:
        raise NoBuild(
            f"{meta.people} people instead of {before}: more than 5 % are missing, as in half a file. "
            "If this is right, build again with --allow-shrink."
        )


def _copy(connection: psycopg.Connection, rows: Iterable[Row], meta: Meta, check: int, tell: Tell) -> list[Row]:
    """Fill the new tables; return some rows to read back."""
    probes: list[Row] = []
    for statement in _CREATE:
        connection.execute(statement)
    with connection.cursor() as cursor, cursor.copy("copy new_komek_people from stdin (freeze)") as copy:
        done = 0
        for batch in _batches(rows):
            copy.write("".join(map(_line, batch)))
            probes += batch[:: max(1, len(batch) // PROBES)]
            done += len(batch)
            tell("copying", done, meta.people, done)
    for statement in _FINISH:
        connection.execute(statement)
    values = (FORMAT, meta.as_of, meta.people, check)
    connection.execute("insert into new_komek_meta values (%s, %s, %s, %s)", values)
    return probes


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _line(row: Row) -> str:
    until = "\\N" if row.until is None else row.until
    return f"{row.key}\t{row.insured}\t{until}\t\\\\x{row.paid.hex()}\t\\\\x{row.state.hex()}\n"


def _prove(connection: psycopg.Connection, meta: Meta, probes: Iterable[Row]) -> None:
    """Count the people, and read some back as a reader will. Raises NoBuild."""
    (counted,) = _one(connection, "select count(*) from new_komek_people")
    if counted != meta.people:
        raise NoBuild(f"The table holds {counted} people, not {meta.people}; what serves has not changed.")
    for row in probes:
        if _one(connection, "select * from new_komek_people where key = %s", row.key) != row:
            raise NoBuild("A row is not as it was written; what serves has not changed.")


def _swap(connection: psycopg.Connection) -> None:
    """Put the new tables in place of the old, and let those read them who could read the old."""
    _lock(connection)
    readers = [name for (name,) in connection.execute(_READERS)]
    for table in TABLES:
        new, old = sql.Identifier(f"new_{table}"), sql.Identifier(table)
        for reader in readers:
            who = sql.SQL("public") if reader == "PUBLIC" else sql.Identifier(reader)
            connection.execute(sql.SQL("grant select on {} to {}").format(new, who))
        connection.execute(sql.SQL("drop table if exists {}").format(old))
        connection.execute(sql.SQL("alter table {} rename to {}").format(new, old))


def _lock(connection: psycopg.Connection) -> None:
    """Wait for readers to end, holding up others for LOCK at most each time. Raises NoBuild."""
    if _one(connection, "select to_regclass('komek_meta')")[0] is None:
        return
    for _ in range(TRIES):
        try:
            with connection.transaction():
                connection.execute(sql.SQL("set local lock_timeout = {}").format(LOCK))
                connection.execute("lock table komek_meta, komek_people in access exclusive mode")
            return
        except psycopg.errors.LockNotAvailable:
            connection.execute("select pg_sleep(1)")
    raise NoBuild("Somebody has been reading the registry for minutes, a backup perhaps; build again after it.")


def _one(connection: psycopg.Connection, query: LiteralString, *values: Any) -> tuple[Any, ...]:
    row = connection.execute(query, values).fetchone()
    assert row is not None  # noqa: S101 - each query here returns a row
    return tuple(row)


def _first_line(error: psycopg.Error) -> str:
    return (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
