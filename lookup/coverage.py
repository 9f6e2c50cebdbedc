"""Which months are paid, and what follows: in which months a person is insured, what is owed, what to pay.

The rule. A run is a row of covered months, paid for or covered by the State, with none missing. Twelve or more insure
every month from the run's first to its last, and then the months of grace: three, or six after sixty unbroken paid
months. A month that the State covers is insured by itself. So twelve past months insure, and so do twelve to come.

Sources: the Law on compulsory social health insurance No. 405-V, article 5; order No. 106 of 13.10.2025 (six months
of grace from 1 January 2026, by payers' and employers' payments, not the State's); the Fund's answers on paying
ahead and on debt. Where they are silent the narrower reading stands: see `_grace`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from lookup.month import Month, months

YEAR = 12  # months that insure
GRACE = 3  # months after the last of a run
LONG_GRACE = 6  # after LONG_PAID unbroken paid months
LONG_PAID = 60
LONG_SINCE = Month(2026, 1)
PAYMENT_DAY = 25  # of the month after the one that is paid for
_ZERO = Month(0, 1)  # from which months are counted


@dataclass(frozen=True, slots=True)
class Coverage:
    """The months paid for by the person or an employer, and the months that the State covers."""

    paid: frozenset[Month]
    state: frozenset[Month]

    @property
    def months(self) -> frozenset[Month]:
        """Return every covered month."""
        return self.paid | self.state

    def paying(self, more: Iterable[Month]) -> Coverage:
        """Return the coverage once more months are paid."""
        return replace(self, paid=self.paid.union(more))


class Cover(StrEnum):
    """How a month stands."""

    PAID = "paid"
    STATE = "state"
    UNPAID = "unpaid"
    NOT_DUE = "not-due"  # unpaid, and its payment day has not passed


@dataclass(frozen=True, slots=True)
class Run:
    """A row of covered months that insures, its first and last month, and the last month of its grace."""

    first: Month
    last: Month
    grace_end: Month


def runs(coverage: Coverage) -> list[Run]:
    """Return the runs of a coverage that insure, in their order.

    >>> year = frozenset(months(Month(2025, 7), Month(2026, 6)))
    >>> [str(run.grace_end) for run in runs(Coverage(year, frozenset()))]
    ['2026-09']
    """
    paid, state = _counted(coverage.paid), _counted(coverage.state)
    rows = [(first, last) for first, last in _rows(paid | state) if last - first >= YEAR - 1]
    ends = [last + _grace(last, paid - state) for _, last in rows]
    return [Run(_ZERO + first, _ZERO + last, _ZERO + end) for (first, last), end in zip(rows, ends, strict=True)]


def insured_in(month: Month, coverage: Coverage) -> bool:
    """Say whether a person is insured in a month.

    >>> ahead = Coverage(frozenset(months(Month(2026, 11), Month(2027, 10))), frozenset())
    >>> [insured_in(Month(2026, number), ahead) for number in (10, 11, 12)]
    [False, True, True]
    """
    return last_insured(month, coverage) is not None


def last_insured(month: Month, coverage: Coverage) -> Month | None:
    """Return the last month of the unbroken insurance that holds a month; None when not insured in it.

    >>> str(last_insured(Month(2026, 6), Coverage(frozenset(months(Month(2025, 7), Month(2026, 6))), frozenset())))
    '2026-09'
    """
    return next((last for first, last in _insured(coverage) if first <= month <= last), None)


def first_insured(coverage: Coverage, start: Month) -> Month | None:
    """Return the first month from `start` on in which a person is insured; None when there is none.

    >>> ahead = Coverage(frozenset(months(Month(2026, 11), Month(2027, 10))), frozenset())
    >>> str(first_insured(ahead, Month(2026, 10)))
    '2026-11'
    """
    return next((max(start, first) for first, last in _insured(coverage) if last >= start), None)


def grace_end(month: Month, coverage: Coverage) -> Month | None:
    """Return the last month of grace when grace alone insures a month, else None.

    >>> year = Coverage(frozenset(months(Month(2025, 7), Month(2026, 6))), frozenset())
    >>> grace_end(Month(2026, 6), year), grace_end(Month(2026, 8), year)
    (None, Month(year=2026, number=9))
    """
    found = runs(coverage)
    if month in coverage.state or any(run.first <= month <= run.last for run in found):
        return None
    return max((run.grace_end for run in found if run.last < month <= run.grace_end), default=None)


def payment_day(month: Month) -> date:
    """Return the last day on which a month is paid in time.

    >>> payment_day(Month(2026, 12))
    datetime.date(2027, 1, 25)
    """
    return (month + 1).first_day.replace(day=PAYMENT_DAY)


def last_twelve(coverage: Coverage, today: date) -> tuple[tuple[Month, Cover], ...]:
    """Return how each of the twelve months before the current one stands, the oldest first."""
    now = Month.of(today)
    return tuple((month, cover(month, coverage, today)) for month in months(now + -YEAR, now + -1))


def next_twelve(coverage: Coverage, today: date) -> tuple[tuple[Month, Cover], ...]:
    """Return how each of the twelve months from the current one on stands."""
    now = Month.of(today)
    return tuple((month, cover(month, coverage, today)) for month in months(now, now + (YEAR - 1)))


def cover(month: Month, coverage: Coverage, today: date) -> Cover:
    """Return how a month stands; on the payment day itself it may still be paid in time."""
    if month in coverage.paid:
        return Cover.PAID
    if month in coverage.state:
        return Cover.STATE
    return Cover.UNPAID if today > payment_day(month) else Cover.NOT_DUE


def unpaid(coverage: Coverage, today: date) -> tuple[Month, ...]:
    """Return the months owed among the twelve before the current one, the oldest first."""
    return tuple(month for month, how in last_twelve(coverage, today) if how is Cover.UNPAID)


def to_fill(coverage: Coverage, today: date) -> tuple[Month, ...]:
    """Return the past months to pay so that nothing is owed and the current month is insured.

    The months owed; and the month not due yet when without it the row is a month short of twelve.

    >>> worked = Coverage(frozenset(months(Month(2026, 1), Month(2026, 10))), frozenset())
    >>> [str(month) for month in to_fill(worked, date(2026, 11, 22))]
    ['2025-11', '2025-12']
    """
    owed = unpaid(coverage, today)
    now = Month.of(today)
    return owed if insured_in(now, coverage.paying(owed)) else (*owed, now + -1)


def prepay(coverage: Coverage, start: Month) -> tuple[Month, ...]:
    """Return the months to pay, each by itself, so that the twelve from `start` on are covered."""
    return tuple(month for month in months(start, start + (YEAR - 1)) if month not in coverage.months)


def _counted(covered: Iterable[Month]) -> set[int]:
    """Return months as numbers in a row, which are quicker to sort."""
    return {month - _ZERO for month in covered}


def _rows(covered: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last month of every row of months with none missing."""
    rows: list[tuple[int, int]] = []
    for month in sorted(covered):
        first = rows.pop()[0] if rows and month == rows[-1][1] + 1 else month
        rows.append((first, month))
    return rows


def _grace(last: int, paid: set[int]) -> int:
    """Return the months of grace after the last month of a run; `paid` are the months that the State did not cover.

    The long grace needs sixty paid months up to the last one, and an ordinary grace that had not ended before the
    long one came into force.
    """
    reaches = last + GRACE >= LONG_SINCE - _ZERO
    return LONG_GRACE if reaches and paid.issuperset(range(last - LONG_PAID + 1, last + 1)) else GRACE


def _insured(coverage: Coverage) -> list[tuple[Month, Month]]:
    """Return the first and last month of every unbroken insurance, in their order."""
    insured = _counted(coverage.state)
    for run in runs(coverage):
        insured.update(range(run.first - _ZERO, run.grace_end - _ZERO + 1))
    return [(_ZERO + first, _ZERO + last) for first, last in _rows(insured)]
