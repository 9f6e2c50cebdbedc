"""A closed vocabulary of Markdown, read into the blocks of a Reply.

Paragraphs, ## headings, flat lists, numbered steps, tables, **bold**, links, and a note (> …). A paragraph
that is nothing but a link becomes a control; one that is nothing but a tel: link becomes a contact.
Anything else is a fault with its line and its cure: no HTML is ever made from what an editor typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.block import Block, Blocks, Contact, Heading, Items, Link, Note, Span, Spans, Steps, Table, Text
from app.knowledge.fault import FaultError

_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")
_OUTSIDE = re.compile(r"(https://|mailto:|tel:)[^\s<>\"]+")
_SLUG = re.compile(r"[a-z0-9-]{1,64}")
_CURES = {
    "html_block": "HTML is not used; write it in Markdown",
    "html_inline": "HTML is not used; write it in Markdown",
    "fence": "code is not used; write a paragraph",
    "code_block": "a line indented by four spaces becomes code; remove the indent",
    "code_inline": "code is not used; remove the backticks",
    "image": "pictures are not used; say it in words",
    "em_open": "italics are not used; write **bold** or plain text",
    "hr": "a rule is not used; write a ## heading or nothing",
    "hardbreak": "a line break is not used; begin a new paragraph",
}


def read_markdown(text: str, first_line: int = 1) -> Blocks:
    """Return the blocks of a body. Raises FaultError with the line, counted from `first_line`."""
    return tuple(_blocks(_PARSER.parse(text), first_line))


def _blocks(tokens: Sequence[Token], first_line: int) -> Iterator[Block]:
    position = 0
    while position < len(tokens):
        token = tokens[position]
        end = _closing(tokens, position)
        inner = tokens[position + 1 : end]
        line = first_line + (token.map[0] if token.map else 0)
        yield _block(token, inner, line, first_line)
        position = end + 1


def _block(token: Token, inner: Sequence[Token], line: int, first_line: int) -> Block:
    match token.type:
        case "paragraph_open":
            return _paragraph(_spans(inner[0], line))
        case "heading_open":
            if token.tag not in ("h2", "h3"):
                raise FaultError(line, "headings are ## or ###; the title stands in the head of the file")
            return Heading(_spans(inner[0], line))
        case "bullet_list_open":
            return Items(tuple(_list(inner, first_line)))
        case "ordered_list_open":
            return Steps(tuple(_list(inner, first_line)))
        case "blockquote_open":
            if [t.type for t in inner] != ["paragraph_open", "inline", "paragraph_close"]:
                raise FaultError(line, "a note is one paragraph after '> '")
            return Note(_spans(inner[1], line))
        case "table_open":
            return _table(inner, first_line)
    raise FaultError(line, _CURES.get(token.type, f"'{token.type}' is not in the vocabulary; see the editors' guide"))


def _closing(tokens: Sequence[Token], position: int) -> int:
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _paragraph(spans: Spans) -> Contact | Link | Text:
    if len(spans) == 1 and (href := spans[0].href) and _OUTSIDE.fullmatch(href):
        return Contact(spans[0].text, href) if href.startswith("tel:") else Link(spans[0].text, href)
    return Text(spans)


def _list(inner: Sequence[Token], first_line: int) -> Iterator[Spans]:
    position = 0
    while position < len(inner):
        end = _closing(inner, position)
        item = inner[position + 1 : end]
        line = first_line + (inner[position].map or [0])[0]
        if [t.type for t in item] != ["paragraph_open", "inline", "paragraph_close"]:
            raise FaultError(line, "a list item is one line without a list inside it")
        yield _spans(item[1], line)
        position = end + 1


def _table(inner: Sequence[Token], first_line: int) -> Table:
    rows: list[list[Spans]] = []
    line = first_line
    for opening, token in pairwise(inner):
        if opening.type == "tr_open":
            line = first_line + (opening.map or [0])[0]
            rows.append([])
        if token.type == "inline":
            rows[-1].append(_spans(token, line))
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


def _spans(inline: Token, line: int) -> Spans:
    found: list[Span] = []
    bold, href = False, None
    for token in inline.children or ():
        match token.type:
            case "text" | "softbreak" | "text_special":
                found.append(Span(" " if token.type == "softbreak" else token.content, bold, href))
            case "strong_open" | "strong_close":
                bold = token.type == "strong_open"
            case "link_open":
                href = _address(str(token.attrGet("href") or ""), line)
            case "link_close":
                href = None
            case other:
                raise FaultError(line, _CURES.get(other, f"'{other}' is not in the vocabulary"))
    return _joined(found)


def _address(href: str, line: int) -> str:
    if not _OUTSIDE.fullmatch(href) and not _SLUG.fullmatch(href):
        raise FaultError(line, f"'{href}' is no address; write https://…, tel:…, mailto:… or the slug of an article")
    return href


def _joined(spans: Sequence[Span]) -> Spans:
    joined: list[Span] = []
    for span in spans:
        if joined and (joined[-1].bold, joined[-1].href) == (span.bold, span.href):
            joined[-1] = Span(joined[-1].text + span.text, span.bold, span.href)
        elif span.text:
            joined.append(span)
    return tuple(joined)
