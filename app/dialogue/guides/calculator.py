"""The guide "calculator": what a person pays of an income in a year, what the employer adds, where the cap holds.

A year of this guide is one whose figures are known; the self-employed regime has years of its own. Which year is
asked when the years come to different sums, and not otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.dialogue.guides.bill import WITHHELD, Bill, Over, Work, reckon
from app.dialogue.guides.guide import Answers, Guide, Outcome, Pick, Step, Sum, Ticks, World, ticked
from app.dialogue.guides.statement import say
from app.knowledge.guided import CALCULATOR, YES_NO
from app.knowledge.rates import Rates

FIRST_YEAR = 2024  # the oldest figures that were checked against the Fund's own handbook
HIGHEST = 10**9  # tenge a month: above it is a slip of the hand
_LIVES_BY: Mapping[str, tuple[Work, ...]] = {
    "employee": (Work.JOB,),
    "jobs": (Work.JOB, Work.SECOND_JOB),
    **{work: (work,) for work in (Work.CONTRACT, Work.ENTREPRENEUR, Work.SELF_EMPLOYED, Work.SELF_PAYER)},
}
_SLUGS: Mapping[tuple[Work, ...], str] = {
    **{works: f"calculator-{who}" for who, works in _LIVES_BY.items()},
    (Work.SECOND_JOB,): "calculator-employee",
}
_SUMS: Mapping[Work, str] = {
    Work.JOB: "income-first",
    Work.SECOND_JOB: "income-second",
    Work.CONTRACT: "income-contract",
}


def next_step(answers: Answers, world: World) -> Step | Outcome:
    """Return the next question, or what the answers come to."""
    if "who" not in answers:
        return Step("who", Pick(tuple(_known_ways(world.rates))))
    if answers["who"] == "category":
        return Outcome(("calculator-category",))
    if answers["who"] == "several" and "kinds" not in answers:
        return Step("kinds", Ticks(CALCULATOR.steps["kinds"]))
    works = _works_of(answers)
    if Work.ENTREPRENEUR in works:
        if "exempt" not in answers:
            return Step("exempt", Pick(YES_NO))
        if answers["exempt"] == "yes":
            return Outcome(("calculator-free",))
    asked = _sums_of(works)
    for step in asked.values():
        if step not in answers:
            return Step(step, Sum(HIGHEST))
    earned = {work: int(answers[asked[work]]) if work in asked else 0 for work in works}
    results = {year: _result(earned, int(year), world.rates) for year in years_of(works, world.rates)}
    if "year" in answers:
        return _outcome(works, results[answers["year"]])
    if len(set(map(_sums, results.values()))) > 1:
        return Step("year", Pick(tuple(results)))
    return _outcome(works, _of_today(results, world))


def years_of(works: tuple[Work, ...], rates: Rates) -> tuple[str, ...]:
    """Return the years that can be reckoned, newest first."""
    needed = {"self_employed.rate", "self_employed.income_limit"} if Work.SELF_EMPLOYED in works else set[str]()
    known = [year for year, held in rates.years.items() if year >= FIRST_YEAR and needed <= set(held.figures)]
    return tuple(str(year) for year in sorted(known, reverse=True))


def _known_ways(rates: Rates) -> Iterator[str]:
    """Yield the ways of living whose figures are known."""
    for who in CALCULATOR.steps["who"]:
        if who not in _LIVES_BY or years_of(_LIVES_BY[who], rates):
            yield who


def _works_of(answers: Answers) -> tuple[Work, ...]:
    """Return what a person lives by; who ticks nothing pays for oneself."""
    if answers["who"] != "several":
        return _LIVES_BY[answers["who"]]
    kinds = ticked(answers, "kinds")
    return tuple(work for work in Work if work in kinds) or (Work.SELF_PAYER,)


def _sums_of(works: tuple[Work, ...]) -> dict[Work, str]:
    """Return the questions on the incomes that count, by work."""
    counted = (work for work in works if work in (*WITHHELD, Work.SELF_EMPLOYED))
    return {work: _SUMS[work] if len(works) > 1 else "income" for work in counted}


def _result(earned: Mapping[Work, int], year: int, rates: Rates) -> Bill | Over:
    if Work.SELF_EMPLOYED in earned:
        limit = int(rates.figure("self_employed.income_limit", year).value)
        if earned[Work.SELF_EMPLOYED] > limit:
            return Over(year, limit)
    return reckon(earned, year, rates)


def _sums(result: Bill | Over) -> tuple[int, ...] | None:
    return result.sums if isinstance(result, Bill) else None


def _of_today(results: Mapping[str, Bill | Over], world: World) -> Bill | Over:
    """Return the result of today's year, or of the newest, when all years come to the same."""
    result = results.get(str(world.rates.year_for(world.today))) or next(iter(results.values()))
    others = tuple(int(year) for year in results if int(year) != result.year)
    return replace(result, same=others) if isinstance(result, Bill) else result


def _outcome(works: tuple[Work, ...], result: Bill | Over) -> Outcome:
    slug = "calculator-over-limit" if isinstance(result, Over) else _SLUGS.get(works, "calculator-several")
    return Outcome((slug,), result)


HEARD = (Step("who", Pick(CALCULATOR.steps["who"])), Step("income", Sum(HIGHEST)))
GUIDE = Guide("calculator", CALCULATOR, next_step, say, heard=HEARD)
