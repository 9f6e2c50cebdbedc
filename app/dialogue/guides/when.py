"""Months and years as people name them: ноябрь, қараша 2026, 11.2026, «осы ай», «в прошлом году».

A month without a year is the one of those offered; when two are offered, it is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from app.knowledge.text import clean, fold
from lookup.month import Month, months

_NAMES = (
    ("январ", "янв", "қаңтар"), ("феврал", "фев", "ақпан"), ("мар", "наурыз"), ("апрел", "апр", "сәуір"),
    ("май", "мамыр"), ("июн", "маусым"), ("июл", "шілде"), ("август", "авг", "тамыз"),
    ("сентябр", "сент", "қыркүйек"), ("октябр", "окт", "қазан"), ("ноябр", "ноя", "қараша"),
    ("декабр", "дек", "желтоқсан"),
)  # fmt: skip
_BEGINNINGS = {fold(name): number for number, names in enumerate(_NAMES, 1) for name in names if len(name) > 4}
# the short ones as they stand: «мәртебе» is no «март»
_SHORT = {fold(name): number for number, names in enumerate(_NAMES, 1) for name in names if len(name) < 5} | {
    fold(word): number
    for number, words in {
        3: "март марта марте марту мартом мартта марттан мартқа",
        5: "май мая мае маю маем майда майдан",
        6: "июнь июня июне июню июнде июньнен",
        7: "июль июля июле июлю июльде июльден",
    }.items()
    for word in words.split()
}
_THIS, _NEXT, _PAST = (
    tuple(fold(word) for word in words.split())
    for words in ("этот этого этом этому текущ нынешн осы бұл", "следующ будущ келесі алдағы", "прошл предыдущ өткен")
)
_NOW = frozenset(fold(word) for word in "сейчас сегодня теперь қазір бүгін".split())  # noqa: SIM905 - a list of words
_AROUND = frozenset(fold(word) for word in "с со в за от на из бастап үшін".split())  # noqa: SIM905 - the same
_MONTH = re.compile(r"месиат\w*|месиас\w*|аи(?:да|дан|га|ди|и|и[мн]\w*)?")
_YEAR = re.compile(r"год\w*|жил\w*")
_RANGE = re.compile(r"\b(?:по|до|бастап|дейін|деин|деиін)\b|[-\u2013\u2014]")
_WRITTEN = re.compile(
    r"(?<!\d)(?:(?P<y1>20\d\d)[-./ ](?P<m1>0[1-9]|1[0-2]|[1-9])(?![\d])"
    r"|(?P<m2>0[1-9]|1[0-2]|[1-9])[-./ ](?P<y2>20\d\d)(?!\d))"
)
_BARE = re.compile(r"\W*(0?[1-9]|1[0-2])\W*(?:месяц\w*|ай\w*)?\W*")
_A_YEAR = re.compile(r"20\d\d")


def read_months(text: str, options: Sequence[str], today: date, *, alone: bool = True) -> tuple[str, ...] | None:
    """Return the months that a text names like 2026-11, also ones that are not offered; None when it is unclear.

    `alone` says that the text is the answer to a question: then 11 is November, and «следующий» the next month.

    >>> read_months("қараша 2026", ["2026-11"], date(2026, 11, 22)), read_months("когда-нибудь", [], date(2026, 11, 22))
    (('2026-11',), None)
    """
    text = clean(text).lower()
    if alone and (bare := _BARE.fullmatch(text)):
        return (_offered(int(bare[1]), options, today),) if _only(int(bare[1]), options) else None
    found: list[str] = []
    for clause in re.split(r"[,;]", text):
        named: list[str | None] = [*_written(clause)]
        named = named or [*_named(clause, options, today)] or [*_told(clause, today, alone)]
        if None in named or (len(named) == 2 and not _RANGE.search(clause) and not alone):
            return None
        found += _stretch([name for name in named if name], clause)
    return tuple(dict.fromkeys(found)) or None


def read_year(text: str, today: date) -> str | None:
    """Return the one year that a text names.

    >>> read_year("за 2025 год", date(2026, 11, 22)), read_year("былтыр", date(2026, 11, 22))
    ('2025', '2025')
    """
    lower = clean(text).lower()
    found = set(re.findall(r"(?<!\d)20\d\d(?!\d)", lower))
    words = [fold(word) for word in re.findall(r"[^\W\d_]+", lower)]
    found |= {str(today.year)} if fold("биыл") in words else set()
    found |= {str(today.year - 1)} if fold("былтыр") in words else set()
    for word, after in pairwise((*words, "")):
        if _YEAR.fullmatch(after) and (shift := _shift(word)) is not None:
            found.add(str(today.year + shift))
    return found.pop() if len(found) == 1 else None


def _written(clause: str) -> Iterator[str]:
    for found in _WRITTEN.finditer(clause):
        yield str(Month(int(found["y1"] or found["y2"]), int(found["m1"] or found["m2"])))


def _named(clause: str, options: Sequence[str], today: date) -> Iterator[str | None]:
    """Yield the months that a clause names by name; None for one whose year is unclear."""
    words = [word for word in re.findall(r"\d+|[^\W\d_]+", clause) if not _YEAR.fullmatch(fold(word))]
    for at, word in enumerate(words):
        number = _number(fold(word))
        if number is None:
            continue
        years = [year for year in (*words[max(at - 1, 0) : at], *words[at + 1 : at + 2]) if _A_YEAR.fullmatch(year)]
        if len(years) == 1:
            yield str(Month(int(years[0]), number))
        else:
            yield None if years or not _only(number, options) else _offered(number, options, today)


def _told(clause: str, today: date, alone: bool) -> Iterator[str]:
    """Yield the months that a clause names by their distance from this one."""
    words = [word for word in map(fold, re.findall(r"[^\W\d_]+", clause)) if word not in _AROUND]
    for word, after in pairwise((*words, "")):
        shift = _shift(word)
        if shift is not None and (_MONTH.fullmatch(after) or (alone and len(words) == 1)):
            yield str(Month.of(today) + shift)
    if alone and len(words) == 1 and words[0] in _NOW:
        yield str(Month.of(today))


def _shift(word: str) -> int | None:
    """Return how far a folded word points: 0 this, 1 next, -1 the last; None for another word."""
    return next((shift for shift, heads in ((0, _THIS), (1, _NEXT), (-1, _PAST)) if word.startswith(heads)), None)


def _number(word: str) -> int | None:
    """Return the number of the month that a folded word names."""
    return _SHORT.get(word) or next((_BEGINNINGS[head] for head in _BEGINNINGS if word.startswith(head)), None)


def _only(number: int, options: Sequence[str]) -> bool:
    """Say whether at most one month offered has this number."""
    return sum(option.endswith(f"-{number:02}") for option in options) < 2


def _offered(number: int, options: Sequence[str], today: date) -> str:
    """Return the month with this number that is offered, else the one of this year."""
    return next((o for o in options if o.endswith(f"-{number:02}")), str(Month(today.year, number)))


def _stretch(named: Sequence[str], clause: str) -> list[str]:
    """Return the months, with those between two of a range."""
    if len(named) != 2 or not _RANGE.search(_WRITTEN.sub("", clause)):
        return list(named)
    return [str(month) for month in months(Month.parse(named[0]), Month.parse(named[1]))] or list(named)
