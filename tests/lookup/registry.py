"""A small registry that tests build: three people who belong to nobody, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from lookup.build import Built, build
from lookup.month import Month
from lookup.provider import Record

SECRET = b"0123456789abcdef0123456789abcdef"
AS_OF = date(2026, 11, 22)
HEADER = "iin,insured,until,paid,state\n"
ONE, TWO, THREE, ABSENT = "580208174685", "161121219502", "080831197796", "910119116141"
LINES = (
    f"{ONE},1,2026-12-31,2026-01..2026-03 2026-05,\n",
    f"{TWO},0,,,2020-01\n",
    f"{THREE},0,2026-03-31,,\n",
)
PAID = frozenset(Month(2026, number) for number in (1, 2, 3, 5))
RECORDS = {
    ONE: Record(True, date(2026, 12, 31), AS_OF, PAID, frozenset()),
    TWO: Record(False, None, AS_OF, frozenset(), frozenset({Month(2020, 1)})),
    THREE: Record(False, date(2026, 3, 31), AS_OF, frozenset(), frozenset()),
    ABSENT: None,
}


def write(path: Path, *lines: str) -> Path:
    """Write a file of people."""
    path.write_text(HEADER + "".join(lines), "utf-8")
    return path


def made(folder: Path, *lines: str, as_of: date = AS_OF, secret: bytes = SECRET, may_shrink: bool = False) -> Built:
    """Build a snapshot of lines, LINES when none are given."""
    source = write(folder.parent / "people.csv", *(lines or LINES))
    return build(source, folder, secret, as_of, quiet, may_shrink=may_shrink)


def quiet(stage: str, done: int, of_all: int, people: int) -> None:
    """Tell nobody."""


def at_stage(wanted: str, act: Callable[[], None]) -> Callable[[str, int, int, int], None]:
    """Return a teller that acts when so much of a stage is done."""

    def tell(stage: str, done: int, _: int, __: int) -> None:
        if f"{stage} {done}" == wanted:
            act()

    return tell


def names(folder: Path) -> list[str]:
    """Return all that lies in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


def files_of(*numbers: int) -> list[str]:
    """Return what lies in the folder of these snapshots."""
    return ["CURRENT", *(f"registry-{n:06}.db{more}" for n in numbers for more in ("", ".sha256"))]
