"""Rows on their way: thrown into files by the first bits of their keys, then each file put in order in memory.

What is here runs in helpers too, so it imports little.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from lookup.key import keyer
from lookup.people import DUPLICATE, Reject, read_lines

BUCKET = 4 << 20  # bytes of the file of people that make a bucket: some 70 000 people, 30 MB of memory
MOST_BUCKETS = 256  # files that are open at once; many systems allow 1024
_Read = tuple[int, int, list[tuple[int, bytes]], list[Reject]]


class Buckets:
    """Files that take rows by the first bits of their keys, for a file of people of so many bytes."""

    def __init__(self, folder: Path, size: int) -> None:
        self.bits = max(1, min(MOST_BUCKETS - 1, size // BUCKET).bit_length())
        self.paths = [folder / f"{at:03}.rows" for at in range(1 << self.bits)]

    @contextmanager
    def open(self) -> Iterator[list[BinaryIO]]:
        """Yield the files, in the order of the keys."""
        with ExitStack() as stack:
            yield [stack.enter_context(path.open("wb")) for path in self.paths]


def read_block(block: tuple[int, bytes], secret: bytes, bits: int) -> _Read:
    """Return a block's length, how many rows it has, the rows packed by their buckets, and what was refused."""
    first, text = block
    rows, rejects = read_lines(first, text.decode("utf-8", "replace"), keyer(secret))
    thrown: list[list[Any]] = [[] for _ in range(1 << bits)]
    half, shift = 1 << bits - 1, 64 - bits  # a key has a sign: the least ones go into the first bucket
    for row in rows:
        thrown[(row[0] >> shift) + half].append(row)
    packed = [(at, _pack(marshal.dumps(many))) for at, many in enumerate(thrown) if many]
    return len(text), len(rows), packed, rejects


def _pack(chunk: bytes) -> bytes:
    return len(chunk).to_bytes(4, "big") + chunk


def arrange(path: Path) -> tuple[bytes, list[Reject]]:
    """Return the rows of a bucket in the order of their keys, packed, and the lines that name a person again."""
    rows: list[Any] = []
    with path.open("rb") as file:
        while length := file.read(4):
            rows += marshal.loads(file.read(int.from_bytes(length, "big")))  # noqa: S302 - written above by this program
    rows.sort()
    again = [(late[1], f"{DUPLICATE} of line {early[1]}") for early, late in pairwise(rows) if early[0] == late[0]]
    if again:
        rows = [row for before, row in pairwise([(None,), *rows]) if before[0] != row[0]]
    return marshal.dumps([(key, *values) for key, _, values in rows]), again
