"""Counters in Redis, shared by several machines. Needs the extra `redis`; no number of a person is sent there."""

from __future__ import annotations

import math
from collections.abc import Sequence

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from app.gate.counters import Slot

WAIT = 0.1  # seconds to connect, and for an answer: one on the same network comes within a millisecond
_PREFIX = b"komek:{gate}:"  # the braces keep all names on one node of a cluster, as a script needs it
_TAKE = """
local full = {}
for i, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[2 * i - 1]) then full[#full + 1] = i end
end
if #full == 0 then
  for i, key in ipairs(KEYS) do
    redis.call('INCR', key)
    redis.call('EXPIRE', key, ARGV[2 * i])
  end
end
return full
"""


class RedisCounters:
    """Counts as keys that expire; one script, so that all slots are taken or none."""

    def __init__(self, url: str, wait: float = WAIT) -> None:
        self._client = redis.Redis.from_url(
            url,
            socket_timeout=wait,
            socket_connect_timeout=wait,
            retry=Retry(NoBackoff(), 0),  # the default tries ten times
        )
        self._script = self._client.register_script(_TAKE)

    def take(self, slots: Sequence[Slot], now: float) -> list[Slot]:
        """Take every slot once, or none of them: return those that were full. Raises redis.RedisError."""
        keys = [_PREFIX + slot.name for slot in slots]
        rest = [number for slot in slots for number in (slot.limit, max(1, math.ceil(slot.until - now)))]
        return [slots[place - 1] for place in self._script(keys=keys, args=rest)]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
