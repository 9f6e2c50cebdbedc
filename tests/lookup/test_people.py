"""The file of people, line by line: what is taken, and the code of what is not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.iin import check_iin, control_digit
from lookup.month import Month
from lookup.people import plain, read_header, read_lines, write_line, write_months
from lookup.provider import Record
from lookup.row import Row, to_record, to_row
from tests.lookup.registry import AS_OF, ONE
from tests.lookup.test_row import MONTHS, RECORDS

VECTORS = list(csv.DictReader(Path(__file__).with_name("iin-vectors.csv").read_text("utf-8").splitlines()))
MARCH = 1 << 74  # the bit of March 2026, counted from January 2020


def _key(iin: str) -> int:
    return int(iin)


@pytest.mark.parametrize(
    ("rest", "values"),
    [
        ("1,2026-12-31,2026-03,", (1, 20818, MARCH, 0)),
        ("0,,,", (0, None, 0, 0)),
        ("0,,,2026-03", (0, None, 0, MARCH)),
        ("0,,2026-03..2026-03,", (0, None, MARCH, 0)),
        ("0,,2026-02..2026-04,", (0, None, MARCH >> 1 | MARCH | MARCH << 1, 0)),
        ("0,,2026-04 2026-02 2026-03 2026-03,", (0, None, MARCH >> 1 | MARCH | MARCH << 1, 0)),
        (" 1 , 2026-12-31 , 2026-03 ,  ", (1, 20818, MARCH, 0)),
        ('"1","2026-12-31","2026-03",""', (1, 20818, MARCH, 0)),
        ("1,2026-12-31,2026-03,\r", (1, 20818, MARCH, 0)),
        ("0,,2020-01 2099-12,", (0, None, 1 | 1 << 959, 0)),
    ],
)
def test_a_line_that_is_taken(rest: str, values: tuple[int, int | None, int, int]) -> None:
    insured, until, paid, state = values
    bits = tuple(number.to_bytes((number.bit_length() + 7) // 8, "little") for number in (paid, state))
    assert read_lines(2, f"{ONE},{rest}", _key) == ([(int(ONE), 2, (insured, until, *bits))], [])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"{ONE},1,,", "fields"),
        (f"{ONE},1,,,,", "fields"),
        (ONE, "fields"),
        (f"{ONE};1;;;", "hard:not_ascii_digits"),
        (f"{ONE[:11]},1,,,", "hard:length"),
        (f"{ONE[:11]}6,1,,,", "hard:control_digit"),
        ("58020O174685,1,,,", "hard:not_ascii_digits"),
        ("٥٨٠٢٠٨١٧٤٦٨٥,1,,,", "hard:not_ascii_digits"),
        (f"{ONE},yes,,,", "insured"),
        (f"{ONE},,,,", "insured"),
        (f"{ONE},1,31.12.2026,,", "until"),
        (f"{ONE},1,2026-02-30,,", "until"),
        (f"{ONE},1,2026-W01-1,,", "until"),
        (f"{ONE},1,20261231,,", "until"),
        (f"{ONE},1,,2026-13,", "paid"),
        (f"{ONE},1,,2019-12,", "paid"),
        (f"{ONE},1,,2100-01,", "paid"),
        (f"{ONE},1,,2026-01..9999-12,", "paid"),
        (f"{ONE},1,,2026-05..2026-04,", "paid"),
        (f"{ONE},1,,2026-05-2026-06,", "paid"),
        (f"{ONE},1,,2026-05..,", "paid"),
        (f"{ONE},1,,,March", "state"),
        (f'"{ONE},1,,,', "hard:not_ascii_digits"),
        ("iin,insured,until,paid,state", "hard:not_ascii_digits"),
    ],
)
def test_a_line_that_is_left_out(line: str, code: str) -> None:
    assert read_lines(7, line, _key) == ([], [(7, code)])


def test_lines_are_numbered_and_a_bad_one_spoils_no_other() -> None:
    lines = f'{ONE},1,,,\n\r\n"{ONE},1,,,\n\n{ONE},0,,,\r\n'
    assert read_lines(10, lines, _key) == (
        [(int(ONE), 10, (1, None, b"", b"")), (int(ONE), 14, (0, None, b"", b""))],
        [(12, "hard:not_ascii_digits")],
    )


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['typed'].strip()}: {row['reason']}")
def test_every_vector_of_numbers(row: dict[str, str]) -> None:
    verdict = check_iin(row["typed"], AS_OF)
    rows, rejects = read_lines(1, f"{row['typed']},1,,,", _key)
    assert [code for _, code in rejects] == [verdict.reason] * verdict.refused
    assert [key for key, _, _ in rows] == ([] if verdict.refused else [int(verdict.digits)])
    assert not (plain(row["typed"]) and verdict.refused)


@given(st.from_regex(r"[0-9]{3}[0-9][0-3][0-9]{6}", fullmatch=True))
def test_the_tables_agree_with_the_sum(eleven: str) -> None:
    first = sum(weight * int(digit) for weight, digit in enumerate(eleven, 1)) % 11
    passed = [digit for digit in range(10) if plain(f"{eleven}{digit}")]
    assert passed == ([] if first == 10 else [control_digit(eleven)])


@given(RECORDS)
def test_a_record_comes_back_from_its_line(record: Record) -> None:
    (row,), rejects = read_lines(2, write_line(ONE, record), _key)
    key, _, values = row
    assert (to_record(Row(key, *values), AS_OF), rejects) == (record, [])
    assert Row(key, *values) == to_row(int(ONE), record)


@given(st.frozensets(MONTHS))
def test_months_are_written_as_the_fewest_spans(paid: frozenset[Month]) -> None:
    written = write_months(paid)
    ends = sum(month + 1 not in paid for month in paid)
    assert len(written.split()) == ends


@pytest.mark.parametrize(
    "line",
    ["iin,insured,until,paid,state\n", "\ufeffIIN,Insured,until,paid,state\r\n", "iin, insured, until, paid, state"],
)
def test_a_header_that_is_taken(line: str) -> None:
    read_header(line)  # raises nothing


@pytest.mark.parametrize("line", ["", "iin;insured;until;paid;state\n", "iin,insured,until,paid\n", f"{ONE},1,,,\n"])
def test_another_header_is_refused_without_what_stood_in_it(line: str) -> None:
    with pytest.raises(ValueError, match=r"^the first line of the file must be: iin,insured,until,paid,state$"):
        read_header(line)
