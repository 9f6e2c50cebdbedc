"""A word of a question: what it meets as it stands, by stem, by glossary, by a near spelling, and what it weighs."""

from __future__ import annotations

from math import log

import pytest

from app.knowledge.glossary import Glossary
from app.knowledge.index import NOTHING, Document, Index, build
from app.knowledge.word import DOUBTFUL, HEARD, RARER, STEM, SURE, SWAPPED, SYNONYM, Token, look_up, tokens_of

DOCUMENTS = (
    Document("debt", ("долг за прошлые месяцы", "как закрыть долг", "лишний код")),
    Document("fee", ("сколько платить", "размер взноса", "нужно ли платить через терминал", "алматы")),
    Document(NOTHING, ("рецепт плова",), ours=False),
)


def built(*more: str) -> Index:
    """Return the index of DOCUMENTS, with more phrasings of one more article."""
    return build((*DOCUMENTS, Document("more", more)), Glossary((("долг", "қарыз"),)))


INDEX = built()
BEGINS = 1 - 0.7 / 18 - SWAPPED  # «взнсоа» is nearer to «взноса» by Jaro-Winkler than by edit distance


def levels(token: Token, index: Index) -> dict[str, float]:
    """Return by kind of term the similarity with which a word met terms of it."""
    kinds = {"same": range(index.first_stem), "stem": range(index.first_stem, index.first_concept)}
    kinds["synonym"] = range(index.first_concept, index.first_pair)
    found = {kind: [s for term, s in token.terms if term in terms] for kind, terms in kinds.items()}
    return {kind: round(max(values), 4) for kind, values in found.items() if values}


@pytest.mark.parametrize(
    ("word", "by", "met", "known", "ours", "terms"),
    [
        ("взноса", "same", "взноса", 1, 1, {"same": 1, "stem": STEM}),
        ("взносов", "stem", "взнос", 1, 1, {"stem": STEM}),
        ("долг", "same", "долг", 1, 1, {"same": 1, "stem": STEM, "synonym": SYNONYM}),
        ("долгами", "stem", "долг", 1, 1, {"stem": STEM, "synonym": SYNONYM}),
        ("қарыз", "same", "кариз", 1, 0, {"same": 1, "stem": STEM, "synonym": SYNONYM}),
        ("плова", "same", "плова", 1, 0, {"same": 1, "stem": STEM}),
        ("термниал", "near", "терминал", 0.875, 0.775, {"stem": 0.875**2}),  # two swapped are one slip
        ("взнсоа", "near", "взноса", BEGINS, (BEGINS - DOUBTFUL) / (SURE - DOUBTFUL), {"stem": BEGINS**2}),
        ("термиал", "near", "терминал", 0.875, 0.775, {"stem": 0.875**2}),
        ("тирмнал", "near", "терминал", 0.875 - HEARD, 0.575, {"stem": (0.875 - HEARD) ** 2}),
        ("дерминал", "near", "терминал", 0.875, 0.775, {"stem": 0.875**2}),
        ("тирминал", "near", "терминал", 1 - HEARD, 1, {"stem": STEM * (1 - HEARD) ** 2}),
        ("клова", "none", None, 0, 0, {}),  # another first letter: another word
        ("код", "same", "код", 1, 1, {"same": 1, "stem": STEM}),
        ("дол", "none", None, 0, 0, {}),  # too short for a slip
        ("кад", "none", None, 0, 0, {}),
        ("т3рминал", "none", None, 0, 0, {}),  # no word: it has a digit
        ("абракадабра", "none", None, 0, 0, {}),
    ],
)
def test_a_word_meets(word: str, by: str, met: str | None, known: float, ours: float, terms: dict[str, float]) -> None:
    token = look_up(word, INDEX)
    assert (token.typed, token.by, token.met) == (word, by, met)
    assert (token.known, token.ours) == (pytest.approx(known), pytest.approx(ours))
    assert levels(token, INDEX) == pytest.approx(terms, abs=1e-4)


@pytest.mark.parametrize(("uses", "met", "by"), [(RARER - 1, "плотит", "same"), (RARER, "платит", "near")])
def test_a_rare_slip_is_read_as_the_common_word_that_sounds_so(uses: int, met: str, by: str) -> None:
    index = build((Document("a", ("плотить", *["платить"] * uses)),), Glossary(()))
    token = look_up("плотить", index)
    assert (token.met, token.by) == (met, by)


@pytest.mark.parametrize(
    ("typed", "met", "stems"),
    [
        ("апате", None, ()),  # .738: of a short word too little
        ("абвтека", "аптека", ("аптек", "апте")),  # .744: of a long one enough
        ("взнсо", "взнос", ("взнос", "взно")),  # nearer than «взноса», which came first
        ("карща", "карта", ("карт", "карм")),  # as near to both
        ("терманал", "терминал", ("терминал", "термина")),  # .875, and «термин» only .77
    ],
)
def test_the_nearest_spellings_are_met(typed: str, met: str | None, stems: tuple[str, ...]) -> None:
    index = built("аптека", "взнос", "карта", "карма", "термин")
    token = look_up(typed, index)
    wanted = {index.first_stem + index.stem_id[stem] for stem in stems}
    assert (token.met, {term for term, _ in token.terms}) == (met, wanted)


def test_a_word_that_only_the_glossary_has_is_near_and_not_what_was_meant() -> None:
    index = build(DOCUMENTS, Glossary((("долг", "пенсионер"),)))
    token = look_up("пинсионер", index)
    near = (1 - HEARD) ** 2
    assert (token.by, token.known) == ("near", 1 - HEARD)
    assert levels(token, index) == pytest.approx({"stem": near, "synonym": SYNONYM * near}, abs=1e-4)


@pytest.mark.parametrize(
    ("word", "weight"),
    [("взноса", log(4 / 1.5)), ("взносов", log(4 / 1.5)), ("термиал", log(4 / 1.5)), ("абракадабра", log(4))],
)
def test_a_word_weighs_what_its_stem_weighs_and_an_unknown_one_as_much_as_a_rare_one(word: str, weight: float) -> None:
    assert look_up(word, INDEX).weight == pytest.approx(weight)


def test_of_two_stems_the_rarer_tells_the_weight() -> None:
    index = built("плата")
    assert look_up("платить", index).weight == pytest.approx(log(5 / 1.5))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (("сколько", "платить"), ["сколько", "платить"]),
        (("долг", "долг", "код", "долг"), ["долг", "код"]),
        (("тер", "минал", "код"), ["терминал", "код"]),
        (("код", "тер", "минал"), ["код", "терминал"]),
        (("нужноли",), ["нужно", "ли"]),
        (("сколькоплатить", "долг"), ["сколько", "платить", "долг"]),
        (("лишний",), ["лишний"]),  # «ли» is a word of ours, and «лишний» too
        (("термиал",), ["термиал"]),
        (("абракадабра",), ["абракадабра"]),
        (("нужноабвг",), ["нужноабвг"]),
        (("абвгнужно",), ["абвгнужно"]),
        (("зали",), ["зали"]),  # «за» and «ли», but so short that it may be any word
        ((), []),
    ],
)
def test_words_are_joined_and_parted(words: tuple[str, ...], read: list[str]) -> None:
    assert [token.typed for token in tokens_of(words, INDEX)] == read


def test_two_words_that_are_both_known_are_not_joined() -> None:
    index = built("что бы", "чтобы")
    assert [token.typed for token in tokens_of(("что", "бы"), index)] == ["что", "бы"]


@pytest.mark.parametrize("word", ["вбанк", "банкв"])
def test_one_letter_is_not_parted_off(word: str) -> None:
    assert [token.typed for token in tokens_of((word,), built("в банк"))] == [word]


def test_a_word_that_is_known_is_not_parted() -> None:
    index = built("само", "оплата", "самооплата")
    assert [token.typed for token in tokens_of(("самооплата",), index)] == ["самооплата"]


def test_the_unit_of_a_word_is_its_row_of_the_glossary_else_its_stem() -> None:
    units = [look_up(word, INDEX).unit for word in ("долг", "қарыз", "долгами", "взноса", "взносов", "абракадабра")]
    concept, fee = INDEX.first_concept, INDEX.first_stem + INDEX.stem_id["взнос"]
    assert units == [concept, concept, concept, fee, fee, None]
