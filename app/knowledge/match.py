"""rank(question, index) → matches with confidence: which article answers, how surely, and why.

Candidates come from an inverted index of words and letter groups; the best of them are aligned with the
question word by word (the same word, the same stem, a synonym of the glossary, a near spelling by rapidfuzz).
The features of each candidate go through one calibrated model (`calibration.py`) that also knows "none of them".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.knowledge.align import Floats, Met, align, meet, orders
from app.knowledge.grams import codes_of
from app.knowledge.index import Index, pair_codes
from app.knowledge.postings import Ids
from app.knowledge.text import Reading, denies, fold, readings
from app.knowledge.word import Token, tokens_of
from app.model import Why

CANDIDATES = 12  # articles aligned with a message; 24 found no more of the right ones
CLOSE = 0.7  # the alignment from which a phrasing is nearly what was typed
PRIOR = 6.0  # phrasings' worth of doubt before a word is believed to be typical of an article

_WHOLE = ("said", "spelt", "typical")  # of an article as one document
_ALIGNED = ("phrase", "close", "phrases", "order", "denial", "missing")  # of its phrasings one by one
FEATURES = (*_WHOLE, *_ALIGNED, "off")
NONE_FEATURES = ("one", "strange", "ours", "length", *_WHOLE, *_ALIGNED)


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates for one reading: their articles, one row of FEATURES each, and NONE_FEATURES.

    `answers` says which are articles, and not the messages that none answers.
    """

    reading: Reading
    tokens: tuple[Token, ...]
    articles: Ids
    features: Floats
    none: Floats
    best_phrase: tuple[int, ...]
    answers: NDArray[np.bool_]


def find(text: str, index: Index) -> list[Found]:
    """Return the candidates of every reading of a cleaned text that has a word, not far fewer known than another."""
    read = [(reading, tokens_of(reading.words, index)) for reading in readings(text) if reading.words]
    known = [sum(t.known * len(t.typed) for t in tokens) for _, tokens in read]
    return [_candidates(*pair, index) for pair, share in zip(read, known, strict=True) if share >= max(known) / 2]


def _candidates(reading: Reading, tokens: Sequence[Token], index: Index) -> Found:
    weights = np.array([t.weight for t in tokens])
    total = float(weights.sum())
    met = meet(tokens, index)
    covered = np.zeros((len(tokens), len(index.slugs)))
    covered[met.word, met.article] = met.similarity
    coverage = weights @ covered / total
    typical = _typical(tokens, met, index)
    said, (spelt, ours) = _said(tokens, index), _spelt(tokens, index)
    chosen = _chosen(coverage + 0.25 * typical + 0.5 * said + 0.5 * spelt, index)
    aligned = align(weights, met, chosen, index)
    keys = [fold(word) for word in reading.words]
    rows = (
        said[chosen],
        spelt[chosen],
        typical[chosen] / math.sqrt(len(tokens)),
        aligned.best,
        np.maximum(0, aligned.best - CLOSE) / (1 - CLOSE),
        aligned.mean,
        orders(" ".join(keys), aligned.phrases, index),
        index.denial[int(denies(keys))][chosen],
        np.log1p(total * (1 - coverage[chosen])),
        chosen == index.nothing,
    )
    features, answers = np.array(rows, float).T, chosen != index.nothing
    strange = sum(t.weight * (1 - t.ours) for t in tokens) / total
    none = np.array([1.0, strange, ours, math.log(total), *features[answers, :-1].max(axis=0, initial=0.0)])
    return Found(reading, tuple(tokens), chosen, features, none, aligned.phrases, answers)


def _typical(tokens: Sequence[Token], met: Met, index: Index) -> Floats:
    """Return per article how much more often its phrasings have the words than those of all (log-ratios)."""
    phrasings = index.use_phrases.start[met.use + 1] - index.use_phrases.start[met.use]
    times = np.zeros((len(tokens), len(index.slugs)))
    np.maximum.at(times, (met.word, met.article), met.similarity * phrasings)
    expected = (times.sum(axis=1, keepdims=True) + 0.5) / len(index.phrases)
    known = np.array([t.known for t in tokens])
    ratios: Floats = known @ np.log((times + PRIOR * expected) / ((index.sizes + PRIOR) * expected))
    return ratios


def _chosen(worth: Floats, index: Index) -> Ids:
    """Return the articles worth most, in order, and always the messages that none answers."""
    if index.nothing >= 0:
        worth[index.nothing] = np.inf
    return np.sort(np.argsort(-worth, kind="stable")[: CANDIDATES + 1]).astype(np.int32)


def _said(tokens: Sequence[Token], index: Index) -> Floats:
    """Return per article the naive Bayes score of the words said and of their pairs."""
    times: dict[int, float] = {}
    for t in tokens:
        for term, similarity in t.terms:
            if term >= index.first_stem:
                times[term] = times.get(term, 0.0) + (similarity if t.by == "near" else 1.0)
    units = np.array([t.unit for t in tokens if t.unit is not None], np.int64)
    codes = pair_codes(units, index.first_pair)
    for at, code in zip(np.searchsorted(index.pairs, codes).tolist(), codes.tolist(), strict=True):
        if at < len(index.pairs) and index.pairs[at] == code:
            times[index.first_pair + at] = 1.0
    unknown = sum(not t.terms for t in tokens)
    return index.said.score(np.array(list(times), np.int64), np.array(list(times.values())), unknown)


def _spelt(tokens: Sequence[Token], index: Index) -> tuple[Floats, float]:
    """Return per article the naive Bayes score of the letter groups of the words, and how much they are ours.

    A slip of the hand is read as the word it is near to.
    """
    keys = [t.met if t.by == "near" and t.met else fold(t.typed) for t in tokens]
    known, others = index.grams.find(np.concatenate(codes_of(keys)))
    met, times = np.unique(known, return_counts=True)
    unknown = len(set(others.tolist()))
    ours = float(index.gram_ours[met].sum()) / math.sqrt(max(1, len(met) + unknown))
    return index.spelt.score(met, 1 + np.log(times), unknown), ours


def explain(found: Found, place: int, index: Index) -> tuple[Why, ...]:
    """Tell for each word of the question which word of a candidate's phrasings it met, and by what."""
    article, nearest = int(found.articles[place]), found.best_phrase[place]
    begin, end = (int(at) for at in index.article_start[article : article + 2])
    said = " ".join((index.phrase_keys[nearest], *index.phrase_keys[begin:end])).split()
    told = []
    for t in found.tokens:
        by, met = "none", None
        for term, _ in sorted(t.terms, key=lambda pair: -pair[1]):
            met = next((word for word in said if term in _terms_of(index.word_id[word], index)), None)
            if met is not None:
                level = "same" if term < index.first_stem else "stem" if term < index.first_concept else "synonym"
                by = "near" if t.by == "near" and level == "stem" else level
                break
        told.append(Why(t.typed, met, by, round(t.weight, 2)))
    return tuple(told)


def _terms_of(word: int, index: Index) -> set[int]:
    found = index.word_stems.row(word).tolist()
    concepts = (concept for stem in found for concept in index.stem_concepts.get(stem, ()))
    return {word, *(index.first_stem + stem for stem in found), *concepts}
