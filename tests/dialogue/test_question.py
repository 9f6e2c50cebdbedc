"""From what came over the wire to a Question, or the reason why not."""

from __future__ import annotations

import pytest

from app.dialogue.question import MAX_CHARS, BadQuestion, questions_in, read_question
from app.model import Lang, Question


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("сколько платить", "сколько платить"),
        ("  сколько\n\nплатить\t", "сколько платить"),
        ("сколько\x00платить", "сколько платить"),
        ("\u202eсколько\u202c", "сколько"),
        ("я" * MAX_CHARS, "я" * MAX_CHARS),
        ("😀" * MAX_CHARS, "😀" * MAX_CHARS),
        ("а" + "\u0301" * (MAX_CHARS - 1), "а\u0301"),
        ("?", "?"),
        ("0", "0"),
    ],
)
@pytest.mark.parametrize("lang", Lang)
def test_a_question(typed: str, text: str, lang: Lang) -> None:
    assert read_question(typed, lang) == Question(text, lang)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "text-empty"),
        ("   \t\n\u00a0\u3000", "text-empty"),
        ("\u200b\u200d\ufeff\u2060", "text-empty"),
        ("\u202a\u202e\u2066\u2069", "text-empty"),
        ("\x00\x01\x7f", "text-empty"),
        ("\u00ad\u115f\u180e", "text-empty"),
        ("я" * (MAX_CHARS + 1), "text-too-long"),
        (" " * (MAX_CHARS + 1), "text-too-long"),
        ("а" + "\u0301" * 100_000, "text-too-long"),
        ("a" * 1_048_576, "text-too-long"),
        ("сколько \ufffd\ufffd", "text-unreadable"),
        ("\ud800", "text-unreadable"),
        ("сколько \udfff платить", "text-unreadable"),
        ("\ufffd" * (MAX_CHARS + 1), "text-too-long"),
    ],
)
def test_what_is_no_question(typed: str, reason: str) -> None:
    with pytest.raises(BadQuestion) as raised:
        read_question(typed, Lang.KK)
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("как проверить статус и сколько платить за себя", ("как проверить статус", "сколько платить за себя")),
        ("Как проверить статус? А где платить?", ("Как проверить статус?", "где платить?")),
        ("статусты қалай тексерем және қанша төлеймін", ("статусты қалай тексерем", "қанша төлеймін")),
        ("мама и папа на пенсии, сколько платить", ("мама и папа на пенсии, сколько платить",)),
        ("Мне 58 лет. Работы нет. Сколько платить?", ("Сколько платить?",)),
        ("не работаю и не ип", ()),
        ("как?", ()),
        ("", ()),
    ],
)
def test_the_questions_of_a_message(text: str, parts: tuple[str, ...]) -> None:
    assert questions_in(text) == parts
