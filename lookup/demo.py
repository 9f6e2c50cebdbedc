"""Invented people, to try the registry with: born in the 1800s, so that nobody living has such a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random

from lookup.iin import control_digit
from lookup.month import Month, months
from lookup.people import HEADER, write_line
from lookup.provider import Record
from lookup.row import FIRST

History = tuple[bool, int | None, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
_LONG_AGO = -600  # months: since the first month there is


@dataclass(frozen=True, slots=True)
class Person:
    """A person to try: the number, the code of what it shows, and a history, None when the registry has none.

    A history is: insured, the month at whose end that ends, spans of months paid, spans paid by the State; months are
    counted from this one, which is 0.
    """

    iin: str
    label: str
    history: History | None


PEOPLE = (
    Person("580208174685", "work", (True, 2, ((-24, -1),), ())),
    Person("620411200176", "grace", (True, 0, ((-26, -3),), ())),  # three months after the last paid one
    Person("710930100428", "debt", (False, -4, ((-30, -7),), ())),
    Person("800615200311", "prepaid", (True, 10, ((-1, 10),), ())),
    Person("851123100888", "child", (True, None, (), ((_LONG_AGO, 0),))),
    Person("900214200253", "new-job", (False, None, ((-2, -1),), ())),
    Person("660731100197", "never-paid", (False, None, (), ())),
    Person("770505200632", "unknown", None),
    Person("580231100141", "odd-date", (True, 2, ((-18, -1),), ())),  # 31 February
)
_BORN = date(1800, 1, 1)
_DAYS = (date(1900, 1, 1) - _BORN).days
_SERIALS = 10_000
_ALL = _DAYS * 2 * _SERIALS  # 730 million numbers
_STEP = 433_494_437  # a prime: so many steps on each time, and no number comes twice
_SEED = 1858


def record_of(history: History, today: date) -> Record:
    """Return the record that a history is on a day."""
    insured, until, paid, state = history
    now = Month.of(today)
    spans = [frozenset(m for a, b in these for m in months(max(FIRST, now + a), now + b)) for these in (paid, state)]
    return Record(insured, None if until is None else (now + until).last_day, today, *spans)


def lines(today: date, more: int = 0) -> Iterator[str]:
    """Yield the file of PEOPLE and so many others, line by line; the same on the same day."""
    yield ",".join(HEADER) + "\n"
    for person in PEOPLE:
        if person.history:
            yield write_line(person.iin, record_of(person.history, today))
    told = {person.iin for person in PEOPLE}
    numbers = (iin for at in range(_ALL) if (iin := _number(at * _STEP % _ALL)) and iin not in told)
    yield from map("{}{}".format, islice(numbers, more), _rests(Month.of(today)))


def _number(at: int) -> str | None:
    """Return one of all the numbers of people born in the 1800s, None when it has no control digit."""
    at, serial = divmod(at, _SERIALS)
    days, woman = divmod(at, 2)
    eleven = f"{_BORN + timedelta(days):%y%m%d}{1 + woman}{serial:04}"
    digit = control_digit(eleven)
    return None if digit is None else f"{eleven}{digit}"


def _rests(now: Month) -> Iterator[str]:
    """Yield what may stand after a number: half are common histories, half have gaps and are rarely met twice."""
    random = Random(_SEED)  # noqa: S311 - histories to look at, no secrets
    early = [f"{FIRST + a}..{FIRST + a + b} " for a in range(24) for b in range(1, 13)]
    late = [(now + a, now + b) for a in range(-30, -12) for b in range(-11, 12)]
    ends = {b: f",{int(b + 3 >= now)},{(b + 3).last_day}," for _, b in late}
    state = ["", "", *(f"{FIRST + a}..{FIRST + a + 2}" for a in range(24, 36))]
    while True:
        begin, end = random.choice(late)
        rare = random.random() < 0.5
        first, last = (random.choice(early), random.choice(state)) if rare else ("", "")
        yield f"{ends[end]}{first}{begin}..{end},{last}\n"
