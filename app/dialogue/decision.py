"""What is to be said, before it is put in words: the value that answering makes, a page carries and a reply shows."""

from __future__ import annotations

from dataclasses import dataclass

from app.model import Kind, Lang
from lookup.status import Status


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up came to: the last four digits of the number, and the status; None when the registry has none."""

    last_four: str
    status: Status | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is in a guide: the answers by step, in one form for both languages.

    `at` is a step that is asked again; `given` the step that the newest answer answers.
    """

    guide: str
    answers: tuple[tuple[str, str], ...] = ()
    at: str | None = None
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be said: the kind, the articles by slug (one to say, or several to offer), how surely.

    `also` are articles that answer further questions of the same message: offered after the answer. `found` is what
    the registry said of a number, when one was looked up. `progress` is the guide that goes on: the kind `guide` says
    its next question or its result, any other kind the question after what it says itself.
    """

    kind: Kind
    slugs: tuple[str, ...]
    lang: Lang
    confidence: float | None = None
    also: tuple[str, ...] = ()
    found: Found | None = None
    progress: Progress | None = None
