"""The guide "prepay": twelve months ahead, each a payment by itself; from which day the status holds, when it ends.

Sources: the Fund's leaflets on paying a year ahead of October 2022 (its three cases) and of 2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.block import Block, Copy, File, Span, Spans, Table
from app.dialogue.guides.cost import cost, total
from app.dialogue.guides.guide import Answers, Guide, Outcome, Pick, Said, Step, World
from app.i18n import day, figure, label, month, month_list
from app.knowledge.daysoff import DaysOff
from app.knowledge.guided import PREPAY, YES_NO
from app.knowledge.rates import Figure, Rates, Unit
from app.model import Lang
from lookup.coverage import YEAR, Coverage, first_insured, grace_end, prepay
from lookup.month import Month, months

PROCESSING = 3  # working days from a payment to the status: the Fund's leaflets of 2022 and 2024
KNP = "122"  # contributions of a person, by the payment codes
# where payments go, as in the articles `payment-details`; a test holds them together
IIK, BIN, BIK = "KZ92009MEDS368609103", "160440007161", "GCVPKZ2A"


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment: the month it is for, and its sum in tenge; None when the figures of its year are not known."""

    month: Month
    tenge: Decimal | None

    @property
    def period(self) -> str:
        """Return the month as banks ask for it, e.g. 112026."""
        return f"{self.month.number:02}{self.month.year}"


@dataclass(frozen=True, slots=True)
class Prepaid:
    """A year paid ahead on a day.

    `total` is None when the figures of a year are not known; `insured` is the first insured month from the present
    one on; `ready` the day by which the payments are seen, None when the days off of a year on the way are not known;
    `grace` the last month of grace after the year.
    """

    paid_on: date
    payments: tuple[Payment, ...]
    total: Decimal | None
    insured: Month
    ready: date | None
    grace: Month

    @property
    def begins(self) -> date | None:
        """Return the day from which the status holds; None when it is not known when the payments are seen."""
        return max(self.insured.first_day, self.ready) if self.ready else None

    @property
    def ends(self) -> Month:
        """Return the last month that is paid."""
        return self.payments[-1].month

    @property
    def better(self) -> Month | None:
        """Return a later first month with which the status begins on the same day, and the year ends later."""
        now = Month.of(self.paid_on)
        late = self.ready is not None and Month.of(self.ready) > now
        return now + 1 if late and self.payments[0].month == now else None

    @property
    def known(self) -> Decimal:
        """Return the sum of the payments whose sum is known, in tenge."""
        return sum((each.tenge for each in self.payments if each.tenge is not None), Decimal(0))

    @property
    def unknown(self) -> tuple[Month, ...]:
        """Return the months whose sum is not known."""
        return tuple(each.month for each in self.payments if each.tenge is None)


def next_step(answers: Answers, world: World) -> Step | Outcome:
    """Ask from when, whether this month is paid and up to which; then reckon the year."""
    now = Month.of(world.today)
    if "from" not in answers:
        return Step("from", Pick(("now", "next", "later")))
    if answers["from"] == "later" and "start" not in answers:
        return Step("start", _pick(now + 2, now + YEAR))
    if "paid" not in answers:
        return Step("paid", Pick(YES_NO))
    if answers["paid"] == "yes" and "until" not in answers:
        return Step("until", _pick(now, now + (YEAR - 1)))
    return _outcome(reckon(_wanted(answers, now), _paid_to(answers), world.today, world.rates, world.days_off))


def reckon(wanted: Month, paid_to: Month | None, today: date, rates: Rates, days_off: DaysOff) -> Prepaid:
    """Return the year to pay from a month on; `paid_to` is the last month paid when this one is, else None."""
    now = Month.of(today)
    held = Coverage(frozenset(months(now, paid_to) if paid_to else ()), frozenset())
    start = max(wanted, paid_to + 1) if paid_to else wanted
    chosen = prepay(held, start)
    covered = held.paying(chosen)
    insured, grace = first_insured(covered, now), grace_end(chosen[-1] + 1, covered)
    assert insured is not None  # noqa: S101 - twelve months in a row insure
    assert grace is not None  # noqa: S101 - and have months of grace after them
    payments = tuple(Payment(each, cost(each, rates)) for each in chosen)
    return Prepaid(today, payments, total(chosen, rates), insured, days_off.after(today, PROCESSING), grace)


def say(outcome: Outcome, lang: Lang, world: World) -> Said:
    """Return the words and blocks of a year paid ahead."""
    result: Prepaid = outcome.result
    words = _days(result, lang, world.days_off) | _later(result, lang) | _sums(result, lang)
    return Said(words, _parts(result, lang))


GUIDE = Guide(name="prepay", texts=PREPAY, next=next_step, say=say)


def _pick(first: Month, last: Month) -> Pick:
    return Pick(tuple(map(str, months(first, last))))


def _wanted(answers: Answers, now: Month) -> Month:
    return {"now": now, "next": now + 1}.get(answers["from"]) or Month.parse(answers["start"])


def _paid_to(answers: Answers) -> Month | None:
    return Month.parse(answers["until"]) if answers["paid"] == "yes" else None


def _outcome(result: Prepaid) -> Outcome:
    """Tell apart a status that waits only for the payments to be seen, and one that waits for its month."""
    waits = result.insured > Month.of(result.paid_on) and (result.ready is None or result.ready != result.begins)
    return Outcome(("prepay-month" if waits else "prepay-soon", "prepay-list"), result)


def _days(result: Prepaid, lang: Lang, days_off: DaysOff) -> dict[str, str]:
    words = {
        "prepay.first": month_list((result.payments[0].month,), lang),
        "prepay.last": month_list((result.ends,), lang),
        "prepay.ends": day(result.ends.last_day, lang),
        "prepay.grace": day(result.grace.last_day, lang),
        "prepay.begins": day(result.insured.first_day, lang),
    }
    if result.begins:
        return words | {"prepay.day": day(result.begins, lang)}
    year = result.paid_on.year
    return words | {"prepay.unknown_year": str(year + 1 if year in days_off.years else year)}


def _later(result: Prepaid, lang: Lang) -> dict[str, str]:
    if result.better is None:
        return {}
    ends = day((result.better + (YEAR - 1)).last_day, lang)
    return {"prepay.better": month_list((result.better,), lang), "prepay.better_ends": ends}


def _sums(result: Prepaid, lang: Lang) -> dict[str, str]:
    if result.total is not None:
        return {"prepay.total": _money(result.total, lang)}
    words = {"prepay.unknown": month_list(result.unknown, lang)}
    return words | {"prepay.known": _money(result.known, lang)} if result.known else words


def _parts(result: Prepaid, lang: Lang) -> dict[str, Block]:
    return {
        "prepay.payments": _table(result, lang),
        "prepay.knp": Copy(label("Purpose code (KNP)", lang), KNP),
        "prepay.iik": Copy(label("Account (IIK)", lang), IIK),
        "prepay.bin": Copy(label("BIN of the beneficiary", lang), BIN),
        "prepay.bik": Copy(label("Bank code (BIK)", lang), BIK),
        "prepay.file": File("prepay", label("Save a reminder to the calendar", lang)),
    }


def _table(result: Prepaid, lang: Lang) -> Table:
    heads = (label("No.", lang), label("Month", lang), label("Sum", lang), label("Period, MMYYYY", lang))
    rows = (
        (str(number), month(each.month, lang, with_year=True), _sum(each, lang), each.period)
        for number, each in enumerate(result.payments, 1)
    )
    return Table(_row(heads), tuple(map(_row, rows)))


def _row(cells: tuple[str, ...]) -> tuple[Spans, ...]:
    return tuple((Span(cell),) for cell in cells)


def _sum(payment: Payment, lang: Lang) -> str:
    return label("not known yet", lang) if payment.tenge is None else _money(payment.tenge, lang)


def _money(tenge: Decimal, lang: Lang) -> str:
    return figure(Figure(tenge, Unit.MONEY), lang)
