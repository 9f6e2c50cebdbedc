"""What tests are handed: the real content, read once; the application over it on a fixed day; small folders."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from app import create_app
from app.knowledge.keeper import Loaded, load
from app.knowledge.library import Library
from app.settings import Settings
from tests.leak.tripwire import Tripwire
from tests.lookup.database import WANTED, Database, programs
from tests.registry import People, over
from tests.small import CONTENT, write_small

TODAY = date(2026, 11, 22)
KEY = "0123456789abcdef0123456789abcdef"
CACHE = CONTENT.parent / ".cache"
TRIPWIRE = Tripwire()
Serve = Callable[[Path, date], Flask]


settings.register_profile(  # tests never time anything; the same examples each time, so that one found stays found
    "komek", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("komek")


def pytest_configure() -> None:
    """Listen to every log, at every level."""
    logging.root.addHandler(TRIPWIRE)
    logging.root.setLevel(logging.DEBUG)
    # it reads articles alone, never a message, and tells each rule that it tries: gigabytes over the whole suite
    logging.getLogger("markdown_it").setLevel(logging.INFO)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what a test that passed has printed; one that failed is the developer's to read."""
    if report.passed:
        for name, text in report.sections:
            TRIPWIRE.keep(f"{name} of {report.nodeid.split('[')[0]}", text)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail when a number of a person is left in a log, in what was printed or in a file."""
    factory: pytest.TempPathFactory = session.config._tmp_path_factory  # type: ignore[attr-defined]
    scan = TRIPWIRE.scan(factory.getbasetemp(), CACHE)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter:
        reporter.ensure_newline()
        reporter.write_line(f"Tripwire: {scan.told()}")
    if scan.hits:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def content() -> Path:
    """Return the folder of the real content."""
    return CONTENT


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the index, so that the real content is indexed once a session."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def loaded(content: Path, cache: Path) -> Loaded:
    """Return the real content, read, checked and indexed."""
    return load(content, TODAY, cache)


@pytest.fixture(scope="session")
def library(loaded: Loaded) -> Library:
    """Return the library of the real content."""
    assert loaded.library
    return loaded.library


@pytest.fixture(scope="session")
def app(content: Path, cache: Path, loaded: Loaded) -> Flask:
    """Return the application over the real content on 22 November 2026."""
    assert loaded.library
    return create_app(Settings(content=content, secret_key=KEY, cache=cache), today=lambda: TODAY)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the application."""
    return app.test_client()


@pytest.fixture
def people() -> People:
    """Return a registry of people who never were."""
    return People()


@pytest.fixture
def registered(app: Flask, people: People, tmp_path: Path) -> FlaskClient:
    """Return a client of the application over that registry."""
    return over(app, tmp_path, people).test_client()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a small content folder without a fault, to be broken."""
    return write_small(tmp_path / "content")


@pytest.fixture
def small_library(small: Path) -> Library:
    """Return the library of the small content folder."""
    library = load(small, TODAY).library
    assert library
    return library


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Return a function that puts an application together over a folder, on a day."""

    def served(root: Path, today: date) -> Flask:
        return create_app(Settings(content=root, secret_key=KEY, cache=tmp_path / "cache"), today=lambda: today)

    return served


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
