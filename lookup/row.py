"""How a record is kept in a row of SQLite or PostgreSQL: five values, some twenty bytes a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from lookup.month import Month, months
from lookup.provider import Record

FIRST = Month(2020, 1)  # the first month that contributions were paid for
LAST = Month(2099, 12)  # a later one is a slip of the pen; it bounds a row at 240 bytes
_EPOCH = date(1970, 1, 1).toordinal()
_LAST_DAY = date.max.toordinal()
_DISTINCT = 16384  # histories that most people share, kept read: some 30 MB
_MONTHS = tuple(months(FIRST, LAST))


class Row(NamedTuple):
    """A person's row. `until` counts days from 1970-01-01; a bit of `paid` and `state` is a month, from FIRST on."""

    key: int
    insured: int  # 1 or 0
    until: int | None
    paid: bytes  # the first month is the lowest bit of the first byte; no zero byte at the end
    state: bytes


def to_row(key: int, record: Record) -> Row:
    """Return the row of a record; its day `as_of` is kept once for all rows. Raises ValueError on a month out of range.

    >>> to_row(7, Record(True, date(1970, 1, 31), date(2026, 11, 22), frozenset({Month(2020, 2)}), frozenset()))
    Row(key=7, insured=1, until=30, paid=b'\\x02', state=b'')
    """
    return Row(key, int(record.insured), days_of(record.until), to_bitmap(record.paid), to_bitmap(record.state))


def to_record(row: Row, as_of: date) -> Record:
    """Return the record of a row. Raises ValueError when the row is not one that `to_row` makes."""
    _, insured, until, paid, state = row
    if insured not in (0, 1):
        raise ValueError("insured is 1 or 0")
    if until is not None and not 0 < _EPOCH + until <= _LAST_DAY:
        raise ValueError("until is a day")
    last = None if until is None else date.fromordinal(_EPOCH + until)
    return Record(insured == 1, last, as_of, _months(paid), _months(state))


def days_of(day: date | None) -> int | None:
    """Return the days from 1970-01-01 to a day, None for none."""
    return None if day is None else day.toordinal() - _EPOCH


def to_bitmap(paid: Iterable[Month]) -> bytes:
    """Return months as bits. Raises ValueError on a month before FIRST or after LAST.

    >>> to_bitmap(months(Month(2020, 1), Month(2020, 9)))
    b'\\xff\\x01'
    """
    bits = 0
    for month in paid:
        if not FIRST <= month <= LAST:
            raise ValueError(f"a month lies from {FIRST} to {LAST}")
        bits |= 1 << (month - FIRST)
    return packed(bits)


def packed(bits: int) -> bytes:
    """Return bits as the fewest bytes, the lowest first."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


@lru_cache(maxsize=_DISTINCT)
def _months(bitmap: bytes) -> frozenset[Month]:
    if len(bitmap) > len(_MONTHS) // 8:
        raise ValueError(f"a month lies from {FIRST} to {LAST}")
    return frozenset().union(*map(_eight, range(len(bitmap)), bitmap))


@cache
def _eight(at: int, byte: int) -> frozenset[Month]:
    """Return the months of one byte: kept, since to make them anew takes longer than to find the row."""
    return frozenset(month for bit, month in enumerate(_MONTHS[8 * at : 8 * at + 8]) if byte >> bit & 1)
