"""The policy: windows of the clock, what a look-up takes, what is told when nothing is left."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.gate.counters import Slot
from app.gate.limits import DAY, HOUR, MINUTE, THUMBS, Refused, decide, rules, slots, window_end
from tests.conftest import KEY
from tests.gate.visit import CLIENT, IIN, MIDNIGHT, NOON, slot

CLIENT_FULL = slot("a", until=NOON + 30)
DAY_FULL = slot("b", until=NOON + 43_200)
IIN_FULL = slot("c", until=NOON + 43_200, reason="limit-iin")
ALL_FULL = slot("d", until=NOON + 60, reason="limit-all")
FREE_FULL = slot("e", until=NOON + 43_200, reason="limit-without-work")
THUMB_FULL = slot("g", until=NOON + 3600, reason="feedback-limit")
THUMBS_FULL = slot("h", until=NOON + 43_200, reason="feedback-limit")
USED = slot("f", until=NOON + 600, reason="work-used")


def test_the_figures() -> None:
    assert [(rule.reason, rule.seconds, rule.limit) for rule in rules()] == [
        ("limit-client", 60, 5),
        ("limit-client", 3600, 20),
        ("limit-client", 86_400, 50),
        ("limit-iin", 86_400, 10),
        ("limit-all", 60, 600),
        ("limit-all", 3600, 12_000),
        ("limit-without-work", 86_400, 3),
    ]
    assert [rule.limit for rule in rules(all_a_minute=60) if rule.reason == "limit-all"] == [60, 1200]


def test_the_figures_of_thumbs() -> None:
    assert [(rule.reason, rule.seconds, rule.limit) for rule in THUMBS] == [
        ("feedback-limit", 3600, 30),
        ("feedback-limit", 86_400, 100),
    ]


@pytest.mark.parametrize(
    ("now", "seconds", "end"),
    [
        (NOON, MINUTE, NOON + 60),
        (NOON + 59.999, MINUTE, NOON + 60),
        (NOON - 0.001, MINUTE, NOON),
        (NOON + 1, HOUR, NOON + 3600),
        (NOON, DAY, MIDNIGHT + DAY),
        (MIDNIGHT, DAY, MIDNIGHT + DAY),
        (MIDNIGHT - 1, DAY, MIDNIGHT),
    ],
)
def test_a_window_ends_with_the_clock_in_kazakhstan(now: float, seconds: int, end: int) -> None:
    assert window_end(now, seconds) == end


@pytest.mark.parametrize(
    ("full", "refused"),
    [
        ([], None),
        ([CLIENT_FULL], Refused("limit-client", 30)),
        ([CLIENT_FULL, DAY_FULL], Refused("limit-client", 43_200)),
        ([CLIENT_FULL, IIN_FULL], Refused("limit-iin", 43_200)),
        ([CLIENT_FULL, ALL_FULL], Refused("limit-all", 60)),
        ([FREE_FULL], Refused("limit-without-work", 43_200)),
        ([CLIENT_FULL, FREE_FULL], Refused("limit-client", 30)),  # no work for nothing
        ([THUMB_FULL], Refused("feedback-limit", 3600)),
        ([THUMB_FULL, THUMBS_FULL], Refused("feedback-limit", 43_200)),
        ([USED], Refused("work-used", 0)),
        ([USED, ALL_FULL], Refused("limit-all", 60)),
    ],
)
def test_decision(full: Sequence[Slot], refused: Refused | None) -> None:
    assert decide(full, NOON) == refused


@pytest.mark.parametrize(("now", "wait"), [(NOON + 29.2, 1), (NOON + 28.9, 2), (NOON + 30, 1), (NOON, 30)])
def test_the_wait_is_whole_seconds_and_never_too_short(now: float, wait: int) -> None:
    assert decide([CLIENT_FULL], now) == Refused("limit-client", wait)


def test_work_takes_nothing_of_what_is_free_of_it() -> None:
    free, worked = (slots(rules(), KEY, CLIENT, IIN, worked, NOON) for worked in (False, True))
    assert [taken.reason for taken in free if taken not in worked] == ["limit-without-work"]
    assert len(worked) == 6


def _names(client: str = CLIENT, iin: str = IIN, now: float = NOON, key: str = KEY) -> set[bytes]:
    return {taken.name for taken in slots(rules(), key, client, iin, False, now)}


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (_names(), 7),
        (_names(client="198.51.100.1/32"), 3),  # the number and all
        (_names(iin="580208174686"), 6),
        (_names(client="198.51.100.1/32", iin="580208174686"), 2),
        (_names(now=NOON + 60), 5),  # all but the minutes
        (_names(now=NOON + 3600), 3),
        (_names(now=NOON + DAY), 0),  # a day cannot be joined with the next
        (_names(key="f" * 32), 0),
    ],
)
def test_names_are_of_one_client_number_window_and_key(other: set[bytes], shared: int) -> None:
    assert len(_names() & other) == shared
    assert {len(name) for name in other} == {16}
