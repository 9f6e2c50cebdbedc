"""The index: postings, learning in blocks, pairs of words; the same whatever the size of the blocks."""

from __future__ import annotations

import numpy as np
import pytest

from app.knowledge import bayes
from app.knowledge.glossary import Glossary
from app.knowledge.index import NOTHING, Document, Index, build, pair_codes
from app.knowledge.postings import Postings

DOCUMENTS = (
    Document("debt", ("долг за прошлые месяцы", "как закрыть долг", "не платил три месяца")),
    Document("status", ("проверить статус", "мәртебені тексеру", "где посмотреть статус")),
    Document("fee", ("сколько платить", "қанша төлеймін", "размер взноса", "сколько платить за себя")),
    Document(NOTHING, ("рецепт плова", "ауа райы қандай"), ours=False),
)


def rows(*ids: list[int]) -> Postings:
    """Return postings of these rows, of weight 1."""
    start = np.cumsum([0, *map(len, ids)])
    flat = np.array([each for row in ids for each in row], np.int32)
    return Postings(start, flat, np.ones(len(flat), np.float32))


def built() -> Index:
    """Return the index of DOCUMENTS."""
    return build(DOCUMENTS, Glossary((("долг", "қарыз"),)))


def test_places_come_in_the_order_of_the_keys_with_how_many_each_has() -> None:
    places, sizes = rows([1, 2], [], [5]).places(np.array([2, 1, 0]))
    assert (places.tolist(), sizes.tolist()) == ([2, 0, 1], [1, 0, 2])


def test_no_key_has_no_place() -> None:
    assert [each.tolist() for each in rows([1]).places(np.array([], np.int64))] == [[], []]


@pytest.mark.parametrize(("most", "places"), [(9, [0, 1, 2]), (6, [0, 1, 2]), (3, [1, 2]), (1, [1]), (0, [1])])
def test_the_rarest_keys_within_a_bound(most: int, places: list[int]) -> None:
    keys = np.array([0, 1, 2])
    kept = rows([1, 2, 3], [4], [5, 6]).rarest(keys, most)
    assert np.arange(3)[kept].tolist() == places


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


def test_letters_of_our_phrasings_are_ours_and_those_of_others_are_not() -> None:
    index = built()
    assert index.gram_ours[index.gram_id["дол"]] > 0 > index.gram_ours[index.gram_id["лов"]]


def test_negations_speak_for_the_article_that_has_them() -> None:
    without, with_one = built().denial
    debt, fee = 0, 2
    assert with_one[debt] > with_one[fee]
    assert without[debt] < without[fee]


def test_pairs_are_the_same_in_either_order_and_a_word_is_no_pair_with_itself() -> None:
    assert pair_codes(np.array([3, 7, 3, 3]), 10).tolist() == [37, 37, -1]


def test_documents_without_phrasings_are_left_out() -> None:
    index = build((*DOCUMENTS, Document("empty", ())), Glossary(()))
    assert (index.slugs, index.nothing) == (("debt", "status", "fee", NOTHING), 3)
