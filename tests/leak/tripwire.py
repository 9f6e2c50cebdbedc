"""The tripwire over the whole suite: no log, no output and no file of a test may hold a number that the tests type.

`tests/conftest.py` puts it up. It listens at the root logger at every level, keeps what tests print, and at the end of
the session scans that, the session's temporary folder and `.cache`. A hit fails the session.

Not scanned: `.hypothesis` and `.pytest_cache`, where test tools note their own inputs and the names of tests.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path

from lookup import demo
from tests import registry
from tests.leak.scan import Scan
from tests.lookup import registry as small

NUMBERS = sorted(
    {
        *registry.PEOPLE,
        registry.ABSENT,
        *(person.iin for person in demo.PEOPLE),
        *(small.ONE, small.TWO, small.THREE, small.ABSENT),
    }
)
INPUTS = {  # file → why it holds numbers: tests write it
    "people.csv": "the file of people that a registry is built from",
    "half.csv": "the same, with people missing",
    "other.csv": "the same, for a build that is killed",
}
PLANTED = ("test_the_scan_finds_a_number_t",)  # a test of another scan writes a number into a registry on purpose


class Tripwire(logging.Handler):
    """Keeps all that goes to a log or is printed while tests run, and tells what of it holds a number."""

    def __init__(self, numbers: Iterable[str] = NUMBERS) -> None:
        super().__init__(logging.NOTSET)
        self._numbers = list(numbers)
        self._formatter = logging.Formatter("%(name)s %(levelname)s %(message)s")
        self._said: dict[str, list[str]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record with its arguments, its trace, and whatever was added to it."""
        test = os.environ.get("PYTEST_CURRENT_TEST", "outside of tests").split("[")[0]
        extra = {name: value for name, value in record.__dict__.items() if name not in ("exc_info", "exc_text")}
        self.keep(f"log of {test}", f"{self._formatter.format(record)} {extra!r}")

    def keep(self, place: str, text: str) -> None:
        """Keep what was said at a place."""
        self._said.setdefault(place, []).append(text)

    def scan(self, temporary: Path, *folders: Path) -> Scan:
        """Scan all that was kept, and the files of folders but for what tests write themselves.

        `temporary` holds a folder for each test. That folder's own name is not looked at: pytest makes it of what the
        test is handed.
        """
        scan = Scan(self._numbers)
        for place, said in self._said.items():
            scan.look(scan.masked(place), "\n".join(said))
        found = temporary.iterdir() if temporary.is_dir() else ()  # three later sessions, and pytest removes it
        of_tests = (path for path in sorted(found) if _is_of_a_test(path))
        for folder in (*of_tests, *folders):
            scan.folder(folder, folder.name, skip=lambda path: path.name in INPUTS)
        return scan


def _is_of_a_test(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(PLANTED)
