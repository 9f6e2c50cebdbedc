"""One article: content/<lang>/<group>/<slug>.md → Draft, or the fault with its line and cure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.knowledge.fault import FaultError, Mapped, did_you_mean, read_yaml
from app.knowledge.markdown import read_markdown
from app.knowledge.rates import read_source
from app.model import Article, Lang

GROUPS = ("status", "payment", "benefits", "care", "about", "contact", "elsewhere", "talk", "guide")
GUIDES = ("status", "plan", "prepay", "categories", "calculator", "appeal")
KEYS = ("title", "ask", "related", "guide", "sources", "reviewed", "until", "options")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_SLUG = 64


@dataclass(frozen=True, slots=True)
class Front:
    """What the first screen offers, by slug: the main doors and the most asked questions."""

    doors: tuple[str, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as read from its file, with what the check of all files still needs to know of it."""

    article: Article
    path: str
    body: str
    body_line: int
    lines: Mapping[str, int]
    ask_lines: tuple[int, ...]


def read_article(path: str, text: str) -> Draft:
    """Read one article; `path` is lang/group/slug.md. Raises FaultError."""
    lang, group, slug = _place(path)
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != "---":
        raise FaultError(1, "the file begins with '---' and the head")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise FaultError(1, "the head has no end; write '---' after it")
    head = read_yaml("\n".join(lines[1:end]), 2)
    if not isinstance(head.value, dict):
        raise FaultError(2, "the head holds keys, e.g. 'title: …'")
    fields: dict[str, Mapped] = head.value
    for key, item in fields.items():
        if key not in KEYS:
            raise FaultError(item.line, f"unknown key '{key}'{did_you_mean(key, KEYS)}")
    body = "\n".join(lines[end + 1 :])
    sources = fields.get("sources", Mapped([], 1))
    article = Article(
        slug=slug,
        lang=lang,
        group=group,
        title=_text(fields, "title"),
        ask=_texts(fields, "ask"),
        blocks=read_markdown(body, end + 2),
        related=_texts(fields, "related"),
        guide=_one_of(fields, "guide", GUIDES),
        sources=tuple(read_source(item) for item in _list(sources, "sources")),
        reviewed=_date(fields, "reviewed"),
        until=_date(fields, "until"),
        options=_options(fields),
    )
    asked = tuple(item.line for item in _list(fields.get("ask", Mapped([], 1)), "ask"))
    if not article.blocks and group != "guide":  # the title of a step may say all
        raise FaultError(end + 1, "the article says nothing; write its text after the head")
    return Draft(article, path, body, end + 2, {key: item.line for key, item in fields.items()}, asked)


def read_front(text: str) -> Front:
    """Read front.yaml: `doors` and `asked`, lists of slugs. Raises FaultError."""
    tree = read_yaml(text)
    if not isinstance(tree.value, dict) or set(tree.value) != {"doors", "asked"}:
        raise FaultError(tree.line, "front.yaml holds 'doors' and 'asked', lists of slugs")
    return Front(_texts(tree.value, "doors"), _texts(tree.value, "asked"))


def _place(path: str) -> tuple[Lang, str, str]:
    parts = path.split("/")
    if len(parts) != 3 or not parts[2].endswith(".md"):
        raise FaultError(1, "an article is <kk or ru>/<group>/<slug>.md; move or remove this file")
    lang, group, slug = parts[0], parts[1], parts[2].removesuffix(".md")
    if lang not in tuple(Lang):
        raise FaultError(1, f"'{lang}' is not a language; use kk or ru")
    if group not in GROUPS:
        raise FaultError(1, f"'{group}' is not a group{did_you_mean(group, GROUPS)}")
    if not _SLUG.fullmatch(slug) or len(slug) > _MAX_SLUG:
        raise FaultError(1, f"'{slug}' is not a slug; use a-z, 0-9 and single hyphens, at most {_MAX_SLUG}")
    return Lang(lang), group, slug


def _text(fields: Mapping[str, Mapped], key: str) -> str:
    if key not in fields:
        raise FaultError(1, f"key '{key}' is missing")
    value = fields[key].value
    if not isinstance(value, str) or not value.strip():
        raise FaultError(fields[key].line, f"'{key}' needs text")
    return " ".join(value.split())


def _list(item: Mapped, key: str) -> list[Mapped]:
    if item.value == "":
        return []
    if not isinstance(item.value, list):
        raise FaultError(item.line, f"'{key}' is a list; put each entry after '- '")
    return item.value


def _texts(fields: Mapping[str, Mapped], key: str) -> tuple[str, ...]:
    return tuple(_entries(fields, key))


def _entries(fields: Mapping[str, Mapped], key: str) -> Iterator[str]:
    for item in _list(fields.get(key, Mapped([], 1)), key):
        if not isinstance(item.value, str) or not item.value.strip():
            raise FaultError(item.line, f"an entry of '{key}' needs text; put it in quotes if it has ': '")
        yield " ".join(item.value.split())


def _options(fields: Mapping[str, Mapped]) -> dict[str, tuple[str, ...]]:
    if "options" not in fields:
        return {}
    tree = fields["options"].value
    if not isinstance(tree, dict):
        raise FaultError(fields["options"].line, "'options' holds the ids of the answers, e.g. 'yes: [Да]'")
    return {name: _said(name, item) for name, item in tree.items()}


def _said(name: str, item: Mapped) -> tuple[str, ...]:
    said = tuple(_entries({name: item}, name))
    if not said:
        raise FaultError(item.line, f"the answer '{name}' needs words: the label first, then what people type for it")
    return said


def _one_of(fields: Mapping[str, Mapped], key: str, known: tuple[str, ...]) -> str | None:
    if key not in fields:
        return None
    value = _text(fields, key)
    if value not in known:
        raise FaultError(fields[key].line, f"unknown {key} '{value}'{did_you_mean(value, known)}")
    return value


def _date(fields: Mapping[str, Mapped], key: str) -> date | None:
    if key not in fields:
        return None
    try:
        return date.fromisoformat(_text(fields, key))
    except ValueError:
        raise FaultError(fields[key].line, f"'{key}' is a date; write it as 2026-01-31") from None
