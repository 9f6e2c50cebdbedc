"""Lanes, the deadline and the breaker, with a registry and a clock of the test's own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from lookup.breaker import FAILURES, PAUSE, Breaker
from lookup.guard import TURN, WAITING, Guarded
from lookup.provider import Record, Unavailable

IIN = "580208174685"
RECORD = Record(True, date(2026, 12, 31), date(2026, 11, 20), frozenset(), frozenset())
SOON = 10.0  # seconds: a bound for what should take none, so that a fault ends the test
DOWN = Unavailable("down")
BUSY = "every lane to the registry is taken"
RESTS = "the registry is left alone after failures, or too many ask at once"


class Clock:
    """A clock that the test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Registry:
    """A registry that answers, fails, or holds a call until the test lets it go."""

    def __init__(self) -> None:
        self.answer: Record | Exception | None = RECORD
        self.asked: list[str] = []
        self.closed = 0
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()
        self.go.set()

    def find(self, iin: str) -> Record | None:
        self.asked.append(iin)
        self.begun.release()
        answer = self.answer
        assert self.go.wait(SOON)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        self.closed += 1


@contextmanager
def guarded(
    registry: Registry, lanes: int = 1, deadline: float = SOON, clock: Clock | None = None, turn: float = TURN
) -> Iterator[Guarded]:
    guard = Guarded(registry, lanes, deadline, clock or Clock(), turn)
    try:
        yield guard
    finally:
        registry.go.set()
        guard.close()


def outcome(find: Callable[[str], Record | None]) -> Record | str | None:
    try:
        return find(IIN)
    except Unavailable as unavailable:
        return str(unavailable)


class Asking(threading.Thread):
    """A caller in a thread of its own, with what came of it."""

    def __init__(self, guard: Guarded) -> None:
        super().__init__(daemon=True)
        self.guard, self.outcome = guard, "still asking"  # type: Guarded, Record | str | None
        self.start()

    def run(self) -> None:
        self.outcome = outcome(self.guard.find)

    def end(self) -> Record | str | None:
        self.join(SOON)
        return self.outcome


@pytest.mark.parametrize("answer", [RECORD, None])
def test_an_answer_is_handed_on(answer: Record | None) -> None:
    registry = Registry()
    registry.answer = answer
    with guarded(registry) as guard:
        assert [guard.find(IIN) for _ in range(20)] == [answer] * 20
    assert (registry.asked, registry.closed) == ([IIN] * 20, 1)


def test_as_many_calls_run_as_there_are_lanes_and_the_next_is_refused() -> None:
    registry = Registry()
    registry.go.clear()
    with guarded(registry, lanes=3) as guard:
        callers = [Asking(guard) for _ in range(3)]
        assert all(registry.begun.acquire(timeout=SOON) for _ in callers)
        refused = Asking(guard).end()
        registry.go.set()
        assert [caller.end() for caller in callers] == [RECORD] * 3
        assert guard.find(IIN) == RECORD
    assert refused == BUSY
    assert len(registry.asked) == 4


def test_a_call_that_waits_for_its_turn_gets_it() -> None:
    registry = Registry()
    registry.go.clear()
    with guarded(registry, turn=SOON) as guard:
        first = Asking(guard)
        assert registry.begun.acquire(timeout=SOON)
        threading.Timer(0.01, registry.go.set).start()
        assert (guard.find(IIN), first.end()) == (RECORD, RECORD)


def test_so_many_wait_for_their_turn_and_the_next_is_refused_at_once() -> None:
    registry = Registry()
    registry.go.clear()
    with guarded(registry, turn=SOON) as guard:
        first = Asking(guard)
        assert registry.begun.acquire(timeout=SOON)
        callers = [Asking(guard) for _ in range(WAITING + 1)]
        while all(caller.is_alive() for caller in callers):
            pass
        registry.go.set()
        told = [caller.end() for caller in callers]
        assert (first.end(), told.count(RECORD), told.count(RESTS)) == (RECORD, WAITING, 1)


def test_a_call_that_hangs_is_given_up_and_keeps_its_lane_until_it_ends() -> None:
    registry = Registry()
    registry.go.clear()
    with guarded(registry, deadline=0.05) as guard:
        assert outcome(guard.find) == "no answer before the deadline"
        assert outcome(guard.find) == BUSY
        registry.go.set()
        while outcome(guard.find) != RECORD:  # until the first call has ended
            pass
    assert set(registry.asked) == {IIN}


def test_after_failures_in_a_row_one_call_in_a_while_is_let_through(caplog: pytest.LogCaptureFixture) -> None:
    registry, clock = Registry(), Clock()
    registry.answer = DOWN
    with caplog.at_level(logging.INFO), guarded(registry, clock=clock) as guard:
        told = [outcome(guard.find) for _ in range(FAILURES + 2)]
        assert told[:FAILURES] == ["down"] * FAILURES
        assert told[FAILURES:] == [RESTS] * 2
        clock.now += PAUSE - 0.001
        outcome(guard.find)
        assert len(registry.asked) == FAILURES
        clock.now += 0.001
        for _ in range(3):
            outcome(guard.find)
        assert len(registry.asked) == FAILURES + 1
        registry.answer = None  # a person who is not found is an answer
        clock.now += PAUSE
        assert [outcome(guard.find) for _ in range(3)] == [None] * 3
    assert [record.getMessage() for record in caplog.records] == [
        "the registry is left alone for 10 s: down",
        "the registry is left alone for 10 s: down",
        "the registry answers again",
    ]


def test_only_failures_in_a_row_count() -> None:
    registry = Registry()
    with guarded(registry) as guard:
        for down in [True, True, False, True, True, False]:
            registry.answer = DOWN if down else RECORD
            outcome(guard.find)
        assert outcome(guard.find) == RECORD


def test_of_many_that_try_at_once_one_is_let_through() -> None:
    registry, clock = Registry(), Clock()
    registry.answer = DOWN
    with guarded(registry, lanes=6, clock=clock) as guard:
        for _ in range(FAILURES):
            outcome(guard.find)
        clock.now += PAUSE
        registry.answer = RECORD
        registry.go.clear()
        callers = [Asking(guard) for _ in range(6)]
        while sum(caller.is_alive() for caller in callers) > 1:
            pass
        registry.go.set()
        assert [caller.end() for caller in callers].count(RECORD) == 1
    assert len(registry.asked) == FAILURES + 1


def test_the_end_of_a_call_of_an_earlier_round_says_nothing() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    late = [breaker.enter() for _ in range(2)]
    for _ in range(FAILURES):
        of_round = breaker.enter()
        assert of_round is not None
        opened = breaker.leave(of_round, good=False)
    assert (opened, breaker.resting) == (True, True)
    assert [breaker.leave(of_round or 0, good) for of_round, good in zip(late, (True, False), strict=True)] == [
        False
    ] * 2
    clock.now += PAUSE
    assert (breaker.enter(), breaker.enter(), late) == (1, None, [0, 0])


def test_an_unforeseen_error_is_told_by_its_kind_alone() -> None:
    registry = Registry()
    registry.answer = ValueError(f"cannot read {IIN}")
    with guarded(registry) as guard, pytest.raises(Unavailable) as raised:
        guard.find(IIN)
    assert (str(raised.value), raised.value.__cause__, raised.value.__context__) == (
        "unforeseen ValueError",
        None,
        None,
    )


def test_closed_twice_and_asked_again_it_is_unavailable() -> None:
    registry = Registry()
    guard = Guarded(registry, 1, SOON, Clock())
    guard.close()
    guard.close()
    assert [outcome(guard.find) for _ in range(2)] == ["unforeseen RuntimeError"] * 2
