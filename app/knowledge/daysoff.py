"""The calendar of days off of Kazakhstan: content/days-off.yaml → which days are worked, by year.

Base: the Law "On holidays in the Republic of Kazakhstan" No. 267 of 13.12.2001 (a holiday on a weekend gives the next
working day off), articles 84 and 85 of the Labour Code (7 January, Kurban ait; days moved by an order).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.knowledge.fault import Fault, FaultError, Mapped, did_you_mean, read_yaml
from app.knowledge.rates import read_source
from app.model import Source

WARN_DAYS = 60  # as for the figures of the year: orders that move days off come with the budget law, in autumn
_SATURDAY = 5
_KEYS = ("holidays", "moved", "worked", "sources")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearOff:
    """One year: its holidays, the days off that stand in for others, the weekend days that are worked."""

    holidays: frozenset[date]
    moved: frozenset[date]
    worked: frozenset[date]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days off by year; of a year that is not here nothing is known but its weekends."""

    years: Mapping[int, YearOff]

    def is_working(self, day: date) -> bool:
        """Say whether a day of a known year is worked in a five-day week. Raises KeyError for another year."""
        year = self.years[day.year]
        if day in year.worked:
            return True
        return day.weekday() < _SATURDAY and day not in year.holidays | year.moved

    def after(self, day: date, working: int) -> date | None:
        """Return the day that is so many working days after a day; None when it lies in a year not known."""
        while working:
            day += _DAY
            if day.year not in self.years:
                return None
            working -= self.is_working(day)
        return day

    def warnings(self, today: date, path: str) -> Iterator[Fault]:
        """Warn from 60 days before a year begins that its days off are missing, and after."""
        for year in (today.year, (today + timedelta(days=WARN_DAYS)).year):
            if year not in self.years:
                yield Fault(path, 1, f"no days off of {year} yet; add them under 'years'", True)
                return


def read_days_off(text: str) -> DaysOff:
    """Read days-off.yaml. Raises FaultError at the first line that is wrong."""
    top = read_yaml(text)
    if not isinstance(top.value, dict) or set(top.value) != {"years", "sources"}:
        raise FaultError(top.line, "days-off.yaml holds 'years' and 'sources'")
    sources = {key: read_source(item) for key, item in _dict(top.value["sources"], "sources by key").items()}
    years = {}
    for key, item in _dict(top.value["years"], "years, e.g. 2026:").items():
        if not re.fullmatch(r"20\d\d", key, re.ASCII):
            raise FaultError(item.line, f"'{key}' is not a year; write e.g. 2026")
        years[int(key)] = _year(int(key), item, sources)
    return DaysOff(dict(sorted(years.items())))


def _year(year: int, item: Mapped, sources: Mapping[str, Source]) -> YearOff:
    fields = _dict(item, ", ".join(_KEYS))
    for key, field in fields.items():
        if key not in _KEYS:
            raise FaultError(field.line, f"unknown key '{key}'{did_you_mean(key, _KEYS)}")
    if missing := [key for key in _KEYS if key not in fields]:
        raise FaultError(item.line, f"{year} lacks {', '.join(missing)}")
    return YearOff(
        holidays=frozenset(_days(year, fields["holidays"])),
        moved=frozenset(_days(year, fields["moved"], weekend=False)),
        worked=frozenset(_days(year, fields["worked"], weekend=True)),
        sources=tuple(_sources(fields["sources"], sources)),
    )


def _days(year: int, item: Mapped, *, weekend: bool | None = None) -> Iterator[date]:
    """Yield the days of a list; `weekend` says on which days alone they may fall."""
    for entry in _list(item):
        day = _day(year, entry)
        if weekend is not None and (day.weekday() >= _SATURDAY) is not weekend:
            where = "Saturdays and Sundays" if weekend else "Mondays to Fridays"
            raise FaultError(entry.line, f"{day} is a {day:%A}; here stand {where}")
        yield day


def _day(year: int, entry: Mapped) -> date:
    try:
        day = date.fromisoformat(str(entry.value))
    except ValueError:
        raise FaultError(entry.line, f"'{entry.value}' is not a date; write e.g. {year}-03-08") from None
    if day.year != year:
        raise FaultError(entry.line, f"{day} is not in {year}")
    return day


def _sources(item: Mapped, known: Mapping[str, Source]) -> Iterator[Source]:
    named = _list(item)
    if not named:
        raise FaultError(item.line, "a year needs a source; say where its days off are written")
    for entry in named:
        if str(entry.value) not in known:
            raise FaultError(entry.line, f"unknown source '{entry.value}'{did_you_mean(str(entry.value), known)}")
        yield known[str(entry.value)]


def _dict(item: Mapped, what: str) -> dict[str, Mapped]:
    if not isinstance(item.value, dict):
        raise FaultError(item.line, f"expected {what}")
    return item.value


def _list(item: Mapped) -> list[Mapped]:
    if not isinstance(item.value, list):
        raise FaultError(item.line, "expected a list; put each entry after '- '")
    return item.value
