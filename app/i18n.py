"""Labels, dates and figures for a language. Labels come from translations/<lang>/LC_MESSAGES/messages.po."""

from __future__ import annotations

import gettext
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

_FOLDER = Path(__file__).resolve().parent.parent / "translations"
_LOCALES = {Lang.KK: Locale("kk"), Lang.RU: Locale("ru", "KZ")}  # plain "ru" prints KZT instead of ₸
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
    ('2026\\xa0ж. 5 наурыз', '5 марта 2026\\xa0г.')
    """
    return format_date(value, "long", locale=_LOCALES[lang]).replace("\u202f", "\u00a0")


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
