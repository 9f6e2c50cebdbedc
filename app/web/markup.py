"""The elements of a page that somebody pasted, in one pass: whatever it holds, twice the text takes twice the time.

Python's own parser of HTML needs a minute for 200 KB of "<!--", so it is none for what comes from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

COMMENT = "!--"  # the name of a comment; its text is the attribute "text"
_NAME = re.compile(r"<([a-zA-Z][^/\s>]*+)")
_ATTRIBUTE = re.compile(r"[\s/]*+([^/\s>][^/\s>=]*+)(?:\s*+=\s*+(?:([\"'])|([^\s>]*+)))?")
_GAP = re.compile(r"[\s/]*+")
# what stands in these is text and no element; browsers that run our script do not look into <noscript>
_RAW = ("script", "style", "textarea", "title", "noscript", "template", "iframe", "xmp")
_ENDS = {name: re.compile(rf"<[/]{name}(?=[/\s>])", re.IGNORECASE) for name in _RAW}


@dataclass(frozen=True, slots=True)
class Element:
    """An element that a browser would make: its name and its attributes, in lower case; of two alike the first."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return an attribute; "" when it is not there."""
        return self.attributes.get(name, "")


class _Cut(Exception):
    """The text ends inside of something: a browser makes nothing of the rest."""


def elements(html: str) -> Iterator[Element]:
    """Yield the elements and the comments of a page, in order; what is no HTML has none.

    >>> [element.name for element in elements("<div title='<b>'><!-- <i> --><a>")]
    ['div', '!--', 'a']
    """
    at = 0
    while (at := html.find("<", at)) >= 0:
        try:
            element, at = _next(html, at)
        except _Cut:
            return
        if element:
            yield element


def _next(html: str, at: int) -> tuple[Element | None, int]:
    """Return what begins at a "<", None when it is no element, and where to go on. Raises _Cut."""
    if html.startswith("<!--", at):
        end = _find(html, "-->", at + 2)
        return Element(COMMENT, {"text": html[at + 4 : end]}), end + 3
    if html[at + 1 : at + 2] in ("!", "?", "/"):
        return None, _find(html, ">", at) + 1
    begun = _NAME.match(html, at)
    if not begun:
        return None, at + 1
    name = begun[1].lower()
    attributes, end = _attributes(html, begun.end())
    if name in _ENDS:
        closed = _ENDS[name].search(html, end)
        end = closed.start() if closed else len(html)
    return Element(name, attributes), end


def _attributes(html: str, at: int) -> tuple[dict[str, str], int]:
    """Return the attributes that begin here and where their element ends. Raises _Cut."""
    found: dict[str, str] = {}
    while one := _ATTRIBUTE.match(html, at):
        name, quote, bare = one.groups()
        at = one.end()
        if quote:
            end = _find(html, quote, at)
            bare, at = html[at:end], end + 1
        found.setdefault(name.lower(), unescape(bare or ""))
    at = _GAP.match(html, at).end()  # type: ignore[union-attr]  # it may be empty, so it always matches
    if html[at : at + 1] != ">":
        raise _Cut
    return found, at + 1


def _find(html: str, what: str, at: int) -> int:
    place = html.find(what, at)
    if place < 0:
        raise _Cut
    return place
