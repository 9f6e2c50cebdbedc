"""The guide "prepay": what it asks, the year it reckons, what it says, the calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.block import Copy, File, Table
from app.dialogue.guides.guide import Outcome, Pick, Step, World
from app.dialogue.guides.prepay import GUIDE, Payment, Prepaid, next_step, reckon, say
from app.dialogue.guides.reminder import calendar_file
from app.knowledge.daysoff import read_days_off
from app.knowledge.guided import PREPAY
from app.knowledge.library import Library
from app.knowledge.rates import read_rates
from app.model import Lang
from app.render import plain
from lookup.coverage import Coverage, insured_in
from lookup.month import Month, months
from tests.small import CONTENT, NEXT_YEAR, RATES

REAL = World(
    date(2026, 11, 22),
    read_rates((CONTENT / "rates.yaml").read_text("utf-8")),
    read_days_off((CONTENT / "days-off.yaml").read_text("utf-8")),
)
BOTH_YEARS = read_rates(RATES.replace("sources:\n", f"{NEXT_YEAR}sources:\n"))  # 4 250 in 2026, 4 500 in 2027
NOW, NEXT = "now", "next"

# the day; from when; the last month paid, if this one is →
# the article, the first and last payment, the sum that is known and for how many months, the first insured month,
# the day the payments are seen, the last month of grace, a better first month
YEARS = [
    # the Fund's three cases: October to September; November to October with October paid, and without
    ("2025-10-15 now -", "soon 2025-10 2026-09 51000/12 2025-10 2025-10-20 2026-12 -"),
    ("2025-10-15 now 2025-10", "soon 2025-11 2026-10 51000/12 2025-10 2025-10-20 2027-01 -"),
    ("2025-10-15 next -", "month 2025-11 2026-10 51000/12 2025-11 2025-10-20 2027-01 -"),
    # the same a year later, over the day of the Republic, which gives Monday off; 2027 is not known
    ("2026-10-22 now -", "soon 2026-10 2027-09 12750/3 2026-10 2026-10-28 2027-12 -"),
    ("2026-10-22 now 2026-10", "soon 2026-11 2027-10 8500/2 2026-10 2026-10-28 2028-01 -"),
    ("2026-10-22 next -", "month 2026-11 2027-10 8500/2 2026-11 2026-10-28 2028-01 -"),
    # paid ahead already
    ("2025-10-15 next 2025-10", "soon 2025-11 2026-10 51000/12 2025-10 2025-10-20 2027-01 -"),
    ("2025-10-15 now 2026-03", "soon 2026-04 2027-03 38250/9 2025-10 2025-10-20 2027-06 -"),
    # later: with nothing paid, paid up to it, and with a gap in January
    ("2025-10-15 2026-02 -", "month 2026-02 2027-01 46750/11 2026-02 2025-10-20 2027-04 -"),
    ("2025-10-15 2026-02 2026-01", "soon 2026-02 2027-01 46750/11 2025-10 2025-10-20 2027-04 -"),
    ("2025-10-15 2026-02 2025-12", "month 2026-02 2027-01 46750/11 2026-02 2025-10-20 2027-04 -"),
    ("2026-11-22 2027-11 -", "month 2027-11 2028-10 0/0 2027-11 2026-11-25 2029-01 -"),
    # the end of a year
    ("2026-12-14 now -", "soon 2026-12 2027-11 4250/1 2026-12 2026-12-18 2028-02 -"),
    ("2026-12-31 now -", "soon 2026-12 2027-11 4250/1 2026-12 2027-01-08 2028-02 2027-01"),
    ("2026-12-31 next -", "soon 2027-01 2027-12 0/0 2027-01 2027-01-08 2028-03 -"),
    ("2026-12-31 now 2026-12", "soon 2027-01 2027-12 0/0 2026-12 2027-01-08 2028-03 -"),
    ("2027-01-01 now -", "soon 2027-01 2027-12 0/0 2027-01 2027-01-08 2028-03 -"),
    ("2025-01-02 now -", "soon 2025-01 2025-12 51000/12 2025-01 2025-01-08 2026-03 -"),
    # Nauryz
    ("2026-03-19 now -", "soon 2026-03 2027-02 42500/10 2026-03 2026-03-27 2027-05 -"),
    ("2026-03-20 now -", "soon 2026-03 2027-02 42500/10 2026-03 2026-03-30 2027-05 -"),
    # the last days of a month: the payments are seen in the next one
    ("2026-03-27 now -", "soon 2026-03 2027-02 42500/10 2026-03 2026-04-01 2027-05 2026-04"),
    ("2026-03-27 next -", "soon 2026-04 2027-03 38250/9 2026-04 2026-04-01 2027-06 -"),
    ("2026-08-28 now -", "soon 2026-08 2027-07 21250/5 2026-08 2026-09-02 2027-10 2026-09"),
    # February, the second one of 29 days
    ("2026-02-25 now -", "soon 2026-02 2027-01 46750/11 2026-02 2026-03-02 2027-04 2026-03"),
    ("2027-03-01 now -", "soon 2027-03 2028-02 0/0 2027-03 2027-03-04 2028-05 -"),
    # days off that are not known
    ("2027-12-30 now -", "soon 2027-12 2028-11 0/0 2027-12 - 2029-02 -"),
    ("2027-12-30 next -", "month 2028-01 2028-12 0/0 2028-01 - 2029-03 -"),
    ("2028-05-10 now -", "soon 2028-05 2029-04 0/0 2028-05 - 2029-07 -"),
]


def answers_of(case: str) -> tuple[World, dict[str, str]]:
    """Return the world and the answers of a row."""
    today, start, until = case.split()
    answers = {"from": start} if start in (NOW, NEXT) else {"from": "later", "start": start}
    paid = {"paid": "no"} if until == "-" else {"paid": "yes", "until": until}
    return World(date.fromisoformat(today), REAL.rates, REAL.days_off), answers | paid


def outcome_of(case: str) -> Outcome:
    """Return the outcome of a row."""
    world, answers = answers_of(case)
    found = next_step(answers, world)
    assert isinstance(found, Outcome)
    return found


@pytest.mark.parametrize(("case", "told"), YEARS)
def test_a_year_ahead(case: str, told: str) -> None:
    outcome = outcome_of(case)
    result: Prepaid = outcome.result
    known = len(result.payments) - len(result.unknown)
    found = (
        outcome.slugs[0].removeprefix("prepay-"),
        *(result.payments[0].month, result.ends, f"{result.known}/{known}", result.insured),
        *(result.ready or "-", result.grace, result.better or "-"),
    )
    assert (" ".join(map(str, found)), outcome.slugs[1:]) == (told, ("prepay-list",))
    assert [each.month for each in result.payments] == list(months(result.payments[0].month, result.ends))
    assert len(result.payments) == 12
    assert result.total == (result.known if known == 12 else None)


@pytest.mark.parametrize(
    ("case", "begins"),
    [
        ("2025-10-15 now -", date(2025, 10, 20)),
        ("2025-10-15 now 2025-10", date(2025, 10, 20)),
        ("2025-10-15 next -", date(2025, 11, 1)),
        ("2026-12-31 now -", date(2027, 1, 8)),
        ("2026-12-31 next -", date(2027, 1, 8)),
        ("2026-11-22 2027-11 -", date(2027, 11, 1)),
        ("2027-12-30 next -", None),
    ],
)
def test_the_day_from_which_the_status_holds(case: str, begins: date | None) -> None:
    assert outcome_of(case).result.begins == begins


def test_each_month_costs_what_its_own_year_says() -> None:
    today = date(2026, 11, 22)
    assert reckon(Month(2026, 11), None, today, BOTH_YEARS, REAL.days_off) == Prepaid(
        paid_on=today,
        payments=tuple(
            Payment(month, Decimal(4250 if month.year == 2026 else 4500))
            for month in months(Month(2026, 11), Month(2027, 10))
        ),
        total=Decimal(53500),  # 2 × 4 250 + 10 × 4 500
        insured=Month(2026, 11),
        ready=date(2026, 11, 25),
        grace=Month(2028, 1),
    )


def test_the_better_month_gives_the_same_day() -> None:
    late, better = outcome_of("2026-12-31 now -").result, outcome_of("2026-12-31 next -").result
    assert late.better == better.payments[0].month
    assert (late.begins, late.ends) == (better.begins, better.ends + -1)


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, Step("from", Pick(("now", "next", "later")))),
        ({"from": "now"}, Step("paid", Pick(("yes", "no")))),
        ({"from": "next"}, Step("paid", Pick(("yes", "no")))),
        ({"from": "later"}, Step("start", Pick(tuple(map(str, months(Month(2027, 1), Month(2027, 11))))))),
        ({"from": "later", "start": "2027-02"}, Step("paid", Pick(("yes", "no")))),
        (
            {"from": "now", "paid": "yes"},
            Step("until", Pick(tuple(map(str, months(Month(2026, 11), Month(2027, 10)))))),
        ),
    ],
)
def test_what_is_asked(answers: dict[str, str], asked: Step) -> None:
    assert next_step(answers, REAL) == asked


def walk(world: World, answers: dict[str, str]) -> Iterator[Outcome]:
    """Yield the outcome of every path."""
    now = next_step(answers, world)
    if isinstance(now, Outcome):
        yield now
        return
    assert now.id not in answers
    assert isinstance(now.field, Pick)
    for option in now.field.options:
        yield from walk(world, answers | {now.id: option})


def test_every_path_ends_and_names_what_the_texts_know(library: Library) -> None:
    days = (REAL.today, date(2026, 12, 31), date(2025, 1, 2), date(2027, 12, 30))
    worlds = [World(day, REAL.rates, REAL.days_off) for day in days]
    found = [(world, outcome) for world in worlds for outcome in walk(world, {})]
    assert len(found) == 4 * 13 * 13  # now, next and eleven months; not paid, or paid up to one of twelve
    assert {slug for _, outcome in found for slug in outcome.slugs} == set(PREPAY.outcomes)
    said = [say(outcome, lang, world) for world, outcome in found for lang in Lang]
    assert {name for each in said for name in (*each.words, *each.parts)} == set(PREPAY.facts)
    assert all(library.articles[slug][lang].sources for slug in PREPAY.outcomes for lang in Lang)


@settings(deadline=None)
@given(today=st.dates(date(2025, 1, 1), date(2027, 12, 31)), data=st.data())
def test_what_is_listed_insures_from_the_day_named(today: date, data: st.DataObject) -> None:
    world = World(today, REAL.rates, REAL.days_off)
    answers: dict[str, str] = {}
    while isinstance(now := next_step(answers, world), Step):
        assert isinstance(now.field, Pick)
        answers[now.id] = data.draw(st.sampled_from(now.field.options))
    result: Prepaid = now.result
    before = months(Month.of(today), Month.parse(answers["until"])) if answers["paid"] == "yes" else ()
    coverage = Coverage(frozenset(before), frozenset()).paying(each.month for each in result.payments)
    begins = result.begins or result.insured.first_day
    assert begins >= today
    assert [m for m in months(Month.of(begins), result.grace) if not insured_in(m, coverage)] == []
    assert [m for m in months(Month.of(today), result.insured + -1) if insured_in(m, coverage)] == []
    assert not insured_in(result.grace + 1, coverage)


WORDS = {
    Lang.KK: {
        "prepay.first": "2026 жылғы қараша",
        "prepay.last": "2027 жылғы қазан",
        "prepay.ends": "2027 жылғы 31 қазан",
        "prepay.grace": "2028 жылғы 31 қаңтар",
        "prepay.begins": "2026 жылғы 1 қараша",
        "prepay.day": "2026 жылғы 25 қараша",
        "prepay.unknown": "2027 жылғы қаңтар, ақпан, наурыз, сәуір, мамыр, маусым, шілде, тамыз, қыркүйек, қазан",
        "prepay.known": "8_500_₸",
    },
    Lang.RU: {
        "prepay.first": "ноябрь 2026 года",
        "prepay.last": "октябрь 2027 года",
        "prepay.ends": "31 октября 2027 года",
        "prepay.grace": "31 января 2028 года",
        "prepay.begins": "1 ноября 2026 года",
        "prepay.day": "25 ноября 2026 года",
        "prepay.unknown": "январь, февраль, март, апрель, май, июнь, июль, август, сентябрь, октябрь 2027 года",
        "prepay.known": "8_500_₸",
    },
}


def words_of(case: str, lang: Lang) -> dict[str, str]:
    """Return the words of a row, with an underscore for a space that does not break."""
    told = say(outcome_of(case), lang, answers_of(case)[0])
    return {name: word.replace("\u00a0", "_") for name, word in told.words.items()}


@pytest.mark.parametrize("lang", Lang)
def test_the_words_of_a_year(lang: Lang) -> None:
    assert words_of("2026-11-22 now -", lang) == WORDS[lang]


@pytest.mark.parametrize(
    ("case", "some"),
    [
        ("2025-10-15 now -", {"prepay.total": "51_000_₸", "prepay.known": None, "prepay.unknown": None}),
        (
            "2026-12-31 now -",
            {"prepay.better": "январь 2027 года", "prepay.better_ends": "31 декабря 2027 года"},
        ),
        ("2026-12-31 next -", {"prepay.better": None, "prepay.total": None, "prepay.known": None}),
        ("2027-12-30 now -", {"prepay.day": None, "prepay.unknown_year": "2028"}),
        ("2028-05-10 now -", {"prepay.day": None, "prepay.unknown_year": "2028"}),
        ("2027-03-01 now -", {"prepay.ends": "29 февраля 2028 года", "prepay.unknown_year": None}),
    ],
)
def test_words_of_some_years_alone(case: str, some: dict[str, str | None]) -> None:
    words = words_of(case, Lang.RU)
    assert {name: words.get(name) for name in some} == some


@pytest.mark.parametrize(
    ("lang", "head", "first", "third"),
    [
        (
            Lang.KK,
            "№ | Ай | Сома | Кезең, ААЖЖЖЖ",
            "1 | қараша 2026 | 4_250_₸ | 112026",
            "3 | қаңтар 2027 | әлі белгісіз | 012027",
        ),
        (
            Lang.RU,
            "№ | Месяц | Сумма | Период, ММГГГГ",
            "1 | ноябрь 2026 | 4_250_₸ | 112026",
            "3 | январь 2027 | пока неизвестна | 012027",
        ),
    ],
)
def test_the_table_of_payments(lang: Lang, head: str, first: str, third: str) -> None:
    table = say(outcome_of("2026-11-22 now -"), lang, REAL).parts["prepay.payments"]
    assert isinstance(table, Table)
    rows = [" | ".join(map(plain, row)).replace("\u00a0", "_") for row in (table.head, *table.rows)]
    assert (rows[0], rows[1], rows[3], len(rows)) == (head, first, third, 13)


@pytest.mark.parametrize("lang", Lang)
def test_what_can_be_copied_is_what_the_article_on_payments_says(lang: Lang) -> None:
    parts = say(outcome_of("2026-11-22 now -"), lang, REAL).parts
    copied = {name: part.text for name, part in parts.items() if isinstance(part, Copy)}
    assert copied == {
        "prepay.knp": "122",
        "prepay.iik": "KZ92009MEDS368609103",
        "prepay.bin": "160440007161",
        "prepay.bik": "GCVPKZ2A",
    }
    article = (CONTENT / lang / "payment" / "payment-details.md").read_text("utf-8")
    assert [text for text in copied.values() if text not in article] == []


def test_the_file_is_of_this_guide() -> None:
    part = say(outcome_of("2026-11-22 now -"), Lang.RU, REAL).parts["prepay.file"]
    assert part == File("prepay", "Сохранить напоминание в календарь")
    assert (GUIDE.name, GUIDE.texts, GUIDE.heard) == ("prepay", PREPAY, ())


# the year ends on 31 October 2027; the event is two weeks before
EVENT = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Komek//{lang}
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:prepay-2027-10@komek
DTSTAMP:20261122T000000Z
DTSTART;VALUE=DATE:20271017
DTEND;VALUE=DATE:20271018
SUMMARY:{title}
DESCRIPTION:{last}
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:PT9H
DESCRIPTION:{title}
END:VALARM
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(
    ("lang", "title", "last"),
    [
        (Lang.KK, "МӘМС жарнасын қайта төлейтін кез келді", "Соңғы төленген ай: 2027 жылғы қазан"),
        (Lang.RU, "Пора снова оплатить ОСМС", "Последний оплаченный месяц: октябрь 2027 года"),
    ],
)
def test_the_calendar_file(lang: Lang, title: str, last: str) -> None:
    text = calendar_file(outcome_of("2026-11-22 now -").result, lang)
    assert text.replace("\r\n ", "").replace("\r\n", "\n") == EVENT.format(lang=lang.upper(), title=title, last=last)


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("case", [case for case, _ in YEARS])
def test_the_lines_of_a_calendar_file(case: str, lang: Lang) -> None:
    text = calendar_file(outcome_of(case).result, lang)
    assert (text.count("\n"), text[-2:]) == (text.count("\r\n"), "\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert [line for line in lines if len(line.encode()) > 75] == []
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert open_parts(unfolded) == []
    event = [line.partition(":")[0] for line in unfolded]
    twice = [name for name, same in groupby(sorted(event)) if len(list(same)) > 1]
    assert twice == ["BEGIN", "DESCRIPTION", "END"]  # of the calendar, the event and its alarm


def open_parts(lines: list[str]) -> list[str]:
    """Return the parts that are begun and not ended in their order."""
    opened: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            opened.append(value)
        elif name == "END":
            assert opened.pop() == value
    return opened
