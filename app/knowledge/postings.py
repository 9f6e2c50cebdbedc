"""Rows and postings: for each key a row of ids, all rows in one block of memory, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rows:
    """For each key a row of ids, all rows in one block of memory: 32 bits reach for a thousand times our content."""

    start: Ids
    ids: Ids

    def row(self, key: int) -> Ids:
        """Return the ids of one key."""
        return self.ids[self.start[key] : self.start[key + 1]]

    def places(self, keys: NDArray[np.int64] | Ids) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the ids of many keys stand, in the order of the keys, and how many each key has."""
        begin = self.start[keys]
        sizes = self.start[keys + 1] - begin
        end = sizes.cumsum()
        return np.arange(end[-1] if len(end) else 0) + (begin - end + sizes).repeat(sizes), sizes

    def rarest(self, keys: NDArray[np.int64] | Ids, most: int) -> NDArray[np.int64] | slice:
        """Return the places among keys of the shortest rows, as many as have `most` ids together, at least one."""
        sizes = self.start[keys + 1] - self.start[keys]
        if sizes.sum() <= most:
            return slice(None)
        order = np.argsort(sizes, kind="stable")
        return np.sort(order[: max(1, int(np.searchsorted(np.cumsum(sizes[order]), most, side="right")))])


@dataclass(frozen=True, slots=True)
class Postings(Rows):
    """Rows whose ids have weights."""

    weights: Weights


def ragged(rows: Sequence[Sequence[int]]) -> Postings:
    """Return rows of ids as they stand, of weight 1."""
    start = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int32)
    ids = np.array([value for row in rows for value in row], np.int32)
    return Postings(start, ids, np.ones(len(ids), np.float32))


def joined(first: Rows, second: Rows, rows: range | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Follow the ids of rows of the first into rows of the second: return what is reached, and the row it began in."""
    rows = range(len(first.start) - 1) if rows is None else rows
    start = first.start[rows.start : rows.stop + 1]
    at, sizes = second.places(first.ids[start[0] : start[-1]])
    return second.ids[at].astype(np.int64), np.repeat(
        np.repeat(np.arange(rows.start, rows.stop), np.diff(start)), sizes
    )


def summed(
    keys: int, key: NDArray[np.int64], ids: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> Postings:
    """Return rows of ids by key; the weights of an id that comes more than once are added up (1 each)."""
    width = int(ids.max(initial=0)) + 1
    code, inverse = np.unique(key * width + ids, return_inverse=True)
    together = np.bincount(inverse, weights, len(code))
    start = np.searchsorted(code, np.arange(keys + 1) * width).astype(np.int32)
    return Postings(start, (code % width).astype(np.int32), together.astype(np.float32))


def keys_of(rows: Rows) -> NDArray[np.int64]:
    """Return the key of every id."""
    return np.repeat(np.arange(len(rows.start) - 1), np.diff(rows.start))


def rows_of(rows: Rows) -> Iterator[list[int]]:
    """Yield the rows as lists."""
    for begin, end in pairwise(rows.start.tolist()):
        yield rows.ids[begin:end].tolist()


def merged(blocks: Sequence[Postings]) -> Postings:
    """Join postings of different ids into one."""
    if len(blocks) == 1:
        return blocks[0]
    keys = len(blocks[0].start) - 1
    key = np.concatenate([keys_of(block) for block in blocks])
    ids, weights = (np.concatenate([getattr(block, name) for block in blocks]) for name in ("ids", "weights"))
    return summed(keys, key, ids.astype(np.int64), weights)
