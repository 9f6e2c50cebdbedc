"""A bill told in a language: its sums, how each comes about, and a table of them all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.block import Span, Table
from app.dialogue.guides.bill import Bill, Due, Over, Payment, total
from app.dialogue.guides.guide import Outcome, Said, World
from app.i18n import figure, label
from app.knowledge.rates import Figure, Rates, Unit
from app.model import Lang


def say(outcome: Outcome, lang: Lang, world: World) -> Said:
    """Return the figures of a result in words, and its table."""
    match outcome.result:
        case Bill() as bill:
            return Said(dict(_words(bill, lang, world.rates)), {"calculator.table": _table(bill, lang)})
        case Over(year, limit):
            return Said({"calculator.year": str(year), "calculator.limit": money(limit, lang)})
        case _:
            return Said()


def money(value: int, lang: Lang) -> str:
    """Return a sum in tenge as people write it."""
    return figure(Figure(Decimal(value), Unit.MONEY), lang)


def formula(payment: Payment, lang: Lang) -> str:
    """Return how a payment comes about, e.g. 400 000 ₸ × 2 % = 8 000 ₸; ≈ stands where it was rounded."""
    terms = " + ".join(money(term, lang) for term in payment.counted)
    factors = [f"({terms})" if len(payment.counted) > 1 else terms]
    if payment.times != 1:
        factors.append(figure(Figure(payment.times, Unit.NUMBER), lang))
    factors.append(figure(Figure(payment.rate, Unit.PERCENT), lang))
    equals = "=" if payment.exact == payment.month else "≈"
    return f"{' × '.join(factors)} {equals} {money(payment.month, lang)}"


def _words(bill: Bill, lang: Lang, rates: Rates) -> Iterator[tuple[str, str]]:
    yield "calculator.year", str(bill.year)
    if bill.same:
        yield "calculator.same_years", ", ".join(map(str, bill.same))
    yield "calculator.month", money(total(bill.own), lang)
    yield "calculator.twelve", money(12 * total(bill.own), lang)
    for payment in (*bill.own, *bill.employers):
        yield f"calculator.{payment.due}", formula(payment, lang)
    yield from _caps("contribution", bill.own, lang)
    yield from _caps("deduction", bill.employers, lang)
    if not any(sum(payment.of) for payment in bill.own):
        month = rates.figure("self_payer.month", bill.year)
        yield "calculator.empty_month", figure(month, lang)
    if any(payment.due is Due.SELF_EMPLOYED for payment in bill.own):
        yield "calculator.limit", figure(rates.figure("self_employed.income_limit", bill.year), lang)


def _caps(name: str, payments: tuple[Payment, ...], lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield the cap under one of two names: that of a cap at work, or that of one not exceeded."""
    state = "over" if any(payment.is_capped for payment in payments) else "under"
    for payment in payments:
        if payment.cap is not None:
            yield f"calculator.{name}_{state}", money(payment.cap, lang)


def _table(bill: Bill, lang: Lang) -> Table:
    head = (label("Payment", lang), label("Per month", lang), label("In 12 months", lang))
    rows = [(_name(payment, bill, lang), payment.month, False) for payment in (*bill.own, *bill.employers)]
    if len(bill.own) > 1:
        rows.append((label("You pay in all", lang), total(bill.own), True))
    if len(bill.employers) > 1:
        rows.append((label("Employers pay in all", lang), total(bill.employers), True))
    if bill.own and bill.employers:
        rows.append((label("All payments together", lang), total(bill.own + bill.employers), True))
    return Table(
        tuple((Span(text),) for text in head),
        tuple(
            tuple((Span(text, bold),) for text in (name, money(month, lang), money(12 * month, lang)))
            for name, month, bold in rows
        ),
    )


def _name(payment: Payment, bill: Bill, lang: Lang) -> str:
    match payment.due:
        case Due.CONTRIBUTION:
            return label("Contribution from your income", lang)
        case Due.ENTREPRENEUR:
            return label("Contribution of an entrepreneur", lang)
        case Due.DEDUCTION if len(bill.employers) == 1:
            return label("Employer's deductions", lang)
        case Due.DEDUCTION:
            return label("Deductions, first job", lang)
        case Due.SECOND_DEDUCTION:
            return label("Deductions, second job", lang)
        case Due.SELF_EMPLOYED | Due.SELF_PAYER:
            return label("Your contribution", lang)
