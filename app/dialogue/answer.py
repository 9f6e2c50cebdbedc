"""One message → what to say. The decision, on one screen."""

from __future__ import annotations

from app.dialogue.reply import Decision
from app.knowledge.emergency import sign_of
from app.knowledge.library import Library, Ranking, understand
from app.knowledge.text import clean
from app.model import Kind, Lang, Question
from lookup.iin import find_iins, mask_iins

OFFERED = 3  # more than three choices are not read; fewer lose one right article in ten
FAINT = 0.08  # a choice this much less likely than the first only distracts
NOT_OURS = (
    0.75  # the chance that a message is no matter of the Fund from which nothing is offered; .5 missed one in fifty
)


def answer(question: Question, library: Library) -> Decision:
    """Decide what to say to a message of any text."""
    typed = clean(question.text)
    text = mask_iins(typed)
    if sign_of(text, library.signs):
        return Decision(Kind.EMERGENCY, ("emergency",), understand(text, library).lang or question.lang, 1.0)
    if find_iins(typed):
        return Decision(Kind.ANSWER, ("check-status",), question.lang)
    return decide(understand(text, library), question.lang, library)


def decide(ranking: Ranking, chat_lang: Lang, library: Library) -> Decision:
    """Choose the band of a ranking: answer, at most three choices, or nothing."""
    lang = ranking.lang or chat_lang
    if not ranking.matches:
        return Decision(Kind.NOTHING, (), lang)
    first = ranking.matches[0]
    ours = 1 - ranking.ours < NOT_OURS
    others = not library.is_ours(first.slug) and first.confidence > ranking.none
    if others or first.confidence >= library.calibration.answer:
        return Decision(library.articles[first.slug][lang].kind, (first.slug,), lang, first.confidence)
    near = tuple(m for m in ranking.matches if library.is_ours(m.slug) and m.confidence >= FAINT * first.confidence)
    slugs = tuple(match.slug for match in near[:OFFERED])
    if ours and sum(match.confidence for match in near[:OFFERED]) >= library.calibration.choices:
        return Decision(Kind.CHOICES, slugs, lang, first.confidence)
    return Decision(Kind.NOTHING, slugs if ours else (), lang)
