"""A person's status: the registry's word, which is final, and our arithmetic that explains it.

The arithmetic never overrules the registry. Where the two differ, `agrees` is False and the reason is `registry`:
nothing of ours explains the word, so nothing is explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lookup.coverage import (
    Cover,
    Coverage,
    cover,
    first_insured,
    grace_end,
    insured_in,
    last_twelve,
    next_twelve,
    runs,
    to_fill,
)
from lookup.month import Month, months
from lookup.provider import Record


class Reason(StrEnum):
    """Why a person is insured, or is not."""

    STATE = "state"  # the State covers the current month
    PAID = "paid"  # twelve months in a row up to the last one that was due
    PREPAID = "prepaid"  # the row reaches beyond the next month
    GRACE = "grace"  # payments have stopped; grace alone insures
    DEBT = "debt"  # there were payments, and months without one
    NEW = "new"  # payments began less than twelve months ago and go on
    LATER = "later"  # twelve months ahead are paid, the first of them is still to come
    NEVER = "never"  # no month is covered, of the last twelve and the current one
    REGISTRY = "registry"  # the registry's word alone: the months known to us say otherwise


_PAYABLE = (Reason.GRACE, Reason.DEBT, Reason.NEW)


@dataclass(frozen=True, slots=True)
class Status:
    """What a person is told. `insured`, `until` and `as_of` are the registry's; all else is reckoned from the months.

    `months` are the twelve before the current one, oldest first; `ahead` the twelve from the current one on and
    `paid_to` the last one paid, for who paid ahead (`prepaid`, `later`) alone. `grace_until` is the last day of grace,
    for the reason `grace` alone; `begins` the first insured day, for `later` alone. `to_pay` are the months to pay so
    that nothing is owed and the current month is insured, for the reasons `grace`, `debt` and `new`.
    """

    insured: bool
    until: date | None
    as_of: date
    reason: Reason
    agrees: bool
    months: tuple[tuple[Month, Cover], ...]
    ahead: tuple[tuple[Month, Cover], ...]
    paid_to: Month | None
    grace_until: date | None
    begins: date | None
    to_pay: tuple[Month, ...]

    @property
    def owed(self) -> tuple[Month, ...]:
        """Return the months of the last twelve that are unpaid."""
        return tuple(month for month, how in self.months if how is Cover.UNPAID)


def status_of(record: Record, today: date) -> Status:
    """Return the status that a record gives on a day."""
    now, coverage = Month.of(today), Coverage(record.paid, record.state)
    agrees = insured_in(now, coverage) is record.insured
    explain = _why_insured if record.insured else _why_not
    reason = explain(coverage, today) if agrees else Reason.REGISTRY
    grace = grace_end(now, coverage) if reason is Reason.GRACE else None
    begins = first_insured(coverage, now) if reason is Reason.LATER else None
    ahead = reason in (Reason.PREPAID, Reason.LATER)
    return Status(
        insured=record.insured,
        until=record.until,
        as_of=record.as_of,
        reason=reason,
        agrees=agrees,
        months=last_twelve(coverage, today),
        ahead=next_twelve(coverage, today) if ahead else (),
        paid_to=runs(coverage)[-1].last if ahead else None,
        grace_until=grace.last_day if grace else None,
        begins=begins.first_day if begins else None,
        to_pay=to_fill(coverage, today) if reason in _PAYABLE else (),
    )


def _why_insured(coverage: Coverage, today: date) -> Reason:
    """Explain an insurance that the rule confirms; a month not due yet does not end a row of payments."""
    now = Month.of(today)
    if now in coverage.state:
        return Reason.STATE
    last = max(run.last for run in runs(coverage) if run.first <= now <= run.grace_end)
    if last > now + 1:
        return Reason.PREPAID
    since = months(last + 1, now + -1)
    return Reason.GRACE if any(cover(m, coverage, today) is Cover.UNPAID for m in since) else Reason.PAID


def _why_not(coverage: Coverage, today: date) -> Reason:
    """Explain why nobody is insured with this coverage."""
    now = Month.of(today)
    if any(run.first > now for run in runs(coverage)):
        return Reason.LATER
    lately = [cover(month, coverage, today) for month in months(now + -12, now)]
    covered = [how in (Cover.PAID, Cover.STATE) for how in lately if how is not Cover.NOT_DUE]
    if not any(covered):
        return Reason.NEVER
    return Reason.NEW if all(covered[covered.index(True) :]) else Reason.DEBT
