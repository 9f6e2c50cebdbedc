"""A calendar month as a value: the unit in which insurance is paid for and reckoned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of a year. Months are ordered, and differ by a number of months.

    >>> Month(2026, 11) + 3, Month(2027, 2) - Month(2026, 11)
    (Month(year=2027, number=2), 3)
    """

    year: int
    number: int  # 1 to 12

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"no month has the number {self.number}")

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2026-06". Raises ValueError.

        >>> Month.parse("2026-06")
        Month(year=2026, number=6)
        """
        written = _WRITTEN.fullmatch(text)
        if not written:
            raise ValueError(f"'{text}' is not a month; write it like 2026-06")
        return cls(int(written[1]), int(written[2]))

    @property
    def first_day(self) -> date:
        """Return the first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Return the last day."""
        return (self + 1).first_day - timedelta(days=1)

    def __add__(self, months: int) -> Month:
        """Return the month so many months later; earlier for a negative number."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def __sub__(self, other: Month) -> int:
        """Return how many months later this month is."""
        return (self.year - other.year) * 12 + self.number - other.number

    def __str__(self) -> str:
        """Return it as "2026-06"."""
        return f"{self.year:04}-{self.number:02}"


def months(first: Month, last: Month) -> Iterator[Month]:
    """Yield every month from the first to the last, both included; none when the last comes before.

    >>> [str(month) for month in months(Month(2026, 12), Month(2027, 1))]
    ['2026-12', '2027-01']
    """
    for later in range(last - first + 1):
        yield first + later
