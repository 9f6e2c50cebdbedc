"""All that is known, checked and indexed: what the assistant answers from, one immutable value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.knowledge.articles import Draft, Front
from app.knowledge.calibration import Calibration, chances, choose_reading
from app.knowledge.emergency import Signs
from app.knowledge.fault import Fault
from app.knowledge.glossary import Glossary
from app.knowledge.index import Document, Index, build
from app.knowledge.language import Tongue, language_of, learn
from app.knowledge.match import Found, explain, find
from app.knowledge.rates import Rates
from app.knowledge.shelf import FILES, Shelf
from app.knowledge.text import fold, words_of
from app.model import Article, Lang, Match

TOLD = 5  # matches told of a question: three may be offered, the rest explain


@dataclass(frozen=True, slots=True)
class Library:
    """All articles with the index that finds them. `version` names the content it was read from."""

    articles: Mapping[str, Mapping[Lang, Article]]
    rates: Rates
    front: Front
    signs: Signs
    calibration: Calibration
    index: Index
    tongue: Tongue
    polite: frozenset[str]
    version: str

    def get(self, slug: str, lang: Lang) -> Article | None:
        """Return an article by its slug, or None."""
        pair = self.articles.get(slug)
        return pair[lang] if pair else None


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was understood of a message: the best matches, the chance that none is right, the language typed."""

    matches: tuple[Match, ...]
    none: float
    lang: Lang | None
    reading: str


def assemble(shelf: Shelf, faults: Sequence[Fault]) -> Library | None:
    """Return the library of a shelf without the articles that have a fault (warnings do not count).

    None when a file that holds for all articles is faulty, or when nothing is left to say.
    """
    bad = {fault.path for fault in faults if not fault.warning}
    rates, front, signs, calibration = shelf.rates, shelf.front, shelf.signs, shelf.calibration
    if bad & set(FILES) or not rates or not front or not signs or not calibration:
        return None
    bad_slugs = {path.rsplit("/", 1)[-1].removesuffix(".md") for path in bad}
    pairs: dict[str, dict[Lang, Draft]] = {}
    for draft in shelf.drafts:
        if draft.article.slug not in bad_slugs:
            pairs.setdefault(draft.article.slug, {})[draft.article.lang] = draft
    pairs = {slug: pair for slug, pair in sorted(pairs.items()) if len(pair) == len(Lang)}
    if not {"nothing", "choices", "emergency", "trouble", "welcome"} <= pairs.keys():
        return None
    articles = {
        slug: {lang: _with_known_links(draft.article, pairs.keys()) for lang, draft in pair.items()}
        for slug, pair in pairs.items()
    }
    documents = documents_of(pairs)
    return Library(
        articles=articles,
        rates=rates,
        front=Front(*(tuple(s for s in row if s in articles) for row in (front.doors, front.asked))),
        signs=signs,
        calibration=calibration,
        index=build(documents, shelf.glossary or Glossary(())),
        tongue=learn({lang: _said(pairs, lang) for lang in Lang}),
        polite=_polite(articles),
        version=shelf.version,
    )


def documents_of(pairs: Mapping[str, Mapping[Lang, Draft]]) -> list[Document]:
    """Return what the index reads of each article: phrasings and titles of both languages, and the texts."""
    return [
        Document(
            slug,
            tuple(p for draft in pair.values() if draft.article.ask for p in (*draft.article.ask, draft.article.title)),
            "\n".join(draft.body for draft in pair.values()) if any(d.article.ask for d in pair.values()) else "",
        )
        for slug, pair in pairs.items()
    ]


def understand(text: str, library: Library) -> Ranking:
    """Return what a cleaned message most likely asks about."""
    found = find(_without_politeness(text, library.polite), library.index)
    if not found:
        return Ranking((), 1.0, None, "typed")
    best = choose_reading(found, library.calibration)
    chance = chances(best, library.calibration)
    return Ranking(
        matches=tuple(_matches(best, chance.tolist(), library)),
        none=float(chance[-1]),
        lang=language_of(best.reading.words, library.tongue),
        reading=best.reading.name,
    )


def _matches(found: Found, chance: Sequence[float], library: Library) -> Iterator[Match]:
    order = sorted(range(len(found.articles)), key=lambda at: (-chance[at], at))
    for at in order[:TOLD]:
        article = int(found.articles[at])
        yield Match(
            slug=library.index.slugs[article],
            confidence=round(chance[at], 4),
            phrase=library.index.phrases[found.best_phrase[at]],
            features=tuple(round(float(value), 3) for value in found.features[at]),
            why=explain(found, article, library.index),
        )


def _without_politeness(text: str, polite: frozenset[str]) -> str:
    """Return the text without words of greeting and thanks, unless there is nothing else."""
    rest = [word for word in text.split() if fold("".join(words_of(word))) not in polite]
    return " ".join(rest) if any(words_of(word) for word in rest) else text


def _polite(articles: Mapping[str, Mapping[Lang, Article]]) -> frozenset[str]:
    asks = [
        words_of(ask)
        for slug in ("greeting", "thanks", "goodbye")
        for article in articles.get(slug, {}).values()
        for ask in article.ask
    ]
    return frozenset(fold(words[0]) for words in asks if len(words) == 1)


def _said(pairs: Mapping[str, Mapping[Lang, Draft]], lang: Lang) -> Iterator[str]:
    for pair in pairs.values():
        yield from (*pair[lang].article.ask, pair[lang].article.title)


def _with_known_links(article: Article, known: Collection[str]) -> Article:
    related = tuple(slug for slug in article.related if slug in known)
    return article if related == article.related else replace(article, related=related)
