"""Proof of work in the protocol of ALTCHA, version 2: a browser tries numbers until a derived key fits.

The challenge is made from a number that is known here alone, so the work of a browser has an end: at most MOST
attempts, half of that on average. To check an answer is one HMAC. Who asks for many challenges and solves none costs
one derivation each, 2 ms.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import altcha

from app.gate.counters import Reason, Slot, keyed

ALGORITHM = "PBKDF2/SHA-256"  # native in every browser; scrypt and Argon2 are not
COST = 1000  # iterations of one attempt: making a challenge is one of them, 1.9 ms for us
MOST = 1000  # attempts at the most: 0.5 s on average in Chromium on a busy machine; an old phone needs 1 to 3 s
LIFE = 600  # seconds a challenge is good for
MAX_SOLUTION = 2000  # characters: a right one has some 700


class BadWork(ValueError):
    """A solution that does not count; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Work:
    """Challenges and their answers, signed with keys made from `secret`."""

    secret: str
    cost: int = COST
    most: int = MOST

    def challenge(self, now: float) -> dict[str, Any]:
        """Return a new challenge as JSON holds it."""
        made = altcha.create_challenge(
            ALGORITHM,
            self.cost,
            counter=secrets.randbelow(self.most),
            data={"until": int(now) + LIFE},  # not `expires_at`: the library holds that against its own clock
            hmac_secret=keyed(self.secret, "work-challenge"),
            hmac_key_secret=keyed(self.secret, "work-answer"),
        )
        return made.to_dict()

    def verify(self, solution: str, now: float) -> Slot:
        """Return what a right solution takes: itself, once, while it is good. Raises BadWork."""
        if len(solution) > MAX_SOLUTION:
            raise BadWork("work-wrong")
        try:
            payload = altcha.Payload.from_base64(solution)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise BadWork("work-wrong") from None
        parameters = payload.challenge.parameters
        result = altcha.verify_solution(
            payload,
            keyed(self.secret, "work-challenge"),
            hmac_key_secret=keyed(self.secret, "work-answer"),
        )
        if not result.verified or parameters.data is None:
            raise BadWork("work-wrong")
        until = int(parameters.data["until"])
        if until <= now:
            raise BadWork("work-expired")
        return Slot("work-used", keyed(self.secret, "work", parameters.nonce)[:16], 1, until)
