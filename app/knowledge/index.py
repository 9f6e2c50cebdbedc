"""The index of a library: words, phrasings and letter groups, built once per version of the content."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.knowledge.bayes import Bayes, blocks_of, learn
from app.knowledge.glossary import Glossary
from app.knowledge.grams import Grams, codes_of, grams_in
from app.knowledge.postings import Ids, Postings, Rows, Weights, joined, keys_of, ragged, rows_of, summed
from app.knowledge.text import denies, heard, words_of
from app.knowledge.vocabulary import Vocabulary

NOTHING = "nothing"  # the article whose phrasings are the messages that no article answers


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the index sees it: phrasings and titles of both languages, and whether it is the Fund's matter."""

    slug: str
    phrases: tuple[str, ...]
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Index:
    """What `rank` looks words up in.

    A *term* is a folded word, a stem or a concept (a row of the glossary), numbered in one row: words first, then
    stems from `first_stem`, then concepts from `first_concept`. Phrases stand in the order of their articles: those of
    article a from article_start[a] to article_start[a + 1]. `phrase_order` has the phrases sorted by their
    folded spelling, `phrase_keys`. `term_articles` leads from a term to the articles that have it, and
    `use_phrases` from the place of an article there to its phrasings that have the term. `word_twin` leads from a
    word to the one used most of those that sound like it; `sound_order` has these twins sorted by how they sound.
    `word_uses` tells in how many phrasings a word stands.
    Sorted arrays stand where dicts would take ten times the memory. `denial` has two
    rows by article: how much likelier its phrasings are without a negation, and with one, than those of all;
    `gram_ours` tells by letter group how much likelier a phrasing of ours has it than a message that no article
    answers (log-ratios).
    """

    slugs: tuple[str, ...]
    phrases: tuple[str, ...]
    phrase_keys: tuple[str, ...]
    phrase_order: Ids
    phrase_weight: Weights
    article_start: NDArray[np.int64]
    sizes: NDArray[np.int64]
    words: tuple[str, ...]
    word_twin: Ids
    sound_order: Ids
    word_uses: Ids
    word_id: Mapping[str, int]
    word_stems: Rows
    stem_id: Mapping[str, int]
    stem_idf: Weights
    stem_concepts: Mapping[int, tuple[int, ...]]
    first_stem: int
    first_concept: int
    first_pair: int
    term_articles: Rows
    use_phrases: Rows
    pairs: NDArray[np.int64]
    said: Bayes
    spelt: Bayes
    denial: Weights
    stem_ours: NDArray[np.bool_]
    nothing: int
    grams: Grams
    gram_ours: Weights
    gram_words: Rows

    def exact(self, key: str) -> int | None:
        """Return the last article that has a folded phrasing, or None."""
        at = bisect_right(self.phrase_order, key, key=self.phrase_keys.__getitem__) - 1
        if at < 0 or self.phrase_keys[self.phrase_order[at]] != key:
            return None
        return int(np.searchsorted(self.article_start, self.phrase_order[at], side="right")) - 1

    def sounding(self, sound: str) -> int | None:
        """Return the word used most of those that sound so, or None."""
        at = bisect_left(self.sound_order, sound, key=lambda word: heard(self.words[word]))
        word = int(self.sound_order[at]) if at < len(self.sound_order) else None
        return word if word is not None and heard(self.words[word]) == sound else None


def build(documents: Sequence[Document], glossary: Glossary) -> Index:
    """Build the index. Documents without phrasings are left out."""
    documents = [document for document in documents if document.phrases]
    words = Vocabulary()
    phrases = tuple(phrase for document in documents for phrase in document.phrases)
    said_in = [[words.add(word) for word in words_of(phrase)] for phrase in phrases]
    phrase_keys = tuple(" ".join(words.keys[word] for word in row) for row in said_in)
    of_phrase = ragged(said_in)
    of_article = np.repeat(np.arange(len(documents)), [len(document.phrases) for document in documents])
    concepts = [_members(row, words) for row in glossary.rows]
    first_stem = len(words.keys)
    first_concept = first_stem + len(words.stem_id)
    terms = first_concept + len(concepts)

    stem_concepts: dict[int, list[int]] = defaultdict(list)
    for concept, members in enumerate(concepts):
        for stem in members:
            stem_concepts[stem].append(first_concept + concept)
    of_word = ragged(
        [
            sorted(
                {
                    word,
                    *(first_stem + s for s in found),
                    *(c for s in found for c in stem_concepts.get(s, ())),
                }
            )
            for word, found in enumerate(words.stems)
        ]
    )
    term, phrase = joined(of_phrase, of_word)
    term_phrases = summed(terms, term, phrase)
    term_articles = summed(terms, keys_of(term_phrases), of_article[term_phrases.ids])
    use_start = np.append(0, term_articles.weights.cumsum(dtype=np.float64)).astype(np.int32)

    uses = np.diff(term_phrases.start)[:first_stem]
    sounds = list(map(heard, words.keys))
    twins = {sounds[word]: word for word in np.argsort(uses, kind="stable").tolist()}
    count = len(documents)
    spread = np.diff(term_articles.start)[first_stem:first_concept]
    idf = np.maximum(np.log((count + 1) / (spread + 0.5)), 0.05).astype(np.float32)
    word_idf = np.array([max(idf[s] for s in found) for found in words.stems], np.float32)
    once = np.unique(np.stack((keys_of(of_phrase), of_phrase.ids)), axis=1)
    units = [min(stem_concepts.get(found[0], [first_stem + found[0]])) for found in words.stems]
    pairs, of_pairs = _pairs(of_phrase, np.array(units), terms)
    grams, of_grams = grams_in(words.keys)
    word_stems = ragged(words.stems)
    stem_of_word = ragged([[t for t in row if t >= first_stem] for row in rows_of(of_word)])
    blocks = blocks_of(of_article)
    features = terms + len(pairs)
    said = learn([_said_in(block, of_phrase, stem_of_word, of_pairs, features) for block in blocks], of_article, count)
    letters = [summed(len(grams.ids), *joined(of_phrase, of_grams, block)) for block in blocks]
    spelt = learn(letters, of_article, count)
    nothing = next((at for at, document in enumerate(documents) if document.slug == NOTHING), -1)
    threes = np.isin(of_grams.ids, grams.find(codes_of(words.keys)[1])[0])
    gram_words = summed(len(grams.ids), of_grams.ids[threes].astype(np.int64), keys_of(of_grams)[threes])
    return Index(
        slugs=tuple(document.slug for document in documents),
        phrases=phrases,
        phrase_keys=phrase_keys,
        phrase_order=np.array(sorted(range(len(phrases)), key=phrase_keys.__getitem__), np.int32),
        phrase_weight=np.bincount(once[0], word_idf[once[1]], len(phrases)).astype(np.float32),
        article_start=np.searchsorted(of_article, np.arange(count + 1)).astype(np.int64),
        sizes=np.bincount(of_article, minlength=count),
        words=tuple(words.keys),
        word_twin=np.array([twins[sound] for sound in sounds], np.int32),
        sound_order=np.array([twins[sound] for sound in sorted(twins)], np.int32),
        word_uses=uses,
        word_id=words.ids,
        word_stems=Rows(word_stems.start, word_stems.ids),
        stem_id=words.stem_id,
        stem_idf=idf,
        stem_concepts={stem: tuple(found) for stem, found in stem_concepts.items()},
        first_stem=first_stem,
        first_concept=first_concept,
        first_pair=terms,
        term_articles=Rows(term_articles.start, term_articles.ids),
        use_phrases=Rows(use_start, term_phrases.ids),
        pairs=pairs,
        said=said,
        spelt=spelt,
        stem_ours=_met_in(term_articles, np.array([d.ours for d in documents]))[first_stem:first_concept],
        denial=_denial(phrase_keys, of_article),
        nothing=nothing,
        grams=grams,
        gram_ours=_ours(letters, of_article != nothing),
        gram_words=Rows(gram_words.start, gram_words.ids),
    )


def _members(row: Iterable[str], words: Vocabulary) -> set[int]:
    """Return the stems of a glossary row; a term of several words has none: phrasings carry those."""
    found: set[int] = set()
    for term in row:
        parts = words_of(term)
        if len(parts) == 1:
            found.update(words.stems[words.add(parts[0])])
    return found


def _met_in(term_articles: Rows, ours: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say of every term whether a phrasing of an article that is a matter of the Fund has it."""
    met = np.bincount(keys_of(term_articles), ours[term_articles.ids], len(term_articles.start) - 1)
    return np.asarray(met > 0)


def _denial(phrase_keys: Sequence[str], of_article: NDArray[np.int64]) -> Weights:
    """Return by article the log-ratios of phrasings without a negation and with one, held back towards those of all."""
    denied = np.array([denies(key.split()) for key in phrase_keys], float)
    usual = (denied.sum() + 0.5) / (len(denied) + 1)
    share = (np.bincount(of_article, denied) + 4 * usual) / (np.bincount(of_article) + 4)
    shares = np.stack((1 - share, share))
    denial: Weights = np.log(shares / shares.mean(axis=1, keepdims=True)).astype(np.float32)
    return denial


def pair_codes(units: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Return a number for each two neighbours in a row of units, the same in either order; -1 for two of a kind."""
    left, right = units[:-1], units[1:]
    codes = np.minimum(left, right) * width + np.maximum(left, right)
    return np.where(left == right, -1, codes)


def _pairs(of_phrase: Postings, units: NDArray[np.int64], first_pair: int) -> tuple[NDArray[np.int64], Postings]:
    """Return the codes of pairs of words, sorted, and of every phrasing its pairs, numbered from `first_pair` on."""
    row = keys_of(of_phrase)
    codes = pair_codes(units[of_phrase.ids], first_pair)
    there = (row[:-1] == row[1:]) & (codes >= 0)
    known, place = np.unique(codes[there], return_inverse=True)
    start = np.searchsorted(row[:-1][there], np.arange(len(of_phrase.start))).astype(np.int32)
    return known, Postings(start, (first_pair + place).astype(np.int32), np.ones(len(place), np.float32))


def _said_in(block: range, of_phrase: Postings, stem_of_word: Postings, of_pairs: Postings, features: int) -> Postings:
    """Return which phrasings of a block have which stems, concepts and pairs of words."""
    term, phrase = joined(of_phrase, stem_of_word, block)
    start = of_pairs.start[block.start : block.stop + 1]
    pair, row = of_pairs.ids[start[0] : start[-1]], np.repeat(np.arange(block.start, block.stop), np.diff(start))
    return summed(features, np.concatenate((term, pair)), np.concatenate((phrase, row)))


def _ours(letters: Sequence[Postings], ours: NDArray[np.bool_]) -> Weights:
    """Return by letter group the log-ratio of the share of our phrasings that have it to that of all others."""
    grams = len(letters[0].start) - 1
    shares = []
    for side in (True, False):
        met = sum(np.bincount(keys_of(block)[ours[block.ids] == side], minlength=grams) for block in letters)
        shares.append((met + 0.5) / (np.sum(ours == side) + 1))
    ratio: Weights = np.log(shares[0] / shares[1]).astype(np.float32)
    return ratio
