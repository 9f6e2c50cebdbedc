"""Keeps the library that serves: read at the start, read again when an editor changes a file.

A change is read in the background and put in place whole. When it has a fault, the last good library goes on
serving and the faults are told; at the start, when there is no last good one, the faultless articles serve.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.knowledge.check import check
from app.knowledge.fault import Fault
from app.knowledge.library import Library, assemble
from app.knowledge.shelf import read_shelf
from app.knowledge.suggest import Entry, entries
from app.model import Lang

LOOK_EVERY = 1.0  # seconds between looks at the folder: a look takes 2 ms
_log = logging.getLogger("komek.content")
_STANDS_ON = ("numpy", "pystemmer", "rapidfuzz", "markdown-it-py", "pyyaml")
_CODE = Path(__file__).resolve().parent.parent


class NoLibrary(Exception):
    """Nothing can be served: the message holds the faults, one a line."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A library, what is suggested from it, and the faults of the content it was read from."""

    library: Library | None
    suggestions: dict[Lang, tuple[Entry, ...]]
    faults: tuple[Fault, ...] = field(default=())


def load(root: Path, today: date, cache: Path | None = None) -> Loaded:
    """Read, check and index a content folder; a faultless one is kept in `cache` for the next start."""
    kept = cache / f"{_digest(root)}.library" if cache else None
    if kept and (found := _kept(kept)):
        return found
    shelf = read_shelf(root)
    faults = tuple(fault for fault in check(shelf, today) if not fault.warning)
    library = assemble(shelf, [fault for fault in faults if not fault.spread])
    suggestions = {lang: entries(library, lang) for lang in Lang} if library else {}
    loaded = Loaded(library, suggestions, faults)
    if kept and library and not faults:
        try:
            _keep(loaded, kept)
        except OSError as error:
            _log.warning("the index is not kept for the next start: %s: %s", kept.parent, error.strerror)
    return loaded


def _kept(path: Path) -> Loaded | None:
    try:
        with path.open("rb") as file:
            found: object = pickle.load(file)  # noqa: S301 - written below by this program alone
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
        return None  # not there, or not whole: it is made anew
    return found if isinstance(found, Loaded) else None


def _keep(loaded: Loaded, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=kept.parent, suffix=".draft", delete=False) as draft:
        pickle.dump(loaded, draft, protocol=5)
    Path(draft.name).replace(kept)
    for old in kept.parent.glob("*.library"):
        if old != kept:
            old.unlink(missing_ok=True)


def _digest(root: Path) -> str:
    """Name the content, the code that reads it, and the versions of what that code stands on."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _STANDS_ON).encode())
    for folder, pattern in ((root, "*"), (_CODE, "*.py")):
        for path in sorted(path for path in folder.rglob(pattern) if path.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


class Keeper:
    """Holds what serves, and renews it. `read` loads the content; `fingerprint` tells when it changed."""

    def __init__(
        self,
        read: Callable[[], Loaded],
        fingerprint: Callable[[], object],
        run: Callable[[Callable[[], None]], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read, self._fingerprint, self._clock = read, fingerprint, clock
        self._run = run or (lambda work: threading.Thread(target=work, daemon=True).start())
        self._lock = threading.Lock()
        self._seen, self._looked = fingerprint(), clock()
        loaded = read()
        self.faults = loaded.faults
        self._tell()
        if loaded.library is None:
            raise NoLibrary("\n".join(map(str, loaded.faults)))
        self._serving = loaded

    def serving(self) -> Loaded:
        """Return what serves now; look for a change at most once in LOOK_EVERY seconds."""
        if self._clock() - self._looked >= LOOK_EVERY and self._lock.acquire(blocking=False):
            self._looked = self._clock()
            try:
                seen = self._fingerprint()
            except OSError as error:
                _log.warning("the content cannot be looked at: %s", error.strerror)
                seen = self._seen
            if seen == self._seen:
                self._lock.release()
            else:
                self._seen = seen
                self._run(self._renew)
        return self._serving

    @property
    def library(self) -> Library:
        """Return the library that serves now."""
        library = self.serving().library
        assert library is not None  # noqa: S101 - what serves has one: __init__ and _renew see to it
        return library

    def _renew(self) -> None:
        try:
            loaded = self._read()
            self.faults = loaded.faults
            if loaded.library is not None and not loaded.faults:
                self._serving = loaded
                _log.info("content %s serves", loaded.library.version)
            self._tell()
        except OSError as error:  # a file vanished while it was read: the next look sees the folder as it is then
            self._seen = None
            _log.warning("content cannot be read now: %s", error.strerror)
        finally:
            self._lock.release()

    def _tell(self) -> None:
        for fault in self.faults:
            _log.error("%s", fault)


def fingerprint(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Return the name, size and time of change of every file of a folder."""
    found = []
    for path in root.rglob("*"):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        found.append((path.as_posix(), stat.st_size, stat.st_mtime_ns))
    return tuple(sorted(found))
