"""Counters in the memory of one process."""

from __future__ import annotations

from collections.abc import Sequence

from app.gate.counters import Slot

MAX_NAMES = 100_000  # 20 MB, and more names than an hour at the limit of all look-ups brings
_SWEEP = 60  # seconds between two rounds that forget what has ended


class MemoryCounters:
    """A dict of counts, the names longest not taken first. Not for several threads at once."""

    def __init__(self) -> None:
        self._counts: dict[bytes, tuple[int, int]] = {}
        self._swept = 0.0

    def full(self, slots: Sequence[Slot]) -> list[Slot]:
        """Return the slots that have nothing left."""
        return [slot for slot in slots if self._counts.get(slot.name, (0, 0))[0] >= slot.limit]

    def add(self, slots: Sequence[Slot], now: float) -> None:
        """Take every slot once, full or not."""
        for slot in slots:
            count, _ = self._counts.pop(slot.name, (0, 0))
            self._counts[slot.name] = (count + 1, slot.until)
        self._forget(now)

    def fill(self, slots: Sequence[Slot], now: float) -> None:
        """Leave nothing of the slots."""
        for slot in slots:
            self._counts[slot.name] = (slot.limit, slot.until)
        self._forget(now)

    def take(self, slots: Sequence[Slot], now: float) -> list[Slot]:
        """Take every slot once, or none of them: return those that were full."""
        full = self.full(slots)
        if not full:
            self.add(slots, now)
        return full

    def close(self) -> None:
        """Forget everything."""
        self._counts.clear()

    def _forget(self, now: float) -> None:
        if not self._swept <= now < self._swept + _SWEEP:
            self._swept = now
            self._counts = {name: held for name, held in self._counts.items() if held[1] > now}
        while len(self._counts) > MAX_NAMES:
            del self._counts[next(iter(self._counts))]
