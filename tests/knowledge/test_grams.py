"""Letter groups: which a word has, and which of them are known."""

from __future__ import annotations

import numpy as np
import pytest

from app.knowledge.grams import Codes, codes_of, grams_in


def told(codes: Codes) -> list[str]:
    """Return the letters of codes."""
    return [code.to_bytes(8, "big").decode("utf-16-be").strip("\0") for code in codes.tolist()]


@pytest.mark.parametrize(
    ("words", "twos", "threes", "fours"),
    [
        (["да"], [" д", "да", "а "], [" да", "да "], [" да "]),
        (["я"], [" я", "я "], [" я "], []),
        (["да", "я"], [" д", "да", "а ", " я", "я "], [" да", "да ", " я "], [" да "]),  # none of two words
        ([""], ["  "], [], []),
        (["", "я"], ["  ", " я", "я "], [" я "], []),
        (["нет"], [" н", "не", "ет", "т "], [" не", "нет", "ет "], [" нет", "нет "]),
    ],
)
def test_letter_groups_mark_the_edges_of_a_word(
    words: list[str], twos: list[str], threes: list[str], fours: list[str]
) -> None:
    assert [told(codes) for codes in codes_of(words)] == [twos, threes, fours]


def test_groups_are_numbered_as_they_are_met() -> None:
    grams, rows = grams_in(["да", "дан"])
    assert [rows.row(word).tolist() for word in range(2)] == [[0, 1, 2, 3, 4, 5], [0, 1, 6, 7, 3, 8, 9, 10, 11]]
    assert (grams.codes.tolist(), sorted(grams.ids.tolist())) == (sorted(grams.codes.tolist()), list(range(12)))


@pytest.mark.parametrize(
    ("word", "ids", "others"),
    [
        ("да", [0, 1, 2], []),
        ("ада", [1, 2], [" а", "ад"]),
        ("дада", [0, 1, 1, 2], ["ад"]),
        ("\uffff", [], [" \uffff", "\uffff "]),
    ],
)
def test_known_groups_are_found_and_the_others_told(word: str, ids: list[int], others: list[str]) -> None:
    grams, _ = grams_in(["да"])
    found, rest = grams.find(codes_of([word])[0])
    assert (found.tolist(), told(rest)) == (ids, others)


def test_a_group_twice_in_a_word_is_told_twice() -> None:
    grams, rows = grams_in(["мама"])
    assert np.bincount(rows.row(0)).tolist() == [1, 2, *[1] * 9]
    assert len(grams.ids) == 11
