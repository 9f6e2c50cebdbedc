"""Counters in a file that all processes of a machine share. No address and no number of a person is in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from app.gate.counters import Slot

WAIT = 0.01  # seconds for another process to finish; a look-up is written in a fraction of a millisecond
TRIES = 25  # such waits. One of 0.25 s looks up ever more seldom, and lost 1 of 500 with four processes at full speed
_SWEEP = 20  # rows that have ended and are deleted with each look-up, which writes at most eight
_TABLE = """
CREATE TABLE IF NOT EXISTS slot (
    name BLOB PRIMARY KEY, until INTEGER NOT NULL, count INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
_INDEX = "CREATE INDEX IF NOT EXISTS slot_until ON slot (until)"
_COUNT = """
INSERT INTO slot (name, until, count) VALUES (?, ?, 1)
ON CONFLICT (name) DO UPDATE SET count = count + 1 RETURNING count
"""
_FORGET = "DELETE FROM slot WHERE name IN (SELECT name FROM slot WHERE until <= ? LIMIT ?)"


class SqliteCounters:
    """A table of counts; the file is opened at the first look-up and again after a failure. Not for threads at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None

    def take(self, slots: Sequence[Slot], now: float) -> list[Slot]:
        """Take every slot once, or none of them: return those that were full. Raises sqlite3.Error, OSError."""
        try:
            db = self._begin()
            full = [slot for slot in slots if _count(db, slot) > slot.limit]
            if full:
                db.execute("ROLLBACK")
            else:
                db.execute(_FORGET, (int(now), _SWEEP))
                db.execute("COMMIT")
        except Exception:  # raised again: only the file is let go
            self.close()
            raise
        return full

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _begin(self) -> sqlite3.Connection:
        """Return the file open and locked for this process, after a quarter of a second at the latest."""
        tries = TRIES
        while True:
            try:
                if self._db is None:
                    self._db = _open(self._path)
                self._db.execute("BEGIN IMMEDIATE")
                return self._db
            except sqlite3.OperationalError as error:
                tries -= 1
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not tries:
                    raise


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    try:
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", _TABLE, _INDEX):
            db.execute(statement)
    except Exception:  # raised again
        db.close()
        raise
    return db


def _count(db: sqlite3.Connection, slot: Slot) -> int:
    ((count,),) = db.execute(_COUNT, (slot.name, slot.until)).fetchall()
    return int(count)
