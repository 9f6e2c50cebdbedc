"""Fit content/calibration.json: hold phrasings out of the index, ask them, and learn how sure a match is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.knowledge.articles import Draft
from app.knowledge.calibration import Calibration, chances, choose_reading, fit
from app.knowledge.glossary import Glossary
from app.knowledge.index import Index, build
from app.knowledge.library import documents_of
from app.knowledge.match import FEATURES, NONE_FEATURES, Found, find
from app.knowledge.shelf import Shelf
from app.knowledge.text import clean
from app.model import Lang

FOLDS = 5
START = Calibration(
    np.array([2.0, 1.0, 0.3, 0.3, 1.0, 0.5, 0.3] + [0.0] * (len(FEATURES) - 7)),
    np.zeros(len(NONE_FEATURES)),
    0.5,
    0.25,
)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A phrasing asked of an index that does not hold it, or a message that no article answers (no slug)."""

    text: str
    slug: str | None
    lang: Lang | None
    found: Found
    slugs: tuple[str, ...]


def hold_out(shelf: Shelf, folds: int = FOLDS) -> list[HeldOut]:
    """Ask every phrasing of an index built without a fifth of all, then every off-topic message of the whole."""
    pairs: dict[str, dict[Lang, Draft]] = {}
    for draft in shelf.drafts:
        pairs.setdefault(draft.article.slug, {})[draft.article.lang] = draft
    glossary = shelf.glossary or Glossary(())
    rows: list[HeldOut] = []
    for part in range(folds):
        kept = {
            slug: {lang: _without_part(draft, part, folds) for lang, draft in pair.items()}
            for slug, pair in sorted(pairs.items())
        }
        index = build(documents_of(kept), glossary)
        for slug, pair in sorted(pairs.items()):
            for lang, draft in sorted(pair.items()):
                for ask in draft.article.ask[part::folds]:
                    rows += _asked(ask, slug, lang, index)
    index = build(documents_of(dict(sorted(pairs.items()))), glossary)
    for message in shelf.off_topic or ():
        rows += _asked(message, None, None, index)
    return rows


def calibrate(rows: Sequence[HeldOut], answer: float, choices: float) -> Calibration:
    """Return the coefficients that explain the rows best, with the bounds of the bands as given."""
    features, none = fit([(r.found.features, r.found.none, _places(r)) for r in rows])
    return Calibration(features, none, answer, choices)


def measure(rows: Sequence[HeldOut], calibration: Calibration) -> dict[str, float]:
    """Return how often the held-out phrasing's article came first, among three; and how often "none" was right."""
    inside = [row for row in rows if row.slug]
    outside = [row for row in rows if not row.slug]
    ranks = [_rank(row, calibration) for row in inside]
    refused = [1 - chances(row.found, calibration)[:-1].max() for row in outside]
    return {
        "phrasings": len(inside),
        "first": round(sum(rank == 0 for rank in ranks) / max(1, len(ranks)), 4),
        "among_three": round(sum(rank < 3 for rank in ranks) / max(1, len(ranks)), 4),
        "off_topic": len(outside),
        "off_topic_below_answer": round(sum(1 - r < calibration.answer for r in refused) / max(1, len(refused)), 4),
    }


def _asked(text: str, slug: str | None, lang: Lang | None, index: Index) -> list[HeldOut]:
    found = find(clean(text), index)
    return [HeldOut(text, slug, lang, choose_reading(found, START), index.slugs)] if found else []


def _places(row: HeldOut) -> list[int]:
    return [at for at, article in enumerate(row.found.articles.tolist()) if row.slugs[article] == row.slug]


def _rank(row: HeldOut, calibration: Calibration) -> int:
    order = np.argsort(-(row.found.features @ calibration.features), kind="stable")
    places = _places(row)
    return order.tolist().index(places[0]) if places else len(order)


def _without_part(draft: Draft, part: int, folds: int) -> Draft:
    kept = tuple(ask for at, ask in enumerate(draft.article.ask) if at % folds != part)
    return replace(draft, article=replace(draft.article, ask=kept))
