"""Which article answers, from outside: questions whose answer is beyond doubt, however they are typed."""

from __future__ import annotations

import pytest

from app.knowledge.library import Library, explained, understand
from app.knowledge.text import clean
from app.model import Lang


@pytest.mark.parametrize(
    ("text", "slug", "lang"),
    [
        ("сколько платить за себя", "rate-self-payer", Lang.RU),
        ("Сколько платить за себя???", "rate-self-payer", Lang.RU),
        ("скока платит самостоятелный плательшик", "rate-self-payer", Lang.RU),
        ("skolko platit za sebya", "rate-self-payer", Lang.RU),
        ("crjkmrj gkfnbnm pf ct,z", "rate-self-payer", Lang.RU),
        ("өзім үшін қанша төлеймін", "rate-self-payer", Lang.KK),
        ("озим ушин канша толеймин", "rate-self-payer", Lang.KK),
        ("ozim ushin qansha toleimin", "rate-self-payer", Lang.KK),
        ("через какие приложения можно оплатить осмс", "where-to-pay", Lang.RU),
        ("что такое осмс", "what-is-osms", Lang.RU),
        ("здравствуйте, сколько платит самостоятельный плательщик", "rate-self-payer", Lang.RU),
        ("здравствуйте", "greeting", None),
        ("рахмет", "thanks", None),
        ("позовите оператора", "operator", Lang.RU),
    ],
)
def test_the_best_match(text: str, slug: str, lang: Lang | None, library: Library) -> None:
    ranking = understand(clean(text), library)
    told = ranking.lang if lang else None
    assert (ranking.matches[0].slug, told) == (slug, lang)


@pytest.mark.parametrize("text", ["сколько платить за себя", "өзім үшін қанша төлеймін", "погода на завтра", "4250"])
def test_confidences_are_chances_best_first(text: str, library: Library) -> None:
    ranking = understand(text, library)
    sure = [match.confidence for match in ranking.matches]
    assert sure == sorted(sure, reverse=True)
    assert [0 <= chance <= 1 for chance in (*sure, ranking.none)] == [True] * (len(sure) + 1)
    assert round(sum(sure) + ranking.none, 3) <= 1.0


def test_a_message_without_a_word_matches_nothing(library: Library) -> None:
    ranking = understand("?! …", library)
    assert (ranking.matches, ranking.none, ranking.lang) == ((), 1.0, None)


def test_every_word_is_explained(library: Library) -> None:
    best = next(iter(explained(understand("взнос самостоятельного плательщика абракадабра", library), library)))
    assert (best.match.slug, [why.typed for why in best.why]) == (
        "rate-self-payer",
        ["взнос", "самостоятельного", "плательщика", "абракадабра"],
    )
    assert [(why.met, why.by) for why in best.why if why.typed == "абракадабра"] == [(None, "none")]


def test_the_same_question_is_answered_the_same_each_time(library: Library) -> None:
    first, again = (understand("где посмотреть долг", library) for _ in range(2))
    assert (first.matches, first.none) == (again.matches, again.none)
