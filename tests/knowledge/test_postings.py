"""Postings: rows of ids by key, read, joined, added up; a long row is looked into as a short one is read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.knowledge.postings import LONG_ROW, Postings, Rows, joined, keys_of, merged, ragged, rows_of, summed

FAR = np.arange(1000, 1001 + LONG_ROW)  # ids that no range holds, enough to make a row long


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


def test_gather_tells_ids_in_the_order_of_the_keys_and_of_which_key() -> None:
    ids, weights, of = weighted([(1, 0.5), (2, 2)], [], [(5, 4)]).gather(np.array([2, 1, 0]))
    assert (ids.tolist(), weights.tolist(), of.tolist()) == ([5, 1, 2], [4, 0.5, 2], [0, 2, 2])


def test_gather_of_no_key_is_empty() -> None:
    assert [each.tolist() for each in weighted([(1, 1)]).gather(np.array([], np.int64))] == [[], [], []]


@pytest.mark.parametrize(
    ("most", "places"), [(9, [0, 1, 2]), (6, [0, 1, 2]), (5, [0, 1]), (3, [0, 1]), (2, [1]), (1, [1]), (0, [1])]
)
def test_the_rarest_keys_within_a_bound(most: int, places: list[int]) -> None:
    keys = np.array([0, 1, 2])
    kept = ragged([[5, 6], [4], [1, 2, 3]]).rarest(keys, most)
    assert np.arange(3)[kept].tolist() == places


@settings(max_examples=40)  # a long row is long
@given(
    st.lists(st.tuples(st.sets(st.integers(0, 40)), st.booleans()), min_size=1, max_size=6),
    st.lists(st.integers(0, 40), min_size=1, max_size=4, unique=True),
    st.integers(1, 3),
)
def test_long_rows_are_looked_into_as_short_ones_are_read(
    rows: list[tuple[set[int], bool]], begins: list[int], width: int
) -> None:
    ids = [np.append(sorted(row), FAR if is_long else []).astype(np.int32) for row, is_long in rows]
    flat = np.concatenate(ids)
    found = Postings(np.cumsum([0, *map(len, ids)]), flat, np.ones(len(flat), np.float32))
    begin = np.array(sorted(begins))
    end = np.minimum(begin + width, np.append(begin[1:], FAR[0]))
    met, of = found.within(np.arange(len(rows)), begin, end)
    inside = {each for first, last in zip(begin.tolist(), end.tolist(), strict=True) for each in range(first, last)}
    wanted = [(key, each) for key, (row, _) in enumerate(rows) for each in sorted(row & inside)]
    assert list(zip(of.tolist(), met.tolist(), strict=True)) == wanted


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
