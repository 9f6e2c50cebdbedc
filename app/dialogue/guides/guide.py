"""One shape for all guides: data, and one pure function from the answers so far to the next question or the result.

The data (steps, their options, the texts) is in app/knowledge/guided.py and content/; the function is `Guide.next`.
Answers are kept in one form for both languages: the id of an option, digits of a sum, "2026-11" for a month. So a
guide is reckoned anew from its answers at every turn, in whichever language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.block import Block
from app.dialogue.decision import Progress
from app.knowledge.daysoff import DaysOff
from app.knowledge.guided import Guided
from app.knowledge.rates import Rates
from app.model import Article, Lang
from lookup.status import Status

Answers = Mapping[str, str]  # by the id of the step


def no_article(_slug: str, _lang: Lang) -> Article | None:
    """Return None: for a guide that only reckons."""
    return None


@dataclass(frozen=True, slots=True)
class World:
    """What a guide reckons with besides the answers: the day in Kazakhstan, the figures by year, the days off.

    `article` is `Library.get`: one that puts a text together takes its sentences from there.
    """

    today: date
    rates: Rates
    days_off: DaysOff
    article: Callable[[str, Lang], Article | None] = no_article


@dataclass(frozen=True, slots=True)
class Pick:
    """One of several options; a month is an option written like 2026-11."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """Any of several options, also none: kept as ids in their order with commas between."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in whole tenge, kept as digits."""

    high: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the person's own words, with the fewest and the most letters."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Bin:
    """The number of an organisation, kept as 12 digits."""


@dataclass(frozen=True, slots=True)
class Iin:
    """The number of a person: looked up, never kept."""


Field = Pick | Ticks | Sum | Words | Bin | Iin


@dataclass(frozen=True, slots=True)
class Step:
    """One question: its id, and how it is answered. Its text is the article `<guide>-<id>`."""

    id: str
    field: Field


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result: the articles that say it, the first with the title, and what was reckoned, in a form of the guide's."""

    slugs: tuple[str, ...]
    result: Any = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a result puts into its articles: words, and blocks, by the names that the articles use."""

    words: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Block] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: its name, its texts, the function, and how a result is told in a language.

    `next` takes the answers of the steps it has asked for, no others. `heard` are the steps whose answer may be taken
    from a message that leads here. `file` makes a file of a result: its name, its media type, its text. `handed`
    are the answers that a status looked up before gives.
    """

    name: str
    texts: Guided
    next: Callable[[Answers, World], Step | Outcome]
    say: Callable[[Outcome, Lang, World], Said]
    heard: tuple[Step, ...] = ()
    file: Callable[[Outcome, Lang, World], tuple[str, str, str]] | None = None
    handed: Callable[[Status], Answers] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: the steps answered on the way, each with its answer, and what comes now."""

    answered: tuple[tuple[Step, str], ...]
    now: Step | Outcome


def stand(guide: Guide, progress: Progress, world: World) -> Standing:
    """Walk a guide with the answers so far; one that does not hold, or is to be changed, is asked."""
    answers: dict[str, str] = {}
    answered: list[tuple[Step, str]] = []
    held = dict(progress.answers)
    while True:
        now = guide.next(answers, world)
        if isinstance(now, Outcome) or now.id == progress.at or not holds(now.field, held.get(now.id)):
            return Standing(tuple(answered), now)
        answers[now.id] = held[now.id]
        answered.append((now, held[now.id]))


def holds(asked: Field, answer: str | None) -> bool:
    """Say whether a kept answer still answers a question; its options may have changed since."""
    if answer is None:
        return False
    match asked:
        case Pick(options):
            return answer in options
        case Ticks(options):
            return not answer or set(answer.split(",")) <= set(options)
        case Sum(high):
            return answer.isdecimal() and int(answer) <= high
        case Words(least, most):
            return least <= len(answer) <= most
        case Bin():
            return len(answer) == 12
        case Iin():
            return False


def ticked(answers: Answers, step: str) -> tuple[str, ...]:
    """Return the options ticked at a step."""
    return tuple(answers[step].split(",")) if answers[step] else ()


def answer_step(progress: Progress, step: str, answer: str) -> Progress:
    """Return the progress with one step answered; the answers to others are kept, for the way that needs them."""
    answers = {**dict(progress.answers), step: answer}
    return replace(progress, answers=tuple(answers.items()), at=None, given=step)


def change_step(progress: Progress, step: str) -> Progress:
    """Return the progress with one step asked again."""
    return replace(progress, at=step, given=None)


def step_back(progress: Progress, standing: Standing) -> Progress:
    """Return the progress with the step before the present one asked again; the first stays."""
    return change_step(progress, standing.answered[-1][0].id) if standing.answered else progress
