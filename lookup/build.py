"""A new snapshot from the Fund's file: read, sorted, written, proved, and only then pointed to.

The rows are thrown into buckets by the first bits of their keys, as they are read; then each bucket is sorted in
memory and written, so that the table grows at its end alone and memory stays flat, however many people there are.
"""

from __future__ import annotations

import errno
import fcntl
import marshal
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

from sqlite_utils import Database

from lookup.bucket import Buckets, arrange, read_block
from lookup.people import Reject, read_header
from lookup.row import Row
from lookup.snapshot import (
    DRAFT,
    FORMAT,
    BadSnapshot,
    connect,
    key_check,
    open_snapshot,
    prove,
    publish,
    serving,
    tidy,
)
from lookup.spread import spread

BLOCK = 1 << 20  # bytes of the file that are read at once
HELPERS = 2  # beside this process, which writes: no more cores than a small server has
SMALL = 8 << 20  # bytes: a smaller file is read before a helper has started
LEAST = 0.95  # of the people that serve now: fewer looks like half a file
PROBES = 16  # rows of each bucket that are read back
_COLUMNS = {"key": int, "insured": int, "until": int, "paid": bytes, "state": bytes}
_INSERT = "insert into people values (?, ?, ?, ?, ?)"
Tell = Callable[[str, int, int, int], None]  # stage, done, of all, people so far


class NoBuild(Exception):
    """No snapshot was made, and the one that serves goes on; the message says why."""


@dataclass(frozen=True, slots=True)
class Built:
    """A snapshot that was made: where, how many people it holds, and how many lines were refused, by their code."""

    path: Path
    people: int
    refused: dict[str, int]


def build(
    source: Path,
    folder: Path,
    secret: bytes,
    as_of: date,
    tell: Tell,
    rejects: TextIO | None = None,
    may_shrink: bool = False,
) -> Built:
    """Make a snapshot of a CSV file and let it serve. `rejects` takes "line,reason" of each line left out.

    Raises NoBuild; then nothing has changed.
    """
    try:
        with _alone(folder):
            return _build(_Job(source, folder, secret, as_of, tell, rejects, may_shrink))
    except BadSnapshot as bad:
        raise NoBuild(f"The new snapshot is not sound: {bad}.") from None
    except (OSError, sqlite3.Error) as error:
        raise NoBuild(_sentence(error)) from None


@dataclass(frozen=True, slots=True)
class _Job:
    source: Path
    folder: Path
    secret: bytes
    as_of: date
    tell: Tell
    rejects: TextIO | None
    may_shrink: bool


def _build(job: _Job) -> Built:
    size = job.source.stat().st_size
    helpers = HELPERS if size > SMALL else 0
    draft = job.folder / DRAFT / "registry.db"
    refused: Counter[str] = Counter()
    buckets = Buckets(draft.parent, size)
    read = _throw(job, buckets, helpers, refused)
    people, probes = _fill(job, draft, buckets.paths, helpers, refused, read)
    if not people:
        raise NoBuild(f"No line of {job.source.name} could be taken. " + _counted(refused))
    _weigh(job, people)
    job.tell("proving", 0, 1, people)
    _prove(draft, people, probes)
    job.tell("proving", 1, 1, people)
    return Built(publish(draft, job.folder), people, dict(refused))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other builds out of the folder, and leave no draft behind."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system lets go of it when the process ends
        except BlockingIOError:
            raise NoBuild(f"Another build is at work in {folder}; wait until it has ended.") from None
        tidy(folder)
        (folder / DRAFT).mkdir(mode=0o700)
        try:
            yield
        finally:
            tidy(folder)
    finally:
        os.close(handle)


def _throw(job: _Job, buckets: Buckets, helpers: int, refused: Counter[str]) -> int:
    """Read the whole file into the buckets; return how many rows there are."""
    work = partial(read_block, secret=job.secret, bits=buckets.bits)
    size, rows = job.source.stat().st_size, 0
    with buckets.open() as files, job.source.open("rb") as file:
        done = _header(job.source.name, file)
        for length, count, packed, rejects in spread(work, _blocks(file), helpers):
            for at, chunk in packed:
                files[at].write(chunk)
            done, rows = done + length, rows + count
            _refuse(rejects, job.rejects, refused)
            job.tell("reading", done, size, rows)
    return rows


def _header(name: str, file: BinaryIO) -> int:
    """Read the first line; return its length. Raises NoBuild when it is another one than it must be."""
    line = file.readline(BLOCK)
    try:
        read_header(line.decode("utf-8", "replace"))
    except ValueError as error:
        raise NoBuild(f"{name}: {error}") from None
    return len(line)


def _blocks(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the lines after the first, about BLOCK bytes at once, with the number of the first of them."""
    line = 2
    while block := file.read(BLOCK):
        block += file.readline()
        yield line, block
        line += block.count(b"\n")


def _fill(
    job: _Job, draft: Path, paths: Sequence[Path], helpers: int, refused: Counter[str], read: int
) -> tuple[int, list[Row]]:
    """Write the buckets one after another; return how many people there are, and some rows to read back."""
    probes: list[Row] = []
    people = 0
    with closing(Database(draft)) as tables:
        tables.table("people").create(_COLUMNS, pk="key", not_null=_COLUMNS.keys() - {"until"}, strict=True)
    with closing(sqlite3.connect(draft, isolation_level=None)) as db:
        db.execute("pragma journal_mode = off")  # a draft that fails is thrown away whole,
        db.execute("pragma synchronous = off")  # and a good one is synced before anything points to it
        db.execute("begin")
        for path, (packed, again) in zip(paths, spread(arrange, paths, helpers), strict=True):
            path.unlink()
            rows = marshal.loads(packed)  # noqa: S302 - written by a helper of this program
            db.executemany(_INSERT, rows)
            people += len(rows)
            probes += map(Row._make, rows[:: max(1, len(rows) // PROBES)])  # the order is that of a hash: any row
            _refuse(again, job.rejects, refused)
            job.tell("writing", people, read, people)
        db.execute("commit")
    with closing(Database(draft)) as tables:
        meta = {"format": FORMAT, "as_of": job.as_of.isoformat(), "people": people, "key_check": key_check(job.secret)}
        tables.table("meta").insert(meta, strict=True)
    return people, probes


def _weigh(job: _Job, people: int) -> None:
    """Stop when many people are missing against the snapshot that serves. Raises NoBuild."""
    try:
        old, meta = open_snapshot(serving(job.folder), job.secret)
        old.close()
    except BadSnapshot:
        return  # nothing good serves: there is nothing to compare with
    if people < LEAST * meta.people and not job.may_shrink:
        raise NoBuild(
            f"{people} people instead of {meta.people}: more than 5 % are missing, as in half a file. "
            "If this is right, build again with --allow-shrink."
        )


def _prove(draft: Path, people: int, probes: Iterable[Row]) -> None:
    """Read the draft as a reader will. Raises BadSnapshot."""
    with closing(connect(draft)) as db:
        prove(db, people)
        for row in probes:
            if db.execute("select * from people where key = ?", (row.key,)).fetchone() != row:
                raise BadSnapshot("a row is not as it was written")


def _refuse(rejects: Sequence[Reject], file: TextIO | None, refused: Counter[str]) -> None:
    for line, code in rejects:
        refused[code.partition(" ")[0]] += 1
        if file:
            file.write(f"{line},{code}\n")


def _counted(refused: Counter[str]) -> str:
    return "Refused: " + (", ".join(f"{count} {code}" for code, count in refused.most_common()) or "nothing") + "."


def _sentence(error: Exception) -> str:
    full = getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error)
    if full:
        return "The disk is full. Make room and build again; what serves has not changed."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return f"The build failed: {error}."
