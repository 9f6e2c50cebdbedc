"""What is wrong with the tag on a page of a partner's: missing, twice, of another host, with wrong attributes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import urljoin, urlsplit

from app.assets import Asset
from app.web.markup import COMMENT, Element

# attribute → its values, the first is the default; one that has a single value or none takes others of its sort
VALUES: Mapping[str, tuple[str, ...]] = {
    "lang": ("auto", "kk", "ru"),
    "mode": ("bubble", "inline"),
    "target": ("",),
    "position": ("bottom-right", "bottom-left"),
    "theme": ("auto", "light", "dark"),
    "accent": ("#0b5f59",),
    "offset-x": ("20",),
    "offset-y": ("20",),
    "z-index": ("2147483000",),
    "guide": ("",),
    "topic": ("",),
}
_SORTS = {
    "accent": re.compile(r"#[\da-f]{6}", re.IGNORECASE),
    "offset-x": re.compile(r"\s*[+-]?\d+\s*"),
    "offset-y": re.compile(r"\s*[+-]?\d+\s*"),
    "z-index": re.compile(r"\s*[+-]?\d+\s*"),
}
_LOADER = re.compile(r"/widget/v([\w.-]*)/loader\.js")
_RUN = ("", "module", "text/javascript", "application/javascript")  # types of scripts that browsers run
_HASHES = ("sha256", "sha384", "sha512")  # the strongest that is there counts
MOST_SHOWN = 60  # characters of what was pasted that a sentence repeats


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: a code, and what its sentence names."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ours:
    """What a tag is held against: our origin, those on the list, releases, guides, and whether a slug is known."""

    komek: str
    listed: Sequence[str]
    releases: Mapping[str, Asset]
    guides: Collection[str]
    is_topic: Callable[[str], bool]


def tags_of(page: Sequence[Element]) -> list[Element]:
    """Return the tags with a loader, of whatever host."""
    return [each for each in page if each.name == "script" and _LOADER.search(each.get("src"))]


def look_at_tags(page: Sequence[Element], site: str, ours: Ours) -> list[Finding]:
    """Return what is wrong with the tags of a page; `site` is its origin. The first tag is the one that counts."""
    tags = tags_of(page)
    if not tags:
        hidden = any(each.name == COMMENT and _LOADER.search(each.get("text")) for each in page)
        return [Finding("tag-commented" if hidden else "tag-missing")]
    twice = [Finding("tag-twice", {"count": str(len(tags))})] if len(tags) > 1 else []
    return [
        *twice,
        *_source(tags[0], site, ours),
        *_attributes(tags[0], ours),
        *_place(tags[0], page),
        *_openers(page, ours),
    ]


def _source(tag: Element, site: str, ours: Ours) -> Iterator[Finding]:
    """Yield what keeps the browser from the script."""
    address = urljoin(f"{site or 'https://'}/", tag.get("src").strip())
    origin = "://".join(urlsplit(address)[:2])
    if origin != ours.komek:
        other = f"https://{urlsplit(ours.komek).netloc}"
        yield Finding("tag-http" if origin == f"http://{other[8:]}" else "tag-elsewhere", {"host": _short(origin)})
    if tag.get("type").strip().lower() not in _RUN:
        yield Finding("tag-type", {"type": _short(tag.get("type"))})
    if not {"async", "defer"} & set(tag.attributes) and tag.get("type") != "module":
        yield Finding("tag-waits")
    version = _LOADER.search(address)
    yield from _integrity(tag, version[1] if version else "", ours.releases)


def _integrity(tag: Element, version: str, releases: Mapping[str, Asset]) -> Iterator[Finding]:
    """Yield what is wrong with a version and its hash."""
    held = tag.get("integrity").split()
    newest = list(releases)[-1]
    if version == "1":
        if held:
            yield Finding("integrity-moving", {"version": newest})
    elif version not in releases:
        yield Finding("version-unknown", {"version": _short(version), "newest": newest})
    else:
        if held and not _is_right(held, releases[version].bodies[""]):
            yield Finding("integrity-wrong", {"version": version, "hash": releases[version].integrity})
        if version != newest:
            yield Finding("version-old", {"version": version, "newest": newest})
    if held and tag.attributes.get("crossorigin") not in ("", "anonymous"):
        yield Finding("crossorigin")


def _is_right(held: Sequence[str], content: bytes) -> bool:
    """Say whether a browser takes a content by these hashes; those that it does not know let everything in."""
    known = [each.split("?")[0].partition("-") for each in held if each.startswith(_HASHES)]
    strongest = max((name for name, _, _ in known), default="")
    if not strongest:
        return True
    right = base64.b64encode(hashlib.new(strongest, content).digest()).decode()
    return any(name == strongest and value == right for name, _, value in known)


def _attributes(tag: Element, ours: Ours) -> Iterator[Finding]:
    """Yield attributes that do nothing, and values that are not taken."""
    for key, value in tag.attributes.items():
        name = key.removeprefix("data-")
        if name == key:
            continue
        if name not in VALUES:
            close = get_close_matches(name, VALUES, 1)
            near = {"near": f"data-{close[0]}"} if close else {}
            yield Finding("attribute-near" if close else "attribute-unknown", {"name": _short(key), **near})
        elif value and not _is_value(name, value, ours):
            yield Finding(f"value-{_sort(name)}", {"name": key, "value": _short(value), **_known(name, ours)})


def _sort(name: str) -> str:
    """Return which sort of value an attribute takes: word, colour, number, guide, topic."""
    if name in ("guide", "topic"):
        return name
    return "word" if len(VALUES[name]) > 1 else "colour" if name == "accent" else "number"


def _known(name: str, ours: Ours) -> dict[str, str]:
    """Return the values to choose from, where there are some."""
    values = {"guide": ours.guides, "topic": ()}.get(name, VALUES[name])
    return {"known": ", ".join(values)} if len(values) > 1 or name == "guide" else {}


def _is_value(name: str, value: str, ours: Ours) -> bool:
    if name == "guide":
        return value in ours.guides
    if name == "topic":
        return ours.is_topic(value)
    if name in _SORTS:
        return bool(_SORTS[name].fullmatch(value))
    return len(VALUES[name]) == 1 or value in VALUES[name]


def _place(tag: Element, page: Sequence[Element]) -> Iterator[Finding]:
    """Yield what is wrong with the place of an inline chat."""
    target, inline = tag.get("data-target"), tag.get("data-mode") == "inline"
    if inline and not target:
        yield Finding("target-missing")
    elif target and not inline:
        yield Finding("target-idle")
    elif inline and any(each.name == "body" for each in page):
        named = re.fullmatch(r"#([\w-]+)", target)
        if named and all(each.get("id") != named[1] for each in page):
            yield Finding("target-absent", {"target": _short(target)})


def _openers(page: Sequence[Element], ours: Ours) -> Iterator[Finding]:
    """Yield guides that elements of the page begin, and that are not there."""
    for guide in {each.get("data-komek-guide"): None for each in page if each.get("data-komek-guide")}:
        if guide not in ours.guides:
            values = {"name": "data-komek-guide", "value": _short(guide), "known": ", ".join(ours.guides)}
            yield Finding("value-guide", values)


def _short(text: str) -> str:
    """Return what was pasted as a sentence repeats it."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
