"""The figures of the year, exact; which year holds on which day; every fault of rates.yaml."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.dialogue.fill import fill
from app.knowledge.fault import Fault, FaultError
from app.knowledge.library import Library
from app.knowledge.rates import Unit, read_rates
from app.model import Lang
from tests.conftest import TODAY
from tests.small import NEXT_YEAR, RATES

SMALL = read_rates(RATES)
BOTH = read_rates(RATES.replace("sources:", f"{NEXT_YEAR}sources:"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("year", "2026"),
        ("minimum_wage", "85 000 ₸"),
        ("mci", "4 325 ₸"),
        ("self_payer.rate", "5 %"),
        ("self_payer.month", "4 250 ₸"),
        ("self_payer.year", "51 000 ₸"),
        ("entrepreneur.rate", "5 %"),
        ("entrepreneur.base", "1,4"),
        ("entrepreneur.month", "5 950 ₸"),
        ("entrepreneur.year", "71 400 ₸"),
        ("employee.rate", "2 %"),
        ("employee.cap", "20"),
        ("employee.cap_income", "1 700 000 ₸"),
        ("employee.max", "34 000 ₸"),
        ("employee.of_minimum_wage", "1 700 ₸"),
        ("employer.rate", "3 %"),
        ("employer.cap", "40"),
        ("employer.cap_income", "3 400 000 ₸"),
        ("employer.max", "102 000 ₸"),
        ("employer.of_minimum_wage", "2 550 ₸"),
        ("self_employed.rate", "1 %"),
        ("self_employed.total", "4 %"),
        ("self_employed.income_cap", "300"),
        ("self_employed.income_limit", "1 297 500 ₸"),
        ("single_payment.rate", "24,8 %"),
        ("state.rate", "2 %"),
        ("local.rate", "2 %"),
        ("last.year", "2025"),
        ("last.employee.max", "17 000 ₸"),
        ("last.self_payer.month", "4 250 ₸"),
        ("2025.employer.max", "25 500 ₸"),
        ("2025.employee.cap", "10"),
        ("2025.mci", "3 932 ₸"),
        ("2024.self_payer.month", "4 250 ₸"),
        ("2024.mci", "3 692 ₸"),
        ("2023.self_payer.month", "3 500 ₸"),
        ("2023.entrepreneur.month", "4 900 ₸"),
        ("2022.self_payer.month", "3 000 ₸"),
        ("2022.state.rate", "1,7 %"),
    ],
)
@pytest.mark.parametrize("lang", Lang)
def test_figures_of_2026(name: str, text: str, lang: Lang, library: Library) -> None:
    assert fill(f"{{{{ {name} }}}}", lang, library, TODAY) == text.replace(" ", "\u00a0")


def test_figures_carry_their_unit_and_source(library: Library) -> None:
    told = [library.rates.figure(name, 2026) for name in ("minimum_wage", "self_payer.month", "employee.cap", "year")]
    assert [(figure.value, figure.unit, figure.source) for figure in told] == [
        (Decimal(85000), Unit.MONEY, "budget-2026"),
        (Decimal(4250), Unit.MONEY, ""),
        (Decimal(20), Unit.NUMBER, "rates-2026"),
        (Decimal(2026), Unit.YEAR, ""),
    ]


def test_sums_are_whole_tenge_rounded_half_up() -> None:
    rates = read_rates(RATES.replace("minimum_wage: {is: 85000", "minimum_wage: {is: 85050"))
    assert str(rates.figure("self_payer.month", 2026).value) == "4253"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 1, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2027),
        (date(2027, 12, 31), 2027),
        (date(2028, 1, 1), 2027),
        (date(2025, 12, 31), 2026),
    ],
)
def test_year_for(day: date, year: int) -> None:
    assert BOTH.year_for(day) == year


@pytest.mark.parametrize(
    ("day", "missing"),
    [
        (date(2026, 1, 1), None),
        (date(2026, 11, 1), None),
        (date(2026, 11, 2), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2028, 6, 1), 2028),
    ],
)
def test_missing_figures_are_warned_of_60_days_before(day: date, missing: int | None) -> None:
    message = f"no figures of {missing} yet; add them under 'years'"
    wanted = [Fault("rates.yaml", 1, message, warning=True)] if missing else []
    assert list(SMALL.warnings(day, "rates.yaml")) == wanted


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 12, 31), date(2027, 11, 1)])
def test_figures_that_are_there_are_not_warned_of(day: date) -> None:
    assert list(BOTH.warnings(day, "rates.yaml")) == []


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("self_payer.moth", "rates.yaml has no 'self_payer.moth' for 2026; did you mean 'self_payer.month'?"),
        ("local.rate", "rates.yaml has no 'local.rate' for 2026"),
        ("self_employed.income_limit", "rates.yaml has no 'self_employed.income_limit' for 2026"),
        ("xyz", "rates.yaml has no 'xyz' for 2026"),
        ("2019.mci", "rates.yaml has no figures of 2019; it has 2026"),
        ("1999.mci", "'{{ 1999.mci }}' is not a figure; write e.g. {{ self_payer.month }}"),
        ("2031.mci", "rates.yaml has no figures of 2031; it has 2026"),
        ("last.mci", "rates.yaml has no figures of 2025; it has 2026"),
        ("", "'{{  }}' is not a figure; write e.g. {{ self_payer.month }}"),
        ("Year", "'{{ Year }}' is not a figure; write e.g. {{ self_payer.month }}"),
        ("self_payer.month * 2", "'{{ self_payer.month * 2 }}' is not a figure; write e.g. {{ self_payer.month }}"),
    ],
)
def test_a_name_that_is_no_figure(reference: str, sentence: str) -> None:
    with pytest.raises(KeyError) as raised:
        SMALL.figure(reference, 2026)
    assert raised.value.args[0] == sentence


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("years:", "yers:", 1, "unknown key 'yers'; did you mean 'years'?"),
        (RATES[RATES.index("sources:") :], "", 1, "key 'sources' is missing"),
        ("  2026:", "  26:", 2, "'26' is not a year; write e.g. 2026"),
        ("  2026:", "  ２０２６:", 2, "'２０２６' is not a year; write e.g. 2026"),
        ("    mci:", "    mic:", 4, "unknown figure 'mic'; did you mean 'mci'?"),
        ("    mci: {is: 4325, source: law}\n", "", 2, "2026 lacks mci"),
        ("{is: 4325, source: law}", "4325", 4, "expected {is: value, source: key}"),
        ("{is: 4325, source: law}", "{is: 4325}", 4, "'mci' needs 'is' and 'source'"),
        ("{is: 4325, source: law}", "{is: 4325, source: laws}", 4, "unknown source 'laws'; did you mean 'law'?"),
        ("is: 4325", "is: 4 325", 4, "'4 325' is not a number above 0"),
        ("is: 4325", "is: '4325 ₸'", 4, "'4325 ₸' is not a number above 0"),
        ("is: 4325", "is: 0", 4, "'0' is not a number above 0"),
        ("is: 4325", "is: -5", 4, "'-5' is not a number above 0"),
        ("is: 4325", "is: nan", 4, "'nan' is not a number above 0"),
        ("is: 4325", "is: inf", 4, "'inf' is not a number above 0"),
        ("    mci:", "    minimum_wage:", 4, "key 'minimum_wage' stands twice; keep one"),
        (RATES[: RATES.index("sources:")], "years: {}\n", 1, "there are no years; add the figures of at least one"),
        (RATES[: RATES.index("sources:")], "years: []\n", 1, "expected years, e.g. 2026:"),
        (RATES, "- 2026\n", 1, "expected rates.yaml holds 'years' and 'sources'"),
        (RATES, "", 1, "key 'years' is missing"),
        (", document: статья 28", "", 14, "a source needs 'title' and one of 'link' or 'document'"),
        ("title: Закон", "titel: Закон", 14, "unknown key 'titel'; did you mean 'title'?"),
        ("title: Закон", "title: ''", 14, "'title' needs text"),
        ("document: статья 28", "link: adilet.zan.kz", 14, "'adilet.zan.kz' is not an address; write it as https://…"),
        (
            "document: статья 28",
            "link: 'javascript:alert(1)'",
            14,
            "'javascript:alert(1)' is not an address; write it as https://…",
        ),
    ],
)
def test_faults_of_the_file(old: str, new: str, line: int, message: str) -> None:
    assert RATES.count(old) == 1
    with pytest.raises(FaultError) as raised:
        read_rates(RATES.replace(old, new))
    assert (raised.value.line, raised.value.message) == (line, message)


def test_the_real_file_needs_2027_only_from_november(content: Path) -> None:
    rates = read_rates((content / "rates.yaml").read_text("utf-8"))
    assert [len(list(rates.warnings(date(2026, 11, day), "rates.yaml"))) for day in (1, 2)] == [
        0,
        0 if 2027 in rates.years else 1,
    ]
