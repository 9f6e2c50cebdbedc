"""The calendar of days off: against the package `holidays`, over holidays, and what an editor gets wrong."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from app.knowledge.daysoff import DaysOff, read_days_off
from app.knowledge.fault import FaultError
from app.knowledge.library import Library
from tests.small import DAYS_OFF

# a day that only one of the two has off or worked → why ours is right; none since the package follows the law of 2026
DIFFERS: dict[date, str] = {}


@pytest.fixture
def days_off(library: Library) -> DaysOff:
    """Return the calendar of the real content."""
    return library.days_off


def test_the_years_are_those_known(days_off: DaysOff) -> None:
    assert list(days_off.years) == [2025, 2026, 2027]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_a_year_is_that_of_the_package(year: int, days_off: DaysOff) -> None:
    ours, theirs = days_off.years[year], holidays.country_holidays("KZ", years=year)
    worked = {day for day in theirs.weekend_workdays if day.year == year}
    differ = (set(theirs) ^ (ours.holidays | ours.moved)) | (worked ^ ours.worked)
    assert differ == {day for day in DIFFERS if day.year == year}


def test_each_year_names_the_law_first(days_off: DaysOff) -> None:
    law = "https://adilet.zan.kz/rus/docs/Z010000267_"
    assert [year.sources[0].link for year in days_off.years.values()] == [law] * 3


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 3, 24), False),  # instead of 21 March, a Saturday
        (date(2025, 1, 3), False),  # moved by an order
        (date(2025, 1, 5), True),  # the Sunday worked for it
        (date(2026, 8, 31), True),  # 30 August was a holiday until 2025
        (date(2027, 3, 15), False),  # the day of the Constitution from 2027 on
    ],
)
def test_which_day_is_worked(day: date, working: bool, days_off: DaysOff) -> None:
    assert days_off.is_working(day) is working


@pytest.mark.parametrize(
    ("day", "working", "then"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 23), 3, date(2026, 11, 26)),
        (date(2026, 11, 20), 3, date(2026, 11, 25)),  # from Friday
        (date(2026, 11, 21), 3, date(2026, 11, 25)),  # from Saturday
        (date(2026, 3, 19), 3, date(2026, 3, 27)),  # over Nauryz
        (date(2025, 1, 2), 3, date(2025, 1, 8)),  # over a Sunday that is worked, and 7 January
        (date(2026, 12, 31), 3, date(2027, 1, 8)),  # over the New Year
        (date(2027, 12, 30), 1, date(2027, 12, 31)),
        (date(2027, 12, 30), 2, None),  # in 2028, which is not known
        (date(2024, 12, 30), 3, None),
    ],
)
def test_working_days_after_a_day(day: date, working: int, then: date | None, days_off: DaysOff) -> None:
    assert days_off.after(day, working) == then


@pytest.mark.parametrize(
    ("today", "warned"),
    [
        (date(2027, 11, 1), []),
        (date(2027, 11, 2), ["days-off.yaml:1: warning: no days off of 2028 yet; add them under 'years'"]),
        (date(2028, 6, 1), ["days-off.yaml:1: warning: no days off of 2028 yet; add them under 'years'"]),
    ],
)
def test_a_missing_year_is_warned_of(today: date, warned: list[str], days_off: DaysOff) -> None:
    assert [str(fault) for fault in days_off.warnings(today, "days-off.yaml")] == warned


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("years:", "yeers:", 1, "days-off.yaml holds 'years' and 'sources'"),
        ("  2026:", "  26:", 2, "'26' is not a year; write e.g. 2026"),
        ("2026-12-16", "2026-12-32", 2, "'2026-12-32' is not a date; write e.g. 2026-03-08"),
        ("2026-12-16", "2025-12-16", 2, "2025-12-16 is not in 2026"),
        ("2027-01-04", "2027-01-03", 3, "2027-01-03 is a Sunday; here stand Mondays to Fridays"),
        ("2026-12-16], moved: [], worked: []", "2026-12-16], moved: [], worked: [2026-12-18]", 2,
         "2026-12-18 is a Friday; here stand Saturdays and Sundays"),
        ("2026-12-16], moved: [], worked", "2026-12-16], moved: [], workd", 2,
         "unknown key 'workd'; did you mean 'worked'?"),
        ("2026-12-16], moved: [],", "2026-12-16],", 2, "2026 lacks moved"),
        ("[2026-12-16]", "2026-12-16", 2, "expected a list; put each entry after '- '"),
        ("worked: [], sources: [law]}\n  2027", "worked: [], sources: [lav]}\n  2027", 2,
         "unknown source 'lav'; did you mean 'law'?"),
        ("worked: [], sources: [law]}\n  2027", "worked: [], sources: []}\n  2027", 2,
         "a year needs a source; say where its days off are written"),
        ("{title: Закон, document: статья 5}", "{title: Закон}", 5,
         "a source needs 'title' and one of 'link' or 'document'"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, message: str) -> None:
    assert DAYS_OFF.count(old) == 1
    with pytest.raises(FaultError) as raised:
        read_days_off(DAYS_OFF.replace(old, new))
    assert (raised.value.line, raised.value.message) == (line, message)
