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
from rapidfuzz.fuzz import ratio

from app.knowledge.index import Index, grams_of, pair_codes
from app.knowledge.postings import Ids
from app.knowledge.text import Reading, denies, fold, readings
from app.knowledge.word import Token, tokens_of
from app.model import Why

Floats = NDArray[np.float64]

CANDIDATES = 12  # articles aligned with a message; 24 found no more of the right ones
ALPHA, BETA = 0.5, 0.35  # Tversky: the weight of what only the question has, and only the phrasing
CLOSE = 0.7  # the alignment from which a phrasing is nearly what was typed
TOP = 3  # best phrasings of an article that count together
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


@dataclass(frozen=True, slots=True)
class _Met:
    """Which articles have a term that a word of the question met, the weakest similarity first.

    One row each: the place of the word, the article, the similarity, the key of the phrasings in `use_phrases`.
    """

    word: NDArray[np.int64]
    article: NDArray[np.int64]
    similarity: Floats
    use: NDArray[np.int64]


def _candidates(reading: Reading, tokens: Sequence[Token], index: Index) -> Found:
    weights = np.array([t.weight for t in tokens])
    total = float(weights.sum())
    met = _met(tokens, index)
    covered = np.zeros((len(tokens), len(index.slugs)))
    covered[met.word, met.article] = met.similarity
    coverage = weights @ covered / total
    typical = _typical(tokens, met, index)
    said, (spelt, ours) = _said(tokens, index), _spelt(tokens, index)
    chosen = _chosen(coverage + 0.25 * typical + 0.5 * said + 0.5 * spelt, index)
    phrase, phrases, best = _align(weights, total, met, chosen, index)
    keys = [fold(word) for word in reading.words]
    off = chosen == index.nothing
    rows = (
        said[chosen],
        spelt[chosen],
        typical[chosen] / math.sqrt(len(tokens)),
        phrase,
        np.maximum(0, phrase - CLOSE) / (1 - CLOSE),
        phrases,
        _orders(" ".join(keys), best, index),
        index.denial[int(denies(keys))][chosen],
        np.log1p(total * (1 - coverage[chosen])),
        off,
    )
    features = np.array(rows, float).T
    strange = sum(t.weight * (1 - t.ours) for t in tokens) / total
    none = np.array([1.0, strange, ours, math.log(total), *features[~off, :-1].max(axis=0, initial=0.0)])
    return Found(reading, tuple(tokens), chosen, features, none, best, ~off)


def _met(tokens: Sequence[Token], index: Index) -> _Met:
    """Return what the words meet, the weakest first: written in this order, each word's best stands."""
    pairs = sorted((similarity, w, term) for w, t in enumerate(tokens) for term, similarity in t.terms)
    uses, sizes = index.term_articles.places(np.array([term for _, _, term in pairs], np.int64))
    return _Met(
        word=np.array([word for _, word, _ in pairs], np.int64).repeat(sizes),
        article=index.term_articles.ids[uses].astype(np.int64),
        similarity=np.array([similarity for similarity, _, _ in pairs], float).repeat(sizes),
        use=uses,
    )


def _typical(tokens: Sequence[Token], met: _Met, index: Index) -> Floats:
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


def _orders(key: str, best: Sequence[int], index: Index) -> list[float]:
    """Return how alike a folded question and each best phrasing are as strings."""
    return [ratio(key, index.phrase_keys[phrase]) / 100 for phrase in best]


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
    rows: list[Ids] = []
    unknown: set[str] = set()
    for t in tokens:
        key = t.met if t.by == "near" and t.met else fold(t.typed)
        at = index.word_id.get(key)
        if at is None:
            grams = grams_of(key)
            unknown.update(gram for gram in grams if gram not in index.gram_id)
            rows.append(np.array([index.gram_id[gram] for gram in grams if gram in index.gram_id], np.int32))
        else:
            rows.append(index.word_grams.row(at))
    met, times = np.unique(np.concatenate(rows), return_counts=True)
    ours = float(index.gram_ours[met].sum()) / math.sqrt(max(1, len(met) + len(unknown)))
    return index.spelt.score(met, 1 + np.log(times), len(unknown)), ours


def _align(
    weights: Floats, total: float, met: _Met, chosen: Ids, index: Index
) -> tuple[Floats, Floats, tuple[int, ...]]:
    """Return per candidate the score of its best phrasing, the mean of its best three, and the best phrasing."""
    begin, sizes = index.article_start[chosen], index.sizes[chosen]
    last = sizes.cumsum()
    phrases = np.arange(last[-1]) + (begin - last + sizes).repeat(sizes)
    shift = np.zeros(len(index.slugs), np.int64)  # how much further than its number a phrasing stands in `phrases`
    shift[chosen] = last - sizes - begin
    is_chosen = np.zeros(len(index.slugs), bool)
    is_chosen[chosen] = True
    inside = is_chosen[met.article]
    at, times = index.use_phrases.places(met.use[inside])
    column = index.use_phrases.ids[at] + shift[met.article[inside]].repeat(times)
    covered = np.zeros((len(weights), len(phrases)))
    covered[met.word[inside].repeat(times), column] = met.similarity[inside].repeat(times)
    matched = weights @ covered
    missing = np.maximum(index.phrase_weight[phrases] - matched, 0)
    score = matched / (matched + ALPHA * (total - matched) + BETA * missing + 1e-6)
    places, tops = _best(score, last - sizes, last)
    return tops[:, 0], tops.mean(axis=1), tuple(phrases[places].tolist())


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
    found = index.word_stems[word]
    concepts = (concept for stem in found for concept in index.stem_concepts.get(stem, ()))
    return {word, *(index.first_stem + stem for stem in found), *concepts}
