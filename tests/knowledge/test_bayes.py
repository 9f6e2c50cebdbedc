"""Naive Bayes made sparse: the same figures as counted out in full, whatever the blocks it is learnt in."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from app.knowledge.bayes import BLOCK, DOUBT, MOST_GAINS, Bayes, blocks_of, learn
from app.knowledge.postings import Postings, keys_of, ragged, summed

# how often each of four features stands in each of five phrasings, of three articles
COUNTS = np.array([[2, 0, 0, 1, 0], [1, 1, 0, 0, 0], [0, 0, 3, 0, 1], [1, 1, 1, 1, 1]])
OF_ARTICLE = np.array([0, 0, 1, 1, 2])


def postings(phrases: range) -> Postings:
    """Return which of these phrasings have which features, and how often."""
    feature, phrase = np.nonzero(COUNTS[:, phrases.start : phrases.stop])
    phrase += phrases.start
    return summed(len(COUNTS), feature, phrase, COUNTS[feature, phrase].astype(float))


def idf() -> NDArray[np.float64]:
    """Return the weight of each feature."""
    return np.log((1 + COUNTS.shape[1]) / (1 + (COUNTS > 0).sum(axis=1))) + 1


def ratios() -> NDArray[np.float64]:
    """Return by feature and article the log-ratio of naive Bayes, counted out in full."""
    weights = np.where(COUNTS > 0, 1 + np.log(np.maximum(COUNTS, 1)), 0) * idf()[:, None]
    weights /= np.sqrt((weights**2).sum(axis=0))
    heard = np.stack([weights[:, article == OF_ARTICLE].sum(axis=1) for article in range(3)], axis=1)
    doubt = DOUBT * len(COUNTS)
    usual = (heard.sum(axis=1) + DOUBT) / (heard.sum() + doubt)
    ratio: NDArray[np.float64] = np.log((heard + DOUBT) / (heard.sum(axis=0) + doubt)) - np.log(usual)[:, None]
    return ratio


@pytest.mark.parametrize("blocks", [[range(5)], [range(2), range(2, 5)], [range(2), range(2, 4), range(4, 5)]])
@pytest.mark.parametrize(
    ("features", "times", "unknown"), [([0], [1.0], 0), ([1, 2], [1.0, 1.0], 0), ([3, 0, 2], [1.0, 0.5, 2.0], 2)]
)
def test_the_score_is_that_of_naive_bayes(
    blocks: list[range], features: list[int], times: list[float], unknown: int
) -> None:
    learnt = learn([postings(block) for block in blocks], OF_ARTICLE, 3)
    weights = np.array(times) * idf()[features]
    wanted = weights @ ratios()[features] / sqrt(weights @ weights + unknown * idf().max() ** 2)
    found = learnt.score(np.array(features), np.array(times), unknown)
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


@pytest.mark.parametrize("unknown", [0, 1])
def test_without_a_feature_nothing_speaks_for_any_article(unknown: int) -> None:
    learnt = learn([postings(range(5))], OF_ARTICLE, 3)
    assert learnt.score(np.array([], np.int64), np.array([]), unknown).tolist() == [0, 0, 0]


def test_of_too_many_ids_the_commonest_features_are_left_out() -> None:
    gain = ragged([range(MOST_GAINS + 1), [7]])
    ones = np.ones(2, np.float32)
    nothing = np.zeros(MOST_GAINS + 1, np.float32)
    bayes = Bayes(gain, nothing, np.zeros(2, np.float32), ones, 1.0)
    scores = bayes.score(np.array([0, 1]), np.ones(2), 0)
    assert (np.flatnonzero(scores).tolist(), scores[7]) == ([7], 1.0)


@pytest.mark.parametrize(
    ("sizes", "blocks"),
    [
        ([1], [range(1)]),
        ([3, 2, 4], [range(9)]),
        ([BLOCK - 1, 2, 3], [range(BLOCK + 1), range(BLOCK + 1, BLOCK + 4)]),
        ([BLOCK, BLOCK, 1], [range(BLOCK), range(BLOCK, 2 * BLOCK), range(2 * BLOCK, 2 * BLOCK + 1)]),
        ([1, 2 * BLOCK], [range(2 * BLOCK + 1)]),
    ],
)
def test_blocks_keep_each_article_whole(sizes: list[int], blocks: list[range]) -> None:
    assert blocks_of(np.repeat(np.arange(len(sizes)), sizes)) == blocks


def test_a_feature_that_an_article_lacks_has_no_gain_there() -> None:
    gain = learn([postings(range(5))], OF_ARTICLE, 3).gain
    there = sorted({(feature, OF_ARTICLE[phrase]) for feature, phrase in zip(*np.nonzero(COUNTS), strict=True)})
    assert list(zip(keys_of(gain).tolist(), gain.ids.tolist(), strict=True)) == there
    assert gain.weights.min() > 0


def test_a_feature_that_is_in_no_phrasing_is_the_rarest() -> None:
    learnt = learn([ragged([[0, 1], []])], np.array([0, 1]), 2)
    assert (learnt.idf.tolist(), learnt.rarest) == ([1.0, pytest.approx(log(3) + 1)], pytest.approx(log(3) + 1))
