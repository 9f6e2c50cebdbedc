"""Thumbs for answers in a file of their own: the hour, language, article, thumb and reason, and nothing of a person.

Why a thumb is dropped rather than waited for: docs/adr/0017.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from app.model import Lang

Reason = Literal["wrong", "unclear", "not-my-question", "other"]
REASONS: tuple[Reason, ...] = ("wrong", "unclear", "not-my-question", "other")
MAX_ROWS = 1_000_000  # 54 MB as measured, and a thousand thumbs a day for almost three years; then the oldest go
WAIT = 0.05  # seconds for whoever has the file: a thumb is written within a few milliseconds
REST = 10  # seconds a file that failed is left alone: at most one wait and one line in the log in that time
_COLUMNS = {"hour": str, "lang": str, "slug": str, "thumb": str, "reason": str}
_REPORT = """
SELECT slug, lang, sum(thumb = 'up'), sum(thumb = 'down'), sum(reason = 'wrong'), sum(reason = 'unclear'),
    sum(reason = 'not-my-question'), sum(reason = 'other')
FROM thumb WHERE hour >= ? GROUP BY slug, lang ORDER BY sum(thumb = 'down') DESC, slug, lang
"""
_log = logging.getLogger("komek.feedback")


@dataclass(frozen=True, slots=True)
class Thumb:
    """What a person thinks of an article in a language; `reason` says why it is down, and is None when it is up."""

    slug: str
    lang: Lang
    reason: Reason | None = None

    @property
    def way(self) -> Literal["up", "down"]:
        """Return which way it points."""
        return "down" if self.reason else "up"


@dataclass(frozen=True, slots=True)
class Opinion:
    """How many thumbs an article in a language has; `reasons` counts those down, in the order of REASONS."""

    slug: str
    lang: str
    up: int
    down: int
    reasons: tuple[int, ...]


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, made when it is not there; a statement waits WAIT for a lock. Raises sqlite3.Error."""
    return sqlite3.connect(path, timeout=WAIT, check_same_thread=False)


class Thumbs:
    """The file of thumbs; opened at the first one and again after a failure. For several threads."""

    def __init__(
        self, path: Path, connect: Callable[[Path], sqlite3.Connection] = connect, max_rows: int = MAX_ROWS
    ) -> None:
        self._path = path
        self._connect = connect
        self._max_rows = max_rows
        self._writing = threading.Lock()  # so that a disk that hangs holds one thread
        self._file: sqlite3.Connection | None = None
        self._failed: float | None = None

    def keep(self, thumb: Thumb, now: float) -> bool:
        """Keep a thumb, or drop it when the file fails; say whether it is kept. `now` in Unix seconds. Never raises."""
        if self._failed is not None and self._failed <= now < self._failed + REST:
            return False
        try:
            self._write(thumb, now)
        except (sqlite3.Error, OSError) as error:
            self._failed = now
            _log.error("a thumb is dropped: %s; the file is left alone for %d s", _kind(error), REST)
            return False
        return True

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, thumb: Thumb, now: float) -> None:
        if not self._writing.acquire(timeout=WAIT):
            raise TimeoutError
        try:
            self._insert(thumb, now)
        except Exception:  # raised again: only the file is let go
            self.close()
            raise
        finally:
            self._writing.release()

    def _insert(self, thumb: Thumb, now: float) -> None:
        row = {"hour": _hour(now), "lang": thumb.lang, "slug": thumb.slug, "thumb": thumb.way, "reason": thumb.reason}
        if self._file is None:
            self._file = self._connect(self._path)
            _prepare(self._file)
        db = Database(self._file)
        with db.atomic():
            table = db.table("thumb").insert(row)
            table.delete_where("rowid <= (SELECT max(rowid) FROM thumb) - ?", [self._max_rows])


def _prepare(file: sqlite3.Connection) -> None:
    """Make the table, in a mode that waits for no disk at each row and stays sound when the power goes."""
    for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"):
        file.execute(statement)
    Database(file).table("thumb").create(
        _COLUMNS, not_null=_COLUMNS.keys() - {"reason"}, if_not_exists=True, strict=True
    )


def opinions(path: Path, since: str = "") -> list[Opinion]:
    """Return the thumbs of each article since an hour or a day (ISO 8601, UTC), most disliked first.

    Raises sqlite3.Error. Not opened read-only: such a reader leaves files behind that the server may not write.
    """
    with closing(connect(path)) as file:
        rows = file.execute(_REPORT, (since,)).fetchall()
    return [
        Opinion(slug, lang, up, down, tuple(count or 0 for count in reasons)) for slug, lang, up, down, *reasons in rows
    ]


def _hour(now: float) -> str:
    """Return the hour of a moment.

    >>> _hour(1_795_330_800 + 3599)
    '2026-11-22T07:00Z'
    """
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:00Z")


def _kind(error: Exception) -> str:
    """Return what failed, without the message, which could repeat a value or a path."""
    return getattr(error, "sqlite_errorname", "") or type(error).__name__
