"""The guide "plan": every way and its price worked out by hand, the best one, and that following it insures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.block import Table
from app.dialogue.decision import Progress
from app.dialogue.guides.guide import Outcome, Pick, Step, Ticks, World, stand
from app.dialogue.guides.plan import GUIDE, Insured
from app.dialogue.guides.ways import Aim, Name, Payer, Plan, Price, Way
from app.knowledge.daysoff import DaysOff
from app.knowledge.guided import PLAN
from app.knowledge.library import Library
from app.knowledge.rates import PLACEHOLDER, Rates, read_rates
from app.model import Lang
from app.render import plain
from lookup.coverage import Coverage, insured_in, unpaid
from lookup.month import Month, months
from tests.conftest import TODAY
from tests.small import RATES

WAGES = {2022: 60_000, 2023: 70_000, 2024: 85_000, 2025: 85_000, 2026: 85_000, 2027: 90_000}  # 5 % of each is a month


def known(last: int) -> Rates:
    """Return the figures of the years up to one."""
    head, year = RATES.split("  2026:\n")
    year, sources = year.split("sources:\n")
    years = "".join(
        f"  {number}:\n{year.replace('85000', str(wage))}" for number, wage in WAGES.items() if number <= last
    )
    return read_rates(f"{head}{years}sources:\n{sources}")


RATES_OF = {last: known(last) for last in WAGES}


def row(*spans: str) -> str:
    """Return the months of spans, "2026-01..2026-03" or one month, as ticks."""
    ends = [span.split("..") for span in spans]
    return ",".join(str(month) for end in ends for month in months(Month.parse(end[0]), Month.parse(end[-1])))


def now_of(today: date, last: int = 2026, **answers: str) -> Step | Outcome:
    """Return where the answers lead."""
    return stand(GUIDE, Progress("plan", tuple(answers.items())), World(today, RATES_OF[last], DaysOff({}))).now


def outcome_of(today: date, last: int = 2026, **answers: str) -> Outcome:
    """Return the outcome that the answers lead to."""
    now = now_of(today, last, **answers)
    assert isinstance(now, Outcome), f"asked for {now.id}"
    return now


def told(way: Way) -> str:
    """Return a way in short: name, price, months to pay, first insured day, price of the year, and what follows."""
    span = f"{way.months[0]}..{way.months[-1]}={len(way.months)}" if way.months else "-"
    after = f"then {way.later[0]}={len(way.later)}" if way.later else f"to {way.paid_to}"
    return f"{way.name} {tenge(way.price)} {span} since {way.since} year {tenge(way.over_year)} {after}"


def tenge(price: Price) -> str:
    """Return a price; ">" is for the least it can be."""
    return f"{'' if price.exact else '>'}{price.tenge}"


EIGHT, SIX = row("2025-11..2026-06"), row("2025-11..2026-04")
AHEAD_NOW = "now >51000 2026-11..2027-10=12 since 2026-11-22 year >51000 to 2027-10"
AHEAD_NEXT = "next >51000 2026-12..2027-11=12 since 2026-12-01 year >51000 to 2027-11"
FILL_SIX = "fill 25500 2026-05..2026-10=6 since 2026-11-22 year >76500 then 2026-11=12"
FILL_ALL = "fill 51000 2025-11..2026-10=12 since 2026-11-22 year >102000 then 2026-11=12"
CATEGORY = "category 0 - since None year 0 to None"
YES, NO = "yes", "no"

# the day, the last year whose amounts are known, months ticked, the current one, the payer, the aim if it is asked for;
# the articles, the ways. A month costs 3 000 in 2022, 3 500 in 2023, 4 250 from 2024 on, 4 500 in 2027.
ROWS: list[tuple[date, int, str, str, str, str, tuple[str, ...], list[str]]] = [
    # four missing of twelve: less now is the gaps, less in the end is a year ahead (the Fund's leaflet of 2024)
    (
        *(TODAY, 2026, EIGHT, NO, "self", "now", ("plan-fill",)),
        ["fill 17000 2026-07..2026-10=4 since 2026-11-22 year >68000 then 2026-11=12", AHEAD_NOW, AHEAD_NEXT],
    ),
    (
        *(TODAY, 2026, EIGHT, NO, "self", "year", ("plan-now",)),
        [AHEAD_NOW, AHEAD_NEXT, "fill 17000 2026-07..2026-10=4 since 2026-11-22 year >68000 then 2026-11=12"],
    ),
    # never paid: a year ahead, by the leaflet; the past twelve cost the same now and more afterwards
    (TODAY, 2026, "", NO, "self", "", ("plan-now",), [AHEAD_NOW, FILL_ALL, AHEAD_NEXT]),
    # never paid and a new job: both cost the same; the employer pays from now on
    (
        *(TODAY, 2026, "", NO, "job", "", ("plan-fill",)),
        ["fill 51000 2025-11..2026-10=12 since 2026-11-22 year 51000 to None", AHEAD_NOW, AHEAD_NEXT],
    ),
    (
        *(TODAY, 2026, row("2025-11..2026-02", "2026-04..2026-10"), NO, "job", "", ("plan-fill",)),
        ["fill 4250 2026-03..2026-03=1 since 2026-11-22 year 4250 to None", AHEAD_NOW, AHEAD_NEXT],
    ),
    (
        *(TODAY, 2026, SIX, NO, "owed", "", ("plan-employer",)),
        [
            "employer 0 2026-05..2026-10=6 since None year 0 to None",
            "fill 25500 2026-05..2026-10=6 since 2026-11-22 year 25500 to None",
            *(AHEAD_NOW, AHEAD_NEXT),
        ],
    ),
    (TODAY, 2026, "", NO, "state", "", ("plan-category",), [CATEGORY, AHEAD_NOW, FILL_ALL, AHEAD_NEXT]),
    (TODAY, 2026, SIX, NO, "state", "", ("plan-category",), [CATEGORY, FILL_SIX, AHEAD_NOW, AHEAD_NEXT]),
    (
        *(TODAY, 2026, SIX, NO, "unsure", "now", ("plan-check", "plan-fill")),
        [FILL_SIX, AHEAD_NOW, AHEAD_NEXT, CATEGORY],
    ),
    (
        *(TODAY, 2026, SIX, NO, "unsure", "year", ("plan-check", "plan-now")),
        [AHEAD_NOW, AHEAD_NEXT, FILL_SIX, CATEGORY],
    ),
    # the current month is paid: eleven are left of the year from it, and a year from the next insures at once
    (
        *(TODAY, 2026, "", YES, "self", "", ("plan-now",)),
        [
            "now >46750 2026-12..2027-10=11 since 2026-11-22 year >46750 to 2027-10",
            "next >51000 2026-12..2027-11=12 since 2026-11-22 year >51000 to 2027-11",
            "fill 51000 2025-11..2026-10=12 since 2026-11-22 year >97750 then 2026-12=11",
        ],
    ),
    # eleven gaps cost as much as the eleven months ahead
    (
        *(TODAY, 2026, "2026-10", YES, "self", "", ("plan-now",)),
        [
            "now >46750 2026-12..2027-10=11 since 2026-11-22 year >46750 to 2027-10",
            "fill 46750 2025-11..2026-09=11 since 2026-11-22 year >93500 then 2026-12=11",
            "next >51000 2026-12..2027-11=12 since 2026-11-22 year >51000 to 2027-11",
        ],
    ),
    # October is not due before 25 November, but without it the row is a month short
    (
        *(TODAY, 2026, row("2025-11..2026-09"), NO, "self", "now", ("plan-fill",)),
        ["fill 4250 2026-10..2026-10=1 since 2026-11-22 year >55250 then 2026-11=12", AHEAD_NOW, AHEAD_NEXT],
    ),
    # the leaflet's cases, paid in October: November to October without October insures from 1 November …
    (
        *(date(2025, 10, 15), 2025, "", NO, "self", "", ("plan-now",)),
        [
            "now >51000 2025-10..2026-09=12 since 2025-10-15 year >51000 to 2026-09",
            "fill 51000 2024-10..2025-09=12 since 2025-10-15 year >102000 then 2025-10=12",
            "next >51000 2025-11..2026-10=12 since 2025-11-01 year >51000 to 2026-10",
        ],
    ),
    # … and at once when October is paid
    (
        *(date(2025, 10, 15), 2025, "", YES, "self", "", ("plan-now",)),
        [
            "now >46750 2025-11..2026-09=11 since 2025-10-15 year >46750 to 2026-09",
            "next >51000 2025-11..2026-10=12 since 2025-10-15 year >51000 to 2026-10",
            "fill 51000 2024-10..2025-09=12 since 2025-10-15 year >97750 then 2025-11=11",
        ],
    ),
    # the last day of a year: nothing of the next year is known
    (
        *(date(2026, 12, 31), 2026, row("2025-12..2026-09"), NO, "self", "now", ("plan-fill",)),
        [
            "fill 8500 2026-10..2026-11=2 since 2026-12-31 year >59500 then 2026-12=12",
            "now >51000 2026-12..2027-11=12 since 2026-12-31 year >51000 to 2027-11",
            "next >51000 2027-01..2027-12=12 since 2027-01-01 year >51000 to 2027-12",
        ],
    ),
    # the first day of a year without amounts: December of the old year has one
    (
        *(date(2027, 1, 1), 2026, row("2026-01..2026-11"), NO, "self", "now", ("plan-fill",)),
        [
            "fill 4250 2026-12..2026-12=1 since 2027-01-01 year >55250 then 2027-01=12",
            "now >51000 2027-01..2027-12=12 since 2027-01-01 year >51000 to 2027-12",
            "next >51000 2027-02..2028-01=12 since 2027-02-01 year >51000 to 2028-01",
        ],
    ),
    # and once they are known: 4 250 + 12 × 4 500; January 2028 is not
    (
        *(date(2027, 1, 1), 2027, row("2026-01..2026-11"), NO, "self", "now", ("plan-fill",)),
        [
            "fill 4250 2026-12..2026-12=1 since 2027-01-01 year 58250 then 2027-01=12",
            "now 54000 2027-01..2027-12=12 since 2027-01-01 year 54000 to 2027-12",
            "next >54000 2027-02..2028-01=12 since 2027-02-01 year >54000 to 2028-01",
        ],
    ),
    # the end of February: January was due on the 25th
    (
        *(date(2026, 2, 28), 2026, row("2025-02..2025-12"), NO, "self", "year", ("plan-now",)),
        [
            "now >51000 2026-02..2027-01=12 since 2026-02-28 year >51000 to 2027-01",
            "next >51000 2026-03..2027-02=12 since 2026-03-01 year >51000 to 2027-02",
            "fill 4250 2026-01..2026-01=1 since 2026-02-28 year >55250 then 2026-02=12",
        ],
    ),
    # 29 February: eleven months at 3 500 and one at 4 250; twelve gaps are cheaper than a year ahead
    (
        *(date(2024, 2, 29), 2026, "", NO, "self", "now", ("plan-fill",)),
        [
            "fill 42750 2023-02..2024-01=12 since 2024-02-29 year 93750 then 2024-02=12",
            "now 51000 2024-02..2025-01=12 since 2024-02-29 year 51000 to 2025-01",
            "next 51000 2024-03..2025-02=12 since 2024-03-01 year 51000 to 2025-02",
        ],
    ),
    # months of two years: 3 × 3 000 + 3 500; ahead 7 × 3 500 + 5 × 4 250, and 6 + 6
    (
        *(date(2023, 6, 15), 2026, row("2022-09..2023-04"), NO, "self", "now", ("plan-fill",)),
        [
            "fill 12500 2022-06..2023-05=4 since 2023-06-15 year 58250 then 2023-06=12",
            "now 45750 2023-06..2024-05=12 since 2023-06-15 year 45750 to 2024-05",
            "next 46500 2023-07..2024-06=12 since 2023-07-01 year 46500 to 2024-06",
        ],
    ),
]


@pytest.mark.parametrize(("today", "last", "paid", "current", "payer", "aim", "slugs", "ways"), ROWS)
def test_ways(
    today: date, last: int, paid: str, current: str, payer: str, aim: str, slugs: tuple[str, ...], ways: list[str]
) -> None:
    """Every way with its months, sums and days; an aim is asked for only where a row has one."""
    answers = {"paid": paid, "current": current, "payer": payer}
    if aim:
        assert now_of(today, last, **answers) == Step("aim", Pick(("now", "year")))
        answers["aim"] = aim
    found = outcome_of(today, last, **answers)
    assert (found.slugs, [told(way) for way in found.result.ways]) == (slugs, ways)


@pytest.mark.parametrize(
    ("today", "answers", "expected"),
    [
        # twelve paid months and three of grace: the Fund's answers of 2025
        (TODAY, {"paid": row("2025-11..2026-10")}, Insured(date(2027, 1, 31), Month(2026, 11))),
        (date(2026, 12, 31), {"paid": row("2025-12..2026-11")}, Insured(date(2027, 2, 28), Month(2026, 12))),
        (date(2027, 12, 1), {"paid": row("2026-12..2027-11")}, Insured(date(2028, 2, 29), Month(2027, 12))),
        # eleven and the current one
        (
            TODAY,
            {"paid": row("2025-12..2026-10"), "current": YES},
            Insured(date(2027, 2, 28), Month(2026, 12)),
        ),
    ],
)
def test_insured(today: date, answers: dict[str, str], expected: Insured) -> None:
    """The last day if nothing more is paid, and the month to pay next."""
    assert outcome_of(today, **answers) == Outcome(("plan-insured",), expected)


@pytest.mark.parametrize(
    ("today", "answers", "expected"),
    [
        (TODAY, {}, Step("paid", Ticks(tuple(row("2025-11..2026-10").split(","))))),
        (date(2027, 1, 1), {}, Step("paid", Ticks(tuple(row("2026-01..2026-12").split(","))))),
        (TODAY, {"paid": "2025-10"}, Step("paid", Ticks(tuple(row("2025-11..2026-10").split(","))))),  # a month too old
        (TODAY, {"paid": ""}, Step("current", Pick(("yes", "no")))),
        (TODAY, {"paid": "", "current": NO}, Step("payer", Pick(("self", "job", "owed", "state", "unsure")))),
    ],
)
def test_steps(today: date, answers: dict[str, str], expected: Step) -> None:
    """What is asked, in its order."""
    assert now_of(today, **answers) == expected


def test_paths() -> None:
    """Every path ends in an outcome after four questions at most, and every outcome is reached."""
    reached: set[str] = set()
    ticks = ("", "2026-10", SIX, row("2025-12..2026-10"), row("2025-11..2026-10"))
    for paid, current, payer, aim in product(ticks, (YES, NO), Payer, Aim):
        reached.update(outcome_of(TODAY, paid=paid, current=current, payer=payer, aim=aim).slugs)
    assert reached == set(PLAN.outcomes)


Answers = dict[str, str]
WORDS: list[tuple[date, int, Answers, dict[str, tuple[str, str]]]] = [
    (
        *(TODAY, 2026, {"paid": SIX, "current": NO, "payer": "self", "aim": "now"}),
        {
            "plan.other": ("төленбеген айлар", "пропущенные месяцы"),
            "plan.sum": ("25_500_₸", "25_500_₸"),
            "plan.months": (
                "2026 жылғы мамыр, маусым, шілде, тамыз, қыркүйек, қазан",
                "май, июнь, июль, август, сентябрь, октябрь 2026 года",
            ),
            "plan.go_on": ("2026 жылғы қараша", "ноябрь 2026 года"),
            "plan.unknown": ("2027", "2027"),
            "plan.less_year": ("кемінде 51_000_₸", "не меньше 51_000_₸"),
            "plan.over_year": ("кемінде 76_500_₸", "не меньше 76_500_₸"),
        },
    ),
    (
        *(TODAY, 2026, {"paid": "2026-09", "current": NO, "payer": "unsure", "aim": "year"}),
        {
            "plan.other": ("ағымдағы айдан бастап 12 ай", "12 месяцев с текущего"),
            "plan.sum": ("кемінде 51_000_₸", "не меньше 51_000_₸"),
            "plan.months": (
                "2026 жылғы қараша, желтоқсан; 2027 жылғы қаңтар, ақпан, наурыз, сәуір, мамыр, маусым, шілде, "
                "тамыз, қыркүйек, қазан",
                "ноябрь, декабрь 2026 года; январь, февраль, март, апрель, май, июнь, июль, август, сентябрь, "
                "октябрь 2027 года",
            ),
            "plan.paid_to": ("2027 жылғы 31 қазан", "31 октября 2027 года"),
            "plan.unknown": ("2027", "2027"),
            "plan.later": ("келесі айдан бастап 12 ай", "12 месяцев со следующего"),
            "plan.less_now": ("46_750_₸", "46_750_₸"),
            "plan.over_year": ("кемінде 51_000_₸", "не меньше 51_000_₸"),
        },
    ),
    (
        *(date(2024, 11, 25), 2026, {"paid": "", "current": NO, "payer": "self", "aim": "year"}),
        {
            "plan.other": ("ағымдағы айдан бастап 12 ай", "12 месяцев с текущего"),
            "plan.sum": ("51_000_₸", "51_000_₸"),
            "plan.months": (
                "2024 жылғы қараша, желтоқсан; 2025 жылғы қаңтар, ақпан, наурыз, сәуір, мамыр, маусым, шілде, "
                "тамыз, қыркүйек, қазан",
                "ноябрь, декабрь 2024 года; январь, февраль, март, апрель, май, июнь, июль, август, сентябрь, "
                "октябрь 2025 года",
            ),
            "plan.paid_to": ("2025 жылғы 31 қазан", "31 октября 2025 года"),
            "plan.later": ("келесі айдан бастап 12 ай", "12 месяцев со следующего"),
            "plan.less_now": ("49_500_₸", "49_500_₸"),  # 2 × 3 500 + 10 × 4 250
            "plan.over_year": ("51_000_₸", "51_000_₸"),
        },
    ),
    (
        *(TODAY, 2027, {"paid": "", "current": YES, "payer": "job"}),
        {
            "plan.other": ("ағымдағы айдан бастап 12 ай", "12 месяцев с текущего"),
            "plan.sum": ("49_250_₸", "49_250_₸"),  # 4 250 + 10 × 4 500
            "plan.months": (
                "2026 жылғы желтоқсан; 2027 жылғы қаңтар, ақпан, наурыз, сәуір, мамыр, маусым, шілде, "
                "тамыз, қыркүйек, қазан",
                "декабрь 2026 года; январь, февраль, март, апрель, май, июнь, июль, август, сентябрь, "
                "октябрь 2027 года",
            ),
            "plan.paid_to": ("2027 жылғы 31 қазан", "31 октября 2027 года"),
            "plan.over_year": ("49_250_₸", "49_250_₸"),
        },
    ),
    (
        *(TODAY, 2026, {"paid": row("2025-11..2026-10")}),
        {
            "plan.until": ("2027 жылғы 31 қаңтар", "31 января 2027 года"),
            "plan.go_on": ("2026 жылғы қараша", "ноябрь 2026 года"),
        },
    ),
]


@pytest.mark.parametrize("at", range(2), ids=["kk", "ru"])
@pytest.mark.parametrize(("today", "last", "answers", "expected"), WORDS)
def test_words(today: date, last: int, answers: Answers, expected: dict[str, tuple[str, str]], at: int) -> None:
    """What is put into the texts; what does not hold is not there."""
    lang = (Lang.KK, Lang.RU)[at]
    said = GUIDE.say(outcome_of(today, last, **answers), lang, World(today, RATES_OF[last], DaysOff({})))
    assert said.words == {name: texts[at].replace("_", "\u00a0") for name, texts in expected.items()}


@pytest.mark.parametrize(
    ("today", "answers", "name", "expected"),
    [
        # an employer may pay October until 25 November; after it October is owed
        (date(2026, 11, 25), {"payer": "job"}, "plan.not_due", "октябрь 2026 года"),
        (date(2026, 11, 26), {"payer": "job"}, "plan.not_due", None),
        (date(2026, 11, 25), {"payer": "owed"}, "plan.not_due", "октябрь 2026 года"),
        (date(2026, 11, 25), {"payer": "self"}, "plan.not_due", None),
        # ways of the same price: all the same, later, or dearer in the end
        (TODAY, {"payer": "job"}, "plan.same", "12 месяцев с текущего"),
        (TODAY, {"payer": "job"}, "plan.later", "12 месяцев со следующего"),
        (TODAY, {"payer": "job"}, "plan.more", None),
        (TODAY, {"payer": "self"}, "plan.same", None),
        (TODAY, {"payer": "self"}, "plan.later", "12 месяцев со следующего"),
        (TODAY, {"payer": "self"}, "plan.more", "пропущенные месяцы"),
        (TODAY, {"payer": "state"}, "plan.other", "12 месяцев с текущего"),
    ],
)
def test_word(today: date, answers: Answers, name: str, expected: str | None) -> None:
    """What is told of one who has paid nothing: months an employer may still pay, ways of the same price."""
    outcome = outcome_of(today, paid="", current=NO, **answers)
    assert GUIDE.say(outcome, Lang.RU, World(today, RATES_OF[2026], DaysOff({}))).words.get(name) == expected


TABLES = {
    "owed": [
        "*Долг платит работодатель|0_₸|когда работодатель заплатит|платит работодатель, а если Вы уволились – Вы сами",
        "Пропущенные месяцы|25_500_₸|в течение 3 рабочих дней|платит работодатель, а если Вы уволились – Вы сами",
        "12 месяцев с текущего|не меньше 51_000_₸|в течение 3 рабочих дней|ничего; оплачено по 31 октября 2027 года",
        "12 месяцев со следующего|не меньше 51_000_₸|1 декабря 2026 года|ничего; оплачено по 30 ноября 2027 года",
    ],
    "state": [
        "*Льготная категория|0_₸|когда Вас внесут в базу|ничего: платит государство",
        "Пропущенные месяцы|25_500_₸|в течение 3 рабочих дней|каждый месяц; сейчас это 4_250_₸",
        "12 месяцев с текущего|не меньше 51_000_₸|в течение 3 рабочих дней|ничего; оплачено по 31 октября 2027 года",
        "12 месяцев со следующего|не меньше 51_000_₸|1 декабря 2026 года|ничего; оплачено по 30 ноября 2027 года",
    ],
    "job": [
        "*Пропущенные месяцы|25_500_₸|в течение 3 рабочих дней|платит работодатель",
        "12 месяцев с текущего|не меньше 51_000_₸|в течение 3 рабочих дней|ничего; оплачено по 31 октября 2027 года",
        "12 месяцев со следующего|не меньше 51_000_₸|1 декабря 2026 года|ничего; оплачено по 30 ноября 2027 года",
    ],
}


@pytest.mark.parametrize("payer", TABLES)
def test_table(payer: str) -> None:
    """The ways as a table, the recommended one in bold."""
    outcome = outcome_of(TODAY, paid=SIX, current=NO, payer=payer)
    table = GUIDE.say(outcome, Lang.RU, World(TODAY, RATES_OF[2026], DaysOff({}))).parts["plan.ways"]
    assert isinstance(table, Table)
    assert [plain(cell) for cell in table.head] == [
        *("Способ", "Заплатить сейчас", "Когда появится статус", "Что потом"),
    ]
    rows = ["|".join(("*" if cell[0].bold else "") + plain(cell) for cell in row) for row in table.rows]
    assert rows == [row.replace("_", "\u00a0") for row in TABLES[payer]]


@pytest.mark.parametrize("lang", Lang)
def test_texts(library: Library, lang: Lang) -> None:
    """Every result says where it is written; the texts name every fact that the guide reckons, and no other."""
    articles = [library.articles[slug][lang] for slug in PLAN.outcomes]
    assert [article.slug for article in articles if not article.sources] == []
    named = {name for article in articles for name in PLACEHOLDER.findall(str(article.blocks))}
    assert {name for name in named if name.startswith("plan.")} == set(PLAN.facts)


@pytest.mark.parametrize("payer", Payer)
def test_links(library: Library, payer: Payer) -> None:
    """Each way leads to the article that tells it."""
    outcome = outcome_of(TODAY, paid="", current=NO, payer=payer)
    table = GUIDE.say(outcome, Lang.KK, World(TODAY, RATES_OF[2026], DaysOff({}))).parts["plan.ways"]
    assert isinstance(table, Table)
    leads = dict(zip([way.name for way in outcome.result.ways], [row[0][0].href for row in table.rows], strict=True))
    assert leads == {name: href for name, href in LEADS.items() if name in leads}
    assert set(leads.values()) <= library.articles.keys()


LEADS = {
    Name.FILL: "pay-debt",
    Name.NOW: "prepay-year",
    Name.NEXT: "prepay-year",
    Name.CATEGORY: "categories",
    Name.EMPLOYER: "employer-did-not-pay",
}
days = st.dates(date(2022, 1, 1), date(2028, 2, 29))
histories = st.one_of(
    st.text("ps-", min_size=24, max_size=24), st.lists(st.sampled_from(["p" * 6, "s" * 3, "-"])).map("".join)
)


def record_of(history: str, today: date) -> Coverage:
    """Return the months of a history, the last letter for the current month: paid, by the State, or neither."""
    back = [(Month.of(today) + -number, how) for number, how in enumerate(reversed(history))]
    found = {how: frozenset(month for month, each in back if each == how) for how in "ps"}
    return Coverage(found["p"], found["s"])


def ticks_of(record: Coverage, today: date) -> Answers:
    """Return a record as it is handed over: what is covered of the last twelve months and the current one."""
    now = Month.of(today)
    past = [str(month) for month in months(now + -12, now + -1) if month in record.months]
    return {"paid": ",".join(past), "current": YES if now in record.months else NO}


@settings(deadline=None)  # tests never time anything
@given(days, histories, st.sampled_from(Payer), st.sampled_from(Aim), st.sampled_from(sorted(WAGES)))
def test_following_it_insures(today: date, history: str, payer: Payer, aim: Aim, last: int) -> None:
    """Paying what a way lists insures on the day it names, and none is cheaper, or as cheap and earlier, than the best.

    What is free to the person comes first; ways of the best one's price are told to be equal.
    """
    record = record_of(history, today)
    result = outcome_of(today, last, **ticks_of(record, today), payer=payer, aim=aim).result
    if isinstance(result, Insured):
        assert insured_in(Month.of(today), record)
        assert insured_in(Month.of(result.until), record)
        return
    assert isinstance(result, Plan)
    best, *others = result.paying
    for way in result.paying:
        assert way.since
        assert insured_in(Month.of(way.since), record.paying(way.months))
    _the_best(result, aim)
    if best.name is Name.FILL:
        assert unpaid(record.paying(best.months), today) == ()
    alike = [way for way in others if way.price.tenge == best.price.tenge]
    assert sorted((*result.later, *result.more, *result.same), key=others.index) == alike


def _the_best(plan: Plan, aim: Aim) -> None:
    """Assert that the recommended way is the best one of those open to the person."""
    if plan.payer in (Payer.STATE, Payer.OWED):
        assert (plan.ways[0].price, plan.ways[0].since) == (Price(Decimal(0)), None)
        return
    costs = [((way.over_year if aim is Aim.YEAR else way.price).tenge, way.since) for way in plan.paying]
    assert costs[0] == min(costs)


@settings(deadline=None)
@given(days, histories, st.sampled_from(Payer), st.sampled_from(sorted(WAGES)))
def test_aim(today: date, history: str, payer: Payer, last: int) -> None:
    """The aim is asked for where it changes the way that is recommended, and only there."""
    answers = {**ticks_of(record_of(history, today), today), "payer": payer}
    both = [outcome_of(today, last, **answers, aim=aim).slugs for aim in Aim]
    assert isinstance(now_of(today, last, **answers), Step) is (both[0] != both[1])
