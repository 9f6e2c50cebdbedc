"""A record comes out of its row as it went in; what cannot be kept, or was not made so, is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.month import Month
from lookup.provider import Record
from lookup.row import FIRST, LAST, Row, to_record, to_row

AS_OF = date(2026, 11, 22)
NONE: frozenset[Month] = frozenset()
MONTHS = st.integers(0, LAST - FIRST).map(lambda later: FIRST + later)
RECORDS = st.builds(
    Record,
    insured=st.booleans(),
    until=st.none() | st.dates(),
    as_of=st.just(AS_OF),
    paid=st.frozensets(MONTHS),
    state=st.frozensets(MONTHS),
)


@given(RECORDS, st.integers(-(2**63), 2**63 - 1))
def test_there_and_back(record: Record, key: int) -> None:
    row = to_row(key, record)
    assert (to_record(row, AS_OF), row.key) == (record, key)
    assert max(len(row.paid), len(row.state)) <= 120


@pytest.mark.parametrize(
    ("record", "row"),
    [
        (Record(False, None, AS_OF, NONE, NONE), Row(7, 0, None, b"", b"")),
        (Record(True, date(1970, 1, 1), AS_OF, NONE, NONE), Row(7, 1, 0, b"", b"")),
        (Record(True, date(2026, 12, 31), AS_OF, NONE, NONE), Row(7, 1, 20818, b"", b"")),
        (Record(True, None, AS_OF, frozenset({Month(2020, 1)}), NONE), Row(7, 1, None, b"\x01", b"")),
        (
            Record(True, None, AS_OF, NONE, frozenset({Month(2020, 8), Month(2020, 9)})),
            Row(7, 1, None, b"", b"\x80\x01"),
        ),
    ],
)
def test_what_a_row_looks_like(record: Record, row: Row) -> None:
    assert to_row(7, record) == row


@pytest.mark.parametrize("month", [Month(2019, 12), Month(2100, 1)])
def test_a_month_out_of_range_is_refused(month: Month) -> None:
    for record in (
        Record(True, None, AS_OF, frozenset({month}), NONE),
        Record(True, None, AS_OF, NONE, frozenset({month})),
    ):
        with pytest.raises(ValueError, match=r"^a month lies from 2020-01 to 2099-12$"):
            to_row(7, record)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (Row(7, 2, None, b"", b""), "insured is 1 or 0"),
        (Row(7, -1, None, b"", b""), "insured is 1 or 0"),
        (Row(7, 1, 10**7, b"", b""), "until is a day"),
        (Row(7, 1, 2**62, b"", b""), "until is a day"),
        (Row(7, 1, -(10**6), b"", b""), "until is a day"),
        (Row(7, 1, None, b"\0" * 120 + b"\1", b""), "a month lies from 2020-01 to 2099-12"),
        (Row(7, 1, None, b"", b"\0" * 120 + b"\1"), "a month lies from 2020-01 to 2099-12"),
    ],
)
def test_a_row_that_was_not_made_so_is_refused(row: Row, reason: str) -> None:
    with pytest.raises(ValueError, match=rf"^{reason}$"):
        to_record(row, AS_OF)
