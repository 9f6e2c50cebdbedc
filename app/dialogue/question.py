"""From what came over the wire to a Question: bounded, readable, not empty; or the reason why not."""

from __future__ import annotations

import re

from app.knowledge.text import clean, words_of
from app.model import Lang, Question

MAX_CHARS = 1000  # a long letter of a person has 600; longer ones are pasted documents

_ASKING = (
    *("как", "какой", "какая", "какое", "какие", "каком", "какую", "сколько", "где", "куда", "откуда", "когда"),
    *("что", "чем", "почему", "зачем", "кто", "кому", "можно", "нужно", "должен", "должна"),
    *("қалай", "қанша", "қайда", "қайдан", "қайсы", "қашан", "неге", "кім", "кімге", "қандай", "бола ма", "керек пе"),
)
_ASKS = re.compile(rf"\?|\b(?:{'|'.join(_ASKING)})\b", re.IGNORECASE)
_JOIN = re.compile(
    r"(?<=[?!;.])\s+(?:(?:и|а|және|ал)\s+)?"
    rf"|[,\s]\s*(?:а также|и ещё|и еще|а ещё|а еще|и|а|әрі|және|ал|тағы)\s+(?=(?:{'|'.join(_ASKING)})\b)",
    re.IGNORECASE,
)
_SHORTEST = 2  # words of a question of its own


class BadQuestion(ValueError):
    """A message that cannot be answered; `reason` is a code: text-empty, text-too-long, text-unreadable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_question(text: str, lang: Lang) -> Question:
    """Return the question of a text. The length is bounded before anything looks at the letters."""
    if len(text) > MAX_CHARS:
        raise BadQuestion("text-too-long")
    if "\ufffd" in text:
        raise BadQuestion("text-unreadable")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise BadQuestion("text-unreadable") from None
    cleaned = clean(text)
    if not cleaned:
        raise BadQuestion("text-empty")
    return Question(cleaned, lang)


def asks(text: str) -> bool:
    """Say whether a message asks something: a question mark, or a word of asking.

    >>> asks("а сколько это стоит"), asks("иә"), asks("400 мың")
    (True, False, False)
    """
    return bool(_ASKS.search(text))


def questions_in(text: str) -> tuple[str, ...]:
    """Return the questions that a cleaned message holds, in their order; none or one when it is a single question.

    >>> questions_in("Как проверить статус? И сколько платить за себя?")
    ('Как проверить статус?', 'сколько платить за себя?')
    >>> questions_in("мама и папа на пенсии, сколько платить")
    ('мама и папа на пенсии, сколько платить',)
    """
    parts = _JOIN.split(text)
    return tuple(part for part in parts if _ASKS.search(part) and len(words_of(part)) >= _SHORTEST)
