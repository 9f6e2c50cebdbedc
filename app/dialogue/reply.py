"""From what was decided to what is said: articles with the year's figures put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from app.block import (
    Block,
    Blocks,
    Choice,
    Choices,
    Contact,
    Copy,
    File,
    Form,
    Given,
    Heading,
    Items,
    Link,
    Months,
    Note,
    Span,
    Spans,
    Steps,
    Table,
    Text,
)
from app.dialogue.decision import Decision
from app.dialogue.guides import status
from app.i18n import figure
from app.knowledge.guided import FACTS
from app.knowledge.library import Library
from app.knowledge.rates import PLACEHOLDER
from app.model import Article, Kind, Lang, Reply

_HOME = "check-status"  # the article that opens its guide itself; others offer a button


def compose(decision: Decision, library: Library, today: date, guides: Collection[str] = ()) -> Reply:
    """Return the reply of a decision, in its language, with the figures of the year; `guides` are those to be had.

    Slugs that the content no longer has are left out; when none is left, the reply is "nothing found".
    """
    lang = decision.lang
    known = tuple(slug for slug in decision.slugs if slug in library.articles)
    match decision.kind:
        case Kind.CHOICES if known:
            spoken = _article("choices", lang, library)
            choices = _choices(known, lang, library, today)
            reply = Reply(Kind.CHOICES, lang, (*spoken.blocks, Choices(choices)), choices=choices)
        case Kind.NOTHING | Kind.CHOICES:
            spoken = _article("nothing", lang, library)
            near = _choices(known or library.front.doors, lang, library, today)
            reply = Reply(Kind.NOTHING, lang, (*spoken.blocks, Choices(near)), choices=near)
        case _ if not known:
            return compose(Decision(Kind.NOTHING, (), lang), library, today)
        case _:
            spoken = _article(known[0], lang, library)
            also = _choices(decision.also, lang, library, today)
            said = _guided(spoken, library, today, guides) + _cautions(spoken, library, today)
            reply = Reply(
                kind=decision.kind if spoken.kind is Kind.GUIDE else spoken.kind,
                lang=lang,
                blocks=said + _offered(also, lang, library),
                choices=also,
                slug=spoken.slug,
                title=spoken.title,
                sources=spoken.sources,
                reviewed=spoken.reviewed,
                related=_choices(spoken.related, lang, library, today),
                guide=spoken.guide,
            )
    words = status.words_of(decision.found, lang, library.rates)
    parts = status.parts_of(reply.slug or "", decision.found, lang)
    blocks = (*reply.blocks, *_disagreement(decision, library))
    filled = tuple(
        _mapped(block, lambda span: _said(span, lang, library, today, words)) for block in _placed(blocks, words, parts)
    )
    title = fill(reply.title, lang, library, today)
    return replace(reply, blocks=filled, title=title, confidence=decision.confidence)


def title_of(slug: str, lang: Lang, library: Library, today: date) -> str:
    """Return the title of an article with its figures; an empty string when there is no such article."""
    article = library.get(slug, lang)
    return fill(article.title, lang, library, today) if article else ""


def fill(text: str, lang: Lang, library: Library, today: date, words: Mapping[str, str] = MappingProxyType({})) -> str:
    """Put the figures of the year, and what is known of a person, in the place of their names."""
    year = library.rates.year_for(today)

    def named(name: re.Match[str]) -> str:
        return words.get(name[1]) or figure(library.rates.figure(name[1], year), lang)

    return PLACEHOLDER.sub(named, text)


def _article(slug: str, lang: Lang, library: Library) -> Article:
    return library.articles[slug][lang]


def _choices(slugs: Iterable[str], lang: Lang, library: Library, today: date) -> tuple[Choice, ...]:
    return tuple(Choice(slug, title_of(slug, lang, library, today)) for slug in slugs if slug in library.articles)


def _guided(article: Article, library: Library, today: date, guides: Collection[str]) -> Blocks:
    """Return what an article says, with the way into its guide when that is to be had."""
    if article.guide not in guides:
        return article.blocks
    if article.slug == _HOME:
        return _spoken(status.ASK, article.lang, library) + article.blocks
    return (*article.blocks, Choices(_choices((status.ASK,), article.lang, library, today)))


def _disagreement(decision: Decision, library: Library) -> Blocks:
    """Say that the registry decides, where the months would say otherwise."""
    told = decision.found and decision.found.status
    return _spoken(status.DIFFERS, decision.lang, library) if told and not told.agrees else ()


def _placed(blocks: Blocks, words: Mapping[str, str], parts: Mapping[str, Block]) -> Iterator[Block]:
    """Put blocks in the places named for them; leave out a block that names what is not known of the person."""
    for block in blocks:
        match block:
            case Text((Span(text),)) if (name := PLACEHOLDER.fullmatch(text)) and name[1] in parts:
                yield parts[name[1]]
            case Items(items) | Steps(items):
                yield replace(block, items=tuple(item for item in items if _is_known(item, words)))
            case _ if _is_known(_spans_of(block), words):
                yield block


def _is_known(spans: Iterable[Span], words: Mapping[str, str]) -> bool:
    return all(name in words for span in spans for name in PLACEHOLDER.findall(span.text) if name in FACTS)


def _cautions(article: Article, library: Library, today: date) -> Blocks:
    """Warn of figures of an older year, and of an article past its date."""
    found: Blocks = ()
    if library.rates.year_for(today) != today.year and _has_figures(article.blocks):
        found += _spoken("old-figures", article.lang, library)
    if article.until and article.until < today:
        found += _spoken("expired", article.lang, library)
    return found


def _offered(also: tuple[Choice, ...], lang: Lang, library: Library) -> Blocks:
    return (*_spoken("also", lang, library), Choices(also)) if also else ()


def _spoken(slug: str, lang: Lang, library: Library) -> Blocks:
    article = library.get(slug, lang)
    return article.blocks if article else ()


def _has_figures(blocks: Blocks) -> bool:
    names = [name for block in blocks for span in _spans_of(block) for name in PLACEHOLDER.findall(span.text)]
    return any(name not in FACTS for name in names)


def _spans_of(block: Block) -> list[Span]:
    seen: list[Span] = []

    def see(span: Span) -> Span:
        seen.append(span)
        return span

    _mapped(block, see)
    return seen


def _said(span: Span, lang: Lang, library: Library, today: date, words: Mapping[str, str]) -> Span:
    """Put the figures in; a link to an article that is not there now is only its words."""
    known = span.href is None or ":" in span.href or span.href in library.articles
    return replace(span, text=fill(span.text, lang, library, today, words), href=span.href if known else None)


def _mapped(block: Block, change: Callable[[Span], Span]) -> Block:
    """Return a block with every span of it changed; a label is a span of its own."""

    def spans(row: Spans) -> Spans:
        return tuple(map(change, row))

    match block:
        case Text() | Heading() | Note():
            return replace(block, spans=spans(block.spans))
        case Items() | Steps():
            return replace(block, items=tuple(map(spans, block.items)))
        case Table(head, rows):
            return Table(tuple(map(spans, head)), tuple(tuple(map(spans, row)) for row in rows))
        case Link() | Contact():
            return replace(block, label=change(Span(block.label)).text)
        case Choices() | Months() | Form() | Given() | Copy() | File():
            return block
