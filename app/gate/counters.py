"""Counters that end by themselves: a slot is a name, how often it may be taken, and until when that is counted."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Reason = Literal[
    "limit-client",
    "limit-iin",
    "limit-all",
    "limit-without-work",
    "feedback-limit",
    "work-wrong",
    "work-expired",
    "work-used",
]


@dataclass(frozen=True, slots=True)
class Slot:
    """One counter of one window of time.

    `reason` says why there is nothing left once it was taken `limit` times; `until` is the Unix second when it ends.
    """

    reason: Reason
    name: bytes
    limit: int
    until: int


class Counters(Protocol):
    """Where slots are counted."""

    def take(self, slots: Sequence[Slot], now: float) -> Sequence[Slot]:
        """Take every slot once, or none of them: return those that were full. May raise whatever its driver does."""

    def close(self) -> None:
        """Let go of files and connections."""


def keyed(secret: str, *parts: str) -> bytes:
    """Return 32 bytes that nobody can trace to the parts without the secret, nor forge."""
    return hmac.digest(secret.encode(), "\0".join(parts).encode("utf-8", "replace"), "sha256")
