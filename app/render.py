"""Reply → JSON and plain text. HTML is made by templates/blocks.html of the same Reply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.block import (
    Block,
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
from app.i18n import day, label, month
from app.model import Lang, Reply, Source
from lookup.coverage import Cover

Json = dict[str, Any]


def cover_label(cover: Cover, lang: Lang) -> str:
    """Return what covers a month, in words."""
    match cover:
        case Cover.PAID:
            return label("paid", lang)
        case Cover.STATE:
            return label("paid by the State", lang)
        case Cover.UNPAID:
            return label("not paid", lang)
        case Cover.NOT_DUE:
            return label("not due yet", lang)


def to_json(reply: Reply) -> Json:
    """Return the reply as the API tells it."""
    return {
        "kind": str(reply.kind),
        "slug": reply.slug,
        "title": reply.title or None,
        "confidence": reply.confidence,
        "blocks": [_block(block) for block in reply.blocks],
        "choices": [_choice(choice) for choice in reply.choices],
        "sources": [_source(source) for source in reply.sources],
        "reviewed": reply.reviewed.isoformat() if reply.reviewed else None,
        "related": [_choice(choice) for choice in reply.related],
        "guide": reply.guide,
    }


def to_text(reply: Reply) -> str:
    """Return the reply as plain text, for a channel that shows nothing else."""
    parts = [reply.title] if reply.title else []
    parts += ["\n".join(_lines(block, reply.lang)) for block in reply.blocks]
    if reply.sources:
        told = [f"{label('Where it is written', reply.lang)}:"]
        told += [f"- {_source_text(source)}" for source in reply.sources]
        if reply.reviewed:
            told.append(f"{label('Reviewed', reply.lang)}: {day(reply.reviewed, reply.lang)}")
        parts.append("\n".join(told))
    return "\n\n".join(parts)


def _source_text(source: Source) -> str:
    return f"{source.title} ({source.link})" if source.link else f"{source.title}: {source.document}"


def plain(spans: Spans) -> str:
    """Return spans as text; an outside address follows its words in brackets."""
    return "".join(_plain(span) for span in spans)


def _plain(span: Span) -> str:
    outside = span.href and span.href.startswith("https://") and span.href not in span.text
    return f"{span.text} ({span.href})" if outside else span.text


def _lines(block: Block, lang: Lang) -> Iterator[str]:
    match block:
        case Text(spans) | Heading(spans):
            yield plain(spans)
        case Note(spans):
            yield f"! {plain(spans)}"
        case Items(items):
            yield from (f"- {plain(item)}" for item in items)
        case Steps(items):
            yield from (f"{number}. {plain(item)}" for number, item in enumerate(items, 1))
        case Table(head, rows):
            for row in rows:
                cells = zip(head, row, strict=True)
                yield "; ".join(f"{plain(name)}: {plain(cell)}" if name else plain(cell) for name, cell in cells)
        case Link(text, href):
            yield f"{text}: {href}"
        case Contact(text, href):
            yield f"{text} ({href.removeprefix('tel:')})" if href.removeprefix("tel:") not in text else text
        case Choices(choices):
            yield from (f"{number}) {choice.label}" for number, choice in enumerate(choices, 1))
        case Form() | Given() | Copy() | File() | Months():
            yield from _lines_of_guide(block, lang)


def _lines_of_guide(block: Form | Given | Copy | File | Months, lang: Lang) -> Iterator[str]:
    match block:
        case Form():
            yield f"{block.label}: …"
            yield from (f"{number}) {option.label}" for number, option in enumerate(block.options, 1))
        case Given(rows=answered):
            yield from (f"- {question}: {answer}" for _, question, answer in answered)
        case Copy(text, value):
            yield from (f"{text}:", value)
        case File(_, text):
            yield f"[{text}]"
        case Months(row):
            yield from (f"- {month(value, lang, with_year=True)}: {cover_label(cover, lang)}" for value, cover in row)


def _block(block: Block) -> Json:
    match block:
        case Text(spans):
            return {"type": "text", "spans": _spans(spans)}
        case Heading(spans):
            return {"type": "heading", "spans": _spans(spans)}
        case Note(spans):
            return {"type": "note", "spans": _spans(spans)}
        case Items(items):
            return {"type": "list", "items": [_spans(item) for item in items]}
        case Steps(items):
            return {"type": "steps", "items": [_spans(item) for item in items]}
        case Table(head, rows):
            return {
                "type": "table",
                "head": [_spans(cell) for cell in head],
                "rows": [[_spans(cell) for cell in row] for row in rows],
            }
        case Link(text, href):
            return {"type": "link", "label": text, "href": href}
        case Contact(text, href):
            return {"type": "contact", "label": text, "href": href}
        case Choices(choices):
            return {"type": "choices", "choices": [_choice(choice) for choice in choices]}
        case Form() | Given() | Copy() | File() | Months():
            return _block_of_guide(block)


def _block_of_guide(block: Form | Given | Copy | File | Months) -> Json:
    match block:
        case Form():
            return _form(block)
        case Given(guide, answered, result):
            told = [{"step": step, "question": question, "answer": answer} for step, question, answer in answered]
            return {"type": "given", "guide": guide, "answers": told, "result": result or None}
        case Copy(text, value):
            return {"type": "copy", "label": text, "text": value}
        case File(guide, text):
            return {"type": "file", "guide": guide, "label": text}
        case Months(row):
            return {"type": "months", "months": [{"month": str(value), "cover": str(cover)} for value, cover in row]}


def _form(form: Form) -> Json:
    told: Json = {"type": "form", "guide": form.guide, "name": form.name, "label": form.label, "button": form.button}
    told |= {"input": str(form.input), "sure": form.sure}
    if form.step:
        told |= {"step": form.step, "back": form.back}
    if form.options:
        told["options"] = [{"value": o.value, "label": o.label, "picked": o.picked} for o in form.options]
    return told


def _spans(spans: Spans) -> list[Json]:
    return [_span(span) for span in spans]


def _span(span: Span) -> Json:
    told: Json = {"text": span.text}
    if span.bold:
        told["bold"] = True
    if span.href:
        told["href" if ":" in span.href else "slug"] = span.href
    return told


def _choice(choice: Choice) -> Json:
    return {"slug": choice.slug, "label": choice.label}


def _source(source: Source) -> Json:
    return {"title": source.title, "link": source.link, "document": source.document}
