"""Shared counters that may fail: then this process counts by itself, and nothing is ever without a limit."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace

from app.gate.counters import Counters, Slot
from app.gate.memory import MemoryCounters

REST = 5  # seconds a failed store is left alone: a hung one costs one request in five seconds its time limit
ALARM = 60  # seconds between two lines in the log
_log = logging.getLogger("komek.gate")


class Guarded:
    """Counters shared by `workers` processes, with counters of this process beside them. For several threads.

    What this process let pass, and what the store called full, is known here too. So a store that fails, or comes
    back empty, gives nobody a second helping, and whoever hammers does not reach it. While it fails each process
    gives out its share of every limit, and never less than one.
    """

    def __init__(self, shared: Counters, workers: int = 1) -> None:
        self._shared = shared
        self._workers = workers
        self._local = MemoryCounters()
        self._lock = threading.Lock()
        self._failed: float | None = None
        self._alarmed: float | None = None

    def take(self, slots: Sequence[Slot], now: float) -> Sequence[Slot]:
        """Take every slot once, or none of them: return those that were full. Never raises."""
        with self._lock:
            full: Sequence[Slot] | None = self._local.full(slots)
            if full:
                return full
            full = None if _within(self._failed, now, REST) else self._ask(slots, now)
            if full is None:
                shares = [replace(slot, limit=max(1, slot.limit // self._workers)) for slot in slots]
                return self._local.take(shares, now)
            if full:
                self._local.fill(full, now)
            else:
                self._local.add(slots, now)
            return full

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            self._shared.close()

    def _ask(self, slots: Sequence[Slot], now: float) -> Sequence[Slot] | None:
        """Ask the store; None when it fails, in whatever way."""
        try:
            return self._shared.take(slots, now)
        except Exception as error:  # a driver's slip must cost no answer; its message may hold an address
            self._failed = now
            if not _within(self._alarmed, now, ALARM):
                self._alarmed = now
                _log.error("counters fail: %s; each of %d counts by itself", type(error).__name__, self._workers)
            return None


def _within(since: float | None, now: float, seconds: int) -> bool:
    """Say whether less than so many seconds have passed; a clock set back ends the time too."""
    return since is not None and since <= now < since + seconds
