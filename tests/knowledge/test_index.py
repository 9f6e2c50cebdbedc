"""The index: postings, learning in blocks, pairs of words; the same whatever the size of the blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.knowledge import bayes, postings
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


def test_gather_tells_ids_in_the_order_of_the_keys_and_of_which_key() -> None:
    ids, weights, of = rows([1, 2], [], [5]).gather(np.array([2, 1, 0]))
    assert (ids.tolist(), weights.tolist(), of.tolist()) == ([5, 1, 2], [1, 1, 1], [0, 2, 2])


def test_gather_of_no_key_is_empty() -> None:
    assert [each.tolist() for each in rows([1]).gather(np.array([], np.int64))] == [[], [], []]


@pytest.mark.parametrize(("most", "places"), [(9, [0, 1, 2]), (6, [0, 1, 2]), (3, [1, 2]), (1, [1]), (0, [1])])
def test_the_rarest_keys_within_a_bound(most: int, places: list[int]) -> None:
    keys = np.array([0, 1, 2])
    kept = rows([1, 2, 3], [4], [5, 6]).rarest(keys, most)
    assert np.arange(3)[kept].tolist() == places


@given(
    st.lists(st.sets(st.integers(0, 40)), min_size=1, max_size=6),
    st.lists(st.integers(0, 40), min_size=1, max_size=4, unique=True),
    st.integers(0, 20),
)
def test_long_rows_are_looked_into_as_short_ones_are_read(
    sets: list[set[int]], begins: list[int], long_row: int
) -> None:
    found = rows(*map(sorted, sets))
    begin = np.array(sorted(begins))
    end = np.append(begin[1:], begin[-1] + 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "LONG_ROW", long_row)
        ids, of = found.within(np.arange(len(sets)), begin, end)
    wanted = [(key, each) for key, row in enumerate(sets) for each in sorted(row) if begin[0] <= each < end[-1]]
    assert list(zip(of.tolist(), ids.tolist(), strict=True)) == wanted


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
