"""The alignment of a question with phrasings, word by word: what of each the words of the question cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio

from app.knowledge.index import Index
from app.knowledge.postings import Ids
from app.knowledge.word import Token

Floats = NDArray[np.float64]

ALPHA, BETA = 0.5, 0.35  # Tversky: the weight of what only the question has, and only the phrasing
TOP = 3  # best phrasings of an article that count together


@dataclass(frozen=True, slots=True)
class Met:
    """Which articles have a term that a word of the question met, the weakest similarity first.

    One row each: the place of the word, the article, the similarity, the key of the phrasings in `use_phrases`.
    """

    word: NDArray[np.int64]
    article: NDArray[np.int64]
    similarity: Floats
    use: NDArray[np.int64]


def meet(tokens: Sequence[Token], index: Index) -> Met:
    """Return which articles the words meet, the weakest first: written in this order, each word's best stands."""
    pairs = sorted((similarity, w, term) for w, t in enumerate(tokens) for term, similarity in t.terms)
    uses, sizes = index.term_articles.places(np.array([term for _, _, term in pairs], np.int64))
    return Met(
        word=np.array([word for _, word, _ in pairs], np.int64).repeat(sizes),
        article=index.term_articles.ids[uses].astype(np.int64),
        similarity=np.array([similarity for similarity, _, _ in pairs], float).repeat(sizes),
        use=uses,
    )


@dataclass(frozen=True, slots=True)
class Aligned:
    """Per candidate the score of its best phrasing, the mean of its best three, and its best phrasing."""

    best: Floats
    mean: Floats
    phrases: tuple[int, ...]


def align(weights: Floats, met: Met, chosen: Ids, index: Index) -> Aligned:
    """Align words of these weights with all phrasings of the chosen articles."""
    sizes = index.sizes[chosen]
    end = sizes.cumsum()
    shift = index.article_start[chosen] - end + sizes  # how much further a phrasing stands in the index than here
    phrases = np.arange(end[-1]) + shift.repeat(sizes)
    matched = weights @ _covered(len(weights), met, chosen, shift, len(phrases), index)
    missing = np.maximum(index.phrase_weight[phrases] - matched, 0)
    score = matched / (matched + ALPHA * (weights.sum() - matched) + BETA * missing + 1e-6)
    places, tops = _best(score, end - sizes, end)
    return Aligned(tops[:, 0], tops.mean(axis=1), tuple(phrases[places].tolist()))


def _covered(words: int, met: Met, chosen: Ids, shift: NDArray[np.int64], phrases: int, index: Index) -> Floats:
    """Return by word and phrasing of the chosen articles how alike the word is to what it met there."""
    place = np.full(len(index.slugs), -1)
    place[chosen] = np.arange(len(chosen))
    inside = np.flatnonzero(place[met.article] >= 0)
    at, times = index.use_phrases.places(met.use[inside])
    column = index.use_phrases.ids[at] - shift[place[met.article[inside]]].repeat(times)
    covered = np.zeros((words, phrases))
    covered[met.word[inside].repeat(times), column] = met.similarity[inside].repeat(times)
    return covered


def _best(score: Floats, begin: NDArray[np.int64], end: NDArray[np.int64]) -> tuple[list[int], Floats]:
    """Return of each range the place of its highest score and its TOP highest scores; these are struck out."""
    places, tops = [], []
    for first, last in zip(begin.tolist(), end.tolist(), strict=True):
        for _ in range(TOP):
            place = first + int(score[first:last].argmax())
            places.append(place)
            tops.append(score[place])
            score[place] = 0
    return places[::TOP], np.array(tops).reshape(-1, TOP)


def orders(key: str, best: Sequence[int], index: Index) -> list[float]:
    """Return how alike a folded question and each best phrasing are as strings."""
    return [ratio(key, index.phrase_keys[phrase]) / 100 for phrase in best]
