"""A build that kills itself with SIGKILL: when it tells a stage, or when it is about to rename a file.

python -m tests.lookup.killed FILE.csv FOLDER "writing 3" | "rename registry-000002.db"
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from lookup.build import build
from tests.lookup.registry import AS_OF, SECRET, at_stage


def die() -> None:
    """End at once, as by kill -9 or a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)


def watch(event: str, found: tuple[object, ...]) -> None:
    """Die before the file that was named is renamed."""
    if event == "os.rename" and f"rename {Path(str(found[1])).name}" == sys.argv[3]:
        die()


if __name__ == "__main__":
    sys.addaudithook(watch)
    build(Path(sys.argv[1]), Path(sys.argv[2]), SECRET, AS_OF, at_stage(sys.argv[3], die))
    print("not killed")
