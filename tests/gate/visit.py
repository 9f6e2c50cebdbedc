"""Visitors of a gate: whoever works does a proof of work of next to no cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import altcha

from app.gate.counters import Reason, Slot
from app.gate.gate import Admitted, Gate, WorkNeeded
from app.gate.work import Work
from tests.conftest import KEY

NOON = 1_795_330_800  # 22 November 2026, 12:00:00 in Kazakhstan
MIDNIGHT = NOON - 12 * 3600
CLIENT = "203.0.113.77/32"
IIN = "580208174685"  # born in the 1800s
EASY = Work(KEY, cost=1, most=4)
PATIENT = 2.0  # seconds that a test waits for a server which stands beside many others on a slow machine
Visit = tuple[str, str, float]  # client, IIN, moment


def solution(now: float, work: Work = EASY) -> str:
    """Return a new challenge of this moment, solved."""
    challenge = altcha.Challenge.from_dict(work.challenge(now))
    found = altcha.solve_challenge(challenge)
    assert found
    return altcha.Payload(challenge, found).to_base64()


def walk_in(gate: Gate, visits: Iterable[Visit], work: bool = True) -> dict[str, int]:
    """Return how many visits were admitted, asked for work, or refused, by reason."""
    seen: Counter[str] = Counter()
    for client, iin, now in visits:
        answer = gate.admit(client, iin, solution(now) if work else None, now)
        if isinstance(answer, Admitted):
            seen["admitted"] += 1
        else:
            seen["work-needed" if isinstance(answer, WorkNeeded) else answer.reason] += 1
    return dict(seen)


def slot(name: str, limit: int = 2, until: int = NOON + 60, reason: Reason = "limit-client") -> Slot:
    """Return a slot with a short name."""
    return Slot(reason, name.encode(), limit, until)
