"""The registry as a snapshot in SQLite: the default, beside the application, without a server."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lookup.key import keyer
from lookup.provider import Record, Unavailable
from lookup.row import to_record
from lookup.snapshot import BadSnapshot, Meta, look, open_snapshot, serving

LOOK_EVERY = 1.0  # seconds between looks at the pointer: a look takes some 50 µs
_SELECT = "select key, insured, until, paid, state from people where key = ?"  # in the order of a Row
_log = logging.getLogger("komek.registry")
Run = Callable[[Callable[[], None]], None]


@dataclass(frozen=True, slots=True)
class _Serving:
    path: Path
    rows: sqlite3.Connection
    cursor: sqlite3.Cursor  # kept: a new one for each look-up takes time
    meta: Meta


class SqliteProvider:
    """Answers from the snapshot that the folder's pointer names, and follows the pointer.

    A new snapshot is read through in the background (`run`), and put in place whole; a broken one is told in the log,
    and the last good one goes on serving.
    """

    def __init__(
        self, folder: Path, secret: bytes, run: Run | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder, self._secret, self._key, self._clock = folder, secret, keyer(secret), clock
        self._run = run or (lambda work: threading.Thread(target=work, daemon=True).start())
        self._using, self._renewing = threading.Lock(), threading.Lock()
        self._serving: _Serving | None = None
        self._why, self._closed = "", False
        self._looked, self._seen = clock(), look(folder)
        self._open()

    def find(self, iin: str) -> Record | None:
        """Return the record of a number of twelve digits, None when the snapshot has none. Raises Unavailable."""
        if self._clock() - self._looked >= LOOK_EVERY:
            self._look()
        key = self._key(iin)
        with self._using:
            serving = self._serving
            if serving is None:
                raise Unavailable(self._why)
            try:
                found = serving.cursor.execute(_SELECT, (key,)).fetchone()
            except sqlite3.Error as error:
                raise Unavailable(f"SQLite: {error}") from None
        if found is None:
            return None
        try:
            return to_record(found, serving.meta.as_of)
        except (ValueError, TypeError):
            raise Unavailable("a row cannot be read") from None

    @property
    def meta(self) -> Meta | None:
        """Return what the snapshot that serves says of itself, None when none does."""
        serving = self._serving
        return serving.meta if serving else None

    def close(self) -> None:
        """Let go of the snapshot."""
        with self._using:
            self._closed = True
            self._replace(None, "the registry is closed")

    def _look(self) -> None:
        """Start to renew when the folder has changed; one thread does, the others go on."""
        if not self._renewing.acquire(blocking=False):
            return
        self._looked, seen = self._clock(), look(self._folder)
        if seen == self._seen:
            self._renewing.release()
        else:
            self._seen = seen
            self._run(self._renew)

    def _renew(self) -> None:
        try:
            self._open()
        finally:
            self._renewing.release()

    def _open(self) -> None:
        path = None
        try:
            path = serving(self._folder)
            rows, meta = open_snapshot(path, self._secret)
        except BadSnapshot as bad:
            _log.error("%s", bad)
            with self._using:
                if self._serving is None or self._serving.path == path:  # the very file that serves was spoilt
                    self._replace(None, str(bad))
            return
        with self._using:
            if self._closed:
                rows.close()
                return
            self._replace(_Serving(path, rows, rows.cursor(), meta), "")
        _log.info("%s serves: %d people, as of %s", path.name, meta.people, meta.as_of)

    def _replace(self, new: _Serving | None, why: str) -> None:
        """Put another one in place; call it with the lock held, so that nobody reads from the old one."""
        if self._serving:
            self._serving.rows.close()
        self._serving, self._why = new, why
