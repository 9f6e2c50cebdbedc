"""The ways to become insured: what each costs, from when it insures, what is paid afterwards, and which is best.

The months come from lookup/coverage.py and the amounts from cost.py. Source of the ways: the Law No. 405-V, article 5,
and the Fund's leaflet on paying a year ahead (October 2022): the unpaid months of the last twelve, twelve months
ahead from the current one, or twelve from the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.dialogue.guides.cost import total
from app.knowledge.rates import Rates
from lookup.coverage import YEAR, Coverage, first_insured, prepay, to_fill
from lookup.month import Month


class Payer(StrEnum):
    """Who is to pay for a person, in his own words."""

    SELF = "self"
    JOB = "job"  # an employer from now on; nobody in the unpaid months
    OWED = "owed"  # an employer, who has not paid the unpaid months
    STATE = "state"
    UNSURE = "unsure"


class Aim(StrEnum):
    """What is to be the least."""

    NOW = "now"  # what is paid to become insured
    YEAR = "year"  # what is paid in the twelve months from the current one on


class Name(StrEnum):
    """A way to become insured."""

    FILL = "fill"  # the unpaid months of the last twelve
    NOW = "now"  # twelve months from the current one
    NEXT = "next"  # twelve months from the next one
    CATEGORY = "category"  # the State pays
    EMPLOYER = "employer"  # the employer pays what he owes


@dataclass(frozen=True, slots=True)
class Price:
    """A sum in tenge; the least it can be, unless `exact`: the amount of some year is not known."""

    tenge: Decimal
    exact: bool = True


FREE = Price(Decimal(0))


@dataclass(frozen=True, slots=True)
class Way:
    """A way: the months to pay now and the price of them; the months of the year to pay later, and of both together.

    `since` is the day from which the person is insured when all is paid today, None when it is in the hands of
    others; `paid_to` the last month paid ahead, None when nothing is.
    """

    name: Name
    months: tuple[Month, ...] = ()
    price: Price = FREE
    later: tuple[Month, ...] = ()
    over_year: Price = FREE
    since: date | None = None
    paid_to: Month | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The ways open to a person, the recommended one first."""

    payer: Payer
    ways: tuple[Way, ...]

    @property
    def paying(self) -> tuple[Way, ...]:
        """Return the ways of paying, the recommended one first."""
        return tuple(way for way in self.ways if way.since)

    @property
    def later(self) -> tuple[Way, ...]:
        """Return the ways of the best one's price that insure from a later day."""
        return tuple(way for way in self._equal() if _day(way) > _day(self.paying[0]))

    @property
    def more(self) -> tuple[Way, ...]:
        """Return the ways of the best one's price and day that cost more in the end."""
        same_day = (way for way in self._equal() if way.since == self.paying[0].since)
        return tuple(way for way in same_day if way.over_year.tenge > self.paying[0].over_year.tenge)

    @property
    def same(self) -> tuple[Way, ...]:
        """Return the ways that equal the best one in everything."""
        return tuple(way for way in self._equal() if way not in self.later and way not in self.more)

    def _equal(self) -> tuple[Way, ...]:
        best, *others = self.paying
        return tuple(way for way in others if way.price.tenge == best.price.tenge)


def weigh(ways: tuple[Way, ...], payer: Payer, aim: Aim) -> Plan:
    """Return the ways of paying, and those where others pay, the best first.

    The State's or the employer's money comes before one's own. Of one's own the cheapest is best, of equal prices the
    earlier, then the one that costs less in the end. When the employer owes the months, paying these very months
    comes next: only that can be returned when he pays.
    """
    match payer:
        case Payer.STATE:
            return Plan(payer, (Way(Name.CATEGORY), *rank(ways, aim)))
        case Payer.OWED:
            return Plan(payer, (Way(Name.EMPLOYER, months=ways[0].months), *ways))
        case Payer.UNSURE:
            return Plan(payer, (*rank(ways, aim), Way(Name.CATEGORY)))
        case Payer.SELF | Payer.JOB:
            return Plan(payer, rank(ways, aim))


def rank(ways: Sequence[Way], aim: Aim) -> tuple[Way, ...]:
    """Return ways of paying, the best first; ways equal in everything keep their order."""

    def key(way: Way) -> tuple[Decimal, date, Decimal]:
        first, last = way.price.tenge, way.over_year.tenge
        return (first, _day(way), last) if aim is Aim.NOW else (last, _day(way), first)

    return tuple(sorted(ways, key=key))


def paying_ways(coverage: Coverage, payer: Payer, today: date, rates: Rates) -> tuple[Way, ...]:
    """Return the three ways of paying: the unpaid months, twelve from the current month, twelve from the next."""
    now = Month.of(today)
    owed = to_fill(coverage, today)
    later = () if payer in (Payer.JOB, Payer.OWED) else prepay(coverage.paying(owed), now)
    roads: list[tuple[Name, tuple[Month, ...], tuple[Month, ...], Month | None]] = [
        (Name.FILL, owed, later, None),
        (Name.NOW, prepay(coverage, now), (), now + (YEAR - 1)),
        (Name.NEXT, prepay(coverage, now + 1), (), now + YEAR),
    ]
    return tuple(
        Way(name, months, price(months, rates), then, price((*months, *then), rates), since, paid_to)
        for name, months, then, paid_to in roads
        if (since := _since(coverage.paying(months), today))
    )


def price(months: Sequence[Month], rates: Rates) -> Price:
    """Return what months cost; a month of a year without figures is taken at the last ones before it.

    The minimum wage has never been lowered, and today's payment is taken at today's amount.
    """
    exact = total(months, rates)
    if exact is not None:
        return Price(exact)
    years = (rates.year_for(month.first_day) for month in months)
    return Price(sum((rates.figure("self_payer.month", year).value for year in years), Decimal(0)), exact=False)


def _since(coverage: Coverage, today: date) -> date | None:
    """Return the first insured day from today on."""
    first = first_insured(coverage, Month.of(today))
    return max(today, first.first_day) if first else None


def _day(way: Way) -> date:
    return way.since or date.max
