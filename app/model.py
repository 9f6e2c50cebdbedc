"""The words of the house: what a person asks, what we know, what we say. Frozen values, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.block import Blocks, Choice


class Lang(StrEnum):
    """A language of the assistant. The state language comes first."""

    KK = "kk"
    RU = "ru"

    @property
    def other(self) -> Lang:
        """Return the other of the two languages."""
        return Lang.RU if self is Lang.KK else Lang.KK


class Kind(StrEnum):
    """What sort of reply it is: the closed list that every channel knows."""

    ANSWER = "answer"
    CHOICES = "choices"
    GUIDE = "guide"
    STATUS = "status"
    GREETING = "greeting"
    EMERGENCY = "emergency"
    ELSEWHERE = "elsewhere"
    NOTHING = "nothing"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer is written: a page (`link`) or a document named in words (`document`)."""

    title: str
    link: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What we know on one matter in one language. `blocks` and `title` may still hold {{ figures }}.

    `options` are the answers to the question of a guide, by id: the label first, then what people type for it.
    """

    slug: str
    lang: Lang
    group: str
    title: str
    ask: tuple[str, ...]
    blocks: Blocks
    related: tuple[str, ...] = ()
    guide: str | None = None
    sources: tuple[Source, ...] = ()
    reviewed: date | None = None
    until: date | None = None
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """Return the kind of the reply that says this article."""
        if self.group == "elsewhere":
            return Kind.ELSEWHERE
        if self.group == "guide":
            return Kind.GUIDE
        if self.group == "talk":
            return TALK_KINDS.get(self.slug, Kind.GREETING)
        return Kind.ANSWER


TALK_KINDS: Mapping[str, Kind] = {
    "emergency": Kind.EMERGENCY,
    "nothing": Kind.NOTHING,
    "trouble": Kind.TROUBLE,
    "choices": Kind.CHOICES,
}


# the kinds of articles that a person may ask for by slug: the rest are words around them
SAYABLE = frozenset({Kind.ANSWER, Kind.ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Question:
    """What a person typed, already bounded and cleaned, and the language of the chat it came from."""

    text: str
    lang: Lang


@dataclass(frozen=True, slots=True)
class Why:
    """One word of the question: the word of the article it met, by what, and what that was worth."""

    typed: str
    met: str | None
    by: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """An article found for a question. `confidence` is the estimated chance, 0 to 1, that it is the right one."""

    slug: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A match with what speaks for it: the nearest phrasing, the features by name, the words one by one."""

    match: Match
    phrase: str
    features: tuple[tuple[str, float], ...]
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the assistant says, in one language. Every channel shows it; none decides anything."""

    kind: Kind
    lang: Lang
    blocks: Blocks
    slug: str | None = None
    title: str = ""
    confidence: float | None = None
    choices: tuple[Choice, ...] = ()
    sources: tuple[Source, ...] = ()
    reviewed: date | None = None
    related: tuple[Choice, ...] = ()
    guide: str | None = None
