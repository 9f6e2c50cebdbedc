"""The guide "categories": who pays for a person – the State, by a category, or else whoever their work names.

The categories are the sixteen of the Fund's list of January 2026: fourteen of article 26 of the Law "On compulsory
social health insurance", and two of article 26-1, paid from local budgets (the registered unemployed; levels D and E).
Being in one is enough: who is under 18, gets a pension or studies full time is asked nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from app.dialogue.guides.guide import Answers, Guide, Outcome, Pick, Said, Step, Ticks, World, ticked
from app.knowledge.guided import CATEGORIES
from app.model import Lang


class Category(StrEnum):
    """Whom the State pays for; the value ends the slug of the text."""

    CHILD = "child"
    PENSIONER = "pensioner"
    LEARNER = "learner"
    DISABLED = "disabled"
    MOTHER = "mother"
    PRISONER = "prisoner"
    DETAINED = "detained"
    MATERNITY = "maternity"
    PREGNANT = "pregnant"
    PARENT = "parent"
    CHILD_CARER = "child-carer"
    ADULT_CARER = "adult-carer"
    UNEMPLOYED = "unemployed"
    AID = "aid"
    KANDAS = "kandas"
    CRISIS = "crisis"


# what may be ticked, and the category it gives: in work or not, and only out of work
ALWAYS: Mapping[str, Category] = {
    "pension": Category.PENSIONER,
    "study": Category.LEARNER,
    "disabled": Category.DISABLED,
    "award": Category.MOTHER,
    "prison": Category.PRISONER,
    "remand": Category.DETAINED,
}
OUT_OF_WORK: Mapping[str, Category] = {
    "arrest": Category.DETAINED,
    "pregnant": Category.PREGNANT,
    "baby": Category.PARENT,
    "child-carer": Category.CHILD_CARER,
    "adult-carer": Category.ADULT_CARER,
    "unemployed": Category.UNEMPLOYED,
    "aid": Category.AID,
    "kandas": Category.KANDAS,
}
# no document gives these a temporary status: others answer for the data, or the status comes at once
WITHOUT_PAPERS = {Category.PRISONER, Category.DETAINED, Category.CRISIS}

_OPTIONS = CATEGORIES.steps
_DOING, _STUDY, _WORKING, _JOB, _LEVEL, _WORK = (
    Step(name, Pick(_OPTIONS[name])) for name in ("doing", "study", "working", "job", "level", "work")
)
_SITUATION, _ABOUT = (Step(name, Ticks(_OPTIONS[name])) for name in ("situation", "about"))
_ABOUT_AT_WORK = Step("about", Ticks(("pension", "study", "disabled", "award")))  # the rest hardly goes with work


def next_step(answers: Answers, _world: World) -> Step | Outcome:
    """Return the next question, or who pays."""
    match answers.get("doing"):
        case None:
            return _DOING
        case "child":
            return _found(Category.CHILD)
        case "pension":
            return _found(Category.PENSIONER)
        case "student":
            return _student(answers)
        case "leave":
            return _on_leave(answers)
        case "work":
            return _at_work(answers)
        case _:
            return _at_home(answers)


def categories_of(ticks: Collection[str], *, working: bool) -> tuple[Category, ...]:
    """Return the categories that what was ticked gives, those that last first."""
    given = ALWAYS if working else {**ALWAYS, **OUT_OF_WORK}
    return tuple(dict.fromkeys(category for tick, category in given.items() if tick in ticks))


def say(_outcome: Outcome, _lang: Lang, _world: World) -> Said:
    """Return what the texts need besides the year's figures: nothing."""
    return Said()


def _student(answers: Answers) -> Step | Outcome:
    match answers.get("study"):
        case None:
            return _STUDY
        case "full":
            return _found(Category.LEARNER)
        case "abroad":
            return Outcome(("categories-abroad", "categories-not-shown"), (Category.LEARNER,))
        case "pause":
            return _nobody("pause")
    match answers.get("working"):
        case None:
            return _WORKING
        case "yes":
            return _at_work(answers)
        case _:
            return _at_home(answers)


def _on_leave(answers: Answers) -> Step | Outcome:
    match answers.get("job"):
        case None:
            return _JOB
        case "employer":
            return _found(Category.MATERNITY)
        case "owner":
            return _at_work(answers)
        case _:
            return _at_home(answers)


def _at_work(answers: Answers) -> Step | Outcome:
    if "about" not in answers:
        return _ABOUT_AT_WORK
    if categories := categories_of(ticked(answers, "about"), working=True):
        return _found(*categories)
    work = "owner" if answers.get("job") == "owner" else answers.get("work")
    return _nobody(work) if work else _WORK


def _at_home(answers: Answers) -> Step | Outcome:
    for step in (_SITUATION, _ABOUT):
        if step.id not in answers:
            return step
    ticks = ticked(answers, "situation") + ticked(answers, "about")
    owner = "owner" in ticks  # an open business is work, whatever it earns
    if categories := categories_of(ticks, working=owner):
        return _found(*categories)
    if owner:
        return _nobody("owner")
    match answers.get("level"):
        case None:
            return _LEVEL
        case "d-e":
            return _found(Category.CRISIS)
        case "a-b-c":
            return _nobody("self-payer")
        case _:
            return _nobody("none")


def _found(*categories: Category) -> Outcome:
    first = ("categories-several",) if len(categories) > 1 else ()
    texts = tuple(f"categories-{category}" for category in categories)
    last = () if WITHOUT_PAPERS.issuperset(categories) else ("categories-not-shown",)
    return Outcome((*first, *texts, *last), categories)


def _nobody(text: str) -> Outcome:
    """Return the result for one in no category: the text says whose contributions are due."""
    return Outcome((f"categories-{text}",), ())


GUIDE = Guide(
    name="categories",
    texts=CATEGORIES,
    next=next_step,
    say=say,
    heard=(_DOING, _STUDY, _SITUATION, _WORK),
)
