"""rank(question, index) → matches with confidence: which article answers, how surely, and why.

Candidates come from an inverted index of words and letter groups; the best of them are aligned with the
question word by word (the same word, the same stem, a synonym of the glossary, a near spelling by rapidfuzz).
The features of each candidate go through one calibrated model (`calibration.py`) that also knows "none of them".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from app.knowledge.index import Ids, Index, grams_of, pair_codes
from app.knowledge.text import Reading, denies, fold, heard, readings, stems
from app.model import Why

Floats = NDArray[np.float64]

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
    read = [(reading, _tokens(reading.words, index)) for reading in readings(text) if reading.words]
    known = [sum(t.known * len(t.typed) for t in tokens) for _, tokens in read]
    return [_candidates(*pair, index) for pair, share in zip(read, known, strict=True) if share >= max(known) / 2]


def look_up(word: str, index: Index) -> Token:
    """Look one lower-case word up: as it stands, by stem, by glossary, by near spelling."""
    terms: dict[int, float] = {}
    folded = fold(word)
    key = index.word_id.get(folded)
    twin = _twin(folded, key, index)
    found = [index.stem_id[s] for s in stems(word) if s in index.stem_id]
    by, met, known = "none", None, 0.0
    if twin is not None:
        by, met, known, found = "near", index.words[twin], 1 - HEARD, list(index.word_stems[twin])
    elif key is not None:
        by, met, known = "same", index.words[key], 1.0
        terms[key] = 1.0
    elif found:
        by, met, known = "stem", stems(word)[0], 1.0
    else:
        for near, similarity in _near(folded, index):
            if known == 0:
                by, met, known = "near", index.words[near], similarity
                found = list(index.word_stems[near])
            for stem in index.word_stems[near]:
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
    twin = index.sound_word.get(heard(folded)) if len(folded) >= SHORTEST_NEAR else None
    if twin is None or twin == key:
        return None
    slip = key is None or index.word_uses[key] * RARER <= index.word_uses[twin]
    return twin if slip and index.word_uses[twin] else None


def _near(key: str, index: Index, limit: int = 4) -> list[tuple[int, float]]:
    """Return words of the vocabulary near a folded word, best first, with their similarity."""
    if len(key) < SHORTEST_NEAR or not key.isalpha():
        return []
    grams = [index.gram_id[g] for g in set(grams_of(key)) if len(g) == 3 and g in index.gram_id]
    if not grams:
        return []
    keys = np.array(sorted(grams))
    ids, _, _ = index.gram_words.gather(keys[index.gram_words.rarest(keys, MOST_WORDS)])
    words, shared = np.unique(ids, return_counts=True)
    near = words[np.argsort(-shared, kind="stable")[:NEARBY]].tolist()
    others = [index.words[word] for word in near]
    similarities = np.maximum.reduce(
        [
            _alike(key, others, OSA.normalized_similarity),
            _alike(key, others, JaroWinkler.similarity) - SWAPPED,
            _alike(heard(key), [index.word_heard[word] for word in near], OSA.normalized_similarity) - HEARD,
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


def _alike(key: str, others: Sequence[str], scorer: Callable[..., float]) -> Floats:
    similarities: Floats = cdist([key], others, scorer=scorer, dtype=np.float64)[0]
    return similarities


def _tokens(words: Sequence[str], index: Index) -> list[Token]:
    """Look words up, each once; join two that are one known word, part one that is two known words."""
    found: list[Token] = []
    at = 0
    words = tuple(dict.fromkeys(words))
    while at < len(words):
        here = look_up(words[at], index)
        if at + 1 < len(words) and fold(words[at] + words[at + 1]) in index.word_id:
            after = look_up(words[at + 1], index)
            if min(here.known, after.known) < 1:
                found.append(look_up(words[at] + words[at + 1], index))
                at += 2
                continue
        parts = _parted(words[at], index) if here.known < 0.85 else ()
        found += [look_up(part, index) for part in parts] or [here]
        at += 1
    return found


def _parted(word: str, index: Index) -> tuple[str, ...]:
    for cut in range(2, len(word) - 1):
        left, right = word[:cut], word[cut:]
        if max(cut, len(word) - cut) >= 4 and fold(left) in index.word_id and fold(right) in index.word_id:
            return left, right
    return ()


def _candidates(reading: Reading, tokens: Sequence[Token], index: Index) -> Found:
    weights = np.array([t.weight for t in tokens])
    total = float(weights.sum())
    # every (word, term) pair, weakest first, so that writing them in order leaves each word its best
    pairs = sorted((similarity, w, term) for w, t in enumerate(tokens) for term, similarity in t.terms)
    similarity = np.array([p[0] for p in pairs])
    word = np.array([p[1] for p in pairs], np.int64)
    terms = np.array([p[2] for p in pairs], np.int64)

    cover = np.zeros((len(tokens), len(index.slugs)))
    times = np.zeros((len(tokens), len(index.slugs)))
    if len(pairs):
        ids, uses, of = index.term_articles.gather(terms)
        cover[word[of], ids] = similarity[of]
        np.maximum.at(times, (word[of], ids), similarity[of] * uses)
    expected = (times.sum(axis=1, keepdims=True) + 0.5) / len(index.phrases)
    known = np.array([t.known for t in tokens])
    typical = known @ np.log((times + PRIOR * expected) / ((index.sizes + PRIOR) * expected))
    said, (spelt, ours) = _said(tokens, index), _spelt(tokens, index)
    coverage = weights @ cover / total

    first = coverage + 0.25 * typical + 0.5 * said + 0.5 * spelt
    if index.nothing >= 0:
        first[index.nothing] = np.inf
    chosen = np.sort(np.argsort(-first, kind="stable")[: CANDIDATES + 1]).astype(np.int32)
    phrase, phrases, best = _align(weights, total, (similarity, word, terms), chosen, index)
    key = " ".join(fold(w) for w in reading.words)
    order = [ratio(key, index.phrase_keys[p]) / 100 for p in best]
    off = chosen == index.nothing
    features = np.column_stack(
        (
            said[chosen],
            spelt[chosen],
            typical[chosen] / math.sqrt(len(tokens)),
            phrase,
            np.maximum(0, phrase - CLOSE) / (1 - CLOSE),
            phrases,
            order,
            index.denial[int(denies(key.split()))][chosen],
            np.log1p(total * (1 - coverage[chosen])),
            off,
        )
    )
    strange = sum(t.weight * (1 - t.ours) for t in tokens) / total
    none = np.array([1.0, strange, ours, math.log(total), *features[~off, :-1].max(axis=0, initial=0.0)])
    return Found(reading, tuple(tokens), chosen, features, none, best, ~off)


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
    weights: Floats,
    total: float,
    pairs: tuple[Floats, NDArray[np.int64], NDArray[np.int64]],
    chosen: Ids,
    index: Index,
) -> tuple[Floats, Floats, tuple[int, ...]]:
    """Return per candidate the score of its best phrasing, the mean of its best three, and the best phrasing."""
    similarity, word, terms = pairs
    begin, sizes = index.article_start[chosen], index.sizes[chosen]
    last = np.cumsum(sizes)
    local = np.arange(last[-1]) + np.repeat(begin - last + sizes, sizes)
    met = np.zeros((len(weights), len(local)))
    ids, of = index.term_phrases.within(terms, begin, begin + sizes)
    article = np.searchsorted(begin, ids, side="right") - 1
    met[word[of], ids + (last - sizes - begin)[article]] = similarity[of]
    matched = weights @ met
    missing = np.maximum(index.phrase_weight[local] - matched, 0)
    score = matched / (matched + ALPHA * (total - matched) + BETA * missing + 1e-6)
    places, tops = [], []
    for _ in range(TOP):
        top = np.maximum.reduceat(score, last - sizes)
        there = np.flatnonzero(score == np.repeat(top, sizes))
        first = there[np.searchsorted(there, last - sizes)]
        places.append(first)
        tops.append(top)
        score[first] = 0
    return tops[0], np.mean(tops, axis=0), tuple(local[places[0]].tolist())


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
