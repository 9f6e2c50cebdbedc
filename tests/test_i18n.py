"""Labels, dates and figures in both languages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from app.i18n import catalogue, day, figure, label, month, month_list, wait
from app.knowledge.rates import Figure, Unit
from app.model import Lang
from app.render import cover_label
from app.web.problem import PROBLEMS, Problem
from lookup.coverage import Cover
from lookup.month import Month


@pytest.mark.parametrize(
    ("value", "kk", "ru"),
    [
        (date(2026, 1, 1), "2026 жылғы 1 қаңтар", "1 января 2026 года"),
        (date(2026, 3, 22), "2026 жылғы 22 наурыз", "22 марта 2026 года"),
        (date(2026, 11, 22), "2026 жылғы 22 қараша", "22 ноября 2026 года"),
        (date(2027, 12, 31), "2027 жылғы 31 желтоқсан", "31 декабря 2027 года"),
    ],
)
def test_day(value: date, kk: str, ru: str) -> None:
    assert [day(value, lang).replace("\u00a0", " ") for lang in Lang] == [kk, ru]


@pytest.mark.parametrize(
    ("value", "unit", "kk", "ru"),
    [
        ("4250", Unit.MONEY, "4_250_₸", "4_250_₸"),
        ("1297500", Unit.MONEY, "1_297_500_₸", "1_297_500_₸"),
        ("0", Unit.MONEY, "0_₸", "0_₸"),
        ("5", Unit.PERCENT, "5_%", "5_%"),
        ("24.8", Unit.PERCENT, "24,8_%", "24,8_%"),
        ("1.7", Unit.PERCENT, "1,7_%", "1,7_%"),
        ("1.4", Unit.NUMBER, "1,4", "1,4"),
        ("40", Unit.NUMBER, "40", "40"),
        ("3500", Unit.NUMBER, "3_500", "3_500"),
        ("2026", Unit.YEAR, "2026", "2026"),
    ],
)
def test_figure(value: str, unit: Unit, kk: str, ru: str) -> None:
    told = [figure(Figure(Decimal(value), unit), lang) for lang in Lang]
    assert told == [text.replace("_", "\u00a0") for text in (kk, ru)]


@pytest.mark.parametrize(
    ("message", "kk", "ru"),
    [
        ("Send", "Жіберу", "Отправить"),
        ("Where it is written", "Қайда жазылған", "Где это написано"),
        ("Not in any catalogue", "Not in any catalogue", "Not in any catalogue"),
    ],
)
def test_label(message: str, kk: str, ru: str) -> None:
    assert [label(message, lang) for lang in Lang] == [kk, ru]


@pytest.mark.parametrize("lang", Lang)
def test_every_problem_is_told_in_the_language(lang: Lang) -> None:
    untold = [text for sort in PROBLEMS.values() for text in (sort.title, sort.detail) if label(text, lang) == text]
    assert untold == []


def test_a_catalogue_is_read_once() -> None:
    assert catalogue(Lang.KK) is catalogue(Lang.KK)


@pytest.mark.parametrize(
    ("value", "kk", "ru"),
    [
        (Month(2026, 1), ("қаңтар", "қаңтар 2026"), ("январь", "январь 2026")),
        (Month(2026, 5), ("мамыр", "мамыр 2026"), ("май", "май 2026")),
        (Month(2025, 12), ("желтоқсан", "желтоқсан 2025"), ("декабрь", "декабрь 2025")),
    ],
)
def test_month(value: Month, kk: tuple[str, str], ru: tuple[str, str]) -> None:
    assert [(month(value, lang), month(value, lang, with_year=True)) for lang in Lang] == [kk, ru]


@pytest.mark.parametrize(
    ("values", "kk", "ru"),
    [
        ([], "", ""),
        ([Month(2026, 9)], "2026 жылғы қыркүйек", "сентябрь 2026 года"),
        (
            [Month(2025, 11), Month(2025, 12), Month(2026, 1)],
            "2025 жылғы қараша, желтоқсан; 2026 жылғы қаңтар",
            "ноябрь, декабрь 2025 года; январь 2026 года",
        ),
    ],
)
def test_months_in_a_row_name_each_year_once(values: list[Month], kk: str, ru: str) -> None:
    assert [month_list(values, lang) for lang in Lang] == [kk, ru]


@pytest.mark.parametrize(
    ("seconds", "kk", "ru"),
    [
        (0, "1_мин", "1_мин"),
        (1, "1_мин", "1_мин"),
        (60, "1_мин", "1_мин"),
        (61, "2_мин", "2_мин"),
        (3540, "59_мин", "59_мин"),
        (3541, "1_сағ", "1_ч"),
        (3600, "1_сағ", "1_ч"),
        (3601, "2_сағ", "2_ч"),
        (86_400, "24_сағ", "24_ч"),
    ],
)
def test_wait_is_rounded_up(seconds: int, kk: str, ru: str) -> None:
    assert [wait(seconds, lang) for lang in Lang] == [kk.replace("_", "\u00a0"), ru.replace("_", "\u00a0")]


@pytest.mark.parametrize(
    ("cover", "kk", "ru"),
    [
        (Cover.PAID, "төленген", "оплачен"),
        (Cover.STATE, "мемлекет төлеген", "платит государство"),
        (Cover.UNPAID, "төленбеген", "не оплачен"),
        (Cover.NOT_DUE, "мерзімі келмеді", "срок ещё не подошёл"),
    ],
)
def test_what_covers_a_month(cover: Cover, kk: str, ru: str) -> None:
    assert [cover_label(cover, lang) for lang in Lang] == [kk, ru]


PUT_IN = {
    "iin-length": {"seen"},
    "bin-length": {"seen"},
    "sum-high": {"high"},
    "month-out": {"least", "most"},
    "text-short": {"least"},
    "text-long": {"most"},
}


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("reason", PROBLEMS)
def test_no_brace_is_left_in_a_sentence(reason: str, lang: Lang) -> None:
    values = {"seen": "11", "high": "10\u00a0000\u00a0000", "least": "@least", "most": "@most"}
    sentence = Problem(reason, retry_after=61, values=values).sentence(lang)
    left = sentence.replace('{"text": "…"}', "")
    put_in = {name for name, value in values.items() if re.search(rf"{value}(?!\.2026)", left)}
    assert ("{" in left, put_in) == (False, PUT_IN.get(reason, set()))
    assert ("2\u00a0" in left) is (reason.startswith("limit-") or reason == "feedback-limit")
