"""Labels, dates and figures for a language. Labels come from translations/<lang>/LC_MESSAGES/messages.po."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from app.knowledge.rates import Figure, Unit
from app.model import Lang
from lookup.month import Month

_FOLDER = Path(__file__).resolve().parent.parent / "translations"
_LOCALES = {Lang.KK: Locale("kk"), Lang.RU: Locale("ru", "KZ")}  # plain "ru" prints KZT instead of ₸
_DAYS = {Lang.KK: "y 'жылғы' d MMMM", Lang.RU: "d MMMM y 'года'"}  # in words: no full stop that ends no sentence
_MONEY = "#,##0\u00a0¤"


@lru_cache(maxsize=len(Lang))
def catalogue(lang: Lang) -> gettext.NullTranslations:
    """Return the labels of a language, read from the .po that translators edit."""
    with (_FOLDER / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=_LOCALES[lang])
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def label(message: str, lang: Lang) -> str:
    """Return a label in a language."""
    return catalogue(lang).gettext(message)


def day(value: date, lang: Lang) -> str:
    """Return a date as people write it.

    >>> day(date(2026, 3, 5), Lang.KK), day(date(2026, 3, 5), Lang.RU)
    ('2026 жылғы 5 наурыз', '5 марта 2026 года')
    """
    return format_date(value, _DAYS[lang], locale=_LOCALES[lang])


def month(value: Month, lang: Lang, *, with_year: bool = False) -> str:
    """Return a month by its name.

    >>> month(Month(2026, 8), Lang.KK), month(Month(2026, 8), Lang.RU, with_year=True)
    ('тамыз', 'август 2026')
    """
    name = format_date(value.first_day, "LLLL", locale=_LOCALES[lang]).lower()
    return f"{name} {value.year}" if with_year else name


def month_list(values: Iterable[Month], lang: Lang) -> str:
    """Return months in a row, each year named once.

    >>> month_list([Month(2025, 12), Month(2026, 1), Month(2026, 2)], Lang.RU)
    'декабрь 2025 года; январь, февраль 2026 года'
    >>> month_list([Month(2026, 1), Month(2026, 2)], Lang.KK)
    '2026 жылғы қаңтар, ақпан'
    """
    years: dict[int, list[str]] = {}
    for value in values:
        years.setdefault(value.year, []).append(month(value, lang))
    rows = ((year, ", ".join(names)) for year, names in years.items())
    return "; ".join(f"{year} жылғы {row}" if lang is Lang.KK else f"{row} {year} года" for year, row in rows)


def wait(seconds: int, lang: Lang) -> str:
    """Return a time to wait, rounded up to what a person reckons in; abbreviated, so that nothing is declined.

    >>> wait(45, Lang.RU), wait(61, Lang.KK), wait(7300, Lang.RU)
    ('1\xa0мин', '2\xa0мин', '3\xa0ч')
    """
    minutes = max(1, -(-seconds // 60))
    number, unit = (minutes, label("min", lang)) if minutes < 60 else (-(-minutes // 60), label("h", lang))
    return f"{number}\u00a0{unit}"


def figure(value: Figure, lang: Lang) -> str:
    """Return a figure with its unit.

    >>> from decimal import Decimal
    >>> figure(Figure(Decimal(4250), Unit.MONEY), Lang.RU)
    '4\\xa0250\\xa0₸'
    """
    locale = _LOCALES[lang]
    match value.unit:
        case Unit.MONEY:
            text = format_currency(value.value, "KZT", _MONEY, locale=locale, currency_digits=False)
        case Unit.PERCENT:
            text = format_percent(value.value / 100, "#,##0.##\u00a0%", locale=locale)
        case Unit.NUMBER:
            text = format_decimal(value.value, "#,##0.##", locale=locale)
        case Unit.YEAR:
            text = str(value.value)
    return str(text).replace("\u202f", "\u00a0")
