"""How well and how fast the right article is found: ours and its peers, over the same phrasings, in one run.

    make bench                                             writes docs/benchmark-matching.md
    python -m bench.matching --scales 1 --seconds 10       the same, quicker and less exact

Every method runs in a process of its own, bounded in memory and time: one that breaks gets a row that says why.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import BUILDING, LEAST, MEMORY, READING, ROOT, mixed_questions
from bench.page import Bounds, Figures, Row, page
from bench.peers import PEERS

PAGE = ROOT / "docs/benchmark-matching.md"
METHODS = (BUILDING, READING, *PEERS)
SCALES = (1, 10, 100)
SECONDS = 120.0  # for the questions to one method: all but the slowest then answer each of them at 1 × the content
LONGEST = 3600.0  # seconds for one method: our index of a hundred times the content takes a quarter of that
OUT_OF_MEMORY = ("MemoryError", "memory allocation", "bad_alloc", "out of memory")  # as Python, Rust, C++, SQLite say
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def run(method: str, scale: int, folder: Path, seconds: float) -> Row:
    """Measure one method at one scale in a process of its own."""
    command = [sys.executable, "-m", "bench.measure", method, str(scale), str(folder / str(scale)), str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - a program of this very folder
            command, cwd=ROOT, env=os.environ | ONE_THREAD, capture_output=True, text=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return Row(scale, method, 0, None, f"not done in {LONGEST / 3600:g} h")
    sys.stderr.write(done.stderr)
    if not done.stdout:
        return Row(scale, method, 0, None, reason(done.returncode, done.stderr))
    phrasings, figures = json.loads(done.stdout)
    return Row(scale, method, phrasings, Figures(**figures))


def reason(status: int, stderr: str) -> str:
    """Return why a process has told no figures."""
    if any(words in stderr for words in OUT_OF_MEMORY):
        return f"needs more than {MEMORY / 2**30:.0f} GB of memory"
    last = stderr.strip().rpartition("\n")[2]
    return last or f"ended with status {status}"


def main() -> None:
    """Run what is asked for, and write the page anew after each row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scales", type=int, nargs="+", default=SCALES, help="how many times the content (1 10 100)")
    parser.add_argument("--methods", nargs="+", default=METHODS, choices=METHODS, metavar="METHOD")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"for the questions to one ({SECONDS:.0f})")
    parser.add_argument("--page", type=Path, default=PAGE, help="the file that is written")
    given = parser.parse_args()
    bounds = Bounds(given.seconds, LONGEST / 3600, MEMORY / 2**30, LEAST, len(mixed_questions()))
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        for scale in given.scales:
            for method in given.methods:
                rows.append(run(method, scale, Path(folder), given.seconds))
                print(rows[-1], flush=True)
                given.page.write_text(page(rows, BUILDING, bounds, f"{date.today()}"), "utf-8")


if __name__ == "__main__":
    main()
