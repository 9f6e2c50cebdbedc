"""Numbers in running text: which groups of digits are one number of twelve, and which are dates, phones or sums.

A run is digits with separators alone between them; a group is the digits of a run that stand together. Twelve digits
that stand together are always a number. Groups are one when the caller is sure of their digits, or when they are
grouped evenly and read as nothing else. Any Unicode digit counts, since a number must be seen however it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

# what does not show between two digits: joiners, direction marks, marks that sit upon a digit
UNSEEN = "\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufeff"
HYPHENS = "\u058a\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d-"  # the plain one last, for a class of letters
_RUN = re.compile(rf"\d(?:[\s{UNSEEN}./()_\\{HYPHENS}]*\d)*")
_GROUP = re.compile(rf"\d(?:[{UNSEEN}]*\d)*")
_UNSEEN = re.compile(f"[{UNSEEN}]")
_BETWEEN = re.compile(rf"[\s{UNSEEN}{HYPHENS}]")

_EVEN = ((6, 6), (4, 4, 4), (3, 3, 3, 3), (2,) * 6, (1,) * 12)  # as a number of twelve is grouped for reading
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PERIOD = re.compile(r"(?:0[1-9]|1[0-2])20[0-9]{2}|20[0-9]{2}(?:0[1-9]|1[0-2])")  # 022026 in a receipt


@dataclass(frozen=True, slots=True)
class Group:
    """Digits that stand together, in ASCII, where they stand in the text, and what separates them from those before.

    `gap` is without spaces, or one space when there is nothing else.
    """

    start: int
    end: int
    digits: str
    gap: str


@dataclass(frozen=True, slots=True)
class Twelve:
    """Where a number of twelve digits stands in a text, and its digits; glued numbers are one of 24, 36, …"""

    start: int
    end: int
    digits: str


Run = tuple[Group, ...]
Stretch = tuple[int, int]  # of a run: from which group, before which


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of digits of a text.

    >>> [[group.digits for group in run] for run in runs("иин 580208 174685, тел 8-701")]
    [['580208', '174685'], ['8', '701']]
    """
    for run in _RUN.finditer(text):
        end, groups = run.start(), []
        for found in _GROUP.finditer(text, *run.span()):
            digits = "".join(str(int(letter)) for letter in found.group() if letter.isdecimal())
            gap = _UNSEEN.sub("", text[end : found.start()])
            groups.append(Group(*found.span(), digits, gap.strip() or " "))
            end = found.end()
        yield tuple(groups)


def digits_of(run: Sequence[Group]) -> str:
    """Return the digits of groups in a row."""
    return "".join(group.digits for group in run)


def twelves(text: str, sure: Callable[[str], bool]) -> list[Twelve]:
    """Return the numbers of twelve digits of a text in their order; `sure` tells of twelve digits that they are one.

    >>> [twelve.digits for twelve in twelves("580208 174685; 250 000 300 000; 01.01.2026 31.12", lambda digits: False)]
    ['580208174685']
    """
    found, left = [], list(runs(text))
    while left:
        run, start = left.pop(), 0
        for first, last in _places(run, sure):
            found.append(Twelve(run[first].start, run[last - 1].end, digits_of(run[first:last])))
            left.append(run[start:first])  # what is left is looked at anew, as when the number is hidden
            start = last
        if start:
            left.append(run[start:])
    return sorted(found, key=lambda twelve: twelve.start)


def bare(typed: str) -> str:
    """Return what was typed into a form for one number, without what people and programs put between its digits.

    >>> bare(" 580208-174 685 ")
    '580208174685'
    """
    return _BETWEEN.sub("", typed)


def one_number(run: Run) -> bool:
    """Say whether a run reads as one number, of about twelve digits: no date, phone, sum or years.

    >>> [one_number(*runs(text)) for text in ("58020817468", "580208 17468", "8 701 123 45 67", "4250 51000 71")]
    [True, True, False, False]
    """
    sizes = [len(group.digits) for group in run]
    even = max(sizes) - min(sizes) <= 1 and len({group.gap for group in run[1:]}) <= 1
    return (even or sizes[0] == 6) and _free(run) == [(0, len(run))] and not _reads_otherwise(run)


def could_be_born(digits: str) -> bool:
    """Say whether digits begin like YYMMDD.

    >>> could_be_born("580208"), could_be_born("581308")
    (True, False)
    """
    return 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31


def _places(run: Run, sure: Callable[[str], bool]) -> list[Stretch]:
    """Return where the plainest numbers of a run stand: twelve digits together, else sure ones, else even ones."""
    together = [(at, at + 1) for at, group in enumerate(run) if len(group.digits) % 12 == 0]
    if together:
        return together
    windows = [(free, window) for free in _free(run) for window in _windows(run, *free)]
    surely = [window for _, window in windows if sure(digits_of(run[slice(*window)]))]
    evenly = (window for free, window in windows if _evenly(run[slice(*window)], alone=free == window))
    return list(_apart(surely or evenly))


def _apart(windows: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield the windows that do not begin inside the one before."""
    free = 0
    for first, last in windows:
        if first >= free:
            yield first, last
            free = last


def _windows(run: Run, first: int, last: int) -> Iterator[Stretch]:
    """Yield the stretches of groups that have twelve digits."""
    size, end = 0, first
    for start in range(first, last):
        while end < last and size < 12:
            size += len(run[end].digits)
            end += 1
        if size == 12:
            yield start, end
        size -= len(run[start].digits)


def _evenly(groups: Run, alone: bool) -> bool:
    """Say whether twelve digits are grouped as one number; beside other groups only 6+6 that begins with a date."""
    sizes = tuple(len(group.digits) for group in groups)
    if sizes not in _EVEN or len({group.gap for group in groups[1:]}) > 1 or _reads_otherwise(groups):
        return False
    return alone or (sizes == (6, 6) and could_be_born(groups[0].digits))


def _reads_otherwise(groups: Run) -> bool:
    """Say whether even groups are years, periods of payment, or sums."""
    parts = [group.digits for group in groups]
    if len(parts) == 1:
        return False
    if all(map(_YEAR.fullmatch, parts)) or all(map(_PERIOD.fullmatch, parts)):
        return True
    thousands = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3
    round_ones = all(part.endswith("0") for part in parts)
    return (thousands and parts[-1] == "000") or ((thousands or round_ones) and not could_be_born("".join(parts)))


def _free(run: Run) -> list[Stretch]:
    """Return the stretches of a run between its dates and phones."""
    free, start, at = [], 0, 0
    while at < len(run):
        ahead = run[at : at + 6]
        size = _date(ahead) or _two_short_dates(ahead) or _phone(ahead)
        if size:
            free.append((start, at))
            start = at + size
        at += size or 1
    free.append((start, len(run)))
    return [(first, last) for first, last in free if first < last]


def _date(run: Run) -> int:
    """Return how many groups the date takes that a run begins with: 3 for 01.02.2026 and 2026-02-01, else 0."""
    if len(run) < 3 or run[1].gap != run[2].gap or run[1].gap not in (".", "/", "-"):
        return 0
    first, month, last = (group.digits for group in run[:3])
    year, day = (first, last) if len(first) == 4 else (last, first)
    return 3 if _YEAR.fullmatch(year) and _day_and_month(day, month) else 0


def _two_short_dates(run: Run) -> int:
    """Return 6 when a run begins with two dates like 01.02.26-03.04.26, else 0."""
    gaps = [group.gap for group in run[1:]]
    if len(gaps) < 5 or any(len(group.digits) != 2 for group in run):
        return 0
    apart = {*gaps[:2], *gaps[3:]} == {"."} and gaps[2] != "."
    dates = all(_day_and_month(run[at].digits, run[at + 1].digits) for at in (0, 3))
    return 6 if apart and dates else 0


def _day_and_month(day: str, month: str) -> bool:
    return len(day) <= 2 and len(month) <= 2 and 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _phone(run: Run) -> int:
    """Return how many groups the phone takes that a run begins with; 8 701 …, +7 701 …, 701 …; 0 for none."""
    size, head, digits = 0, len(run[0].digits), digits_of(run)
    for taken, group in enumerate(run, 1):
        size += len(group.digits)
        if size > 11 or (taken > 1 and len(group.digits) == 1):
            return 0
        whole = size == 11 and head in (1, 4, 5, 11) and digits.startswith(("77", "87"))
        if whole or (size == 10 and head in (3, 10) and digits.startswith("7")):
            return taken
    return 0
