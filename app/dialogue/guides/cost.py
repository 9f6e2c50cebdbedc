"""What months cost a self-payer: each at its own year's amount."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from app.knowledge.rates import Rates
from lookup.month import Month


def cost(month: Month, rates: Rates) -> Decimal | None:
    """Return what a month costs, in tenge; None when the figures of its year are not known."""
    return rates.figure("self_payer.month", month.year).value if month.year in rates.years else None


def total(months: Iterable[Month], rates: Rates) -> Decimal | None:
    """Return what months cost together, in tenge; None when the figures of one year are not known."""
    costs = [cost(month, rates) for month in months]
    known = [each for each in costs if each is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None
