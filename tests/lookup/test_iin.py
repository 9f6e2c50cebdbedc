"""Numbers of persons: the control digit on every vector, found and hidden however they are typed.

iin-vectors.csv: `typed` as a person types it; `verdict` valid, ask (doubtful, yet its control digit is right) or
refuse; `reason` says why. Every number in it belongs to nobody: born in the 1800s, or never issued.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from lookup.iin import MASK, control_digit, find_iins, mask_iins

VECTORS = list(csv.DictReader(Path(__file__).with_name("iin-vectors.csv").read_text("utf-8").splitlines()))
ONE, TWO = "580208174685", "161121219502"
OTHER_DIGITS = {"Arabic-Indic": "٥٨٠٢٠٨١٧٤٦٨٥", "full-width": "５８０２０８１７４６８５"}


def _digits(typed: str) -> str:
    return re.sub(r"[ \u00a0-]", "", typed)


def test_the_vectors_are_all_there() -> None:
    verdicts = [row["verdict"] for row in VECTORS]
    assert {verdict: verdicts.count(verdict) for verdict in verdicts} == {"valid": 23, "ask": 7, "refuse": 11}


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['typed'].strip()}: {row['reason']}")
def test_control_digit_of_every_vector_of_twelve_digits(row: dict[str, str]) -> None:
    digits = _digits(row["typed"])
    twelve = re.fullmatch(r"[0-9]{12}", digits) is not None
    wrong_form = row["reason"].startswith(("hard:length", "hard:digits"))
    assert twelve is not wrong_form
    if twelve:
        right = control_digit(digits[:11]) == int(digits[11])
        assert right is not row["reason"].startswith("hard:control-digit")


@pytest.mark.parametrize(
    ("eleven", "digit"),
    [
        ("58020817468", 5),
        ("91011911614", 1),  # the first pass gives 10, the second decides
        ("15051511059", None),  # both passes give 10: no such number is issued
        ("00000000000", 0),
    ],
)
def test_control_digit(eleven: str, digit: int | None) -> None:
    assert control_digit(eleven) == digit


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['typed'].strip()}: {row['reason']}")
def test_find_in_a_sentence_of_every_vector(row: dict[str, str]) -> None:
    digits = _digits(row["typed"])
    refused = row["reason"].startswith(("hard:length", "hard:control-digit", "hard:digits; letter"))
    wanted = [] if refused else [ONE if row["typed"] in OTHER_DIGITS.values() else digits]
    assert find_iins(f"мой иин {row['typed']}, проверьте") == wanted


@pytest.mark.parametrize(
    ("typed", "found", "masked"),
    [
        ("", [], ""),
        (ONE, [ONE], MASK),
        ("580208 174685", [ONE], MASK),
        ("580208\u00a0174685", [ONE], MASK),
        ("580208\u202f174685", [ONE], MASK),
        ("580208-174685", [ONE], MASK),
        ("580208–174685", [ONE], MASK),
        ("5802 0817 4685", [ONE], MASK),
        ("58-02-08-17-46-85", [ONE], MASK),
        ("5 8 0 2 0 8 1 7 4 6 8 5", [ONE], MASK),
        ("ИИН580208174685", [ONE], f"ИИН{MASK}"),
        (f"({ONE})", [ONE], f"({MASK})"),
        (f"{ONE}.", [ONE], f"{MASK}."),
        (f"{ONE} {TWO}", [ONE, TWO], f"{MASK} {MASK}"),
        (f"{ONE}, {TWO}", [ONE, TWO], f"{MASK}, {MASK}"),
        (f"{ONE}\n{TWO}", [ONE, TWO], f"{MASK}\n{MASK}"),
        (f"4250 {ONE}", [ONE], f"4250 {MASK}"),
        (f"{ONE} 2026", [ONE], f"{MASK} 2026"),
        (OTHER_DIGITS["Arabic-Indic"], [ONE], MASK),
        (OTHER_DIGITS["full-width"], [ONE], MASK),
        ("580208174686", [], MASK),  # a slip in the control digit: no number, and hidden all the same
        ("58020817468", [], "58020817468"),
        ("5802081746850", [], "5802081746850"),
        ("58020O174685", [], "58020O174685"),
        ("87012345678", [], "87012345678"),
        ("4250 51000", [], "4250 51000"),
        ("58020817\u200b4685", [], "58020817\u200b4685"),  # the caller cleans first
    ],
)
def test_find_and_mask(typed: str, found: list[str], masked: str) -> None:
    assert (find_iins(typed), mask_iins(typed)) == (found, masked)


@pytest.mark.parametrize("typed", ["580208 - 174685", "580208 – 174685", "580208.174685", "580208/174685"])
def test_mask_with_what_else_people_put_between(typed: str) -> None:
    assert (find_iins(typed), mask_iins(typed)) == ([ONE], MASK)
