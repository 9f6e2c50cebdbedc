"""Keeps a slow or broken registry from slowing anything else: a few lanes, a deadline, a breaker.

A web thread waits for an answer no longer than TURN and DEADLINE, whatever the call behind it hangs in: a name
server, a connection, an answer that drips. A lane is free again only when its call has really ended.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from lookup.breaker import PAUSE, Breaker
from lookup.provider import Provider, Record, Unavailable

LANES = 4  # calls at once: half of the 8 threads of the web server, so that the other half answers questions
WAITING = 2  # callers who may wait for a lane: two threads are always left
TURN = 0.1  # seconds to wait for a free lane: five people at one moment all get an answer from a registry that is well
DEADLINE = 2.0  # seconds for one call, from asking to answer
_log = logging.getLogger("komek.registry")


class Guarded:
    """A registry behind lanes and a breaker. A call that finds no free lane is soon refused."""

    def __init__(
        self,
        provider: Provider,
        lanes: int = LANES,
        deadline: float = DEADLINE,
        clock: Callable[[], float] = time.monotonic,
        turn: float = TURN,
    ) -> None:
        self._provider, self._deadline, self._turn = provider, deadline, turn
        self._breaker = Breaker(clock)
        self._callers = threading.Semaphore(lanes + WAITING)
        self._free = threading.Semaphore(lanes)
        self._pool = ThreadPoolExecutor(lanes, "registry")  # its threads start with the first calls: after a fork

    def find(self, iin: str) -> Record | None:
        """Ask the registry behind. Raises Unavailable, at the latest after TURN and the deadline."""
        if self._breaker.resting or not self._callers.acquire(blocking=False):
            raise Unavailable("the registry is left alone after failures, or too many ask at once")
        try:
            return self._ask(iin)
        finally:
            self._callers.release()

    def close(self) -> None:
        """Close the registry behind; let calls under way end by themselves."""
        self._pool.shutdown(wait=False)
        self._provider.close()

    def _ask(self, iin: str) -> Record | None:
        if not self._free.acquire(timeout=self._turn):
            raise Unavailable("every lane to the registry is taken")
        of_round = self._breaker.enter()
        if of_round is None:
            self._free.release()
            raise Unavailable("the registry is left alone after failures")
        call = self._begin(iin)
        wait([call], self._deadline)
        trouble = _trouble(call)
        if self._breaker.leave(of_round, good=trouble is None):
            _tell(trouble)
        if trouble is not None:
            raise Unavailable(trouble)
        return call.result()

    def _begin(self, iin: str) -> Future[Record | None]:
        try:
            return self._pool.submit(self._find, iin)
        except RuntimeError as error:  # no thread can be started, or all is closed
            self._free.release()
            failed: Future[Record | None] = Future()
            failed.set_exception(error)
            return failed

    def _find(self, iin: str) -> Record | None:
        try:
            return self._provider.find(iin)
        finally:
            self._free.release()  # before the answer is told: who has it can ask the next at once


def _trouble(call: Future[Record | None]) -> str | None:
    """Return why a call gave no answer, None when it gave one. Of an unforeseen error only the kind."""
    if not call.done():
        return "no answer before the deadline"
    error = call.exception()
    if error is None or isinstance(error, Unavailable):
        return str(error) if error else None
    return f"unforeseen {type(error).__name__}"


def _tell(trouble: str | None) -> None:
    if trouble is None:
        _log.info("the registry answers again")
    else:
        _log.warning("the registry is left alone for %.0f s: %s", PAUSE, trouble)
