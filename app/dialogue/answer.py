"""One message → what to say. The decision, on one screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.dialogue.decision import Decision, Progress
from app.dialogue.guides.guide import Guide, Step
from app.dialogue.guides.read import BadAnswer
from app.dialogue.guides.status import SEVERAL
from app.dialogue.guides.talk import Guiding, go_on, hear, lead
from app.dialogue.question import questions_in
from app.knowledge.emergency import sign_of
from app.knowledge.library import Library, Ranking, understand
from app.knowledge.text import clean
from app.model import Kind, Lang, Question
from lookup.iin import find_iins, iin_typed, mask_iins

OFFERED = 3  # more than three choices are not read; fewer lose one right article in ten
FAINT = 0.08  # a choice this much less likely than the first only distracts
NOT_OURS = 0.85  # the chance of a message being no matter of ours from which nothing is offered; .75 missed one in 100
MATTERS = (Kind.ANSWER, Kind.CHOICES)  # what is said of the Fund's own matters
SURELY = 0.7  # the chance from which a part of a message is a question of its own


def answer(
    question: Question,
    library: Library,
    look_up: Callable[[str], Decision] | None = None,
    guiding: Guiding | None = None,
) -> Decision:
    """Decide what to say to a message of any text. Raises what `look_up` raises; it takes a number as typed.

    Without it a number is answered with the article on checking the status. `guiding` are the guides; when one goes
    on, the message may be its answer, and what is no answer is answered before it goes on. Raises BadAnswer for what
    is neither.
    """
    typed = clean(question.text)
    text = mask_iins(typed)
    if sign_of(text, library.signs):
        return Decision(Kind.EMERGENCY, ("emergency",), understand(text, library).lang or question.lang, 1.0)
    if guiding is None:
        return _answered(question, typed, text, library, look_up)
    going = guiding.going()
    if going is None:
        return lead(_answered(question, typed, text, library, look_up), text, guiding, library)
    return _in_guide(going, question, typed, library, look_up, guiding)


def _in_guide(
    going: tuple[Guide, Progress, Step],
    question: Question,
    typed: str,
    library: Library,
    look_up: Callable[[str], Decision] | None,
    guiding: Guiding,
) -> Decision:
    """Take a message as the answer a guide waits for, or answer it and go on. Raises BadAnswer."""
    guide, progress, _ = going
    bad: BadAnswer | None = None
    try:
        if heard := hear(typed, guiding, library):
            return go_on(guide, heard, question.lang)
    except BadAnswer as error:
        bad = error
    said = _answered(question, typed, mask_iins(typed), library, look_up)
    if bad and said.kind in (Kind.NOTHING, Kind.CHOICES):
        raise bad
    of_number = said.kind in (Kind.GUIDE, Kind.STATUS, Kind.TROUBLE)  # it has a form of its own, or comes after one
    return said if of_number else replace(said, progress=progress)


def _answered(
    question: Question, typed: str, text: str, library: Library, look_up: Callable[[str], Decision] | None
) -> Decision:
    if numbers := _numbers_in(typed):
        if look_up is None:
            return Decision(Kind.ANSWER, ("check-status",), question.lang)
        return look_up(numbers[0]) if len(numbers) == 1 else Decision(Kind.GUIDE, (SEVERAL,), question.lang)
    decision = decide(understand(text, library), question.lang, library)
    several = _each_answered(text, library)
    if (decision.kind in MATTERS and len(several) > 1) or (decision.kind is Kind.NOTHING and several):
        (first, confidence), *others = several.items()
        return Decision(Kind.ANSWER, (first,), decision.lang, confidence, tuple(slug for slug, _ in others))
    return decision


def _numbers_in(typed: str) -> list[str]:
    """Return the numbers of persons in a message, each once; or the one that was tried and has a slip."""
    attempt = iin_typed(typed)
    return list(dict.fromkeys(find_iins(typed))) or ([attempt] if attempt else [])


def _each_answered(text: str, library: Library) -> dict[str, float]:
    """Return the articles that surely answer the questions of a message that holds several, with how surely."""
    found: dict[str, float] = {}
    questions = questions_in(text)
    for part in questions if len(questions) > 1 else ():
        for match in understand(part, library).matches[:1]:
            if match.confidence >= SURELY and library.is_ours(match.slug):
                found.setdefault(match.slug, match.confidence)
    return found


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
