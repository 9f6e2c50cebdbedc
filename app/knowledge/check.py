"""The check of all content: what one file cannot know of itself. Tells every fault at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from app.block import Contact, Heading, Items, Link, Note, Spans, Steps, Table, Text
from app.knowledge.articles import Draft
from app.knowledge.fault import Fault, did_you_mean
from app.knowledge.guided import FACTS, GUIDED, OPTIONS, slugs_of
from app.knowledge.rates import DERIVED, OPTIONAL, PLACEHOLDER, REQUIRED, Rates, Unit
from app.knowledge.shelf import Shelf
from app.knowledge.text import fold, words_of
from app.model import Lang

MIN_ASKS = 25  # fewer phrasings left a fifth more unseen questions unanswered (docs/matching.md)
MAX_TITLE = 80
REVIEW_EVERY = timedelta(days=366)
NEAR = 93  # ratio of folded phrasings, words in order, from which two articles are too alike to tell apart
_CHUNK = 512
TALK = ("greeting", "thanks", "goodbye", "robot", "operator", "emergency", "nothing", "choices", "also", "trouble",
        "old-figures", "expired", "welcome", "guide-left")  # fmt: skip

_FIGURE = re.compile(r"\d[\d\u00a0\u202f ]*(?:[.,]\d+)?\s*(?:₸|%|тг\b|тенге|теңге|процент|пайыз)", re.IGNORECASE)
_MONEY = {name for name, unit in {**REQUIRED, **OPTIONAL}.items() if unit is Unit.MONEY} | set(DERIVED)
_UNKIND = {
    re.compile(r"\bинвалид(?!ност|н)\w*", re.IGNORECASE): "лицо с инвалидностью",
    re.compile(r"\bмүгедек(?!ті)\w*", re.IGNORECASE): "мүгедектігі бар адам",
    re.compile(r"\bоралман\w*", re.IGNORECASE): "кандас / қандас",
}
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)


def check(shelf: Shelf, today: date) -> tuple[Fault, ...]:
    """Return every fault and warning of a content folder, in the order of files and lines."""
    faults = list(shelf.faults)
    faults += _pairs(shelf)
    slugs = {draft.article.slug for draft in shelf.drafts}
    for draft in shelf.drafts:
        faults += _head(draft, slugs, today)
        faults += _words(draft)
        if shelf.rates:
            faults += _figures(draft, shelf.rates, today)
    faults += _collisions(shelf)
    faults += _front(shelf, slugs)
    faults += _talk(slugs)
    if shelf.rates:
        faults += shelf.rates.warnings(today, "rates.yaml")
    if shelf.days_off:
        faults += shelf.days_off.warnings(today, "days-off.yaml")
    return tuple(sorted(set(faults)))


def _pairs(shelf: Shelf) -> Iterator[Fault]:
    pairs: dict[str, dict[Lang, Draft]] = defaultdict(dict)
    for draft in shelf.drafts:
        if draft.article.lang in pairs[draft.article.slug]:
            other = pairs[draft.article.slug][draft.article.lang].path
            yield Fault(draft.path, 1, f"'{draft.article.slug}' stands also in {other}; a slug names one article")
        pairs[draft.article.slug][draft.article.lang] = draft
    unread = {fault.path for fault in shelf.faults}
    for pair in pairs.values():
        for lang, draft in pair.items():
            group = draft.article.group
            twin = f"{lang.other}/{group}/{draft.article.slug}.md"
            if lang.other not in pair:
                if twin not in unread:
                    yield Fault(draft.path, 1, f"there is no {twin}; every article exists in both languages")
                continue
            same = pair[lang.other].article
            if group != same.group:
                yield Fault(draft.path, 1, f"the group is '{group}' here and '{same.group}' in {same.lang}")
            for key in ("related", "guide", "until"):
                if lang is Lang.RU and getattr(draft.article, key) != getattr(same, key):
                    line = draft.lines.get(key, 1)
                    yield Fault(draft.path, line, f"'{key}' differs from {twin}; write the same in both")


def _head(draft: Draft, slugs: set[str], today: date) -> Iterator[Fault]:
    article, lines = draft.article, draft.lines
    if len(article.title) > MAX_TITLE:
        yield Fault(draft.path, lines["title"], f"the title has {len(article.title)} letters; {MAX_TITLE} at most")
    for slug in article.related:
        if slug == article.slug:
            yield Fault(draft.path, lines["related"], "the article names itself in 'related'; remove it")
        elif slug not in slugs:
            message = f"no article '{slug}'{did_you_mean(slug, slugs)}"
            yield Fault(draft.path, lines["related"], message, spread=True)
    for href in links_of(draft):
        if ":" not in href and href not in slugs:
            message = f"a link to no article '{href}'{did_you_mean(href, slugs)}"
            yield Fault(draft.path, _line_with(draft, f"({href})"), message, spread=True)
    yield from _options(draft)
    yield from _care(draft, today)


def _options(draft: Draft) -> Iterator[Fault]:
    """Tell the answers that a question of a guide lacks, and those it does not know."""
    article = draft.article
    line = draft.lines.get("options", 1)
    needed = OPTIONS.get(article.slug, ())
    for name in needed:
        if name not in article.options:
            yield Fault(draft.path, line, f"'options' lacks the answer '{name}'")
    for name in article.options:
        if name not in needed:
            yield Fault(draft.path, line, f"unknown answer '{name}'{did_you_mean(name, needed)}")


def _care(draft: Draft, today: date) -> Iterator[Fault]:
    """Tell what keeps an answer trustworthy and is missing: phrasings, sources, the dates of its review."""
    article, lines = draft.article, draft.lines
    if article.until and article.until < today:
        yield Fault(draft.path, lines["until"], f"was to hold until {article.until}; review it", warning=True)
    if article.group in ("talk", "guide"):
        return
    if article.group != "elsewhere" and len(article.ask) < MIN_ASKS:
        line = lines.get("ask", 1)
        yield Fault(draft.path, line, f"{len(article.ask)} phrasings in 'ask'; write {MIN_ASKS} or more")
    if not article.sources:
        yield Fault(draft.path, lines.get("sources", 1), "no 'sources'; say where it is written")
    if article.reviewed is None:
        yield Fault(draft.path, 1, "key 'reviewed' is missing; write the date of the last review")
    elif today - article.reviewed > REVIEW_EVERY:
        yield Fault(draft.path, lines["reviewed"], f"last reviewed {article.reviewed}; read it again", warning=True)


def _words(draft: Draft) -> Iterator[Fault]:
    texts = [(draft.lines.get("title", 1), draft.article.title)]
    texts += list(enumerate(draft.body.splitlines(), draft.body_line))
    for line, text in texts:
        for pattern, instead in _UNKIND.items():
            if found := pattern.search(text):
                yield Fault(draft.path, line, f"'{found.group()}' is not our word; write '{instead}'")
        if found := _FIGURE.search(text):
            yield Fault(draft.path, line, f"'{found.group()}' is typed; take it from rates.yaml by {{{{ name }}}}")
    if draft.article.lang is Lang.KK and not _KAZAKH.search(draft.body.strip() or draft.article.title):
        yield Fault(draft.path, draft.body_line, "there is no Kazakh letter in the text; is it in Kazakh?")


def _figures(draft: Draft, rates: Rates, today: date) -> Iterator[Fault]:
    references: set[str] = set()
    texts = [(draft.lines.get("title", 1), draft.article.title)]
    texts += list(enumerate(draft.body.splitlines(), draft.body_line))
    for line, text in texts:
        for reference in PLACEHOLDER.findall(text):
            if draft.article.group == "guide" and reference in FACTS:
                continue
            references.add(reference)
            for year in sorted({rates.year_for(today), max(rates.years)}, reverse=True):
                try:
                    rates.figure(reference, year)
                except KeyError as error:
                    yield Fault(draft.path, line, str(error.args[0]))
                    break
        rest = PLACEHOLDER.sub("", text)
        if "{{" in rest or "}}" in rest:
            yield Fault(draft.path, line, "a brace stands alone; a figure is written {{ name }}")
    if references & _MONEY and not references & {"year", "last.year"}:
        yield Fault(draft.path, draft.body_line, "a sum is shown without its year; add {{ year }} to the sentence")


def _collisions(shelf: Shelf) -> Iterator[Fault]:
    """Tell phrasings that stand twice, however spelt."""
    seen: dict[str, Draft] = {}
    for draft, ask, key in _phrasings(shelf):
        if key not in seen:
            seen[key] = draft
        elif seen[key].path == draft.path or seen[key].article.slug != draft.article.slug:
            yield Fault(draft.path, _line_of(draft, ask), f"'{ask}' stands also in {seen[key].path}; keep one")


def near_phrasings(shelf: Shelf) -> tuple[Fault, ...]:
    """Warn of phrasings of two articles that only a letter or the order of words tells apart. Takes seconds."""
    rows = [(draft, ask, " ".join(sorted(key.split()))) for draft, ask, key in _phrasings(shelf)]
    keys = [key for _, _, key in rows]
    faults = []
    for start in range(0, len(keys), _CHUNK):
        near = cdist(keys[start : start + _CHUNK], keys[: start + _CHUNK], scorer=ratio, score_cutoff=NEAR)
        for row, column in zip(*near.nonzero(), strict=True):
            (draft, ask, _), (other, twin, _) = rows[start + row], rows[column]
            if start + row > column and draft.article.slug != other.article.slug:
                message = f"'{ask}' is near '{twin}' of {other.path}"
                faults.append(Fault(draft.path, _line_of(draft, ask), message, warning=True))
    return tuple(sorted(faults))


def _phrasings(shelf: Shelf) -> Iterator[tuple[Draft, str, str]]:
    for draft in shelf.drafts:
        for ask in draft.article.ask:
            yield draft, ask, " ".join(fold(word) for word in words_of(ask))


def _line_with(draft: Draft, text: str) -> int:
    lines = enumerate(draft.body.splitlines(), draft.body_line)
    return next((line for line, body in lines if text in body), draft.body_line)


def _line_of(draft: Draft, ask: str) -> int:
    return draft.ask_lines[draft.article.ask.index(ask)]


def _front(shelf: Shelf, slugs: set[str]) -> Iterator[Fault]:
    for slug in (*shelf.front.doors, *shelf.front.asked) if shelf.front else ():
        if slug not in slugs:
            yield Fault("front.yaml", 1, f"no article '{slug}'{did_you_mean(slug, slugs)}", spread=True)


def _talk(slugs: set[str]) -> Iterator[Fault]:
    guides = tuple(slug for name, guided in GUIDED.items() for slug in slugs_of(name, guided))
    for group, needed in (("talk", TALK), ("guide", guides)):
        for slug in needed:
            if slug not in slugs:
                yield Fault(f"kk/{group}/{slug}.md", 1, "is missing, and the assistant cannot do without it")


def links_of(draft: Draft) -> Iterator[str]:
    """Yield every href of an article's body."""
    for block in draft.article.blocks:
        match block:
            case Text(spans) | Heading(spans) | Note(spans):
                yield from _hrefs(spans)
            case Items(items) | Steps(items):
                for spans in items:
                    yield from _hrefs(spans)
            case Table(head, rows):
                for cells in (head, *rows):
                    for spans in cells:
                        yield from _hrefs(spans)
            case Link(_, href) | Contact(_, href):
                yield href


def _hrefs(spans: Spans) -> Iterator[str]:
    return (span.href for span in spans if span.href)
