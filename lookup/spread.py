"""Work that is shared out among processes: a build has more to reckon than one core does in a night's quiet hour."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(work: Callable[[Task], Result], tasks: Iterable[Task], helpers: int) -> Iterator[Result]:
    """Yield the result of each task, in their order; one task a helper is under way, so memory stays flat.

    Without helpers the work is done here. Helpers end by themselves when this process ends, however it ends. Raises
    ChildProcessError when a helper ended.
    """
    if not helpers:
        yield from map(work, tasks)
        return
    spawn = multiprocessing.get_context("spawn")  # a fork would hold this process's files and locks
    waiting, busy = iter(tasks), deque[Connection]()
    processes, ends = [], []
    try:
        for _ in range(helpers):
            here, there = spawn.Pipe()
            process = spawn.Process(target=_help, args=(there, work), daemon=True)
            process.start()
            there.close()
            processes.append(process)
            ends.append(here)
        for end in ends:
            _next(end, waiting, busy)
        while busy:
            end = busy.popleft()
            try:
                result = end.recv()
            except EOFError:
                raise ChildProcessError("a helper of the build ended before its work was done") from None
            _next(end, waiting, busy)
            yield result
    finally:
        for end in ends:
            end.close()
        for process in processes:
            process.join()


def _next(end: Connection, waiting: Iterator[Task], busy: deque[Connection]) -> None:
    for task in islice(waiting, 1):
        with suppress(BrokenPipeError):  # told by recv
            end.send(task)
        busy.append(end)


def _help(end: Connection, work: Callable[[Task], Result]) -> None:
    """Do the tasks that come, until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that is asked to build
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            end.send(work(end.recv()))
