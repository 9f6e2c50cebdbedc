"""Suggestions while a person types."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.knowledge.keeper import Loaded, load
from app.knowledge.suggest import SHOWN, Entry, entries, suggest
from app.knowledge.text import fold
from app.model import Lang
from tests.conftest import TODAY


def _entry(slug: str, title: str, said: str) -> Entry:
    return Entry(slug, tuple(sorted(map(fold, title.split()))), tuple(sorted(map(fold, said.split()))))


KNOWN = (
    _entry("debt", "как закрыть долг", "задолженность погасить долг"),
    _entry("debt-periods", "за какие месяцы долг", "посмотреть долг месяц"),
    _entry("rates", "сколько платят", "ставки взнос долг"),
)


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("", ()),
        ("д", ()),
        ("до", ("debt", "debt-periods", "rates")),  # in two titles, in one phrasing; then by slug
        ("долг", ("debt", "debt-periods", "rates")),
        ("долг месяцы", ("debt-periods",)),
        ("долг мес", ("debt-periods",)),
        ("мес долг", ()),  # only the last word may be unfinished
        ("ДОЛГ ЗАК", ("debt",)),
        ("ljku", ("debt", "debt-periods", "rates")),  # the wrong keyboard layout
        ("dolg", ("debt", "debt-periods", "rates")),
        ("ставки", ("rates",)),
        ("погода", ()),
        ("долг погода", ()),
    ],
)
def test_suggest(typed: str, slugs: tuple[str, ...]) -> None:
    assert suggest(typed, KNOWN) == slugs


def test_no_more_than_five_are_shown() -> None:
    many = tuple(_entry(f"debt-{at}", "долг", "") for at in range(9))
    assert suggest("долг", many) == tuple(f"debt-{at}" for at in range(SHOWN))


def test_small_talk_and_other_agencies_are_not_suggested(small: Path) -> None:
    library = load(small, TODAY).library
    assert library
    assert {lang: [entry.slug for entry in entries(library, lang)] for lang in Lang} == {
        Lang.KK: ["fee", "people", "place"],
        Lang.RU: ["fee", "people", "place"],
    }


@pytest.mark.parametrize(
    ("typed", "lang", "first"),
    [
        ("где и как оплатить взн", Lang.RU, "where-to-pay"),
        ("сколько платит самостоят", Lang.RU, "rate-self-payer"),
        ("дербес төлеу", Lang.KK, "rate-self-payer"),
        ("кому бесплатно лечат зу", Lang.RU, "dental-care"),
    ],
)
def test_suggestions_of_the_real_content(typed: str, lang: Lang, first: str, loaded: Loaded) -> None:
    assert suggest(typed, loaded.suggestions[lang])[0] == first


def test_the_figures_of_a_title_are_no_words(loaded: Loaded) -> None:
    assert suggest("year", loaded.suggestions[Lang.RU]) == ()
