"""The one door before a look-up: admitted, refused until a moment, or asked for proof of work first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.gate.counters import Counters
from app.gate.guarded import Guarded
from app.gate.limits import THUMBS, Refused, Rule, decide, rules, slots
from app.gate.sqlite import SqliteCounters
from app.gate.work import BadWork, Work


@dataclass(frozen=True, slots=True)
class Admitted:
    """The look-up may be made, and is counted."""


@dataclass(frozen=True, slots=True)
class WorkNeeded:
    """The same request with a solution of this challenge will do; without one, after so many seconds."""

    challenge: dict[str, Any]
    retry_after: int


class Gate:
    """Holds the limits. `secret` must be the same in all processes that share the counters."""

    def __init__(self, secret: str, counters: Counters, work: Work, limits: Sequence[Rule] = rules()) -> None:
        self._secret = secret
        self._counters = counters
        self._work = work
        self._limits = limits

    def admit(
        self, client: str, iin: str, solution: str | None, now: float, can_work: bool = True
    ) -> Admitted | Refused | WorkNeeded:
        """Count a look-up and admit it, or count nothing and say why not. Never raises with guarded counters.

        `client` is what client_of() returns, `iin` twelve digits, `now` in Unix seconds. `can_work` is False for
        a page without JavaScript: it is refused where others are asked for work.
        """
        try:
            proof = [] if solution is None else [self._work.verify(solution, now)]
        except BadWork as bad:
            return Refused(bad.reason, 0)
        wanted = slots(self._limits, self._secret, client, iin, bool(proof), now)
        refused = decide(self._counters.take([*wanted, *proof], now), now)
        if refused is None:
            return Admitted()
        if refused.reason == "limit-without-work" and can_work:
            return WorkNeeded(self._work.challenge(now), refused.retry_after)
        return refused

    def admit_thumb(self, client: str, now: float) -> Refused | None:
        """Count a thumb of a client, or count nothing and say until when none is taken. Never raises, as admit()."""
        return decide(self._counters.take(slots(THUMBS, self._secret, client, "", False, now), now), now)

    def close(self) -> None:
        """Let go of the counters."""
        self._counters.close()


def open_gate(limits: str, secret: str, workers: int) -> Gate:
    """Return the gate over the counters at an address: sqlite:///file, or redis://… with the extra `redis`.

    Raises ValueError with a sentence when that is not installed.
    """
    counters: Counters
    if limits.startswith("sqlite:///"):
        counters = SqliteCounters(Path(limits.removeprefix("sqlite:///")))
    else:
        counters = _redis(limits)
    return Gate(secret, Guarded(counters, workers), Work(secret))


def _redis(limits: str) -> Counters:
    try:
        from app.gate.redis import RedisCounters  # an extra: only who counts there has the package
    except ImportError:
        raise ValueError("Redis needs the package redis, and it is not installed: pip install redis") from None
    return RedisCounters(limits)
