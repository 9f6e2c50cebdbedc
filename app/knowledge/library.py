"""All that is known, checked and indexed: what the assistant answers from, one immutable value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.knowledge.articles import Draft, Front
from app.knowledge.calibration import Calibration, chances, choose_reading
from app.knowledge.daysoff import DaysOff
from app.knowledge.emergency import Signs
from app.knowledge.fault import Fault
from app.knowledge.glossary import Glossary
from app.knowledge.index import NOTHING, Document, Index, build
from app.knowledge.language import Tongue, language_of, learn
from app.knowledge.match import FEATURES, Found, explain, find
from app.knowledge.rates import Rates
from app.knowledge.score import Row
from app.knowledge.shelf import FILES, Shelf
from app.knowledge.spoken import Spoken
from app.knowledge.text import fold, words_of
from app.model import Article, Explained, Lang, Match

OTHERS = ("talk", "elsewhere")  # groups that are no matter of the Fund
SAID = ("clean", "keyword", "story", "mixed")  # styles of questions in real words; other spellings teach no word
TOLD = 5  # matches told of a question: three may be offered, the rest explain


@dataclass(frozen=True, slots=True)
class Library:
    """All articles with the index that finds them. `version` names the content it was read from."""

    articles: Mapping[str, Mapping[Lang, Article]]
    rates: Rates
    days_off: DaysOff
    front: Front
    signs: Signs
    calibration: Calibration
    index: Index
    tongue: Tongue
    polite: frozenset[str]
    spoken: Spoken
    version: str

    def get(self, slug: str, lang: Lang) -> Article | None:
        """Return an article by its slug, or None."""
        pair = self.articles.get(slug)
        return pair[lang] if pair else None

    def is_ours(self, slug: str) -> bool:
        """Say whether an article is a matter of the Fund: neither small talk nor another agency's."""
        pair = self.articles.get(slug)
        return pair is not None and pair[Lang.KK].group not in OTHERS


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was understood of a message: the best matches of any group, best first, and the language typed.

    `none` is the chance that no article is right, `ours` the chance that one of the Fund's matters is.
    """

    matches: tuple[Match, ...]
    none: float
    ours: float
    lang: Lang | None
    found: Found | None

    @property
    def reading(self) -> str:
        """Return the name of the reading that was chosen."""
        return self.found.reading.name if self.found else "typed"


def assemble(shelf: Shelf, faults: Sequence[Fault]) -> Library | None:
    """Return the library of a shelf without the articles that have a fault (warnings do not count).

    None when a file that holds for all articles is faulty, or when nothing is left to say.
    """
    bad = {fault.path for fault in faults if not fault.warning}
    rates, front, signs, calibration = shelf.rates, shelf.front, shelf.signs, shelf.calibration
    days_off = shelf.days_off
    if bad & set(FILES) or not rates or not days_off or not front or not signs or not calibration:
        return None
    bad_slugs = {path.rsplit("/", 1)[-1].removesuffix(".md") for path in bad}
    pairs = pairs_of(draft for draft in shelf.drafts if draft.article.slug not in bad_slugs)
    if not {"nothing", "choices", "emergency", "trouble", "welcome"} <= pairs.keys():
        return None
    articles = {
        slug: {lang: _with_known_links(draft.article, pairs.keys()) for lang, draft in pair.items()}
        for slug, pair in pairs.items()
    }
    documents = documents_of(pairs, shelf.off_topic or (), shelf.asked or ())
    return Library(
        articles=articles,
        rates=rates,
        days_off=days_off,
        front=Front(*(tuple(s for s in row if s in articles) for row in (front.doors, front.asked))),
        signs=signs,
        calibration=calibration,
        index=build(documents, shelf.glossary or Glossary(())),
        tongue=learn({lang: _said(pairs, lang) for lang in Lang}),
        polite=polite_words(pairs),
        spoken=shelf.spoken or Spoken(),
        version=shelf.version,
    )


def pairs_of(drafts: Iterable[Draft]) -> dict[str, dict[Lang, Draft]]:
    """Return the articles that are there in both languages, by slug, in the order of slugs."""
    pairs: dict[str, dict[Lang, Draft]] = {}
    for draft in drafts:
        pairs.setdefault(draft.article.slug, {})[draft.article.lang] = draft
    return {slug: pair for slug, pair in sorted(pairs.items()) if len(pair) == len(Lang)}


def documents_of(
    pairs: Mapping[str, Mapping[Lang, Draft]], off_topic: Sequence[str], asked: Sequence[Row]
) -> list[Document]:
    """Return what the index reads: of each article phrasings and titles of both languages.

    Questions that people asked are phrasings of the article that answers them best, the first expected; messages
    that no article answers are the phrasings of "nothing".
    """
    heard: dict[str, list[str]] = {}
    for row in asked:
        if row.expect and row.style in SAID:
            heard.setdefault(row.expect[0], []).append(row.text)
    nobodys = (*off_topic, *(row.text for row in asked if not row.expect))
    documents = [
        Document(
            slug,
            (
                *(p for draft in pair.values() for p in (*draft.article.ask, draft.article.title)),
                *heard.get(slug, ()),
            ),
            ours=pair[Lang.KK].article.group not in OTHERS,
        )
        for slug, pair in pairs.items()
        if any(draft.article.ask for draft in pair.values())
    ]
    return [*documents, Document(NOTHING, nobodys, ours=False)]


def understand(text: str, library: Library) -> Ranking:
    """Return what a cleaned message most likely asks about."""
    found = find(without_politeness(text, library.polite), library.index)
    if not found:
        return Ranking((), 1.0, 0.0, None, None)
    best = choose_reading(found, library.calibration)
    chance = chances(best, library.calibration).tolist()
    typed = library.index.exact(" ".join(fold(word) for word in best.reading.words))
    if typed is not None and typed in best.articles:
        chance = [float(article == typed) for article in best.articles.tolist()]
    slugs = [library.index.slugs[article] for article in best.articles.tolist()]
    order = sorted((at for at, slug in enumerate(slugs) if slug != NOTHING), key=lambda at: (-chance[at], at))
    return Ranking(
        matches=tuple(Match(slugs[at], round(chance[at], 4)) for at in order[:TOLD]),
        none=round(1 - sum(chance[at] for at in order), 4),
        ours=round(sum(chance[at] for at in order if library.is_ours(slugs[at])), 4),
        lang=language_of(best.reading.words, library.tongue),
        found=best,
    )


def explained(ranking: Ranking, library: Library) -> Iterator[Explained]:
    """Yield the matches of a ranking with what speaks for each."""
    index, found = library.index, ranking.found
    if found is None:
        return
    places = {index.slugs[article]: at for at, article in enumerate(found.articles.tolist())}
    for match in ranking.matches:
        at = places[match.slug]
        values = (round(float(value), 3) for value in found.features[at])
        yield Explained(
            match=match,
            phrase=index.phrases[found.best_phrase[at]],
            features=tuple(zip(FEATURES, values, strict=True)),
            why=explain(found, at, index),
        )


def without_politeness(text: str, polite: frozenset[str]) -> str:
    """Return the text without words of greeting and thanks, unless there is nothing else."""
    rest = [word for word in text.split() if fold("".join(words_of(word))) not in polite]
    return " ".join(rest) if any(words_of(word) for word in rest) else text


def polite_words(pairs: Mapping[str, Mapping[Lang, Draft]]) -> frozenset[str]:
    """Return the folded words that alone are a greeting or thanks."""
    asks = [
        words_of(ask)
        for slug in ("greeting", "thanks", "goodbye")
        for draft in pairs.get(slug, {}).values()
        for ask in draft.article.ask
    ]
    return frozenset(fold(words[0]) for words in asks if len(words) == 1)


def _said(pairs: Mapping[str, Mapping[Lang, Draft]], lang: Lang) -> Iterator[str]:
    for pair in pairs.values():
        yield from (*pair[lang].article.ask, pair[lang].article.title)


def _with_known_links(article: Article, known: Collection[str]) -> Article:
    related = tuple(slug for slug in article.related if slug in known)
    return article if related == article.related else replace(article, related=related)
