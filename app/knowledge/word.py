"""A word of a question: what of the index it meets, as it stands, by stem, by glossary, by a near spelling."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from app.knowledge.grams import codes_of
from app.knowledge.index import Index
from app.knowledge.postings import Ids
from app.knowledge.text import fold, heard, stems

STEM = 0.95
SYNONYM = 0.8
NEAR = 0.72  # the least similarity of a near spelling; .68 to .78 made no difference on held-out phrasings
NEAR_SHORT = 0.75  # of a word of at most five letters
OTHER_START = 0.85  # of a word with another first letter: slips are rarely there, other words are («плова», «слова»)
HEARD = 0.04  # what a spelling by ear («плотить», «пинсионер») is less than the word itself
DOUBTFUL, SURE = 0.72, 0.92  # similarities of a near spelling that say nothing, and all, of a word being ours
SWAPPED = 0.12  # what Jaro-Winkler, kind to common beginnings, gives too much
MOST_WORDS = 20_000  # words that letter groups may lead to: a bound for content a hundred times as large
NEARBY = 50  # words with most letter groups in common that are compared letter by letter
RARER = 20  # times that a slip stands in fewer phrasings than the word it sounds like
SHORTEST_NEAR = 4  # a shorter word is taken only as it stands


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question: the terms it met with their similarity, by what, and what it weighs.

    `known` is 1 when the vocabulary has the word or its stem, the similarity of a near spelling, or 0. `ours` says how
    surely it is a word of the Fund's matters.
    """

    typed: str
    terms: tuple[tuple[int, float], ...]
    by: str
    met: str | None
    weight: float
    known: float
    ours: float
    unit: int | None


def look_up(word: str, index: Index) -> Token:
    """Look one lower-case word up: as it stands, by stem, by glossary, by near spelling."""
    terms: dict[int, float] = {}
    folded = fold(word)
    key = index.word_id.get(folded)
    twin = _twin(folded, key, index)
    found = [index.stem_id[s] for s in stems(word) if s in index.stem_id]
    by, met, known = "none", None, 0.0
    if twin is not None:
        by, met, known, found = "near", index.words[twin], 1 - HEARD, index.word_stems.row(twin).tolist()
    elif key is not None:
        by, met, known = "same", index.words[key], 1.0
        terms[key] = 1.0
    elif found:
        by, met, known = "stem", stems(word)[0], 1.0
    else:
        for near, similarity in _near(folded, index):
            if known == 0:
                by, met, known = "near", index.words[near], similarity
                found = index.word_stems.row(near).tolist()
            for stem in index.word_stems.row(near).tolist():
                terms.setdefault(index.first_stem + stem, similarity**2)
    share = 1.0 if known == 1 else known**2
    for stem in found:
        terms.setdefault(index.first_stem + stem, STEM * share)
        for concept in index.stem_concepts.get(stem, ()):
            terms.setdefault(concept, SYNONYM * share)
    weight = max((float(index.stem_idf[s]) for s in found), default=math.log(len(index.slugs) + 1))
    unit = min(index.stem_concepts.get(found[0], (index.first_stem + found[0],))) if found else None
    sure = known if known in (0.0, 1.0) else min(1.0, max(0.0, (known - DOUBTFUL) / (SURE - DOUBTFUL)))
    ours = sure if any(index.stem_ours[s] for s in found) else 0.0
    return Token(word, tuple(terms.items()), by, met, weight, known, ours, unit)


def _twin(folded: str, key: int | None, index: Index) -> int | None:
    """Return a common word that sounds as a folded one does, when this is unknown or a rare slip; None without one."""
    if len(folded) < SHORTEST_NEAR:
        return None
    twin = index.sounding(heard(folded)) if key is None else int(index.word_twin[key])
    if twin is None or twin == key:
        return None
    slip = key is None or index.word_uses[key] * RARER <= index.word_uses[twin]
    return twin if slip and index.word_uses[twin] else None


def _near(key: str, index: Index, limit: int = 4) -> list[tuple[int, float]]:
    """Return words of the vocabulary near a folded word, best first, with their similarity."""
    if len(key) < SHORTEST_NEAR or not key.isalpha():
        return []
    keys = np.unique(index.grams.find(codes_of([key])[1])[0])
    if not len(keys):
        return []
    places, _ = index.gram_words.places(keys[index.gram_words.rarest(keys, MOST_WORDS)])
    near = _commonest(index.gram_words.ids[places], NEARBY)
    others = [index.words[word] for word in near]
    similarities = np.maximum.reduce(
        [
            _alike(key, others, OSA.normalized_similarity),
            _alike(key, others, JaroWinkler.similarity) - SWAPPED,
            _alike(heard(key), list(map(heard, others)), OSA.normalized_similarity) - HEARD,
        ]
    ).tolist()
    least = NEAR if len(key) > 5 else NEAR_SHORT
    scored = [
        (word, similarity)
        for word, other, similarity in zip(near, others, similarities, strict=True)
        if similarity >= (least if other[0] == key[0] else OTHER_START)
    ]
    scored.sort(key=lambda pair: (-pair[1], pair[0]))
    return [pair for pair in scored[:limit] if pair[1] >= scored[0][1] - 0.1]


def _commonest(ids: Ids, most: int) -> list[int]:
    """Return the ids that come most often, at most so many, best first; of those that come as often the lower."""
    found, times = np.unique(ids, return_counts=True)
    best: list[int] = found[np.argsort(-times, kind="stable")[:most]].tolist()
    return best


def _alike(key: str, others: Sequence[str], scorer: Callable[..., float]) -> NDArray[np.float64]:
    similarities: NDArray[np.float64] = cdist([key], others, scorer=scorer, dtype=np.float64)[0]
    return similarities


def tokens_of(words: Sequence[str], index: Index) -> list[Token]:
    """Look words up, each once; join two that are one known word, part one that is two known words."""
    found: list[Token] = []
    tokens = [look_up(word, index) for word in dict.fromkeys(words)]
    at = 0
    while at < len(tokens):
        here = tokens[at]
        whole = _whole(here, tokens[at + 1], index) if at + 1 < len(tokens) else None
        parts = _parted(here.typed, index) if here.known < 0.85 and not whole else ()
        found += [whole] if whole else [look_up(part, index) for part in parts] or [here]
        at += 2 if whole else 1
    return found


def _whole(first: Token, second: Token, index: Index) -> Token | None:
    """Return the known word that two words are together, when one of them is not known."""
    if min(first.known, second.known) == 1:
        return None
    joined = first.typed + second.typed
    return look_up(joined, index) if fold(joined) in index.word_id else None


def _parted(word: str, index: Index) -> tuple[str, ...]:
    for cut in range(2, len(word) - 1):
        left, right = word[:cut], word[cut:]
        if max(cut, len(word) - cut) >= 4 and fold(left) in index.word_id and fold(right) in index.word_id:
            return left, right
    return ()
