"""Months as values: order, arithmetic, days, and how they are written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.month import Month, months

MONTHS = st.builds(Month, st.integers(1, 9998), st.integers(1, 12))


@pytest.mark.parametrize(
    ("month", "later", "then"),
    [
        (Month(2026, 11), 0, Month(2026, 11)),
        (Month(2026, 11), 1, Month(2026, 12)),
        (Month(2026, 12), 1, Month(2027, 1)),
        (Month(2026, 1), -1, Month(2025, 12)),
        (Month(2026, 11), -11, Month(2025, 12)),
        (Month(2026, 11), -24, Month(2024, 11)),
    ],
)
def test_later_and_earlier(month: Month, later: int, then: Month) -> None:
    assert (month + later, then - month) == (then, later)


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (Month(2026, 2), date(2026, 2, 1), date(2026, 2, 28)),
        (Month(2028, 2), date(2028, 2, 1), date(2028, 2, 29)),
        (Month(2026, 12), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_first_and_last_day(month: Month, first: date, last: date) -> None:
    assert (month.first_day, month.last_day, Month.of(first), Month.of(last)) == (first, last, month, month)


@pytest.mark.parametrize("number", [0, 13, -1])
def test_no_such_month(number: int) -> None:
    with pytest.raises(ValueError, match=f"^no month has the number {number}$"):
        Month(2026, number)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-6", "2026-13", "2026-00", "06.2026", "2026-06-01", "２０２６-06", "2026-06\n"]
)
def test_not_a_month(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_months_are_in_order() -> None:
    year = [Month(2026, number) for number in range(1, 13)]
    backwards = year[::-1]
    assert sorted(backwards) == year
    assert list(months(Month(2026, 1), Month(2026, 12))) == year
    assert list(months(Month(2026, 2), Month(2026, 1))) == []


@given(MONTHS, st.integers(-12000, 12000))
def test_there_and_back(month: Month, later: int) -> None:
    assert (month + later - month, month + later + -later) == (later, month)
    assert (month + later > month, month + later < month) == (later > 0, later < 0)


@given(MONTHS)
def test_what_is_written_is_read(month: Month) -> None:
    assert Month.parse(str(month)) == month
