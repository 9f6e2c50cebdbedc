"""How often a status may be looked up or a thumb given, and what follows when it is. Reasons: docs/adr/0012, 0017."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.gate.counters import Reason, Slot, keyed

MINUTE, HOUR, DAY = 60, 3600, 86_400
ALL_A_MINUTE = 600
_ALMATY = 5 * HOUR  # ahead of UTC, so that a day ends at midnight in Kazakhstan


@dataclass(frozen=True, slots=True)
class Rule:
    """So many look-ups or thumbs in a window of so many seconds; `reason` names what is limited."""

    reason: Reason
    seconds: int
    limit: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Not now; `retry_after` is the seconds until it may be tried again, 0 for at once."""

    reason: Reason
    retry_after: int


def rules(all_a_minute: int = ALL_A_MINUTE) -> tuple[Rule, ...]:
    """Return the limits, with so many look-ups of all clients together in a minute and twenty times that in an hour."""
    return (
        Rule("limit-client", MINUTE, 5),
        Rule("limit-client", HOUR, 20),
        Rule("limit-client", DAY, 50),
        Rule("limit-iin", DAY, 10),
        Rule("limit-all", MINUTE, all_a_minute),
        Rule("limit-all", HOUR, 20 * all_a_minute),
        Rule("limit-without-work", DAY, 3),
    )


# a person reads some ten answers; a clinic behind one address has room, and a hundred such addresses fill the file of
# thumbs in three months
THUMBS = (Rule("feedback-limit", HOUR, 30), Rule("feedback-limit", DAY, 100))


def slots(rules: Sequence[Rule], secret: str, client: str, iin: str, worked: bool, now: float) -> list[Slot]:
    """Return what one look-up or thumb takes; with proof of work it takes nothing of what is free of it.

    The end of the window is part of what is hashed: names of two windows cannot be joined, not even of one client.
    """
    of_client = dict.fromkeys(("limit-client", "limit-without-work", "feedback-limit"), client)
    subjects = of_client | {"limit-iin": iin, "limit-all": ""}
    taken = []
    for rule in rules:
        if worked and rule.reason == "limit-without-work":
            continue
        until = window_end(now, rule.seconds)
        name = keyed(secret, "slot", rule.reason, str(rule.seconds), str(until), subjects[rule.reason])
        taken.append(Slot(rule.reason, name[:16], rule.limit, until))
    return taken


def window_end(now: float, seconds: int) -> int:
    """Return the Unix second when the window of this moment ends: a whole minute, hour or day of the clock."""
    return (int(now + _ALMATY) // seconds + 1) * seconds - _ALMATY


def decide(full: Sequence[Slot], now: float) -> Refused | None:
    """Return the refusal for slots with nothing left, None when there are none.

    The limit that lasts longest is told, so that whoever comes back then is not sent away by another; what a new
    proof of work would cure is told only when no limit stands in its way.
    """
    limits = [slot for slot in full if slot.reason in ("limit-client", "limit-iin", "limit-all", "feedback-limit")]
    if limits:
        last = max(limits, key=lambda slot: slot.until)
        return Refused(last.reason, max(1, math.ceil(last.until - now)))
    if any(slot.reason == "work-used" for slot in full):
        return Refused("work-used", 0)
    return Refused(full[0].reason, max(1, math.ceil(full[0].until - now))) if full else None
