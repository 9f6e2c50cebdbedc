"""Many spellings of one word become one string."""

from __future__ import annotations

import pytest

from app.knowledge.text import MAX_WORDS, clean, fold, readings, stems, words_of


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("", ""),
        ("   ", ""),
        ("  два   слова\t\r\n и  \u00a0третье\u3000", "два слова и третье"),
        ("а\x00б", "а б"),
        ("\x1b[31mкрасный", "[31mкрасный"),
        ("\u200b\u200c\u200d\ufeff\u2060", ""),
        ("\u202eтекст\u2066", "текст"),
        ("при\u00adвет", "привет"),
        ("е\u0308лка", "ёлка"),
        ("и\u0306", "й"),
        ("\ud800сло\ue000во", "сло во"),
        ("Қазақстан", "Қазақстан"),
        ("😀 привет", "😀 привет"),
    ],
)
def test_clean(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_clean_of_piled_up_marks_keeps_one() -> None:
    assert clean("а" + "\u0301" * 100_000 + "б") == "а\u0301б"


@pytest.mark.parametrize("typed", ["", " а б ", "е\u0308", "а\u0301\u0302б", "\u202eх\x00у", "Ǆ ﬁ ё", "İстанбул"])
def test_clean_twice_is_clean_once(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@pytest.mark.parametrize(
    ("folded", "spellings"),
    [
        ("сактандиру", ["сақтандыру", "сактандыру", "сақтандиру", "saqtandyru", "saktandyru", "saqtandıru"]),
        ("жарна", ["жарна", "jarna", "zharna", "жаарна"]),
        ("казакстан", ["қазақстан", "казакстан", "qazaqstan", "kazakstan", "қaзaқстан"]),
        ("зеинетаки", ["зейнетақы", "зейнетакы", "zeinetaqy", "zeinetaqı"]),
        ("мартебе", ["мәртебе", "мартебе", "martebe"]),
        ("обем", ["объём", "объем", "обьем", "обём"]),
        ("шеки", ["щёки", "шеки", "shcheki", "scheki"]),
        ("каса", ["касса", "kassa", "қасса"]),
        ("шомилу", ["шомылу", "şomylu", "shomylu"]),
        ("жакин", ["жақын", "жакынг", "zhaqyn"]),
        ("осмс", ["осмс", "osms", "оcмc"]),
        ("4250", ["4250"]),
    ],
)
def test_fold_makes_spellings_one(folded: str, spellings: list[str]) -> None:
    assert [fold(spelling) for spelling in spellings] == [folded] * len(spellings)


@pytest.mark.parametrize(
    ("one", "other"), [("жарна", "жарма"), ("долг", "дом"), ("қор", "құр"), ("нет", "net1"), ("100", "1000")]
)
def test_fold_keeps_words_apart(one: str, other: str) -> None:
    assert [fold(one) == fold(other), fold(one) == fold(one)] == [False, True]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("?! …", ()),
        ("Сколько ПЛАТИТЬ?", ("сколько", "платить")),
        ("О'Нил и д’Арк", ("онил", "и", "дарк")),
        ("4250 ₸, 5%", ("4250", "5")),
        ("foo_bar", ("foo", "bar")),
        ("ӘКЕМ ҮШІН", ("әкем", "үшін")),
    ],
)
def test_words_of(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_words_of_a_long_message_stop() -> None:
    assert words_of("слово " * 1000) == ("слово",) * MAX_WORDS


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("сколько плати\u0301ть", ("сколько", "платить")),  # copied from a text with stress marks
        ("ÄLEUMETTİK", ("äleumettik",)),  # capitals of the new Kazakh alphabet
    ],
)
def test_a_mark_does_not_part_a_word(typed: str, words: tuple[str, ...]) -> None:
    assert tuple(map(fold, words_of(clean(typed)))) == tuple(map(fold, words))


@pytest.mark.parametrize(
    ("at", "forms"),
    [
        (0, ["платёж", "платежи", "платежей", "платежами"]),
        (0, ["страховка", "страховку", "страховки"]),
        (0, ["взнос", "взносы", "взносов"]),
        (-1, ["жарна", "жарнаны", "жарнадан", "жарналар", "жарналарды"]),
        (-1, ["мәртебе", "мәртебем", "мәртебесі", "мәртебені"]),
        (-1, ["жұмыссыз", "жумыссыз"]),
    ],
)
def test_stems_of_forms_are_one(at: int, forms: list[str]) -> None:
    assert len({stems(form)[at] for form in forms}) == 1, {form: stems(form) for form in forms}


@pytest.mark.parametrize("short", ["ай", "мен", "ота"])
def test_a_short_word_keeps_its_letters(short: str) -> None:
    assert stems(short)[-1] == fold(short)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", {"typed": ()}),
        ("сколько платить за себя", {"typed": ("сколько", "платить", "за", "себя")}),
        (
            "rfr ghjdthbnm cnfnec",
            {"typed": ("rfr", "ghjdthbnm", "cnfnec"), "layout": ("как", "проверить", "статус")},
        ),
        ("Yt ls\\bn", {"typed": ("yt", "ls", "bn"), "layout": ("не", "ды", "ит")}),
        (
            "ckolko platit",
            {"typed": ("ckolko", "platit"), "layout": ("слщдлщ", "здфеше")},
        ),
        ("ьщтун", {"typed": ("ьщтун",), "layout-en": ("money",)}),
        (
            "жа4а м2ртебе",
            {"typed": ("жа4а", "м2ртебе"), "digits": ("жаңа", "мәртебе"), "layout-en": ("f4f", "v2hnt", "t")},
        ),
        ("скока money", {"typed": ("скока", "money")}),
        ("4250 51000", {"typed": ("4250", "51000")}),
    ],
)
def test_readings(text: str, read: dict[str, tuple[str, ...]]) -> None:
    assert {reading.name: reading.words for reading in readings(text)} == read


def test_the_plain_reading_comes_first() -> None:
    assert [readings(text)[0].name for text in ("rfr", "как", "жа4а")] == ["typed"] * 3


def test_kazakh_letters_typed_as_digits_on_the_latin_layout() -> None:
    assert readings("tc3 ;j0")[1].words == ("есі", "жоқ")
