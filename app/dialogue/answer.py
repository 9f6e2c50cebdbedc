"""One message → what to say. The decision, on one screen."""

from __future__ import annotations

from app.dialogue.reply import Decision
from app.knowledge.emergency import is_emergency
from app.knowledge.library import Library, Ranking, understand
from app.knowledge.text import clean
from app.model import Kind, Question
from lookup.iin import find_iins, mask_iins

OFFERED = 3  # more than three choices are not read; fewer lose one right article in ten
FAINT = 0.12  # a choice a good deal less likely than the first only distracts: its least share of the first


def answer(question: Question, library: Library) -> Decision:
    """Decide what to say to a message of any text."""
    text = clean(question.text)
    if is_emergency(text, library.signs):
        ranking = understand(text, library)
        return Decision(Kind.EMERGENCY, ("emergency",), ranking.lang or question.lang, 1.0)
    if find_iins(text):
        return Decision(Kind.ANSWER, ("check-status",), question.lang)
    return decide(understand(mask_iins(text), library), question, library)


def decide(ranking: Ranking, question: Question, library: Library) -> Decision:
    """Choose the band of a ranking: answer, at most three choices, or nothing."""
    lang = ranking.lang or question.lang
    bounds = library.calibration
    if not ranking.matches:
        return Decision(Kind.NOTHING, (), lang)
    first = ranking.matches[0]
    kind = library.articles[first.slug][lang].kind
    if first.confidence >= bounds.answer:
        return Decision(kind, (first.slug,), lang, first.confidence)
    near = tuple(
        match.slug
        for match in ranking.matches[:OFFERED]
        if match.confidence >= FAINT * first.confidence and library.articles[match.slug][lang].group != "talk"
    )
    if near and 1 - ranking.none >= bounds.choices:
        return Decision(Kind.CHOICES, near, lang, first.confidence)
    return Decision(Kind.NOTHING, near if 1 - ranking.none >= bounds.choices / 2 else (), lang)
