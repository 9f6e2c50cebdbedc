"""Leaves a registry alone after failures, and tries it again with one call.

Own code: of the two libraries for it one lets calls through one at a time, the other has no lock and lets every
caller try at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

FAILURES = 3  # in a row: one lost packet is no outage, and three waits of DEADLINE are all that an outage may cost
PAUSE = 10.0  # seconds: a registry that restarts is not trampled, and is found again within this time


class Breaker:
    """Says whether a call may be made. After FAILURES in a row none may for PAUSE seconds, then exactly one.

    A round is what lies between two openings: the end of a call that began in an earlier round says nothing of now.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._round, self._failed = 0, 0
        self._rests_until: float | None = None
        self._probing = False

    @property
    def resting(self) -> bool:
        """Say whether no call may be made now."""
        until = self._rests_until
        return until is not None and (self._probing or self._clock() < until)

    def enter(self) -> int | None:
        """Return the round of a call that may be made, None when none may. Each entered call leaves once."""
        with self._lock:
            if self.resting:
                return None
            self._probing = self._rests_until is not None
            return self._round

    def leave(self, of_round: int, good: bool) -> bool:
        """Note how a call ended; return whether this opened the breaker or closed it."""
        with self._lock:
            if of_round != self._round:
                return False
            if good:
                changed = self._rests_until is not None
                self._failed, self._rests_until = 0, None
            else:
                self._failed += 1
                changed = self._probing or self._failed >= FAILURES
                if changed:
                    self._round, self._failed = self._round + 1, 0
                    self._rests_until = self._clock() + PAUSE
            self._probing = False
            return changed
