"""Opens the registry that an address names."""

from __future__ import annotations

from pathlib import Path

from lookup.guard import Guarded
from lookup.http import HttpProvider
from lookup.provider import Provider
from lookup.sqlite import SqliteProvider

SQLITE = "sqlite:///"  # then a path, as SQLAlchemy writes it: a fourth slash begins an absolute one
HTTP = ("https://", "http://")
POSTGRES = ("postgresql://", "postgres://")
NO_PSYCOPG = "PostgreSQL needs psycopg, and it is not installed: pip install 'psycopg[binary,pool]'"


def open_provider(url: str, secret: bytes, token: str = "", ca: Path | None = None) -> Provider:
    """Return the registry at an address. Raises ValueError with a sentence when no registry is opened by such a one.

    `secret` is what the rows of SQLite and PostgreSQL are hashed with; `token` and `ca` are for HTTP alone. What is
    asked over a network is guarded.
    """
    if url.startswith(SQLITE):
        return SqliteProvider(Path(url.removeprefix(SQLITE)), secret)
    if url.startswith(HTTP):
        return Guarded(HttpProvider(url, token, ca))
    if url.startswith(POSTGRES):
        return Guarded(_postgres(url, secret))
    raise ValueError("no registry is opened by this address; begin it with sqlite:///, https:// or postgresql://")


def _postgres(url: str, secret: bytes) -> Provider:
    try:
        from lookup.postgres import PostgresProvider  # an extra: only who keeps a registry there has psycopg
    except ImportError:
        raise ValueError(NO_PSYCOPG) from None
    return PostgresProvider(url, secret)


def sqlite_folder(url: str) -> Path | None:
    """Return the folder that "sqlite:///folder" or "sqlite:////a/folder" names, None for another address."""
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None
