"""Scoring: what each outcome is, and the figures that come of them."""

from __future__ import annotations

import pytest

from app.knowledge.fault import FaultError
from app.knowledge.score import Row, Said, outcome, read_rows, score
from app.model import Kind, Lang

ASKED = Row("сколько", "ru", "clean", ("rates", "rate-state"))
OFF = Row("погода", "ru", "off-topic", ())
HELP = Row("не дышит", "ru", "clean", ("emergency",))


@pytest.mark.parametrize(
    ("row", "kind", "slugs", "result"),
    [
        (ASKED, Kind.ANSWER, ("rates",), "right"),
        (ASKED, Kind.ANSWER, ("rate-state",), "right"),
        (ASKED, Kind.ANSWER, ("pay-debt",), "wrong"),
        (ASKED, Kind.ELSEWHERE, ("elsewhere-taxes",), "wrong"),
        (ASKED, Kind.GREETING, ("greeting",), "wrong"),
        (ASKED, Kind.EMERGENCY, ("emergency",), "wrong"),
        (ASKED, Kind.CHOICES, ("pay-debt", "rates"), "offered"),
        (ASKED, Kind.CHOICES, ("pay-debt",), "missed"),
        (ASKED, Kind.NOTHING, (), "missed"),
        (ASKED, Kind.NOTHING, ("rates",), "missed"),
        (HELP, Kind.EMERGENCY, ("emergency",), "right"),
        (HELP, Kind.ANSWER, ("emergency-care",), "wrong"),
        (OFF, Kind.NOTHING, ("rates",), "refused"),
        (OFF, Kind.GREETING, ("robot",), "refused"),
        (OFF, Kind.ELSEWHERE, ("elsewhere-taxes",), "refused"),
        (OFF, Kind.CHOICES, ("rates",), "bothered"),
        (OFF, Kind.ANSWER, ("rates",), "false_answers"),
        (OFF, Kind.EMERGENCY, ("emergency",), "false_answers"),
    ],
)
def test_outcome(row: Row, kind: Kind, slugs: tuple[str, ...], result: str) -> None:
    assert outcome(row, Said(kind, slugs, 0.5)) == result


@pytest.mark.parametrize(("lang", "chat"), [("kk", Lang.KK), ("ru", Lang.RU), ("mixed", Lang.RU)])
def test_the_chat_a_row_is_asked_in(lang: str, chat: Lang) -> None:
    assert Row("", lang, "", ()).chat_lang is chat


def test_rows_are_read_with_empty_lines_left_out() -> None:
    text = '{"text": "а", "lang": "kk", "style": "typo", "expect": ["rates"]}\n\n' + (
        '{"text": "б", "lang": "mixed", "style": "off-topic", "expect": [], "note": "x"}\n'
    )
    assert list(read_rows(text)) == [Row("а", "kk", "typo", ("rates",)), Row("б", "mixed", "off-topic", ())]


GOOD = '{"text": "а", "lang": "kk", "style": "typo", "expect": []}\n'


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (GOOD + "{", 2, "a row has text, lang, style and expect ("),
        (GOOD + "[]", 2, "a row has text, lang, style and expect ("),
        ('{"text": "а"}', 1, "a row has text, lang, style and expect ('lang')"),
        (GOOD + GOOD.replace("kk", "en"), 2, "'en' is not a language; use kk, ru or mixed"),
        ('{"text": 5, "lang": "kk", "style": "typo", "expect": []}', 1, "a row has text, lang, style and expect ("),
        (
            '{"text": "а", "lang": "kk", "style": "typo", "expect": "rates"}',
            1,
            "a row has text, lang, style and expect (",
        ),
    ],
)
def test_faults_of_rows(text: str, line: int, message: str) -> None:
    with pytest.raises(FaultError) as raised:
        read_rows(text)
    assert (raised.value.line, raised.value.message[: len(message)]) == (line, message)


def test_score() -> None:
    said = {
        "а": Said(Kind.ANSWER, ("rates",), 0.9),
        "б": Said(Kind.CHOICES, ("pay-debt", "rates"), 0.4),
        "в": Said(Kind.ANSWER, ("pay-debt",), 0.8),
        "г": Said(Kind.NOTHING, (), None),
        "д": Said(Kind.NOTHING, (), None),
        "е": Said(Kind.CHOICES, ("rates",), 0.4),
        "ж": Said(Kind.ANSWER, ("rates",), 0.7),
    }
    rows = [
        Row("а", "kk", "clean", ("rates",)),
        Row("б", "kk", "typo", ("rates",)),
        Row("в", "ru", "typo", ("rates",)),
        Row("г", "mixed", "typo", ("rates",)),
        Row("д", "ru", "off-topic", ()),
        Row("е", "ru", "off-topic", ()),
        Row("ж", "ru", "off-topic", ()),
    ]
    asked: list[tuple[str, Lang]] = []

    def ask(text: str, lang: Lang) -> Said:
        asked.append((text, lang))
        return said[text]

    result = score(rows, ask)
    assert asked == [(text, Lang.KK if text in "аб" else Lang.RU) for text in "абвгдеж"]
    assert sorted(result.pop("latency_ms")) == ["p50", "p99"]
    none = {"n": 0, "right": 0, "offered": 0, "wrong": 0, "missed": 0}
    assert result == {
        "in_scope": {"n": 4, "right": 1, "offered": 1, "wrong": 1, "missed": 1},
        "off_topic": {"n": 3, "refused": 1, "bothered": 1, "false_answers": 1},
        "by_style": {
            "clean": none | {"n": 1, "right": 1},
            "typo": none | {"n": 3, "offered": 1, "wrong": 1, "missed": 1},
        },
        "by_lang": {
            "kk": none | {"n": 2, "right": 1, "offered": 1},
            "mixed": none | {"n": 1, "missed": 1},
            "ru": none | {"n": 1, "wrong": 1},
        },
        "failures": [
            _failure("б", ["rates"], "offered", "choices", ["pay-debt", "rates"], 0.4),
            _failure("в", ["rates"], "wrong", "answer", ["pay-debt"], 0.8),
            _failure("г", ["rates"], "missed", "nothing", [], None),
            _failure("е", [], "bothered", "choices", ["rates"], 0.4),
            _failure("ж", [], "false_answers", "answer", ["rates"], 0.7),
        ],
    }


def _failure(
    text: str, expect: list[str], outcome: str, got: str, slugs: list[str], sure: float | None
) -> dict[str, object]:
    return {"text": text, "expect": expect, "outcome": outcome, "got": got, "slugs": slugs, "confidence": sure}


def test_score_of_nothing() -> None:
    assert score([], lambda _text, _lang: Said(Kind.NOTHING, (), None)) == {
        "in_scope": {"n": 0, "right": 0, "offered": 0, "wrong": 0, "missed": 0},
        "off_topic": {"n": 0, "refused": 0, "bothered": 0, "false_answers": 0},
        "by_style": {},
        "by_lang": {},
        "latency_ms": {"p50": 0.0, "p99": 0.0},
        "failures": [],
    }
