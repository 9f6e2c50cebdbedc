"""From what came over the wire to a Question: bounded, readable, not empty; or the reason why not."""

from __future__ import annotations

from app.knowledge.text import clean
from app.model import Lang, Question

MAX_CHARS = 1000  # a long letter of a person has 600; longer ones are pasted documents


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
