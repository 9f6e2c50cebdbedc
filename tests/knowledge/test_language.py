"""Which language a message is typed in, and None when it is not clear."""

from __future__ import annotations

import pytest

from app.knowledge.language import language_of, learn
from app.knowledge.library import Library
from app.knowledge.text import readings, words_of
from app.model import Lang

TONGUE = learn(
    {
        Lang.KK: ["қанша төлеймін", "жарна төлеу", "мәртебе тексеру", "қайда төлеймін"] * 5,
        Lang.RU: ["сколько платить", "взнос платить", "проверить статус", "где платить"] * 5,
    }
)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("", None),
        ("4250", None),
        ("қ", Lang.KK),
        ("сколько платить қазір", Lang.KK),  # a letter that only Kazakh has decides
        ("сколько", Lang.RU),
        ("канша", Lang.KK),  # typed without Kazakh letters
        ("kansha tolejmin", Lang.KK),
        ("gde platit", Lang.RU),
        ("жарна платить", None),  # one word of each
        ("ъъ", None),
    ],
)
def test_language_of(text: str, lang: Lang | None) -> None:
    assert language_of(words_of(text), TONGUE) == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("сколько платить за себя", Lang.RU),
        ("skolko platit za sebya", Lang.RU),
        ("где посмотреть долг", Lang.RU),
        ("өзім үшін қанша төлеймін", Lang.KK),
        ("озим ушин канша толеймин", Lang.KK),
        ("ozim ushin qansha toleimin", Lang.KK),
        ("жумыссызбын каржым жок калай толеймин", Lang.KK),
        ("қанша платить керек", Lang.KK),
        ("1414", None),
    ],
)
def test_language_by_the_real_phrasings(text: str, lang: Lang | None, library: Library) -> None:
    assert language_of(readings(text)[0].words, library.tongue) == lang
