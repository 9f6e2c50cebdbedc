"""Numbers of persons: judged in a form, on every vector and by property.

iin-vectors.csv: `typed` as a person types it; `verdict` valid, ask (doubtful, yet its control digit is right) or
refuse; `reason` says why. Every number in it belongs to nobody: born in the 1800s, or never issued.
"""

from __future__ import annotations

import csv
import pickle
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.iin import Reason, Verdict, check_iin, control_digit, grouped, last_four

TODAY = date(2026, 11, 22)
VECTORS = list(csv.DictReader(Path(__file__).with_name("iin-vectors.csv").read_text("utf-8").splitlines()))
ONE = "580208174685"
REASONS = {  # how the vectors name a reason → its code, where the two differ
    "ok; non-resident": Reason.NON_RESIDENT,
    "ok": Reason.OK,
    "soft:future-date": Reason.FUTURE_DATE,
    "soft:date": Reason.DATE,
    "soft:7th-digit": Reason.SEVENTH_DIGIT,
    "hard:length": Reason.LENGTH,
    "hard:digits": Reason.NOT_ASCII_DIGITS,
    "hard:control-digit; both passes": Reason.NO_CONTROL_DIGIT,
    "hard:control-digit": Reason.CONTROL_DIGIT,
    "hard:bin": Reason.BIN,
}


def reason_of(row: dict[str, str]) -> Reason:
    """Return the code of a vector's reason."""
    return next(reason for name, reason in REASONS.items() if row["reason"].startswith(name))


def verdict_of(verdict: Verdict) -> str:
    """Return the verdict in the words of the vectors."""
    return "refuse" if verdict.refused else "ask" if verdict.doubtful else "valid"


def test_the_vectors_are_all_there() -> None:
    verdicts = [row["verdict"] for row in VECTORS]
    assert {verdict: verdicts.count(verdict) for verdict in verdicts} == {"valid": 23, "ask": 7, "refuse": 11}
    assert {reason_of(row) for row in VECTORS} == set(Reason)


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['typed'].strip()}: {row['reason']}")
def test_every_vector(row: dict[str, str]) -> None:
    verdict = check_iin(row["typed"], TODAY)
    assert (verdict_of(verdict), verdict.reason) == (row["verdict"], reason_of(row))


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


@pytest.mark.parametrize(
    ("typed", "digits", "reason", "count"),
    [
        (ONE, ONE, Reason.OK, 12),
        ("5802 0817 4685", ONE, Reason.OK, 12),
        ("58\u200902\u202f08\u00a0174685", ONE, Reason.OK, 12),
        ("580208–174685", ONE, Reason.OK, 12),
        ("580208−174685", ONE, Reason.OK, 12),  # a minus
        ("\ufeff580208\u200b174685\n", ONE, Reason.OK, 12),
        ("\t580208\r\n174685", ONE, Reason.OK, 12),
        ("", "", Reason.LENGTH, 0),
        (" - ", "", Reason.LENGTH, 0),
        ("123456789", "", Reason.LENGTH, 9),
        (f"{ONE} {ONE}", "", Reason.LENGTH, 24),
        ("58020817468O", "", Reason.NOT_ASCII_DIGITS, 11),
        (f"ИИН {ONE}", "", Reason.NOT_ASCII_DIGITS, 12),
        ("580208.174685", "", Reason.NOT_ASCII_DIGITS, 12),
        ("٥٨٠٢٠٨١٧٤٦٨٥", "", Reason.NOT_ASCII_DIGITS, 0),
        ("58020817468５", "", Reason.NOT_ASCII_DIGITS, 11),
        ("58020817468²", "", Reason.NOT_ASCII_DIGITS, 11),
        ("123456789123", "123456789123", Reason.CONTROL_DIGIT, 12),  # printed as a sample
        ("180540000002", "180540000002", Reason.BIN, 12),
        ("000229010003", "000229010003", Reason.NON_RESIDENT, 12),  # in 2000 there was a 29 February
    ],
)
def test_what_is_read_in_a_form(typed: str, digits: str, reason: Reason, count: int) -> None:
    assert check_iin(typed, TODAY) == Verdict(digits, reason, count)


@pytest.mark.parametrize(
    ("today", "reason"),
    [
        (date(1858, 2, 7), Reason.FUTURE_DATE),
        (date(1858, 2, 8), Reason.OK),
        (date(1858, 2, 9), Reason.OK),
    ],
)
def test_nobody_is_born_tomorrow(today: date, reason: Reason) -> None:
    assert check_iin(ONE, today).reason is reason


@pytest.mark.parametrize("typed", [ONE, "580208174686", "990101510003", "180540000002"])
def test_a_verdict_does_not_show_the_number(typed: str) -> None:
    verdict = check_iin(typed, TODAY)
    assert verdict.digits == typed
    assert [typed in shown for shown in (repr(verdict), str(verdict), f"{[verdict]}")] == [False] * 3
    assert pickle.loads(pickle.dumps(verdict)) == verdict  # noqa: S301 - our own value


def test_as_it_is_shown() -> None:
    assert (grouped(ONE), last_four(ONE)) == ("580208 174685", "4685")


@given(st.text())
def test_no_text_is_too_odd_to_judge(typed: str) -> None:
    verdict = check_iin(typed, TODAY)
    assert verdict.digits == "" or (len(verdict.digits) == 12 and verdict.digits.isascii())


@given(st.from_regex(r"[0-9 \u00a0\u200b-]{10,18}", fullmatch=True))
def test_what_is_taken_has_twelve_digits_and_its_control_digit(typed: str) -> None:
    verdict = check_iin(typed, TODAY)
    if not verdict.refused:
        assert verdict.digits == "".join(letter for letter in typed if letter in "0123456789")
        assert (len(verdict.digits), control_digit(verdict.digits[:11])) == (12, int(verdict.digits[11]))


def test_how_many_slips_the_control_digit_sees() -> None:
    """One digit changed: nearly all are seen, save in the eleventh, which weighs 11 = 0."""
    random, numbers = Random(1), []  # noqa: S311 - a sample, no secret
    while len(numbers) < 1500:
        eleven = f"{random.randrange(10**11):011}"
        if (control := control_digit(eleven)) is not None:
            numbers.append(f"{eleven}{control}")
    seen = []
    for at in range(12):
        slips = [f"{n[:at]}{(int(n[at]) + random.randint(1, 9)) % 10}{n[at + 1 :]}" for n in numbers]
        seen.append(sum(control_digit(slip[:11]) != int(slip[11]) for slip in slips) / len(slips))
    assert [share > 0.97 for share in seen] == [True] * 10 + [False, True]
    assert (0.07 < seen[10] < 0.11, seen[11]) == (True, 1.0)
