"""The guide "calculator": what is asked, what is not, where each way ends, and how a bill is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.dialogue.decision import Progress
from app.dialogue.guides.bill import Bill, Over, Work, reckon
from app.dialogue.guides.calculator import GUIDE, next_step, years_of
from app.dialogue.guides.guide import Outcome, Pick, Said, Step, Sum, Ticks, World, stand
from app.dialogue.guides.statement import formula, say
from app.knowledge.daysoff import DaysOff
from app.knowledge.guided import CALCULATOR
from app.knowledge.rates import Rates, read_rates
from app.model import Lang
from app.render import plain
from tests.conftest import TODAY
from tests.small import CONTENT, NEXT_YEAR
from tests.small import RATES as ONE_YEAR

TEXT = (CONTENT / "rates.yaml").read_text("utf-8")
RATES = read_rates(TEXT)
HERE = World(TODAY, RATES, DaysOff({}))
SUM = Sum(10**9)
YEARS = Pick(("2026", "2025", "2024"))
NBSP = "\u00a0"
UNTIMED = settings(deadline=None, derandomize=True)


def at(world: World = HERE, **answers: str) -> Step | Outcome:
    """Return where these answers lead; `_` in a name stands for a hyphen."""
    given_ = tuple((name.replace("_", "-"), answer) for name, answer in answers.items())
    return stand(GUIDE, Progress("calculator", given_), world).now


def result(**answers: str) -> Bill:
    """Return the bill that these answers lead to."""
    now = at(**answers)
    assert isinstance(now, Outcome)
    assert isinstance(now.result, Bill)
    return now.result


ALL_KINDS = "job,second-job,contract,entrepreneur"


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ({}, Step("who", Pick(CALCULATOR.steps["who"]))),
        ({"who": "employee"}, Step("income", SUM)),
        ({"who": "jobs"}, Step("income-first", SUM)),
        ({"who": "jobs", "income_first": "1"}, Step("income-second", SUM)),
        ({"who": "contract"}, Step("income", SUM)),
        ({"who": "entrepreneur"}, Step("exempt", Pick(("yes", "no")))),
        ({"who": "self-employed"}, Step("income", SUM)),
        ({"who": "several"}, Step("kinds", Ticks(tuple(ALL_KINDS.split(","))))),
        ({"who": "several", "kinds": "contract"}, Step("income", SUM)),
        ({"who": "several", "kinds": "second-job"}, Step("income", SUM)),
        ({"who": "several", "kinds": "entrepreneur"}, Step("exempt", Pick(("yes", "no")))),
        ({"who": "several", "kinds": "job,entrepreneur", "exempt": "no"}, Step("income-first", SUM)),
        ({"who": "several", "kinds": "job,contract", "income_first": "1"}, Step("income-contract", SUM)),
        ({"who": "several", "kinds": ALL_KINDS, "exempt": "no", "income_first": "1"}, Step("income-second", SUM)),
        # the year is asked from the first income that it changes: the caps of 2025 end at 850 000 ₸
        ({"who": "employee", "income": "850025"}, Step("year", YEARS)),
        ({"who": "jobs", "income_first": "425000", "income_second": "425025"}, Step("year", YEARS)),
        ({"who": "contract", "income": "850025"}, Step("year", YEARS)),
        ({"who": "employee", "income": "1000000000"}, Step("year", YEARS)),
    ],
)
def test_what_is_asked(answers: dict[str, str], step: Step) -> None:
    assert at(**answers) == step


BOTH = (2025, 2024)


@pytest.mark.parametrize(
    ("answers", "slug", "sums", "year", "same"),
    [
        ({"who": "employee", "income": "400000"}, "employee", (8_000, 12_000), 2026, BOTH),
        ({"who": "employee", "income": "0"}, "employee", (0, 0), 2026, BOTH),
        ({"who": "employee", "income": "850000"}, "employee", (17_000, 25_500), 2026, BOTH),
        ({"who": "employee", "income": "850001"}, "employee", (17_000, 25_500), 2026, BOTH),
        ({"who": "employee", "income": "900000", "year": "2024"}, "employee", (17_000, 25_500), 2024, ()),
        ({"who": "employee", "income": "900000", "year": "2025"}, "employee", (17_000, 25_500), 2025, ()),
        ({"who": "employee", "income": "900000", "year": "2026"}, "employee", (18_000, 27_000), 2026, ()),
        (
            {"who": "jobs", "income_first": "300000", "income_second": "200000"},
            "jobs",
            (10_000, 9_000, 6_000),
            2026,
            BOTH,
        ),
        (
            {"who": "jobs", "income_first": "600000", "income_second": "400000", "year": "2025"},
            "jobs",
            (17_000, 18_000, 12_000),
            2025,
            (),
        ),
        ({"who": "contract", "income": "250000"}, "contract", (5_000,), 2026, BOTH),
        ({"who": "entrepreneur", "exempt": "no"}, "entrepreneur", (5_950,), 2026, BOTH),
        ({"who": "self-employed", "income": "500000"}, "self-employed", (5_000,), 2026, ()),
        ({"who": "self-employed", "income": "1297500"}, "self-employed", (12_975,), 2026, ()),
        ({"who": "self-payer"}, "self-payer", (4_250,), 2026, BOTH),
        ({"who": "several", "kinds": ""}, "self-payer", (4_250,), 2026, BOTH),
        ({"who": "several", "kinds": "job", "income": "400000"}, "employee", (8_000, 12_000), 2026, BOTH),
        ({"who": "several", "kinds": "second-job", "income": "400000"}, "employee", (8_000, 12_000), 2026, BOTH),
        ({"who": "several", "kinds": "contract", "income": "250000"}, "contract", (5_000,), 2026, BOTH),
        ({"who": "several", "kinds": "entrepreneur", "exempt": "no"}, "entrepreneur", (5_950,), 2026, BOTH),
        (
            {"who": "several", "kinds": "second-job,job", "income_first": "300000", "income_second": "200000"},
            "jobs",
            (10_000, 9_000, 6_000),
            2026,
            BOTH,
        ),
        (
            {"who": "several", "kinds": "job,entrepreneur", "exempt": "no", "income_first": "300000"},
            "several",
            (6_000, 5_950, 9_000),
            2026,
            BOTH,
        ),
        (
            {
                "who": "several",
                "kinds": ALL_KINDS,
                "exempt": "no",
                "year": "2026",
                "income_first": "900000",
                "income_second": "500000",
                "income_contract": "400000",
            },
            "several",
            (34_000, 5_950, 27_000, 15_000),
            2026,
            (),
        ),
    ],
)
def test_where_answers_lead(
    answers: dict[str, str], slug: str, sums: tuple[int, ...], year: int, same: tuple[int, ...]
) -> None:
    now = at(**answers)
    assert isinstance(now, Outcome)
    bill = result(**answers)
    assert (now.slugs, bill.sums, bill.year, bill.same) == ((f"calculator-{slug}",), sums, year, same)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"who": "category"}, Outcome(("calculator-category",))),
        ({"who": "entrepreneur", "exempt": "yes"}, Outcome(("calculator-free",))),
        ({"who": "several", "kinds": "job,entrepreneur", "exempt": "yes"}, Outcome(("calculator-free",))),
        (
            {"who": "self-employed", "income": "1297501"},
            Outcome(("calculator-over-limit",), Over(2026, 1_297_500)),
        ),
    ],
)
def test_where_nothing_is_reckoned(answers: dict[str, str], outcome: Outcome) -> None:
    assert at(**answers) == outcome


def test_an_answer_that_the_way_does_not_ask_for_changes_nothing() -> None:
    assert result(who="self-payer", income="900000", year="2024", exempt="yes") == result(who="self-payer")


SUMS = ("0", "400000", "2000000")  # below every cap, above some


def walks(answers: dict[str, str]) -> Iterator[tuple[tuple[str, ...], Outcome]]:
    """Yield the steps of every way from these answers on, and where it ends."""
    now = next_step(answers, HERE)
    if isinstance(now, Outcome):
        yield tuple(answers), now
        return
    assert now.id not in answers, "asked twice"
    match now.field:
        case Pick(options):
            tried: tuple[str, ...] = options
        case Ticks(options):
            tried = ("", *options, ",".join(options), *(f"{a},{b}" for a in options for b in options if a < b))
        case _:
            tried = SUMS
    for answer in tried:
        yield from walks({**answers, now.id: answer})


def test_every_way_ends_and_every_step_and_outcome_is_reached() -> None:
    ways = list(walks({}))
    assert {slug for _, outcome in ways for slug in outcome.slugs} == set(CALCULATOR.outcomes)
    assert {step for steps, _ in ways for step in steps} == set(CALCULATOR.steps)
    assert max(len(steps) for steps, _ in ways) == 7  # all kinds at once


def test_what_is_told_of_every_way_is_a_fact_of_the_guide() -> None:
    named: set[str] = set()
    for _, outcome in walks({}):
        said = say(outcome, Lang.KK, HERE)
        named |= {*said.words, *said.parts}
    assert named == set(CALCULATOR.facts)


def test_a_message_may_answer_who_and_the_income() -> None:
    assert (GUIDE.name, GUIDE.heard, GUIDE.texts) == ("calculator", ("who", "income"), CALCULATOR)


def later(text: str) -> Rates:
    """Return the figures with those of 2027, where the minimum wage is 90 000 ₸."""
    return read_rates(text.replace("\nsources:", NEXT_YEAR.replace("source: law", "source: payers") + "\nsources:"))


@pytest.mark.parametrize(
    ("works", "text", "years"),
    [
        ((Work.JOB,), TEXT, ("2026", "2025", "2024")),
        ((Work.SELF_PAYER,), TEXT, ("2026", "2025", "2024")),
        ((Work.SELF_EMPLOYED,), TEXT, ("2026",)),
        ((Work.SELF_EMPLOYED,), ONE_YEAR, ()),
        ((Work.CONTRACT,), ONE_YEAR, ("2026",)),
    ],
)
def test_years_that_can_be_reckoned(works: tuple[Work, ...], text: str, years: tuple[str, ...]) -> None:
    assert years_of(works, read_rates(text)) == years


def test_a_way_without_figures_is_not_offered() -> None:
    asked = at(World(TODAY, read_rates(ONE_YEAR), DaysOff({})))
    others = tuple(who for who in CALCULATOR.steps["who"] if who != "self-employed")
    assert asked == Step("who", Pick(others))


def test_a_new_minimum_wage_makes_the_year_a_question() -> None:
    world = World(date(2027, 1, 1), later(TEXT), DaysOff({}))
    assert at(world, who="self-payer") == Step("year", Pick(("2027", "2026", "2025", "2024")))
    paid = at(world, who="self-payer", year="2027")
    assert isinstance(paid, Outcome)
    assert (paid.result.year, paid.result.sums) == (2027, (4_500,))


@pytest.mark.parametrize(("day", "year"), [(date(2026, 12, 31), 2026), (date(2027, 1, 1), 2027)])
def test_the_year_of_today_is_told_when_all_come_to_the_same(day: date, year: int) -> None:
    now = at(World(day, later(TEXT), DaysOff({})), who="employee", income="400000")
    assert isinstance(now, Outcome)
    others = tuple(other for other in (2027, 2026, 2025, 2024) if other != year)
    assert now.result == replace(reckon({Work.JOB: 400_000}, year, later(TEXT)), same=others)


@pytest.mark.parametrize(
    ("earned", "year", "formulas"),
    [
        ({Work.JOB: 400_000}, 2026, ("400_000_₸ × 2_% = 8_000_₸", "400_000_₸ × 3_% = 12_000_₸")),
        ({Work.JOB: 2_000_000}, 2026, ("1_700_000_₸ × 2_% = 34_000_₸", "2_000_000_₸ × 3_% = 60_000_₸")),
        ({Work.JOB: 2_000_000}, 2025, ("850_000_₸ × 2_% = 17_000_₸", "850_000_₸ × 3_% = 25_500_₸")),
        (
            {Work.JOB: 300_000, Work.SECOND_JOB: 33_333},
            2026,
            ("(300_000_₸ + 33_333_₸) × 2_% ≈ 6_667_₸", "300_000_₸ × 3_% = 9_000_₸", "33_333_₸ × 3_% ≈ 1_000_₸"),
        ),
        ({Work.ENTREPRENEUR: 0}, 2026, ("85_000_₸ × 1,4 × 5_% = 5_950_₸",)),
        ({Work.SELF_PAYER: 0}, 2024, ("85_000_₸ × 5_% = 4_250_₸",)),
        ({Work.SELF_EMPLOYED: 500_000}, 2026, ("500_000_₸ × 1_% = 5_000_₸",)),
    ],
)
@pytest.mark.parametrize("lang", Lang)
def test_formulas(lang: Lang, earned: dict[Work, int], year: int, formulas: tuple[str, ...]) -> None:
    bill = reckon(earned, year, RATES)
    told = tuple(formula(payment, lang).replace(NBSP, "_") for payment in (*bill.own, *bill.employers))
    assert told == formulas


def told(lang: Lang, **answers: str) -> tuple[dict[str, str], list[list[str]]]:
    """Return the words of a result without the name of the guide, and the cells of its table."""
    now = at(**answers)
    assert isinstance(now, Outcome)
    said = say(now, lang, HERE)
    words = {name.removeprefix("calculator."): word.replace(NBSP, "_") for name, word in said.words.items()}
    table = said.parts["calculator.table"]
    rows = [[plain(cell).replace(NBSP, "_") for cell in row] for row in (table.head, *table.rows)]  # type: ignore[union-attr]
    return words, rows


def test_a_bill_in_russian() -> None:
    words, rows = told(Lang.RU, who="jobs", income_first="300000", income_second="200000")
    assert words == {
        "year": "2026",
        "same_years": "2025, 2024",
        "month": "10_000_₸",
        "twelve": "120_000_₸",
        "contribution": "(300_000_₸ + 200_000_₸) × 2_% = 10_000_₸",
        "contribution_under": "1_700_000_₸",
        "deduction": "300_000_₸ × 3_% = 9_000_₸",
        "second_deduction": "200_000_₸ × 3_% = 6_000_₸",
        "deduction_under": "3_400_000_₸",
    }
    assert rows == [
        ["Платёж", "В месяц", "За 12 месяцев"],
        ["Взнос с Вашего дохода", "10_000_₸", "120_000_₸"],
        ["Отчисления, первая работа", "9_000_₸", "108_000_₸"],
        ["Отчисления, вторая работа", "6_000_₸", "72_000_₸"],
        ["Всего платят работодатели", "15_000_₸", "180_000_₸"],
        ["Все платежи вместе", "25_000_₸", "300_000_₸"],
    ]


def test_a_bill_in_kazakh() -> None:
    answers = {"kinds": "job,entrepreneur", "exempt": "no", "income_first": "3400001", "year": "2026"}
    words, rows = told(Lang.KK, who="several", **answers)
    assert words == {
        "year": "2026",
        "month": "39_950_₸",
        "twelve": "479_400_₸",
        "contribution": "1_700_000_₸ × 2_% = 34_000_₸",
        "contribution_over": "1_700_000_₸",
        "entrepreneur": "85_000_₸ × 1,4 × 5_% = 5_950_₸",
        "deduction": "3_400_000_₸ × 3_% = 102_000_₸",
        "deduction_over": "3_400_000_₸",
    }
    assert rows == [
        ["Төлем", "Айына", "12 айға"],
        ["Табысыңыздан жарна", "34_000_₸", "408_000_₸"],
        ["ЖК өзі үшін төлейтін жарна", "5_950_₸", "71_400_₸"],
        ["Жұмыс берушінің аударымы", "102_000_₸", "1_224_000_₸"],
        ["Сіз барлығы төлейсіз", "39_950_₸", "479_400_₸"],
        ["Барлық төлем", "141_950_₸", "1_703_400_₸"],
    ]


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({"who": "employee", "income": "0"}, {"empty_month": "4_250_₸"}),
        ({"who": "employee", "income": "24"}, {}),  # an income, though nothing is paid of it
        ({"who": "self-employed", "income": "0"}, {"empty_month": "4_250_₸", "limit": "1_297_500_₸"}),
        ({"who": "self-employed", "income": "500000"}, {"limit": "1_297_500_₸"}),
        ({"who": "entrepreneur", "exempt": "no"}, {}),
    ],
)
def test_what_is_said_besides(answers: dict[str, str], more: dict[str, str]) -> None:
    words, _ = told(Lang.RU, **answers)
    assert {name: word for name, word in words.items() if name in ("empty_month", "limit")} == more


@pytest.mark.parametrize("state", [("1", "3400001"), ("3400001", "1")])
def test_one_employer_above_the_cap_is_told_once(state: tuple[str, str]) -> None:
    words, _ = told(Lang.RU, who="jobs", income_first=state[0], income_second=state[1], year="2026")
    assert [name for name in words if name.startswith("deduction_")] == ["deduction_over"]


def test_an_income_above_the_limit_and_a_category_are_told_without_a_bill() -> None:
    over = say(Outcome(("calculator-over-limit",), Over(2026, 1_297_500)), Lang.RU, HERE)
    limit = f"1{NBSP}297{NBSP}500{NBSP}₸"
    assert over == Said({"calculator.year": "2026", "calculator.limit": limit})
    assert say(Outcome(("calculator-category",)), Lang.RU, HERE) == Said()


@UNTIMED
@given(st.integers(0, 10**9), st.sampled_from(("2024", "2025", "2026")))
def test_a_year_is_twelve_months(income: int, year: str) -> None:
    _, (_, *rows) = told(Lang.RU, who="employee", income=str(income), year=year)
    sums = [[int("".join(filter(str.isdigit, cell))) for cell in row[1:]] for row in rows]
    assert [twelve for _, twelve in sums] == [12 * month for month, _ in sums]
