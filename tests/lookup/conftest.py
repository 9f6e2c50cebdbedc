"""The server of PostgreSQL that the tests of look-ups share; without PostgreSQL they are skipped."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.lookup.database import WANTED, Database, programs


@pytest.fixture(scope="session")
def database_server() -> Iterator[Database]:
    """Return a server of PostgreSQL that runs."""
    found = programs()
    if not found:
        pytest.skip(WANTED)
    database = Database(found)
    database.start()
    yield database
    database.remove()


@pytest.fixture
def database(database_server: Database) -> Database:
    """Return a server whose database is empty."""
    with psycopg.connect(database_server.url, autocommit=True) as connection:
        connection.execute("drop table if exists komek_meta, komek_people, new_komek_people")
    return database_server
