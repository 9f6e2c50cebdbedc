"""Suggestions while a person types: titles of articles whose words begin as the typed ones do."""

from __future__ import annotations

from dataclasses import dataclass

from app.knowledge.library import Library
from app.knowledge.text import fold, readings, words_of
from app.model import Lang

SHOWN = 5
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to suggest: its folded words by language, titles before phrasings."""

    slug: str
    title: frozenset[str]
    said: frozenset[str]


def entries(library: Library, lang: Lang) -> tuple[Entry, ...]:
    """Return what can be suggested in a language; small talk is not, nor a guide's words."""
    return tuple(
        Entry(
            slug,
            frozenset(fold(word) for word in words_of(pair[lang].title)),
            frozenset(fold(word) for ask in pair[lang].ask for word in words_of(ask)),
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
        in_title = word in entry.title or (last and any(title.startswith(word) for title in entry.title))
        in_said = in_title or word in entry.said or (last and any(said.startswith(word) for said in entry.said))
        if not in_said:
            return 0.0
        total += 3.0 if in_title else 1.0
    return total
