"""Suggestions while a person types: titles of articles whose words begin as the typed ones do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.knowledge.library import Library
from app.knowledge.text import fold, readings, words_of
from app.model import Lang

SHOWN = 5
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to suggest: its folded words, those of the title and those of the phrasings, each sorted."""

    slug: str
    title: tuple[str, ...]
    said: tuple[str, ...]


def entries(library: Library, lang: Lang) -> tuple[Entry, ...]:
    """Return what can be suggested in a language; small talk is not, nor a guide's words."""
    return tuple(
        Entry(
            slug,
            _sorted_words([pair[lang].title]),
            _sorted_words(pair[lang].ask),
        )
        for slug, pair in library.articles.items()
        if pair[lang].group not in ("talk", "elsewhere", "guide")
    )


def suggest(text: str, known: tuple[Entry, ...]) -> tuple[str, ...]:
    """Return slugs for a cleaned beginning of a question, best first; none for less than two letters.

    Every word must be met; the last may be unfinished. A word of the title counts three times one of a phrasing.
    """
    best: dict[str, float] = {}
    for reading in readings(text):
        words = [fold(word) for word in reading.words]
        if not words or len("".join(words)) < SHORTEST:
            continue
        for entry in known:
            worth = _worth(words, entry)
            if worth > best.get(entry.slug, 0.0):
                best[entry.slug] = worth
    return tuple(sorted(best, key=lambda slug: (-best[slug], slug))[:SHOWN])


def _worth(words: list[str], entry: Entry) -> float:
    total = 0.0
    for at, word in enumerate(words):
        last = at == len(words) - 1
        if _has(entry.title, word, last):
            total += 3.0
        elif _has(entry.said, word, last):
            total += 1.0
        else:
            return 0.0
    return total


def _has(words: Sequence[str], word: str, unfinished: bool) -> bool:
    """Say whether a word is among sorted ones; an unfinished one may be the beginning of one."""
    at = bisect_left(words, word)
    return at < len(words) and (words[at].startswith(word) if unfinished else words[at] == word)


def _sorted_words(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(word) for text in texts for word in words_of(text)}))
