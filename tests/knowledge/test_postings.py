"""Postings: rows of ids by key, read, joined, added up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from app.knowledge.postings import Postings, Rows, joined, keys_of, merged, ragged, rows_of, summed


def weighted(*rows: Sequence[tuple[int, float]]) -> Postings:
    """Return postings of these rows of ids and weights."""
    flat = [pair for row in rows for pair in row]
    return Postings(
        np.cumsum([0, *map(len, rows)]),
        np.array([each for each, _ in flat], np.int32),
        np.array([weight for _, weight in flat], np.float32),
    )


def told(postings: Postings) -> list[list[tuple[int, float]]]:
    """Return the rows of postings as pairs of id and weight."""
    ends = postings.start.tolist()
    pairs = list(zip(postings.ids.tolist(), postings.weights.tolist(), strict=True))
    return [pairs[begin:end] for begin, end in pairwise(ends)]


def test_places_come_in_the_order_of_the_keys_with_how_many_each_has() -> None:
    places, sizes = ragged([[1, 2], [], [5]]).places(np.array([2, 1, 0]))
    assert (places.tolist(), sizes.tolist()) == ([2, 0, 1], [1, 0, 2])


def test_no_key_has_no_place() -> None:
    assert [each.tolist() for each in ragged([[1]]).places(np.array([], np.int64))] == [[], []]


@pytest.mark.parametrize(
    ("most", "places"), [(9, [0, 1, 2]), (6, [0, 1, 2]), (5, [0, 1]), (3, [0, 1]), (2, [1]), (1, [1]), (0, [1])]
)
def test_the_rarest_keys_within_a_bound(most: int, places: list[int]) -> None:
    keys = np.array([0, 1, 2])
    kept = ragged([[5, 6], [4], [1, 2, 3]]).rarest(keys, most)
    assert np.arange(3)[kept].tolist() == places


def test_rows_as_they_stand() -> None:
    rows = ragged([[3, 1], [], [3]])
    assert (told(rows), list(rows_of(rows)), keys_of(rows).tolist()) == (
        [[(3, 1.0), (1, 1.0)], [], [(3, 1.0)]],
        [[3, 1], [], [3]],
        [0, 0, 2],
    )
    assert [Rows(rows.start, rows.ids).row(key).tolist() for key in range(3)] == [[3, 1], [], [3]]


@pytest.mark.parametrize(
    ("rows", "reached", "began"),
    [(None, [7, 8, 9, 9], [0, 0, 0, 2]), (range(1), [7, 8, 9], [0, 0, 0]), (range(1, 3), [9], [2])],
)
def test_ids_of_rows_lead_into_rows(rows: range | None, reached: list[int], began: list[int]) -> None:
    first, second = ragged([[0, 2], [1], [2]]), ragged([[7, 8], [], [9]])
    assert [each.tolist() for each in joined(first, second, rows)] == [reached, began]


@pytest.mark.parametrize(
    ("weights", "rows"),
    [
        (None, [[(4, 1.0), (5, 2.0)], [], [(5, 1.0)]]),
        (np.array([0.5, 1.0, 2.0, 4.0]), [[(4, 4.0), (5, 2.5)], [], [(5, 1.0)]]),
    ],
)
def test_an_id_that_comes_more_than_once_is_added_up(
    weights: NDArray[np.float64] | None, rows: list[list[tuple[int, float]]]
) -> None:
    assert told(summed(3, np.array([0, 2, 0, 0]), np.array([5, 5, 5, 4]), weights)) == rows


def test_parts_are_joined_into_one() -> None:
    one, other = weighted([(1, 0.5)], [], [(2, 1)]), weighted([(7, 2)], [(8, 4)], [])
    assert told(merged([one, other])) == [[(1, 0.5), (7, 2.0)], [(8, 4.0)], [(2, 1.0)]]
    assert merged([one]) is one
