"""A folder of snapshots: files that never change once they are there, and a pointer to the one that serves.

registry-000042.db          the rows and what is said of them all
registry-000042.db.sha256   its digest, as `sha256sum --check` reads it
CURRENT                     the name of the one that serves; replaced whole
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lookup.key import key_of

POINTER = "CURRENT"
DRAFT = ".draft"  # the folder of a build under way; what is in it is nobody's once the build has ended
KEEP = 3  # the newest ones: two nights to see a fault in the data and go back
FORMAT = 1  # of the tables; a reader takes no other
_NAME = re.compile(r"registry-([0-9]{6,})\.db")
_SUFFIX = ".sha256"
_CHECKED = "the key of this registry"  # no IIN: its key tells whether two secrets are the same


class BadSnapshot(Exception):
    """A snapshot cannot serve; the message says why."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a snapshot says of itself: the day its data are of, and how many people it holds."""

    as_of: date
    people: int


def key_check(secret: bytes) -> int:
    """Return the value by which a snapshot knows the secret that its keys were made with."""
    return key_of(_CHECKED, secret)


def serving(folder: Path) -> Path:
    """Return the snapshot that the pointer names. Raises BadSnapshot."""
    try:
        name = (folder / POINTER).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSnapshot(f"{POINTER} cannot be read: build a registry first") from None
    if not _NAME.fullmatch(name):
        raise BadSnapshot(f"{POINTER} names no snapshot")
    return folder / name


def open_snapshot(path: Path, secret: bytes) -> tuple[sqlite3.Connection, Meta]:
    """Return a connection for any thread, one at a time, and what the snapshot says of itself. Raises BadSnapshot.

    The whole file is read first: SQLite itself sees one flipped bit in ten, the digest sees all.
    """
    try:
        if digest_of(path) != _told_digest(path):
            raise BadSnapshot(f"{path.name} is not as it was built: its SHA-256 differs")
        db = connect(path)
    except OSError as error:
        raise BadSnapshot(f"{path.name} cannot be read: {error.strerror}") from None
    try:
        return db, _meta(db, path.name, secret)
    except BaseException:
        db.close()
        raise


def connect(path: Path) -> sqlite3.Connection:
    """Open a finished file: no locks, no journal, for nobody writes to it any more."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def _meta(db: sqlite3.Connection, name: str, secret: bytes) -> Meta:
    try:
        form, as_of, people, check = db.execute("select format, as_of, people, key_check from meta").fetchone()
        if form != FORMAT:
            raise BadSnapshot(f"{name} is of format {form}, not {FORMAT}: build it anew")
        if check != key_check(secret):
            raise BadSnapshot(f"{name} was built with another REGISTRY_KEY")
        return Meta(date.fromisoformat(as_of), people)
    except (sqlite3.Error, TypeError, ValueError):
        raise BadSnapshot(f"{name} does not say what it holds: build it anew") from None


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told_digest(path: Path) -> str:
    return path.with_name(path.name + _SUFFIX).read_text("utf-8", "replace").partition(" ")[0]


def look(folder: Path) -> tuple[object, ...]:
    """Return what changes when another snapshot is to serve, or the one that serves was touched."""
    pointer = folder / POINTER
    try:
        name = serving(folder).name
        return tuple((s.st_ino, s.st_size, s.st_mtime_ns) for s in map(os.stat, (pointer, *_files(folder / name))))
    except (BadSnapshot, OSError) as error:
        return (str(error),)


def publish(draft: Path, folder: Path) -> Path:
    """Give a finished draft its name and digest, and point to it: readers see the old one or the new one whole."""
    number = 1 + max((at for at, _ in _snapshots(folder)), default=0)
    path = folder / f"registry-{number:06}.db"
    digest = draft.with_name(path.name + _SUFFIX)
    digest.write_text(f"{digest_of(draft)}  {path.name}\n", "utf-8")
    pointer = draft.with_name(POINTER)
    pointer.write_text(f"{path.name}\n", "utf-8")
    for file in (draft, digest, pointer):
        sync(file)
    digest.replace(folder / digest.name)
    draft.replace(path)
    sync(folder)  # the snapshot must be there before anything points to it
    pointer.replace(folder / POINTER)
    sync(folder)
    return path


def tidy(folder: Path) -> None:
    """Remove what a build left behind, and the snapshots that are neither the newest nor serving."""
    shutil.rmtree(folder / DRAFT, ignore_errors=True)
    whole = [path for _, path in _snapshots(folder) if all(file.exists() for file in _files(path))]
    keep = {file.name for path in whole[-KEEP:] for file in _files(path)}
    with suppress(BadSnapshot):
        keep |= {file.name for file in _files(serving(folder))}
    for file in folder.glob("registry-*"):
        if file.name not in keep and _NAME.fullmatch(file.name.removesuffix(_SUFFIX)):
            file.unlink(missing_ok=True)


def verified(folder: Path, secret: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of every snapshot, and what is wrong with it: "" when nothing is."""
    for _, path in _snapshots(folder):
        try:
            db, meta = open_snapshot(path, secret)
            with closing(db):
                prove(db, meta.people)
            yield path.name, ""
        except BadSnapshot as bad:
            yield path.name, str(bad)


def prove(db: sqlite3.Connection, people: int) -> None:
    """Let SQLite look through the whole file, and count the people. Raises BadSnapshot."""
    try:
        told = [row[0] for row in db.execute("pragma integrity_check(1)")]
        counted = db.execute("select count(*) from people").fetchone()[0]
    except sqlite3.Error as error:
        raise BadSnapshot(f"SQLite cannot read it: {error}") from None
    if told != ["ok"]:
        raise BadSnapshot(f"SQLite finds it broken: {told[0]}")
    if counted != people:
        raise BadSnapshot(f"it holds {counted} people, not {people}")


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _files(path: Path) -> tuple[Path, Path]:
    return path, path.with_name(path.name + _SUFFIX)


def _snapshots(folder: Path) -> list[tuple[int, Path]]:
    named = ((_NAME.fullmatch(path.name), path) for path in folder.glob("registry-*.db"))
    return sorted((int(name[1]), path) for name, path in named if name)
