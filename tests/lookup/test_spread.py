"""Work shared out among processes: the same results in the same order, and no process is left over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lookup.spread import spread

ROOT = Path(__file__).resolve().parents[2]
LEFT = """
import os, signal
from tests.lookup.test_spread import who
from lookup.spread import spread
if __name__ == "__main__":
    found = spread(who, range(9), 2)
    print(next(found) != os.getpid(), next(found) != os.getpid(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def square(number: int) -> tuple[int, bytes]:
    """Return something larger than a pipe holds."""
    return number * number, bytes(300_000)


def who(_: int) -> int:
    """Return the process that does the work."""
    return os.getpid()


def fail(number: int) -> int:
    """End the process without a word at the third task."""
    return os._exit(1) if number == 2 else number


@pytest.mark.parametrize("helpers", [0, 1, 2])
@pytest.mark.parametrize("tasks", [0, 1, 7])
def test_results_come_in_the_order_of_the_tasks(helpers: int, tasks: int) -> None:
    assert list(spread(square, range(tasks), helpers)) == [(n * n, bytes(300_000)) for n in range(tasks)]


def test_helpers_take_turns() -> None:
    first, second, third = spread(who, range(3), 2)
    assert (first == third, first == second, os.getpid() in (first, second)) == (True, False, False)


def test_a_helper_that_ended_is_told() -> None:
    found = spread(fail, range(5), 2)
    assert [next(found), next(found)] == [0, 1]
    with pytest.raises(ChildProcessError, match=r"^a helper of the build ended before its work was done$"):
        next(found)


def test_helpers_end_when_their_master_is_killed(tmp_path: Path) -> None:
    (tmp_path / "left.py").write_text(LEFT)
    command = [sys.executable, str(tmp_path / "left.py")]
    environ = {"PYTHONPATH": str(ROOT)}
    # it returns when the last process that holds the pipe has ended
    ended = subprocess.run(  # noqa: S603 - no outside input
        command, env=environ, capture_output=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (-9, b"True True\n", b"")
