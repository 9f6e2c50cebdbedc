"""Fit content/calibration.json: how sure a match is, learnt from questions whose right articles are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.knowledge.articles import Draft
from app.knowledge.calibration import Calibration, Example, choose_reading, fit
from app.knowledge.glossary import Glossary
from app.knowledge.index import NOTHING, Index, build
from app.knowledge.library import OTHERS, documents_of, pairs_of, polite_words, without_politeness
from app.knowledge.match import NONE_FEATURES, Found, find
from app.knowledge.shelf import Shelf
from app.knowledge.text import clean
from app.model import Lang

FOLDS = 5
START = Calibration(
    np.array([1.0, 1.0, 0.5, 2.0, 0.0, 3.0, 0.8, 0.5, 0.0, 0.0]),
    np.zeros(len(NONE_FEATURES)),
    answer=0.5,
    choices=0.5,
)
OFF_SHARE = 0.2  # of what people write, about a fifth is no question to the Fund


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the articles that are right for it, and what an index found for it."""

    text: str
    right: tuple[str, ...]
    found: Found
    slugs: tuple[str, ...]

    @property
    def places(self) -> list[int]:
        """Return the places of the right articles among the candidates."""
        return [at for at, article in enumerate(self.found.articles.tolist()) if self.slugs[article] in self.right]


Question = tuple[str, tuple[str, ...]]


def ask_known(shelf: Shelf, folds: int = FOLDS) -> list[Asked]:
    """Ask every question of asked.jsonl and every off-topic message of an index built without a fifth of those."""
    pairs, off_topic, known = pairs_of(shelf.drafts), shelf.off_topic or (), shelf.asked or ()
    others = tuple(slug for slug, pair in pairs.items() if pair[Lang.KK].article.group in OTHERS)
    polite = polite_words(pairs)
    asked: list[Asked] = []
    for part in range(folds):
        rest = [message for at, message in enumerate(off_topic) if at % folds != part]
        begin, end = (len(known) * each // folds for each in (part, part + 1))
        heard = [*known[:begin], *known[end:]]
        index = build(documents_of(pairs, rest, heard), shelf.glossary or Glossary(()))
        questions = [(row.text, row.expect or (NOTHING, *others)) for row in known[begin:end]]
        questions += [(message, (NOTHING, *others)) for message in off_topic[part::folds]]
        asked += _ask(questions, index, polite)
    return asked


def hold_out(shelf: Shelf, folds: int = FOLDS) -> list[Asked]:
    """Ask every phrasing of an index built without a fifth of the phrasings of its article."""
    pairs = pairs_of(shelf.drafts)
    asked: list[Asked] = []
    for part in range(folds):
        kept = {slug: {lang: _without(draft, part, folds) for lang, draft in p.items()} for slug, p in pairs.items()}
        index = build(documents_of(kept, shelf.off_topic or (), shelf.asked or ()), shelf.glossary or Glossary(()))
        held = [(ask, (slug,)) for slug, p in pairs.items() for d in p.values() for ask in d.article.ask[part::folds]]
        asked += _ask(held, index, frozenset())
    return asked


def calibrate(asked: Sequence[Asked], answer: float, choices: float) -> Calibration:
    """Return the coefficients that explain the questions best, with the bounds of the bands as given.

    Phrasings are not learnt from: they are written to differ from each other, so one held out is harder than a real
    question and would teach too much doubt.
    """
    inside = [a for a in asked if NOTHING not in a.right]
    outside = [a for a in asked if NOTHING in a.right]
    weight = OFF_SHARE / (1 - OFF_SHARE) * len(inside) / max(1, len(outside))
    examples = [Example(a.found.features, a.found.none, a.places, 1.0) for a in inside]
    examples += [Example(a.found.features, a.found.none, a.places, weight, none_right=True) for a in outside]
    features, none = fit(examples)
    return Calibration(features, none, answer, choices)


def measure(asked: Sequence[Asked], calibration: Calibration) -> dict[str, float]:
    """Return how many questions there are, and the share whose right article came first, and among three."""
    inside = [a for a in asked if NOTHING not in a.right]
    ranks = [_rank(a, calibration) for a in inside]
    return {
        "questions": len(inside),
        "first": round(sum(rank == 0 for rank in ranks) / max(1, len(ranks)), 4),
        "among_three": round(sum(rank < 3 for rank in ranks) / max(1, len(ranks)), 4),
    }


def _ask(questions: Iterable[Question], index: Index, polite: frozenset[str]) -> list[Asked]:
    asked = []
    for text, right in questions:
        if found := find(without_politeness(clean(text), polite), index):
            asked.append(Asked(text, right, choose_reading(found, START), index.slugs))
    return asked


def _rank(asked: Asked, calibration: Calibration) -> int:
    order = np.argsort(-(asked.found.features @ calibration.features), kind="stable").tolist()
    return min((order.index(place) for place in asked.places), default=len(order))


def _without(draft: Draft, part: int, folds: int) -> Draft:
    kept = tuple(ask for at, ask in enumerate(draft.article.ask) if at % folds != part)
    return replace(draft, article=replace(draft.article, ask=kept))
