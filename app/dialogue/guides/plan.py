"""The guide "plan": a person who is not insured is shown every lawful way, and which is the cheapest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from app.block import Span, Spans, Table
from app.dialogue.guides.guide import Answers, Guide, Outcome, Pick, Said, Step, Ticks, World, ticked
from app.dialogue.guides.ways import Aim, Name, Payer, Plan, Price, Way, paying_ways, price, weigh
from app.i18n import day, figure, label, month_list
from app.knowledge.guided import PLAN, YES_NO
from app.knowledge.rates import Figure, Unit
from app.model import Lang
from lookup.coverage import Cover, Coverage, cover, last_insured, last_twelve, prepay
from lookup.month import Month
from lookup.status import Status

_ARTICLES = {Name.CATEGORY: "categories", Name.EMPLOYER: "employer-did-not-pay", Name.FILL: "pay-debt"}


@dataclass(frozen=True, slots=True)
class Insured:
    """Who is insured by the months ticked: the last day if nothing more is paid, the month to pay next."""

    until: date
    go_on: Month


def next_step(answers: Answers, world: World) -> Step | Outcome:
    """Return what to ask next, or the ways with the best one."""
    past = tuple(str(month) for month, _ in last_twelve(_covered(()), world.today))
    if "paid" not in answers:
        return Step("paid", Ticks(past))
    coverage = _covered(ticked(answers, "paid"))
    if found := _insured(coverage, world.today):
        return Outcome(("plan-insured",), found)
    if "current" not in answers:
        return Step("current", Pick(YES_NO))
    if answers["current"] == "yes":
        coverage = coverage.paying((Month.of(world.today),))
    if found := _insured(coverage, world.today):
        return Outcome(("plan-insured",), found)
    if "payer" not in answers:
        return Step("payer", Pick(tuple(Payer)))
    return _advice(coverage, answers, world)


def _advice(coverage: Coverage, answers: Answers, world: World) -> Step | Outcome:
    """Ask for the aim where the best way depends on it, else return the ways."""
    payer = Payer(answers["payer"])
    ways = paying_ways(coverage, payer, world.today, world.rates)
    now, year = (weigh(ways, payer, aim) for aim in Aim)
    if now.ways[0] != year.ways[0] and "aim" not in answers:
        return Step("aim", Pick(tuple(Aim)))
    plan = year if answers.get("aim") == Aim.YEAR else now
    check = ("plan-check",) if payer is Payer.UNSURE else ()
    return Outcome((*check, f"plan-{plan.ways[0].name}"), plan)


def _covered(paid: Iterable[str]) -> Coverage:
    return Coverage(frozenset(map(Month.parse, paid)), frozenset())


def _insured(coverage: Coverage, today: date) -> Insured | None:
    now = Month.of(today)
    last = last_insured(now, coverage)
    return Insured(last.last_day, prepay(coverage, now)[0]) if last else None


def say(outcome: Outcome, lang: Lang, world: World) -> Said:
    """Return the ways as a table, and what is known of the best one in words; what does not hold is left out."""
    if isinstance(outcome.result, Insured):
        insured = outcome.result
        return Said({"plan.until": day(insured.until, lang), "plan.go_on": month_list((insured.go_on,), lang)})
    plan: Plan = outcome.result
    words = {**_words_of(plan.paying[0], plan, lang, world), **_compared(plan, lang)}
    return Said({name: text for name, text in words.items() if text}, {"plan.ways": _table(plan, lang, world)})


def _words_of(way: Way, plan: Plan, lang: Lang, world: World) -> dict[str, str]:
    """Return what is known of the way that a person pays for himself; an empty text is for what does not hold."""
    employed = plan.payer in (Payer.JOB, Payer.OWED)
    due = [month for month in way.months if cover(month, _covered(()), world.today) is Cover.NOT_DUE]
    waiting = due if employed and way.name is Name.FILL else []
    years = {month.year for each in plan.paying for month in (*each.months, *each.later)}
    return {
        "plan.other": _names((way,), lang),
        "plan.sum": _money(way.price, lang),
        "plan.months": month_list(way.months, lang),
        "plan.go_on": month_list(way.later[:1], lang),
        "plan.paid_to": day(way.paid_to.last_day, lang) if way.paid_to else "",
        "plan.not_due": month_list(waiting, lang),
        "plan.unknown": ", ".join(map(str, sorted(years - set(world.rates.years)))),
    }


def _compared(plan: Plan, lang: Lang) -> dict[str, str]:
    """Return how the other ways compare with the best one; an empty text is for what does not hold."""
    best = plan.paying[0]
    least = min((way.price for way in plan.paying), key=attrgetter("tenge"))
    year = min((way.over_year for way in plan.paying), key=attrgetter("tenge"))
    return {
        "plan.later": _names(plan.later, lang),
        "plan.more": _names(plan.more, lang),
        "plan.same": _names(plan.same, lang),
        "plan.less_now": _money(least, lang) if least.tenge < best.price.tenge else "",
        "plan.less_year": _money(year, lang) if year.tenge < best.over_year.tenge else "",
        "plan.over_year": _money(best.over_year, lang),
    }


def _table(plan: Plan, lang: Lang, world: World) -> Table:
    heads = (label("Way", lang), label("Pay now", lang), label("Status appears", lang), label("Afterwards", lang))
    return Table(tuple(_cell(head) for head in heads), tuple(_row(way, plan, lang, world) for way in plan.ways))


def _row(way: Way, plan: Plan, lang: Lang, world: World) -> tuple[Spans, ...]:
    """Return a way as a row; the recommended one is bold."""
    article = _ARTICLES.get(way.name, "prepay-year")
    name = (Span(_name(way, lang), bold=way == plan.ways[0], href=article),)
    return name, _cell(_money(way.price, lang)), _cell(_status(way, lang, world)), _cell(_after(way, plan, lang, world))


def _cell(text: str) -> Spans:
    return (Span(text),)


def _name(way: Way, lang: Lang) -> str:
    match way.name:
        case Name.FILL:
            return label("Unpaid months", lang)
        case Name.NOW:
            return label("12 months from the current one", lang)
        case Name.NEXT:
            return label("12 months from the next one", lang)
        case Name.CATEGORY:
            return label("State-paid category", lang)
        case Name.EMPLOYER:
            return label("The employer pays the debt", lang)


def _names(ways: Iterable[Way], lang: Lang) -> str:
    return "; ".join(_name(way, lang).lower() for way in ways)


def _status(way: Way, lang: Lang, world: World) -> str:
    """Return when a way insures."""
    match way.name:
        case Name.CATEGORY:
            return label("once the database has you", lang)
        case Name.EMPLOYER:
            return label("once the employer has paid", lang)
    if way.since and way.since > world.today:
        return day(way.since, lang)
    return label("within 3 working days", lang)


def _after(way: Way, plan: Plan, lang: Lang, world: World) -> str:
    """Return what must be paid after a way."""
    if way.name is Name.CATEGORY:
        return label("nothing: the State pays", lang)
    if way.paid_to:
        return label("nothing; paid up to {day}", lang).format(day=day(way.paid_to.last_day, lang))
    if way.later:
        return label("every month; now {sum}", lang).format(sum=_money(price(way.later[:1], world.rates), lang))
    left = plan.payer is Payer.OWED
    return label("the employer pays, or you if you have left", lang) if left else label("the employer pays", lang)


def _money(value: Price, lang: Lang) -> str:
    text = figure(Figure(value.tenge, Unit.MONEY), lang)
    return text if value.exact else label("at least {sum}", lang).format(sum=text)


def handed(status: Status) -> Answers:
    """Return the months that a look-up has shown as covered, when it has shown any."""
    covered = (str(month) for month, how in status.months if how in (Cover.PAID, Cover.STATE))
    return {"paid": ",".join(covered)} if status.months else {}


GUIDE = Guide(name="plan", texts=PLAN, next=next_step, say=say, handed=handed)
