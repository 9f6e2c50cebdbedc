"""The file that the Fund hands over: CSV, one person a line, read fast and line by line.

    iin,insured,until,paid,state
    580208174685,1,2026-12-31,2025-01..2026-03 2026-05,

What is wrong with a line is told as a code, never with what stood in it: the file holds IINs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache, reduce
from operator import or_

from lookup.iin import check_iin
from lookup.month import Month
from lookup.provider import Record
from lookup.row import FIRST, LAST, days_of, packed

HEADER = ("iin", "insured", "until", "paid", "state")
DUPLICATE = "duplicate"
_DISTINCT = 32768  # what stands after the number is the same for many; so many are kept read, some 20 MB
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEIGHTS = range(1, 12)

Values = tuple[int, int | None, bytes, bytes]  # of a Row, after its key
Keyed = tuple[int, int, Values]  # key, line, values
Reject = tuple[int, str]  # line, code


class BadLine(ValueError):
    """A line cannot be taken; the message is the code that tells why."""


def read_header(line: str) -> None:
    """Take the first line of the file. Raises ValueError with a sentence when it is another one."""
    found = tuple(name.strip().lower() for name in line.removeprefix("\ufeff").split(","))
    if found != HEADER:
        raise ValueError(f"the first line of the file must be: {','.join(HEADER)}")


def read_lines(first: int, lines: str, key: Callable[[str], int]) -> tuple[list[Keyed], list[Reject]]:
    """Return the rows of whole lines, and what was wrong with the others. `first` is the number of the first line."""
    rows: list[Keyed] = []
    rejects: list[Reject] = []
    for number, line in enumerate(lines.split("\n"), first):
        if not line or line == "\r":
            continue
        try:
            iin, _, rest = line.partition(",") if '"' not in line else _unquoted(line)
            if not plain(iin):
                iin = _checked(iin)
            rows.append((key(iin), number, _values(rest)))
        except BadLine as bad:
            rejects.append((number, str(bad)))
    return rows, rejects


def write_line(iin: str, record: Record) -> str:
    """Return a person's line, as `read_lines` takes it."""
    until = record.until.isoformat() if record.until else ""
    return f"{iin},{int(record.insured)},{until},{write_months(record.paid)},{write_months(record.state)}\n"


def write_months(paid: Iterable[Month]) -> str:
    """Return months as spans.

    >>> write_months([Month(2026, 1), Month(2026, 2), Month(2026, 5)])
    '2026-01..2026-02 2026-05'
    """
    spans: list[tuple[Month, Month]] = []
    for month in sorted(paid):
        if spans and month - spans[-1][1] == 1:
            spans[-1] = (spans[-1][0], month)
        else:
            spans.append((month, month))
    return " ".join(str(first) if first == last else f"{first}..{last}" for first, last in spans)


def plain(iin: str) -> bool:
    """Say whether it is surely a number that `check_iin` does not refuse: three look-ups instead of a sum.

    False is no refusal: one in twelve needs the second sum, and a fifth digit from 4 on needs a closer look.
    """
    low, middle, high = _tables()
    if len(iin) != 12 or iin[4] > "3":
        return False
    try:
        return (low[iin[:4]] + middle[iin[4:8]] + high[iin[8:]]) % 11 == 0
    except KeyError:
        return False


@cache
def _tables() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Return what four digits add to the sum of the first pass, by their place; the control digit is taken off."""
    weights = (*_WEIGHTS, -1)
    return tuple(  # type: ignore[return-value]
        {
            f"{four:04}": sum(w * int(d) for w, d in zip(weights[at : at + 4], f"{four:04}", strict=True))
            for four in range(10_000)
        }
        for at in (0, 4, 8)
    )


def _checked(iin: str) -> str:
    verdict = check_iin(iin, date.max)  # the day matters to what is doubtful alone
    if verdict.refused:
        raise BadLine(verdict.reason)
    return verdict.digits


def _unquoted(line: str) -> tuple[str, str, str]:
    try:
        fields = next(csv.reader([line]))
    except csv.Error:
        raise BadLine("fields") from None
    return fields[0], ",", ",".join(fields[1:])


@lru_cache(maxsize=_DISTINCT)
def _values(rest: str) -> Values:
    fields = [field.strip() for field in rest.split(",")]
    if len(fields) != len(HEADER) - 1:
        raise BadLine("fields")
    insured, until, paid, state = fields
    if insured not in ("0", "1"):
        raise BadLine("insured")
    return int(insured), days_of(_day(until)), _bitmap(paid, "paid"), _bitmap(state, "state")


@lru_cache(maxsize=_DISTINCT)
def _day(written: str) -> date | None:
    if not written:
        return None
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise BadLine("until")


def _bitmap(written: str, field: str) -> bytes:
    try:
        return packed(reduce(or_, map(_bits, written.split()), 0))
    except ValueError:
        raise BadLine(field) from None


@lru_cache(maxsize=_DISTINCT)
def _bits(word: str) -> int:
    """Return the bits of "2026-05" or "2025-01..2026-03". Raises ValueError."""
    first, dots, last = word.partition("..")
    begin = Month.parse(first)
    end = Month.parse(last) if dots else begin
    if not FIRST <= begin <= end <= LAST:
        raise ValueError("a span begins before it ends, within the months that are kept")
    return ((1 << end - begin + 1) - 1) << begin - FIRST
