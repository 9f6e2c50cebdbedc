"""Labels, dates and figures in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.i18n import catalogue, day, figure, label
from app.knowledge.rates import Figure, Unit
from app.model import Lang
from app.web.problem import PROBLEMS


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
