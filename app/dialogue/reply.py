"""From what was decided to what is said: articles with the year's figures put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.i18n import figure
from app.knowledge.library import Library
from app.knowledge.rates import PLACEHOLDER
from app.model import (
    Article,
    Block,
    Blocks,
    Choice,
    Choices,
    Contact,
    Form,
    Heading,
    Items,
    Kind,
    Lang,
    Link,
    Note,
    Reply,
    Span,
    Spans,
    Steps,
    Table,
    Text,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be said: the kind, the articles by slug (one to say, or several to offer), how surely.

    `also` are articles that answer further questions of the same message: offered after the answer.
    """

    kind: Kind
    slugs: tuple[str, ...]
    lang: Lang
    confidence: float | None = None
    also: tuple[str, ...] = ()


def compose(decision: Decision, library: Library, today: date) -> Reply:
    """Return the reply of a decision, in its language, with the figures of the year.

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
            reply = Reply(
                kind=spoken.kind,
                lang=lang,
                blocks=spoken.blocks + _cautions(spoken, library, today) + _offered(also, lang, library),
                choices=also,
                slug=spoken.slug,
                title=spoken.title,
                sources=spoken.sources,
                reviewed=spoken.reviewed,
                related=_choices(spoken.related, lang, library, today),
                guide=spoken.guide,
            )
    filled = tuple(_mapped(block, lambda span: _said(span, lang, library, today)) for block in reply.blocks)
    title = fill(reply.title, lang, library, today)
    return replace(reply, blocks=filled, title=title, confidence=decision.confidence)


def title_of(slug: str, lang: Lang, library: Library, today: date) -> str:
    """Return the title of an article with its figures; an empty string when there is no such article."""
    article = library.get(slug, lang)
    return fill(article.title, lang, library, today) if article else ""


def fill(text: str, lang: Lang, library: Library, today: date) -> str:
    """Put the figures of the year in the place of their names."""
    year = library.rates.year_for(today)
    return PLACEHOLDER.sub(lambda name: figure(library.rates.figure(name[1], year), lang), text)


def _article(slug: str, lang: Lang, library: Library) -> Article:
    return library.articles[slug][lang]


def _choices(slugs: Iterable[str], lang: Lang, library: Library, today: date) -> tuple[Choice, ...]:
    return tuple(Choice(slug, title_of(slug, lang, library, today)) for slug in slugs if slug in library.articles)


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
    seen: list[Span] = []

    def see(span: Span) -> Span:
        seen.append(span)
        return span

    for block in blocks:
        _mapped(block, see)
    return any(PLACEHOLDER.search(span.text) for span in seen)


def _said(span: Span, lang: Lang, library: Library, today: date) -> Span:
    """Put the figures in; a link to an article that is not there now is only its words."""
    known = span.href is None or ":" in span.href or span.href in library.articles
    return replace(span, text=fill(span.text, lang, library, today), href=span.href if known else None)


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
        case Link() | Contact() | Form():
            return replace(block, label=change(Span(block.label)).text)
        case Choices():
            return block
