"""The index: what is built of the phrasings, and that it is the same whatever the size of the blocks."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from app.knowledge import bayes
from app.knowledge.glossary import Glossary
from app.knowledge.grams import codes_of
from app.knowledge.index import NOTHING, Document, Index, build, pair_codes
from app.knowledge.text import fold, heard, stems

DOCUMENTS = (
    Document("debt", ("долг за прошлые месяцы", "как закрыть долг", "не платил три месяца")),
    Document("status", ("проверить статус", "мәртебені тексеру", "где посмотреть статус", "нет статуса, не вижу")),
    Document("fee", ("сколько платить", "қанша төлеймін", "размер взноса", "сколько плотить за себя, платить")),
    Document(NOTHING, ("рецепт плова", "ауа райы қандай"), ours=False),
)
DEBT, STATUS, FEE, NOTHING_AT = range(4)


def built() -> Index:
    """Return the index of DOCUMENTS."""
    return build(DOCUMENTS, Glossary((("долг", "қарыз"), ("долг за месяц", "берешек"))))


def stem(word: str, index: Index) -> int:
    """Return the first stem of a word, as it is numbered among stems."""
    return index.stem_id[stems(word)[0]]


def gram_id(gram: str, index: Index) -> int:
    """Return the id of a group of two to four letters; " ст" stands at the beginning of a word."""
    codes = codes_of([gram.strip()])[len(gram) - 2]
    [found], _ = index.grams.find(codes[:1] if gram.startswith(" ") else codes[1:2])
    return int(found)


def articles(term: int, index: Index) -> dict[int, int]:
    """Return the articles that have a term, with how many phrasings of each."""
    places = range(index.term_articles.start[term], index.term_articles.start[term + 1])
    return {int(index.term_articles.ids[place]): len(index.use_phrases.row(place)) for place in places}


def test_a_term_leads_to_the_phrasings_of_each_article_that_have_it() -> None:
    index = built()
    for word, term in index.word_id.items():
        places = range(index.term_articles.start[term], index.term_articles.start[term + 1])
        found = {index.slugs[index.term_articles.ids[place]]: index.use_phrases.row(place).tolist() for place in places}
        wanted: dict[str, list[int]] = {}
        for at, key in enumerate(index.phrase_keys):
            if word in key.split():
                article = int(np.searchsorted(index.article_start, at, side="right")) - 1
                wanted.setdefault(index.slugs[article], []).append(at)
        assert found == wanted


def test_learning_in_blocks_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = built()
    monkeypatch.setattr(bayes, "BLOCK", 1)
    parts = built()
    for one, other in ((whole.said, parts.said), (whole.spelt, parts.spelt)):
        assert one.gain.ids.tolist() == other.gain.ids.tolist()
        np.testing.assert_allclose(one.gain.weights, other.gain.weights, rtol=1e-6)
        np.testing.assert_allclose(one.floor, other.floor, rtol=1e-6)
        np.testing.assert_allclose(one.common, other.common, rtol=1e-6)
    np.testing.assert_allclose(whole.gram_ours, parts.gram_ours, rtol=1e-6)


@pytest.mark.parametrize(("gram", "ours", "others"), [("дол", 2, 0), ("лов", 0, 1), ("ан", 1, 1), (" ст", 3, 0)])
def test_letters_of_our_phrasings_are_ours_and_those_of_others_are_not(gram: str, ours: int, others: int) -> None:
    index = built()
    wanted = log((ours + 0.5) / (11 + 1)) - log((others + 0.5) / (2 + 1))
    assert index.gram_ours[gram_id(gram, index)] == pytest.approx(wanted, rel=1e-5)


def test_negations_speak_for_the_article_that_has_them() -> None:
    usual = (2 + 0.5) / (13 + 1)  # of 13 phrasings two are denials
    share = np.array([(denials + 4 * usual) / (size + 4) for denials, size in ((1, 3), (1, 4), (0, 4), (0, 2))])
    without, with_one = built().denial
    np.testing.assert_allclose(with_one, np.log(share / share.mean()), rtol=1e-5)
    np.testing.assert_allclose(without, np.log((1 - share) / (1 - share).mean()), rtol=1e-5)


def test_pairs_are_the_same_in_either_order_and_a_word_is_no_pair_with_itself() -> None:
    assert pair_codes(np.array([3, 7, 3, 3]), 10).tolist() == [37, 37, -1]


def test_neighbours_of_one_phrasing_are_a_pair_and_those_of_two_are_not() -> None:
    index = built()
    units = [index.first_stem + stem(word, index) for word in ("проверить", "статус", "мәртебені")]
    codes = pair_codes(np.array(units), index.first_pair)
    assert np.isin(codes, index.pairs).tolist() == [True, False]


def test_documents_without_phrasings_are_left_out() -> None:
    index = build((*DOCUMENTS, Document("empty", ())), Glossary(()))
    assert (index.slugs, index.nothing) == (("debt", "status", "fee", NOTHING), 3)


def test_without_messages_that_nobody_answers_there_is_no_nothing() -> None:
    assert build((*DOCUMENTS[:3], Document(NOTHING, ())), Glossary(())).nothing == -1


def test_phrasings_stand_by_article() -> None:
    index = built()
    assert (index.phrases, index.article_start.tolist(), index.sizes.tolist()) == (
        tuple(phrase for document in DOCUMENTS for phrase in document.phrases),
        [0, 3, 7, 11, 13],
        [3, 4, 4, 2],
    )
    assert [index.phrase_keys[at] for at in (0, 4)] == ["долг за прошлие месиатси", "мартебени тексеру"]


@pytest.mark.parametrize(
    ("said", "article"),
    [
        ("долг за прошлие месиатси", DEBT),  # the first
        ("мартебени тексеру", STATUS),
        ("ауа раи кандаи", NOTHING_AT),
        ("тексеру мартебени", None),
        ("долг", None),
        ("статус проверит", None),
        ("долг за прошлие недели", None),  # has a word that no phrasing has
        ("", None),
    ],
)
def test_a_phrasing_leads_to_its_article(said: str, article: int | None) -> None:
    assert built().exact(said) == article


def test_a_phrasing_of_two_articles_leads_to_the_last() -> None:
    index = build((Document("a", ("долг", "взнос")), Document("b", ("Долг?",))), Glossary(()))
    assert [index.exact(word) for word in ("долг", "взнос")] == [1, 0]


@pytest.mark.parametrize(
    ("word", "found"), [("долг", {DEBT: 2.0}), ("статус", {STATUS: 2.0}), ("платить", {FEE: 2.0}), ("қарыз", {})]
)
def test_a_word_leads_to_its_articles(word: str, found: dict[int, float]) -> None:
    index = built()
    term = index.word_id[fold(word)]
    assert (articles(term, index), index.word_uses[term]) == (found, sum(found.values()))


@pytest.mark.parametrize(("word", "found"), [("долг", {DEBT: 2.0}), ("статусы", {STATUS: 3.0}), ("қарыз", {})])
def test_a_stem_leads_to_the_articles_of_all_its_words(word: str, found: dict[int, float]) -> None:
    index = built()
    assert articles(index.first_stem + stem(word, index), index) == found


def test_a_row_of_the_glossary_leads_to_the_articles_of_its_single_words() -> None:
    index = built()
    concept = index.first_concept
    assert [index.stem_concepts.get(stem(word, index)) for word in ("долг", "қарыз", "берешек", "месяцы")] == [
        (concept,),
        (concept,),
        (concept + 1,),
        None,
    ]
    assert (articles(concept, index), articles(concept + 1, index)) == ({DEBT: 2.0}, {})


def test_a_stem_that_a_matter_of_ours_has_is_ours() -> None:
    index = built()
    assert [bool(index.stem_ours[stem(word, index)]) for word in ("долг", "қанша", "плова", "қарыз")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_spelling_by_ear_leads_to_the_word_used_most() -> None:
    index = built()
    assert index.sounding(heard(fold("плотить"))) == index.words.index("платит")


@pytest.mark.parametrize("sound", ["", "абракадабра", "яяя"])
def test_a_sound_that_no_word_has_leads_nowhere(sound: str) -> None:
    assert built().sounding(sound) is None


@pytest.mark.parametrize(("word", "spread"), [("долг", 1), ("за", 2), ("қарыз", 0)])
def test_the_more_articles_have_a_stem_the_less_it_weighs(word: str, spread: int) -> None:
    index = built()
    assert index.stem_idf[stem(word, index)] == pytest.approx(log((4 + 1) / (spread + 0.5)))


def test_a_phrasing_weighs_what_its_words_weigh_each_once_by_its_rarer_stem() -> None:
    index = build((Document("a", ("долг долг", "платить")), Document("b", ("долг взнос", "плата"))), Glossary(()))
    common, rare = log(3 / 2.5), log(3 / 1.5)
    assert (stems("платить"), stems("плата")) == (("плат", "платит"), ("плат",))
    assert index.phrase_weight.tolist() == pytest.approx([common, rare, common + rare, common])
