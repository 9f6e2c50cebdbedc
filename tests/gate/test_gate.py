"""The gate as scrapers and people meet it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gate.client import client_of
from app.gate.gate import Admitted, Gate, WorkNeeded
from app.gate.guarded import Guarded
from app.gate.limits import Refused, rules
from app.gate.sqlite import SqliteCounters
from tests.conftest import KEY
from tests.gate.visit import CLIENT, EASY, IIN, MIDNIGHT, NOON, solution, walk_in

EVENING = MIDNIGHT + 24 * 3600


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    """Return the gate as it stands by default."""
    made = Gate(KEY, Guarded(SqliteCounters(tmp_path / "gate.db")), EASY)
    yield made
    made.close()


def _iin(number: int) -> str:
    return f"58020817{number:04}"  # nobody checks the control digit here


def test_a_thousand_look_ups_of_one_client_at_once(gate: Gate) -> None:
    visits = [(CLIENT, _iin(n), float(NOON)) for n in range(1000)]
    assert walk_in(gate, visits) == {"admitted": 5, "limit-client": 995}


def test_a_thousand_look_ups_of_one_client_over_a_day(gate: Gate) -> None:
    visits = [(CLIENT, _iin(n), MIDNIGHT + n * 80.0) for n in range(1000)]
    assert walk_in(gate, visits) == {"admitted": 50, "limit-client": 950}


def test_a_client_within_an_hour(gate: Gate) -> None:
    visits = [(CLIENT, _iin(n), NOON + n * 20.0) for n in range(180)]
    assert walk_in(gate, visits) == {"admitted": 20, "limit-client": 160}


@pytest.mark.parametrize(
    ("work", "seen"),
    [(True, {"admitted": 50, "limit-client": 950}), (False, {"admitted": 3, "work-needed": 997})],
)
def test_a_thousand_addresses_of_one_network(gate: Gate, work: bool, seen: dict[str, int]) -> None:
    clients = [client_of(f"2001:db8:1:2::{n:x}", "", 0) for n in range(1000)]
    assert walk_in(gate, [(c, _iin(n), MIDNIGHT + n * 80.0) for n, c in enumerate(clients)], work) == seen


def test_one_number_from_a_thousand_clients(gate: Gate) -> None:
    visits = [(f"10.0.{n // 250}.{n % 250}/32", IIN, NOON + n / 10) for n in range(1000)]
    assert walk_in(gate, visits, work=False) == {"admitted": 10, "limit-iin": 990}


def test_a_hundred_forged_headers(gate: Gate) -> None:
    clients = [client_of("10.0.0.1", f"198.51.100.{n}, 203.0.113.77", 1) for n in range(100)]
    visits = [(c, _iin(n), float(NOON)) for n, c in enumerate(clients)]
    assert walk_in(gate, visits, work=False) == {"admitted": 3, "work-needed": 97}


def test_everybody_at_once(gate: Gate) -> None:
    visits = [(f"10.0.{n // 250}.{n % 250}/32", _iin(n), float(NOON)) for n in range(1000)]
    assert walk_in(gate, visits, work=False) == {"admitted": 600, "limit-all": 400}


def test_the_limit_of_all_is_a_setting(tmp_path: Path) -> None:
    small = Gate(KEY, Guarded(SqliteCounters(tmp_path / "gate.db")), EASY, rules(all_a_minute=7))
    visits = [(f"10.0.0.{n}/32", _iin(n), float(NOON)) for n in range(50)]
    assert walk_in(small, visits, work=False) == {"admitted": 7, "limit-all": 43}
    small.close()


def test_whoever_is_refused_takes_nothing_from_others(gate: Gate) -> None:
    walk_in(gate, [(CLIENT, IIN, float(NOON))] * 1000)
    visits = [("198.51.100.1/32", IIN, float(NOON))] * 3 + [("198.51.100.2/32", IIN, float(NOON))] * 3
    assert walk_in(gate, visits) == {"admitted": 5, "limit-iin": 1}


def test_hammering_does_not_put_the_end_off(gate: Gate) -> None:
    walk_in(gate, [(CLIENT, _iin(n), NOON + n / 20) for n in range(1000)])
    assert gate.admit(CLIENT, IIN, solution(NOON + 60), NOON + 60) == Admitted()


@pytest.mark.parametrize(
    ("spent", "now", "refused"),
    [
        (5, NOON + 12.5, Refused("limit-client", 48)),
        (20, NOON + 600, Refused("limit-client", 3000)),
        (50, EVENING - 60, Refused("limit-client", 60)),
    ],
)
def test_a_refusal_says_when_to_come_back(gate: Gate, spent: int, now: float, refused: Refused) -> None:
    step = {5: 0.0, 20: -30.0, 50: -1000.0}[spent]
    seen = walk_in(gate, [(CLIENT, _iin(n), now + step * (spent - n)) for n in range(spent)])
    assert seen == {"admitted": spent}
    assert gate.admit(CLIENT, IIN, solution(now), now) == refused
    later = now + refused.retry_after
    assert gate.admit(CLIENT, IIN, solution(later), later) == Admitted()


def test_after_three_look_ups_work_is_asked_for_and_does(gate: Gate) -> None:
    assert walk_in(gate, [(CLIENT, IIN, float(NOON))] * 3, work=False) == {"admitted": 3}
    asked = gate.admit(CLIENT, IIN, None, NOON)
    assert isinstance(asked, WorkNeeded)
    assert (asked.retry_after, asked.challenge["parameters"]["data"]) == (12 * 3600, {"until": NOON + 600})
    assert gate.admit(CLIENT, IIN, solution(NOON), NOON) == Admitted()


def test_without_javascript_three_a_day(gate: Gate) -> None:
    for _ in range(3):
        assert gate.admit(CLIENT, IIN, None, NOON, can_work=False) == Admitted()
    assert gate.admit(CLIENT, IIN, None, NOON, can_work=False) == Refused("limit-without-work", 12 * 3600)
    assert gate.admit(CLIENT, IIN, None, EVENING, can_work=False) == Admitted()


def test_no_work_is_asked_for_when_it_would_not_help(gate: Gate) -> None:
    walk_in(gate, [(CLIENT, IIN, float(NOON))] * 3, work=False)
    walk_in(gate, [(CLIENT, IIN, float(NOON))] * 2)
    assert gate.admit(CLIENT, IIN, None, NOON) == Refused("limit-client", 60)


def test_a_solution_is_accepted_once(gate: Gate) -> None:
    solved = solution(NOON)
    assert gate.admit(CLIENT, IIN, solved, NOON) == Admitted()
    assert gate.admit(CLIENT, IIN, solved, NOON) == Refused("work-used", 0)
    assert gate.admit("198.51.100.1/32", IIN, solved, NOON + 599) == Refused("work-used", 0)
    assert gate.admit(CLIENT, IIN, solved, NOON + 600) == Refused("work-expired", 0)


def test_a_solution_is_not_used_up_by_a_refusal(gate: Gate) -> None:
    walk_in(gate, [(CLIENT, _iin(n), float(NOON)) for n in range(5)])
    solved = solution(NOON)
    assert gate.admit(CLIENT, IIN, solved, NOON) == Refused("limit-client", 60)
    assert gate.admit(CLIENT, IIN, solved, NOON + 60) == Admitted()


@pytest.mark.parametrize("wrong", ["", "rubbish", "\ud800", "A" * 10**6])
def test_a_wrong_solution_is_refused_even_when_none_is_needed(gate: Gate, wrong: str) -> None:
    assert gate.admit(CLIENT, IIN, wrong, NOON) == Refused("work-wrong", 0)


def test_any_text_may_be_a_client_or_a_number(gate: Gate) -> None:
    assert gate.admit("\ud800\0", "\udfff", None, NOON) == Admitted()
