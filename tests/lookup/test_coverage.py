"""Which months insure: every example of the Fund, and a definition written anew, month by month."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.coverage import (
    Cover,
    Coverage,
    first_insured,
    grace_end,
    insured_in,
    last_insured,
    last_twelve,
    payment_day,
    prepay,
    to_fill,
    unpaid,
)
from lookup.month import Month, months


def row(*spans: str) -> frozenset[Month]:
    """Return the months of spans: "2026-01..2026-03", or one month."""
    ends = [span.split("..") for span in spans]
    return frozenset(month for end in ends for month in months(Month.parse(end[0]), Month.parse(end[-1])))


def paid(*spans: str, state: str = "") -> Coverage:
    """Return a coverage."""
    return Coverage(row(*spans), row(state) if state else frozenset())


def spans(covered: list[Month]) -> list[str]:
    """Return months as they are written."""
    return [str(month) for month in covered]


def insured(coverage: Coverage, first: str, last: str) -> str:
    """Return the months of a span in which a person is insured: + or - for each."""
    return "".join("+" if insured_in(m, coverage) else "-" for m in months(Month.parse(first), Month.parse(last)))


@pytest.mark.parametrize(
    ("coverage", "first", "last", "expected"),
    [
        # the Fund's three cases of paying ahead, in October 2022, and the grace after the year
        (paid("2022-10..2023-09"), "2022-09", "2024-01", "-" + "+" * 15 + "-"),
        (paid("2022-11..2023-10"), "2022-10", "2024-02", "-" + "+" * 15 + "-"),
        (paid("2022-01..2022-10", "2022-11..2023-10"), "2022-10", "2024-02", "+" * 16 + "-"),
        (paid("2022-10"), "2022-10", "2023-10", "-" * 13),  # twelve paid as one are one month
        (paid("2024-01..2025-06"), "2025-06", "2025-10", "++++-"),  # last paid in June: lost in October
        (paid("2026-08..2026-10"), "2026-08", "2027-02", "-" * 7),  # a new job is not enough
        (paid("2025-11..2026-09"), "2025-11", "2026-12", "-" * 14),  # eleven
        (paid("2025-10..2026-09"), "2025-09", "2027-01", "-" + "+" * 15 + "-"),  # twelve
        (paid("2025-01..2025-06", "2025-08..2026-01"), "2025-01", "2026-02", "-" * 14),  # twelve, a month missing
        (paid(), "2026-01", "2026-03", "---"),
        (paid(state="2026-01..2026-03"), "2025-12", "2026-05", "-+++--"),  # insured by itself, with no grace
        (paid(state="2025-01..2026-03"), "2026-03", "2026-07", "++++-"),
        (paid("2026-03..2026-06", state="2025-07..2026-02"), "2026-02", "2026-10", "+" * 8 + "-"),  # together twelve
        (paid("2020-01..2025-12"), "2025-12", "2026-07", "+++++++-"),  # sixty paid months and more
        (paid("2021-01..2025-12"), "2026-05", "2026-07", "++-"),  # sixty
        (paid("2021-02..2025-12"), "2026-03", "2026-04", "+-"),  # fifty-nine
        (paid("2019-01..2025-10"), "2026-01", "2026-05", "++++-"),  # the ordinary grace ended in January 2026
        (paid("2019-01..2025-09"), "2025-12", "2026-02", "+--"),  # ended in December: the long one came too late
        (paid("2015-01..2025-12", state="2023-05"), "2026-03", "2026-04", "+-"),  # a month of the State's breaks sixty
        (paid("2015-01..2025-12", state="2020-12"), "2026-05", "2026-07", "++-"),  # outside the sixty it does not
        (paid("2015-01..2025-12", state="2026-01"), "2026-04", "2026-05", "+-"),  # the row ends with the State's
    ],
)
def test_insured_month_by_month(coverage: Coverage, first: str, last: str, expected: str) -> None:
    assert insured(coverage, first, last) == expected


@pytest.mark.parametrize(
    ("coverage", "month", "last"),
    [
        (paid("2025-07..2026-06"), "2026-06", "2026-09"),
        (paid("2025-07..2026-06"), "2025-07", "2026-09"),
        (paid("2025-07..2026-06"), "2026-10", None),
        (paid("2025-07..2026-06", state="2026-10..2026-12"), "2026-06", "2026-12"),  # the State's follow at once
        (paid("2025-07..2026-06", state="2026-11"), "2026-06", "2026-09"),
        (paid("2024-01..2025-06", "2025-08..2026-07"), "2025-06", "2026-10"),  # a gap within the grace
        (paid(state="2026-01..2043-12"), "2026-11", "2044-03"),  # a child, until eighteen
    ],
)
def test_how_long_an_insurance_lasts(coverage: Coverage, month: str, last: str | None) -> None:
    assert last_insured(Month.parse(month), coverage) == (Month.parse(last) if last else None)


@pytest.mark.parametrize(
    ("coverage", "start", "first"),
    [
        (paid("2026-12..2027-11"), "2026-11", "2026-12"),
        (paid("2026-12..2027-11"), "2027-03", "2027-03"),
        (paid("2026-12..2027-11"), "2028-03", None),
        (paid("2026-12..2027-10"), "2026-11", None),
        (paid(state="2027-05"), "2026-11", "2027-05"),
        (paid(), "2026-11", None),
    ],
)
def test_when_an_insurance_begins(coverage: Coverage, start: str, first: str | None) -> None:
    assert first_insured(coverage, Month.parse(start)) == (Month.parse(first) if first else None)


@pytest.mark.parametrize(
    ("coverage", "month", "end"),
    [
        (paid("2025-07..2026-06"), "2026-06", None),
        (paid("2025-07..2026-06"), "2026-07", "2026-09"),
        (paid("2025-07..2026-06"), "2026-09", "2026-09"),
        (paid("2025-07..2026-06"), "2026-10", None),
        (paid("2025-07..2026-06", "2026-08"), "2026-08", "2026-09"),  # a month paid by itself adds nothing
        (paid("2025-07..2026-06", state="2026-08"), "2026-08", None),
        (paid("2021-01..2026-06"), "2026-07", "2026-12"),
    ],
)
def test_end_of_grace(coverage: Coverage, month: str, end: str | None) -> None:
    assert grace_end(Month.parse(month), coverage) == (Month.parse(end) if end else None)


@pytest.mark.parametrize(
    ("today", "owed"),
    [
        (date(2026, 11, 22), ["2026-09"]),
        (date(2026, 11, 25), ["2026-09"]),  # the payment day of October
        (date(2026, 11, 26), ["2026-09", "2026-10"]),
        (date(2026, 11, 30), ["2026-09", "2026-10"]),
        (date(2026, 12, 1), ["2026-09", "2026-10"]),
        (date(2026, 12, 26), ["2026-09", "2026-10", "2026-11"]),
        (date(2027, 1, 1), ["2026-09", "2026-10", "2026-11"]),
        (date(2027, 1, 26), ["2026-09", "2026-10", "2026-11", "2026-12"]),
        (date(2026, 10, 26), ["2026-09"]),
        (date(2026, 10, 25), []),
    ],
)
def test_owed_once_the_payment_day_has_passed(today: date, owed: list[str]) -> None:
    assert spans(list(unpaid(paid("2020-01..2026-08"), today))) == owed


def test_the_last_twelve_months() -> None:
    both = Coverage(row("2025-12..2026-02", "2026-05", "2026-08"), row("2026-05..2026-07"))
    told = last_twelve(both, date(2026, 11, 22))
    assert [str(month) for month, _ in told] == spans(list(months(Month(2025, 11), Month(2026, 10))))
    assert [how.value for _, how in told] == [
        *("unpaid", "paid", "paid", "paid", "unpaid", "unpaid"),
        *("paid", "state", "state", "paid", "unpaid", "not-due"),
    ]


@pytest.mark.parametrize(
    ("today", "last_year"),
    [(date(2028, 2, 29), ["2027-02", "2028-01"]), (date(2027, 1, 1), ["2026-01", "2026-12"])],
)
def test_the_twelve_months_before_odd_days(today: date, last_year: list[str]) -> None:
    told = last_twelve(paid(), today)
    assert ([str(told[0][0]), str(told[-1][0])], len(told)) == (last_year, 12)
    assert told[-1][1] is Cover.NOT_DUE if today.day < 26 else Cover.UNPAID


def test_the_payment_day() -> None:
    assert [payment_day(Month(2026, number)) for number in (1, 12)] == [date(2026, 2, 25), date(2027, 1, 25)]


@pytest.mark.parametrize(
    ("coverage", "today", "fill"),
    [
        (paid("2025-01..2026-10"), date(2026, 11, 22), []),
        (paid("2025-01..2026-09"), date(2026, 11, 22), []),  # October is not due
        (paid("2025-01..2026-06"), date(2026, 11, 22), ["2026-07", "2026-08", "2026-09"]),
        (paid("2025-01..2026-06"), date(2026, 11, 26), ["2026-07", "2026-08", "2026-09", "2026-10"]),
        (paid("2026-08..2026-10"), date(2026, 11, 22), spans(list(months(Month(2025, 11), Month(2026, 7))))),
        # eleven months are not twelve: October is paid before its day
        (
            paid("2026-08..2026-09"),
            date(2026, 11, 22),
            [*spans(list(months(Month(2025, 11), Month(2026, 7)))), "2026-10"],
        ),
        (paid("2025-01..2026-05", "2026-07..2026-10"), date(2026, 11, 22), ["2026-06"]),
    ],
)
def test_what_past_months_to_pay(coverage: Coverage, today: date, fill: list[str]) -> None:
    assert spans(list(to_fill(coverage, today))) == fill


@pytest.mark.parametrize(
    ("coverage", "start", "pay"),
    [
        (paid(), "2026-11", spans(list(months(Month(2026, 11), Month(2027, 10))))),
        (paid("2026-01..2026-11"), "2026-11", spans(list(months(Month(2026, 12), Month(2027, 10))))),
        (paid("2026-11..2027-10"), "2026-11", []),
        (paid(state="2027-01..2027-10"), "2026-11", ["2026-11", "2026-12"]),
    ],
)
def test_what_months_to_pay_ahead(coverage: Coverage, start: str, pay: list[str]) -> None:
    assert spans(list(prepay(coverage, Month.parse(start)))) == pay


FIRST = Month(2017, 7)
# rows that end in 2025 and 2026, mostly, as long as the rule counts, or a month more or less
SIZES = st.sampled_from([1, 2, 11, 12, 13, 24, 59, 60, 61])
SPANS = st.lists(st.builds(lambda end, size: (end - size, size), st.integers(90, 115), SIZES), max_size=3)
COVERED = SPANS.map(lambda found: frozenset(FIRST + (start + at) for start, size in found for at in range(size)))
COVERAGES = st.builds(
    Coverage, COVERED, SPANS.map(lambda s: frozenset(FIRST + (a + at) for a, n in s for at in range(n % 15)))
)
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))


def by_definition(coverage: Coverage) -> set[Month]:
    """Return the insured months, from the words of the rule: count back from every month that a row ends with."""
    covered, insured = coverage.paid | coverage.state, set(coverage.state)
    for end in covered:
        if end + 1 in covered:
            continue
        size = next(at for at in range(400) if end + -at not in covered)
        own = next(at for at in range(400) if end + -at not in coverage.paid or end + -at in coverage.state)
        if size >= 12:
            insured |= {end + -at for at in range(size)} | {end + 1, end + 2, end + 3}
            if own >= 60 and end + 3 >= Month(2026, 1):
                insured |= {end + after for after in (4, 5, 6) if end + after >= Month(2026, 1)}
    return insured


@given(COVERAGES, st.integers(0, 8))
def test_insured_as_the_words_of_the_rule_say(coverage: Coverage, at: int) -> None:
    span = list(months(FIRST, FIRST + 200))[at::9]
    assert [month for month in span if insured_in(month, coverage)] == sorted(by_definition(coverage) & set(span))


@given(COVERAGES, st.integers(0, 200))
def test_an_insurance_lasts_up_to_its_last_month(coverage: Coverage, at: int) -> None:
    month = FIRST + at
    last, first = last_insured(month, coverage), first_insured(coverage, month)
    assert (last is not None, first == month) == (insured_in(month, coverage),) * 2
    if last:
        assert all(insured_in(m, coverage) for m in months(month, last)) is True
        assert insured_in(last + 1, coverage) is False
    if first:
        assert not any(insured_in(m, coverage) for m in months(month, first + -1))


@given(COVERAGES, DAYS)
def test_what_is_advised_insures(coverage: Coverage, today: date) -> None:
    now = Month.of(today)
    filled = coverage.paying(to_fill(coverage, today))
    assert (insured_in(now, filled), unpaid(filled, today)) == (True, ())
    for start in (now, now + 1):
        ahead = coverage.paying(prepay(coverage, start))
        assert (insured_in(start, ahead), insured_in(start + 14, ahead)) == (True, True)


@given(COVERAGES, COVERED)
def test_paying_more_never_takes_an_insurance_away(coverage: Coverage, more: frozenset[Month]) -> None:
    richer = coverage.paying(more)
    span = list(months(FIRST, FIRST + 130))[::9]
    assert [m for m in span if insured_in(m, coverage) and not insured_in(m, richer)] == []
