"""Which article answers, from outside: questions whose answer is beyond doubt, however they are typed."""

from __future__ import annotations

import pytest

from app.knowledge.library import Library, understand
from app.knowledge.text import clean
from app.model import Lang


@pytest.mark.parametrize(
    ("text", "slug", "lang", "reading"),
    [
        ("сколько платить за себя", "rate-self-payer", Lang.RU, "typed"),
        ("Сколько платить за себя???", "rate-self-payer", Lang.RU, "typed"),
        ("скока платить за себя", "rate-self-payer", Lang.RU, "typed"),
        ("skolko platit za sebya", "rate-self-payer", Lang.RU, "typed"),
        ("crjkmrj gkfnbnm pf ct,z", "rate-self-payer", Lang.RU, "layout"),
        ("өзім үшін қанша төлеймін", "rate-self-payer", Lang.KK, "typed"),
        ("озим ушин канша толеймин", "rate-self-payer", Lang.KK, "typed"),
        ("ozim ushin qansha toleimin", "rate-self-payer", Lang.KK, "typed"),
        ("через какие приложения можно оплатить осмс", "where-to-pay", Lang.RU, "typed"),
        ("что такое осмс", "what-is-osms", Lang.RU, "typed"),
        ("здравствуйте, сколько платить за себя", "rate-self-payer", Lang.RU, "typed"),
        ("здравствуйте", "greeting", None, "typed"),
        ("рахмет", "thanks", None, "typed"),
        ("позовите оператора", "operator", Lang.RU, "typed"),
    ],
)
def test_the_best_match(text: str, slug: str, lang: Lang | None, reading: str, library: Library) -> None:
    ranking = understand(clean(text), library)
    told = ranking.lang if lang else None
    assert (ranking.matches[0].slug, told, ranking.reading) == (slug, lang, reading)


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
    best = understand("сколько платить за себя", library).matches[0]
    assert [(why.typed, why.by) for why in best.why] == [
        ("сколько", "same"),
        ("платить", "same"),
        ("за", "same"),
        ("себя", "same"),
    ]


def test_a_word_that_stands_nowhere_is_told(library: Library) -> None:
    why = understand("сколько платить за себя абракадабра", library).matches[0].why[-1]
    assert (why.typed, why.met, why.by) == ("абракадабра", None, "none")


def test_the_same_question_is_answered_the_same_each_time(library: Library) -> None:
    assert understand("где посмотреть долг", library) == understand("где посмотреть долг", library)
