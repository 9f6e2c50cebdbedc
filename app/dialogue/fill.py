"""What is only known when it is said: figures of the year, facts of a person, blocks that a guide makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from app.block import (
    Block,
    Blocks,
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
from app.i18n import figure
from app.knowledge.guided import FACTS
from app.knowledge.library import Library
from app.knowledge.rates import PLACEHOLDER
from app.model import Lang


def fill_blocks(
    blocks: Blocks, lang: Lang, library: Library, today: date, words: Mapping[str, str], parts: Mapping[str, Block]
) -> Blocks:
    """Return blocks with the figures of the year and what is known of a person put in.

    A block that names what is not known is left out; a paragraph that is only the name of a part is that part.
    """
    return tuple(
        _mapped(block, lambda span: _said(span, lang, library, today, words)) for block in _placed(blocks, words, parts)
    )


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


def has_figures(blocks: Blocks) -> bool:
    names = [name for block in blocks for span in _spans_of(block) for name in PLACEHOLDER.findall(span.text)]
    return any(name not in FACTS for name in names)


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
        case Link() | Contact() | Form():
            return replace(block, label=change(Span(block.label)).text)
        case Choices() | Months() | Given() | Copy() | File():
            return block
