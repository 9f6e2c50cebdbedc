"""What is paid to the insurance each month, and by whom: reckoned from incomes and the figures of a year.

Base: Law of the Republic of Kazakhstan No. 405-V of 16.11.2015, articles 27 to 29. Contributions are counted once, on
the sum of all incomes, against one cap; deductions by each employer, against a cap of its own (the Fund's handbook
of 2024, "two jobs"). A payment is rounded once, each month, to a whole tenge, a half up; a year is twelve such months.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.knowledge.rates import Rates


class Work(StrEnum):
    """What a person lives by, as the insurance sees it."""

    JOB = "job"
    SECOND_JOB = "second-job"
    CONTRACT = "contract"
    ENTREPRENEUR = "entrepreneur"
    SELF_EMPLOYED = "self-employed"
    SELF_PAYER = "self-payer"


class Due(StrEnum):
    """What a payment is: a contribution is the person's own money, a deduction the employer's."""

    CONTRIBUTION = "contribution"
    ENTREPRENEUR = "entrepreneur"
    SELF_EMPLOYED = "self_employed"
    SELF_PAYER = "self_payer"
    DEDUCTION = "deduction"
    SECOND_DEDUCTION = "second_deduction"


EMPLOYED = (Work.JOB, Work.SECOND_JOB)
WITHHELD = (*EMPLOYED, Work.CONTRACT)  # works whose contribution is withheld from the income


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of each month: a rate, in per cent, of sums in tenge, counted up to a cap, some times over."""

    due: Due
    of: tuple[int, ...]
    rate: Decimal
    cap: int | None = None
    times: Decimal = Decimal(1)

    @property
    def counted(self) -> tuple[int, ...]:
        """Return the sums that count: all of them, or the cap in their place."""
        return self.of if self.cap is None or sum(self.of) <= self.cap else (self.cap,)

    @property
    def is_capped(self) -> bool:
        """Say whether a part of the sums is not counted."""
        return self.counted != self.of

    @property
    def exact(self) -> Decimal:
        """Return the payment before it is rounded."""
        return sum(self.counted) * self.times * self.rate / 100

    @property
    def month(self) -> int:
        """Return the payment of a month, in whole tenge."""
        return int(self.exact.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Bill:
    """What is paid each month of a year: by the person, and by each employer.

    `same` are other years that come to the same sums.
    """

    year: int
    own: tuple[Payment, ...]
    employers: tuple[Payment, ...] = ()
    same: tuple[int, ...] = ()

    @property
    def sums(self) -> tuple[int, ...]:
        """Return every payment of a month, in whole tenge."""
        return tuple(payment.month for payment in (*self.own, *self.employers))


@dataclass(frozen=True, slots=True)
class Over:
    """An income above the limit of the self-employed regime, in tenge a month: nothing is reckoned."""

    year: int
    limit: int


def total(payments: Iterable[Payment]) -> int:
    """Return what payments come to in a month."""
    return sum(payment.month for payment in payments)


def reckon(earned: Mapping[Work, int], year: int, rates: Rates) -> Bill:
    """Return the bill of a year; `earned` is by month, in tenge, and of no account where a fixed sum is paid."""
    withheld = tuple(earned[work] for work in WITHHELD if work in earned)
    contribution = (_capped(Due.CONTRIBUTION, withheld, "employee", year, rates),) if withheld else ()
    fixed = tuple(_alone(work, earned[work], year, rates) for work in Work if work in earned and work not in WITHHELD)
    wages = [earned[work] for work in EMPLOYED if work in earned]
    dues = (Due.DEDUCTION, Due.SECOND_DEDUCTION)
    employers = tuple(_capped(due, (wage,), "employer", year, rates) for due, wage in zip(dues, wages, strict=False))
    return Bill(year, contribution + fixed, employers)


def _capped(due: Due, incomes: tuple[int, ...], payer: str, year: int, rates: Rates) -> Payment:
    cap = int(rates.figure(f"{payer}.cap_income", year).value)
    return Payment(due, incomes, rates.figure(f"{payer}.rate", year).value, cap)


def _alone(work: Work, income: int, year: int, rates: Rates) -> Payment:
    """Return what is paid without an employer or customer: a share of the income, or of the minimum wage."""
    due = Due[work.name]
    rate = rates.figure(f"{due}.rate", year).value
    if work is Work.SELF_EMPLOYED:
        return Payment(due, (income,), rate)
    times = rates.figure("entrepreneur.base", year).value if work is Work.ENTREPRENEUR else Decimal(1)
    return Payment(due, (int(rates.figure("minimum_wage", year).value),), rate, times=times)
