"""What a person is told of the status: the registry's word, and our explanation of it over telling histories."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.coverage import Cover
from lookup.month import Month, months
from lookup.provider import Record
from lookup.status import Reason, status_of

NOW = date(2026, 11, 22)
AS_OF = date(2026, 11, 20)


def row(spans: str) -> frozenset[Month]:
    """Return the months of spans: "2026-01..2026-03 2026-05"."""
    ends = [span.split("..") for span in spans.split()]
    return frozenset(month for end in ends for month in months(Month.parse(end[0]), Month.parse(end[-1])))


def record(word: str, paid: str = "", state: str = "") -> Record:
    """Return a record; "+" is insured, "-" is not."""
    return Record(word == "+", None, AS_OF, row(paid), row(state))


@pytest.mark.parametrize(
    ("word", "paid", "state", "today", "reason", "owed"),
    [
        # insured by work
        ("+", "2024-01..2026-10", "", NOW, Reason.PAID, ""),
        ("+", "2024-01..2026-09", "", NOW, Reason.PAID, ""),  # October is not due yet
        ("+", "2024-01..2026-09", "", date(2026, 11, 25), Reason.PAID, ""),
        ("+", "2024-01..2026-09", "", date(2026, 11, 26), Reason.GRACE, "2026-10"),
        ("+", "2024-01..2026-11", "", NOW, Reason.PAID, ""),
        ("+", "2024-01..2026-12", "", NOW, Reason.PAID, ""),  # one month ahead is no prepaid year
        # a run that began with the twelfth month before
        ("+", "2025-11..2026-10", "", NOW, Reason.PAID, ""),
        # paid ahead
        ("+", "2026-11..2027-10", "", NOW, Reason.PREPAID, "2025-11..2026-09"),
        ("+", "2024-01..2027-01", "", NOW, Reason.PREPAID, ""),
        ("+", "2025-11..2026-12", "", NOW, Reason.PAID, ""),
        # in grace
        ("+", "2024-01..2026-08", "", NOW, Reason.GRACE, "2026-09"),
        ("+", "2024-01..2026-08 2026-10", "", NOW, Reason.GRACE, "2026-09"),
        ("+", "2021-01..2026-05", "", NOW, Reason.GRACE, "2026-06..2026-09"),  # six months
        # covered by the State
        ("+", "", "2020-01..2038-12", NOW, Reason.STATE, ""),  # a child
        ("+", "", "2026-11", NOW, Reason.STATE, "2025-11..2026-09"),  # since this month
        ("+", "2024-01..2026-10", "2026-11", NOW, Reason.STATE, ""),
        ("+", "", "2024-01..2026-09", NOW, Reason.PAID, ""),  # the State's months make a row as well
        # debt
        ("-", "2024-01..2026-06", "", NOW, Reason.DEBT, "2026-07..2026-09"),
        ("-", "2024-01..2026-03 2026-05..2026-10", "", NOW, Reason.DEBT, "2026-04"),
        ("-", "2025-11..2026-05", "", NOW, Reason.DEBT, "2026-06..2026-09"),
        ("-", "", "2025-11..2026-07", NOW, Reason.DEBT, "2026-08..2026-09"),
        # new
        ("-", "2026-08..2026-10", "", NOW, Reason.NEW, "2025-11..2026-07"),
        ("-", "2026-08..2026-09", "", NOW, Reason.NEW, "2025-11..2026-07"),  # October is not due yet
        ("-", "2026-08..2026-09", "", date(2026, 11, 26), Reason.DEBT, "2025-11..2026-07 2026-10"),
        ("-", "2025-12..2026-10", "", NOW, Reason.NEW, "2025-11"),
        ("-", "2025-11..2026-09", "", NOW, Reason.NEW, ""),  # eleven, and the twelfth not due yet
        ("-", "2026-11", "", NOW, Reason.NEW, "2025-11..2026-09"),
        # paid ahead from next month on
        ("-", "2026-12..2027-11", "", NOW, Reason.LATER, "2025-11..2026-09"),
        # nothing
        ("-", "", "", NOW, Reason.NEVER, "2025-11..2026-09"),
        ("-", "", "", date(2026, 11, 26), Reason.NEVER, "2025-11..2026-10"),
        ("-", "2020-01..2025-10", "", NOW, Reason.NEVER, "2025-11..2026-09"),
        # the registry differs
        ("+", "", "", NOW, Reason.REGISTRY, "2025-11..2026-09"),
        ("+", "2026-08..2026-10", "", NOW, Reason.REGISTRY, "2025-11..2026-07"),
        ("-", "2024-01..2026-10", "", NOW, Reason.REGISTRY, ""),
        ("-", "", "2020-01..2038-12", NOW, Reason.REGISTRY, ""),
        # New Year, and 29 February
        ("+", "2025-01..2026-11", "", date(2027, 1, 1), Reason.PAID, ""),
        ("+", "2025-01..2026-11", "", date(2027, 1, 26), Reason.GRACE, "2026-12"),
        ("-", "2025-01..2026-08", "", date(2027, 1, 1), Reason.DEBT, "2026-09..2026-11"),
        ("+", "2025-01..2026-09", "", date(2026, 12, 31), Reason.GRACE, "2026-10..2026-11"),
        ("+", "2027-01..2027-12", "", date(2028, 2, 25), Reason.PAID, ""),
        ("+", "2027-01..2027-12", "", date(2028, 2, 29), Reason.GRACE, "2028-01"),
    ],
)
def test_status(word: str, paid: str, state: str, today: date, reason: Reason, owed: str) -> None:
    status = status_of(record(word, paid, state), today)
    assert (status.insured, status.reason, status.owed) == (word == "+", reason, tuple(sorted(row(owed))))
    assert status.agrees is (reason is not Reason.REGISTRY)


@pytest.mark.parametrize(
    ("word", "paid", "today", "grace_until", "begins"),
    [
        ("+", "2024-01..2026-08", NOW, date(2026, 11, 30), None),
        ("+", "2024-01..2026-09", NOW, None, None),
        ("+", "2024-01..2026-09", date(2026, 11, 26), date(2026, 12, 31), None),
        ("+", "2021-01..2026-05", NOW, date(2026, 11, 30), None),
        ("+", "2021-01..2026-08", NOW, date(2027, 2, 28), None),
        ("+", "2027-01..2027-11", date(2028, 1, 26), None, None),  # eleven: the word is the registry's alone
        ("+", "2026-12..2027-11", date(2028, 1, 26), date(2028, 2, 29), None),
        ("-", "2026-12..2027-11", NOW, None, date(2026, 12, 1)),
        ("-", "2027-02..2028-01", NOW, None, date(2027, 2, 1)),
        ("-", "2026-08..2026-10", NOW, None, None),
    ],
)
def test_days_that_are_named(word: str, paid: str, today: date, grace_until: date | None, begins: date | None) -> None:
    status = status_of(record(word, paid), today)
    assert (status.grace_until, status.begins) == (grace_until, begins)


@pytest.mark.parametrize("until", [None, date(2027, 1, 31)])
def test_what_the_registry_says_is_told_as_it_is(until: date | None) -> None:
    status = status_of(Record(True, until, AS_OF, row("2024-01..2026-08"), frozenset()), NOW)
    assert (status.until, status.as_of) == (until, AS_OF)
    assert status.months == (
        *((month, Cover.PAID) for month in months(Month(2025, 11), Month(2026, 8))),
        (Month(2026, 9), Cover.UNPAID),
        (Month(2026, 10), Cover.NOT_DUE),
    )


COVERED = st.frozensets(st.integers(0, 40).map(lambda at: Month(2024, 6) + at))


@given(st.booleans(), COVERED, COVERED, st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_the_registry_is_never_overruled(
    insured: bool, paid: frozenset[Month], state: frozenset[Month], today: date
) -> None:
    status = status_of(Record(insured, None, AS_OF, paid, state), today)
    why = {Reason.STATE, Reason.PAID, Reason.PREPAID, Reason.GRACE}
    why_not = {Reason.DEBT, Reason.NEW, Reason.LATER, Reason.NEVER}
    assert status.insured is insured
    assert status.reason in ((why if insured else why_not) if status.agrees else {Reason.REGISTRY})
    assert (status.grace_until is not None, status.begins is not None) == (
        status.reason is Reason.GRACE,
        status.reason is Reason.LATER,
    )
