"""Naive Bayes over phrasings: how much more likely a feature is in those of an article than in all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.knowledge.postings import Ids, Postings, Weights, keys_of, merged, summed

DOUBT = 0.05  # phrasings' worth of doubt in naive Bayes; .2 lost two points on questions of others, .01 none
MOST_GAINS = 200_000  # ids read for one score: of more, the commonest features are left out; our content has a tenth
BLOCK = 100_000  # phrasings learnt from at once: more content than this needs no more memory


@dataclass(frozen=True, slots=True)
class Bayes:
    """How much more likely a feature is in the phrasings of an article than in all: naive Bayes, made sparse.

    `gain` holds, for the articles that have a feature, its log-ratio less that of an article without it; `floor`
    that of an article without it, by article, to which `common` (by feature) is added; `idf` weighs features, and
    `rarest` one that is not there.
    """

    gain: Postings
    floor: Weights
    common: Weights
    idf: Weights
    rarest: float

    def score(self, features: NDArray[np.int64] | Ids, times: NDArray[np.float64], unknown: int) -> NDArray[np.float64]:
        """Return by article the sum of log-ratios of features, each counted `times`, as a unit vector.

        Features that no phrasing has make the vector longer: what is unknown speaks against every article.
        """
        if len(features) * len(self.floor) > MOST_GAINS:  # else they cannot have so many
            rarest = self.gain.rarest(features, MOST_GAINS)
            features, times = features[rarest], times[rarest]
        weights = times * self.idf[features]
        norm = math.sqrt(float(weights @ weights) + unknown * self.rarest**2)
        if not norm:
            return np.zeros(len(self.floor))
        weights = weights / norm
        at, sizes = self.gain.places(features)
        met = np.bincount(self.gain.ids[at], self.gain.weights[at] * weights.repeat(sizes), len(self.floor))
        return np.asarray(met + weights.sum() * self.floor + float(weights @ self.common[features]))


def blocks_of(of_article: NDArray[np.int64]) -> list[range]:
    """Part the phrasings, for the memory's sake, into ranges of about BLOCK that keep each article whole."""
    borders = np.flatnonzero(np.diff(of_article, prepend=-1, append=-1)).tolist()
    cuts = [0]
    for at, border in enumerate(borders[1:], 1):
        if border - cuts[-1] >= BLOCK or at == len(borders) - 1:
            cuts.append(border)
    return [range(*cut) for cut in pairwise(cuts)]


def learn(blocks: Sequence[Postings], of_article: NDArray[np.int64], articles: int) -> Bayes:
    """Learn from the phrasings that have each feature, phrasings as unit vectors of tf·idf."""
    features, phrases = len(blocks[0].start) - 1, len(of_article)
    idf = np.log((1 + phrases) / (1 + sum(np.diff(block.start) for block in blocks))) + 1
    heard = merged([_heard(block, idf, of_article) for block in blocks])
    total = np.bincount(heard.ids, heard.weights, articles)
    whole = np.bincount(keys_of(heard), heard.weights, features)
    floor = np.log(DOUBT) - np.log(total + DOUBT * features)
    common = -np.log((whole + DOUBT) / (whole.sum() + DOUBT * features))
    gain = np.log(heard.weights + DOUBT) - math.log(DOUBT)
    return Bayes(
        Postings(heard.start, heard.ids, gain.astype(np.float32)),
        floor.astype(np.float32),
        common.astype(np.float32),
        idf.astype(np.float32),
        float(idf.max(initial=0.0)),
    )


def _heard(block: Postings, idf: NDArray[np.float64], of_article: NDArray[np.int64]) -> Postings:
    """Return how much of each feature the phrasings of each article of a block have together."""
    of_feature = keys_of(block)
    weights = (1 + np.log(block.weights)) * idf[of_feature]
    norms = np.sqrt(np.bincount(block.ids, weights**2, len(of_article)))
    return summed(len(idf), of_feature, of_article[block.ids], weights / norms[block.ids])
