"""The invented people: nobody living, histories that tell what their labels say, the same file on the same day."""

from __future__ import annotations

from datetime import date

import pytest

from lookup.demo import PEOPLE, lines, record_of
from lookup.iin import check_iin
from lookup.month import Month, months
from lookup.people import read_lines
from lookup.row import FIRST
from tests.lookup.registry import HEADER

DAY = date(2026, 11, 22)


def test_the_people_belong_to_nobody_and_pass() -> None:
    assert {person.iin[6] for person in PEOPLE} == {"1", "2"}
    verdicts = {person.label: str(check_iin(person.iin, DAY).reason) for person in PEOPLE}
    assert verdicts == {person.label: "soft:date" if person.label == "odd-date" else "ok" for person in PEOPLE}
    assert len({person.iin for person in PEOPLE}) == len({person.label for person in PEOPLE}) == len(PEOPLE)


@pytest.mark.parametrize(
    ("label", "insured", "until", "paid", "state"),
    [
        ("work", True, "2027-01-31", "2024-11..2026-10", None),
        ("grace", True, "2026-11-30", "2024-09..2026-08", None),
        ("debt", False, "2026-07-31", "2024-05..2026-04", None),
        ("prepaid", True, "2027-09-30", "2026-10..2027-09", None),
        ("child", True, None, None, "2020-01..2026-11"),
        ("new-job", False, None, "2026-09..2026-10", None),
        ("never-paid", False, None, None, None),
        ("odd-date", True, "2027-01-31", "2025-05..2026-10", None),
    ],
)
def test_histories(label: str, insured: bool, until: str | None, paid: str | None, state: str | None) -> None:
    (history,) = [person.history for person in PEOPLE if person.label == label]
    assert history
    record = record_of(history, DAY)
    assert (record.insured, record.until, record.as_of) == (insured, until and date.fromisoformat(until), DAY)
    for told, span in ((record.paid, paid), (record.state, state)):
        first, _, last = (span or "2000-02..2000-01").partition("..")
        assert told == frozenset(months(Month.parse(first), Month.parse(last)))


def test_one_number_is_not_in_the_registry() -> None:
    assert [person.label for person in PEOPLE if person.history is None] == ["unknown"]


def test_many_more_are_all_taken_and_the_same_each_time() -> None:
    file = list(lines(DAY, 3000))
    assert (file[0], len(file), file) == (HEADER, 1 + 8 + 3000, list(lines(DAY, 3000)))
    rows, rejects = read_lines(2, "".join(file[1:]), int)
    assert (len({key for key, _, _ in rows}), rejects) == (3008, [])
    assert {f"{key:012}"[6] for key, _, _ in rows} == {"1", "2"}
    assert lines(DAY, 10**9)  # a stream: nobody is made before he is asked for


def test_no_history_begins_before_the_first_month() -> None:
    for person in PEOPLE:
        if person.history:
            record = record_of(person.history, date(2026, 1, 1))
            assert min(record.paid | record.state, default=FIRST) >= FIRST
