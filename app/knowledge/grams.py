"""Letter groups of words: two to four letters in a row, the edges of a word marked; each group is one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.knowledge.postings import Ids, Postings

Codes = NDArray[np.uint64]
_LETTER = np.uint64(16)  # bits


@dataclass(frozen=True, slots=True)
class Grams:
    """The letter groups that phrasings have: their codes, sorted, and their ids."""

    codes: Codes
    ids: Ids

    def find(self, codes: Codes) -> tuple[Ids, Codes]:
        """Return the ids of the groups that are known and the codes of the others, both in the order of the codes."""
        at = np.searchsorted(self.codes, codes)
        known = self.codes.take(at, mode="clip") == codes
        return self.ids[at[known]], codes[~known]


def codes_of(words: Sequence[str]) -> tuple[Codes, Codes, Codes]:
    """Return the codes of the groups of two, of three and of four letters of folded words, 16 bits for a letter.

    >>> [len(codes) for codes in codes_of(["да", "нет"])]
    [7, 5, 3]
    """
    letters = np.frombuffer(f" {' '.join(words)} ".encode("utf-16-le"), np.uint16).astype(np.uint64)
    inside = letters != ord(" ")  # a group that has an edge inside is of two words, and none
    twos = letters[:-1] << _LETTER | letters[1:]
    threes = twos[:-1] << _LETTER | letters[2:]
    fours = threes[:-1] << _LETTER | letters[3:]
    return twos, threes[inside[1:-1]], fours[inside[1:-2] & inside[2:-1]]


def grams_in(words: Sequence[str]) -> tuple[Grams, Postings]:
    """Return the letter groups of all words, numbered as they are met, and the ids of those of every word."""
    rows = [np.concatenate(codes_of([word])) for word in words]
    codes, first, place = np.unique(np.concatenate(rows), return_index=True, return_inverse=True)
    ids = np.empty(len(codes), np.int32)
    ids[np.argsort(first)] = np.arange(len(codes))
    start = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    return Grams(codes, ids), Postings(start, ids[place], np.ones(len(place), np.float32))
