"""The bill of a month: exact sums by year, worked out by hand from the Fund's texts.

2024: the Fund's handbook of that year: 3 % up to 25 500 ₸, 2 % up to 17 000 ₸ (10 minimum wages of 85 000 ₸), 5 950 ₸,
4 250 ₸; two jobs: one cap for contributions, each employer its own for deductions. 2025: the same figures.
2026: caps of 20 and 40 minimum wages, so 34 000 ₸ and 102 000 ₸; 1 % for the self-employed up to 1 297 500 ₸.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.dialogue.guides.bill import Bill, Due, Payment, Work, reckon, total
from app.knowledge.rates import Rates, read_rates
from tests.small import CONTENT

JOB, SECOND, CONTRACT = Work.JOB, Work.SECOND_JOB, Work.CONTRACT
ENTREPRENEUR, SELF_EMPLOYED, SELF_PAYER = Work.ENTREPRENEUR, Work.SELF_EMPLOYED, Work.SELF_PAYER
UNTIMED = settings(deadline=None, derandomize=True)
RATES = read_rates((CONTENT / "rates.yaml").read_text("utf-8"))
EACH_YEAR = (2024, 2025, 2026)
Row = tuple[dict[Work, int], tuple[int, ...], tuple[int, ...]]  # earned, paid by the person, by the employers

SAME_EACH_YEAR: list[Row] = [
    ({JOB: 0}, (0,), (0,)),
    ({JOB: 85_000}, (1_700,), (2_550,)),  # the minimum wage
    ({JOB: 350_000}, (7_000,), (10_500,)),
    ({JOB: 400_000}, (8_000,), (12_000,)),
    ({JOB: 849_974}, (16_999,), (25_499,)),  # 16 999.48 and 25 499.22
    ({JOB: 849_975}, (17_000,), (25_499,)),  # 16 999.50 and 25 499.25
    ({JOB: 849_999}, (17_000,), (25_500,)),
    ({JOB: 850_000}, (17_000,), (25_500,)),
    ({JOB: 24}, (0,), (1,)),  # 0.48 and 0.72
    ({JOB: 25}, (1,), (1,)),  # 0.50 and 0.75
    ({JOB: 50}, (1,), (2,)),  # 1.00 and 1.50
    ({JOB: 125}, (3,), (4,)),  # 2.50, a half up, not to the even; 3.75
    ({JOB: 150}, (3,), (5,)),  # 3.00; 4.50, a half up
    ({JOB: 333_333}, (6_667,), (10_000,)),  # 6 666.66 and 9 999.99
    ({SECOND: 400_000}, (8_000,), (12_000,)),
    ({JOB: 300_000, SECOND: 200_000}, (10_000,), (9_000, 6_000)),
    ({JOB: 300_000, SECOND: 0}, (6_000,), (9_000, 0)),
    ({JOB: 25, SECOND: 25}, (1,), (1, 1)),  # the sum is rounded, not each part
    ({JOB: 425_000, SECOND: 425_000}, (17_000,), (12_750, 12_750)),
    ({CONTRACT: 250_000}, (5_000,), ()),
    ({CONTRACT: 850_000}, (17_000,), ()),
    ({JOB: 200_000, CONTRACT: 100_000}, (6_000,), (6_000,)),
    ({ENTREPRENEUR: 0}, (5_950,), ()),
    ({JOB: 300_000, ENTREPRENEUR: 0}, (6_000, 5_950), (9_000,)),
    ({JOB: 0, ENTREPRENEUR: 0}, (0, 5_950), (0,)),
    ({CONTRACT: 100_000, ENTREPRENEUR: 0}, (2_000, 5_950), ()),
    ({SELF_PAYER: 0}, (4_250,), ()),
]
UNDER_TEN: list[Row] = [  # 2024 and 2025: 10 minimum wages for both
    ({JOB: 850_001}, (17_000,), (25_500,)),
    ({JOB: 1_000_000}, (17_000,), (25_500,)),
    ({JOB: 10**9}, (17_000,), (25_500,)),
    ({JOB: 425_000, SECOND: 425_001}, (17_000,), (12_750, 12_750)),
    ({JOB: 600_000, SECOND: 400_000}, (17_000,), (18_000, 12_000)),
    ({JOB: 900_000, SECOND: 900_000}, (17_000,), (25_500, 25_500)),
    ({CONTRACT: 2_000_000}, (17_000,), ()),
    ({JOB: 800_000, CONTRACT: 200_000}, (17_000,), (24_000,)),
]
IN_2026: list[Row] = [
    ({JOB: 850_001}, (17_000,), (25_500,)),  # 17 000.02 and 25 500.03: the caps of 2025 are gone
    ({JOB: 1_000_000}, (20_000,), (30_000,)),
    ({JOB: 1_699_974}, (33_999,), (50_999,)),  # 33 999.48 and 50 999.22
    ({JOB: 1_699_975}, (34_000,), (50_999,)),
    ({JOB: 1_700_000}, (34_000,), (51_000,)),
    ({JOB: 1_700_001}, (34_000,), (51_000,)),
    ({JOB: 1_700_100}, (34_000,), (51_003,)),
    ({JOB: 2_000_000}, (34_000,), (60_000,)),
    ({JOB: 3_399_983}, (34_000,), (101_999,)),  # 101 999.49
    ({JOB: 3_399_984}, (34_000,), (102_000,)),
    ({JOB: 3_400_000}, (34_000,), (102_000,)),
    ({JOB: 3_400_100}, (34_000,), (102_000,)),
    ({JOB: 10**9}, (34_000,), (102_000,)),
    ({JOB: 1_000_000, SECOND: 700_000}, (34_000,), (30_000, 21_000)),
    ({JOB: 1_000_000, SECOND: 699_974}, (33_999,), (30_000, 20_999)),
    ({JOB: 1_000_000, SECOND: 1_000_000}, (34_000,), (30_000, 30_000)),
    ({JOB: 5_000_000, SECOND: 4_000_000}, (34_000,), (102_000, 102_000)),
    ({CONTRACT: 1_000_000}, (20_000,), ()),
    ({CONTRACT: 1_700_100}, (34_000,), ()),
    ({JOB: 1_000_000, CONTRACT: 900_000}, (34_000,), (30_000,)),
    ({JOB: 900_000, SECOND: 500_000, CONTRACT: 400_000, ENTREPRENEUR: 0}, (34_000, 5_950), (27_000, 15_000)),
    ({SELF_EMPLOYED: 0}, (0,), ()),
    ({SELF_EMPLOYED: 500_000}, (5_000,), ()),
    ({SELF_EMPLOYED: 249}, (2,), ()),  # 2.49
    ({SELF_EMPLOYED: 250}, (3,), ()),  # 2.50
    ({SELF_EMPLOYED: 1_297_500}, (12_975,), ()),  # 300 times 4 325 ₸
]
ROWS = [
    *((year, *row) for year in EACH_YEAR for row in SAME_EACH_YEAR),
    *((year, *row) for year in (2024, 2025) for row in UNDER_TEN),
    *((2026, *row) for row in IN_2026),
]


@pytest.mark.parametrize(("year", "earned", "own", "employers"), ROWS)
def test_what_is_paid(year: int, earned: dict[Work, int], own: tuple[int, ...], employers: tuple[int, ...]) -> None:
    bill = reckon(earned, year, RATES)
    paid = (tuple(each.month for each in bill.own), tuple(each.month for each in bill.employers))
    assert (bill.year, *paid, bill.sums) == (year, own, employers, own + employers)


def test_a_bill_says_how_it_came_about() -> None:
    earned = {SECOND: 4_000_000, JOB: 300_000, CONTRACT: 1, ENTREPRENEUR: 0}
    assert reckon(earned, 2026, RATES) == Bill(
        2026,
        own=(
            Payment(Due.CONTRIBUTION, (300_000, 4_000_000, 1), Decimal(2), 1_700_000),
            Payment(Due.ENTREPRENEUR, (85_000,), Decimal(5), times=Decimal("1.4")),
        ),
        employers=(
            Payment(Due.DEDUCTION, (300_000,), Decimal(3), 3_400_000),
            Payment(Due.SECOND_DEDUCTION, (4_000_000,), Decimal(3), 3_400_000),
        ),
    )


@pytest.mark.parametrize(
    ("year", "earned", "capped"),
    [
        (2025, {JOB: 849_999}, (False, False)),
        (2025, {JOB: 850_000}, (False, False)),  # all of it counts
        (2025, {JOB: 850_001}, (True, True)),
        (2026, {JOB: 850_001}, (False, False)),
        (2026, {JOB: 1_699_999}, (False, False)),
        (2026, {JOB: 1_700_000}, (False, False)),
        (2026, {JOB: 1_700_001}, (True, False)),
        (2026, {JOB: 3_400_000}, (True, False)),
        (2026, {JOB: 3_400_001}, (True, True)),
        (2026, {JOB: 1_000_000, SECOND: 700_000}, (False, False, False)),
        (2026, {JOB: 1_000_000, SECOND: 700_001}, (True, False, False)),
        (2026, {JOB: 3_400_001, SECOND: 0}, (True, True, False)),
        (2026, {SELF_PAYER: 0}, (False,)),
    ],
)
def test_whether_a_cap_is_at_work(year: int, earned: dict[Work, int], capped: tuple[bool, ...]) -> None:
    bill = reckon(earned, year, RATES)
    assert tuple(payment.is_capped for payment in (*bill.own, *bill.employers)) == capped


@pytest.mark.parametrize("year", EACH_YEAR)
def test_fixed_sums_are_those_of_the_articles(year: int) -> None:
    bill = reckon({ENTREPRENEUR: 0, SELF_PAYER: 0}, year, RATES)
    named = tuple(RATES.figure(name, year).value for name in ("entrepreneur.month", "self_payer.month"))
    assert bill.sums == named


INCOMES = st.integers(0, 10**9)
YEARS = st.sampled_from(EACH_YEAR)
EARNED = st.dictionaries(st.sampled_from((JOB, SECOND, CONTRACT)), INCOMES, min_size=1)


def most(name: str, year: int, rates: Rates) -> int:
    """Return the most that is paid in a month, as the articles say it."""
    return int(rates.figure(f"{name}.max", year).value)


@UNTIMED
@given(YEARS, EARNED, st.sampled_from((JOB, SECOND, CONTRACT)), st.integers(0, 10**8))
def test_more_income_never_pays_less(year: int, earned: dict[Work, int], work: Work, more: int) -> None:
    earned = {work: 0, **earned}
    less, greater = reckon(earned, year, RATES), reckon({**earned, work: earned[work] + more}, year, RATES)
    assert all(small <= great for small, great in zip(less.sums, greater.sums, strict=True))


@UNTIMED
@given(YEARS, EARNED)
def test_never_above_the_cap(year: int, earned: dict[Work, int]) -> None:
    bill = reckon(earned, year, RATES)
    assert total(bill.own) <= most("employee", year, RATES)
    assert all(payment.month <= most("employer", year, RATES) for payment in bill.employers)


@UNTIMED
@given(YEARS, EARNED)
def test_a_payment_is_within_half_a_tenge_of_the_exact_one(year: int, earned: dict[Work, int]) -> None:
    bill = reckon(earned, year, RATES)
    for payment in (*bill.own, *bill.employers):
        assert Decimal("-0.5") < payment.month - payment.exact <= Decimal("0.5")
