"""Snapshots: whole or not at all, however a build ends; refused when a bit of them is wrong; no IIN in any file."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lookup.build import Built, NoBuild, build
from lookup.provider import Record
from lookup.snapshot import BadSnapshot, open_snapshot, serving, verified
from lookup.sqlite import SqliteProvider
from tests.lookup.registry import (
    ABSENT,
    AS_OF,
    HEADER,
    LINES,
    ONE,
    RECORDS,
    SECRET,
    THREE,
    TWO,
    files_of,
    made,
    names,
    quiet,
    write,
)

ROOT = Path(__file__).resolve().parents[2]
NEXT = date(2026, 11, 23)
NOTHING = Record(False, None, AS_OF, frozenset(), frozenset())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the place of a registry."""
    return tmp_path / "registry"


def asked(folder: Path) -> dict[str, Record | None]:
    """Return what a reader that starts now says of the four."""
    provider = SqliteProvider(folder, SECRET)
    try:
        return {iin: provider.find(iin) for iin in RECORDS}
    finally:
        provider.close()


def test_what_was_handed_over_is_answered(folder: Path) -> None:
    built = made(folder)
    assert built == Built(folder / "registry-000001.db", 3, {})
    assert (asked(folder), names(folder)) == (RECORDS, files_of(1))


def test_the_digest_is_one_that_sha256sum_reads(folder: Path) -> None:
    made(folder)
    command = ["sha256sum", "--check", "registry-000001.db.sha256"]
    told = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - no outside input
    assert (told.returncode, told.stdout) == (0, b"registry-000001.db: OK\n")


def test_the_newest_three_are_kept_and_the_one_that_serves(folder: Path) -> None:
    for _ in range(4):
        made(folder)
    assert names(folder) == files_of(2, 3, 4)
    (folder / "CURRENT").write_text("registry-000002.db\n")
    assert asked(folder) == RECORDS
    made(folder)
    assert (serving(folder).name, names(folder)) == ("registry-000005.db", files_of(3, 4, 5))


def test_going_back_is_to_point_to_the_one_before(folder: Path) -> None:
    made(folder)
    made(folder, f"{ONE},0,,,\n", may_shrink=True)
    assert asked(folder) == {**dict.fromkeys(RECORDS), ONE: NOTHING}
    (folder / "CURRENT").write_text("registry-000001.db\n")
    assert asked(folder) == RECORDS


def test_lines_left_out_are_told_by_number_and_code_alone(folder: Path, tmp_path: Path) -> None:
    bad = ("580208174686,1,,,\n", f"{ABSENT},2,,,\n", f"{ONE},0,,,\n", "\n", f"{ONE},0,,,\n")
    rejects = io.StringIO()
    built = build(write(tmp_path / "people.csv", *LINES, *bad), folder, SECRET, AS_OF, quiet, rejects)
    assert rejects.getvalue().splitlines() == [
        "5,hard:control_digit",
        "6,insured",
        "7,duplicate of line 2",
        "9,duplicate of line 7",
    ]
    assert (built.people, built.refused) == (3, {"hard:control_digit": 1, "insured": 1, "duplicate": 2})
    assert asked(folder) == RECORDS  # the first line of a person stands


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "people.csv: the first line of the file must be: iin,insured,until,paid,state"),
        ("iin;insured\n", "people.csv: the first line of the file must be: iin,insured,until,paid,state"),
        (HEADER, "No line of people.csv could be taken. Refused: nothing."),
        (
            HEADER + f"{ONE},,,,\n{TWO},,,,\n1,,,,\n",
            "No line of people.csv could be taken. Refused: 2 insured, 1 hard:length.",
        ),
    ],
)
def test_a_file_of_nothing_is_refused(text: str, sentence: str, folder: Path, tmp_path: Path) -> None:
    made(folder)
    (tmp_path / "people.csv").write_text(text)
    with pytest.raises(NoBuild) as raised:
        build(tmp_path / "people.csv", folder, SECRET, AS_OF, quiet)
    assert (str(raised.value), asked(folder), names(folder)) == (sentence, RECORDS, files_of(1))


def test_half_a_file_is_refused_unless_it_is_right(folder: Path) -> None:
    made(folder)
    with pytest.raises(NoBuild) as raised:
        made(folder, *LINES[:2])
    assert str(raised.value) == (
        "2 people instead of 3: more than 5 % are missing, as in half a file. "
        "If this is right, build again with --allow-shrink."
    )
    assert (asked(folder), names(folder)) == (RECORDS, files_of(1))
    made(folder, *LINES[:2], may_shrink=True)
    assert asked(folder) == RECORDS | {THREE: None}


def test_two_builds_at_once_are_refused(folder: Path) -> None:
    made(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)  # even a mere reader of the lock keeps a build out
        with pytest.raises(NoBuild) as raised:
            made(folder)
    finally:
        os.close(handle)
    assert str(raised.value) == f"Another build is at work in {folder}; wait until it has ended."


POINTS = (
    "reading 101",
    "writing 3",
    "writing 4",
    "proving 0",
    "proving 1",
    "rename registry-000002.db.sha256",
    "rename registry-000002.db",
    "rename CURRENT",
)


@pytest.mark.parametrize("point", POINTS)
def test_a_build_that_is_killed_leaves_what_serves_and_no_rubbish(point: str, folder: Path, tmp_path: Path) -> None:
    made(folder)
    other = write(tmp_path / "other.csv", *(f"{iin},0,,,\n" for iin in RECORDS))
    command = [sys.executable, "-m", "tests.lookup.killed", str(other), str(folder), point]
    ended = subprocess.run(  # noqa: S603 - no outside input
        command, cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (-9, b"", b"")
    assert (asked(folder), serving(folder).name) == (RECORDS, "registry-000001.db")
    built = build(other, folder, SECRET, AS_OF, quiet)
    kept = [1, 2, 3] if point == "rename CURRENT" else [1, 2]  # that one was whole, and nobody pointed to it
    assert (asked(folder), names(folder)) == (dict.fromkeys(RECORDS, NOTHING), files_of(*kept))
    assert built.path.name == f"registry-{kept[-1]:06}.db"


@contextmanager
def _small_disk(room: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [10, 1000, 5000])
def test_a_build_without_room_leaves_what_serves(room: int, folder: Path, tmp_path: Path) -> None:
    made(folder)
    source = write(tmp_path / "people.csv", *LINES)
    with _small_disk(room), pytest.raises(NoBuild):
        build(source, folder, SECRET, AS_OF, quiet)
    assert (asked(folder), names(folder)) == (RECORDS, files_of(1))


def test_a_full_disk_is_told_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    source = write(tmp_path / "people.csv", "1,,,,\n")
    with pytest.raises(NoBuild) as raised:
        build(source, folder, SECRET, AS_OF, quiet, Full())
    assert str(raised.value) == "The disk is full. Make room and build again; what serves has not changed."


def test_every_flipped_bit_and_every_cut_is_seen(folder: Path) -> None:
    path = made(folder).path
    whole = path.read_bytes()
    broken = [whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :] for at in range(0, len(whole), 97)]
    broken += [whole[:-1], whole[: len(whole) // 2], b"", whole + b"\0"]
    for text in broken:
        path.write_bytes(text)
        with pytest.raises(BadSnapshot) as raised:
            open_snapshot(path, SECRET)
        assert str(raised.value) == "registry-000001.db is not as it was built: its SHA-256 differs"
    path.write_bytes(whole)
    open_snapshot(path, SECRET)[0].close()


def test_another_key_is_told(folder: Path) -> None:
    path = made(folder).path
    with pytest.raises(BadSnapshot) as raised:
        open_snapshot(path, SECRET[::-1])
    assert str(raised.value) == "registry-000001.db was built with another REGISTRY_KEY"


def test_all_snapshots_are_verified(folder: Path) -> None:
    for _ in range(3):
        made(folder)
    (folder / "registry-000002.db").write_bytes(b"rubbish")
    (folder / "registry-000003.db.sha256").unlink()
    assert list(verified(folder, SECRET)) == [
        ("registry-000001.db", ""),
        ("registry-000002.db", "registry-000002.db is not as it was built: its SHA-256 differs"),
        ("registry-000003.db", "registry-000003.db cannot be read: No such file or directory"),
    ]


def test_a_large_file_is_read_by_helpers(folder: Path, tmp_path: Path) -> None:
    wide = [line.replace(",0,", f",0{' ' * 3_000_000},").replace(",1,", f",{' ' * 3_000_000}1,") for line in LINES]
    rejects = io.StringIO()
    source = write(tmp_path / "people.csv", *wide, "1,,,,\n", LINES[0])
    built = build(source, folder, SECRET, AS_OF, quiet, rejects)
    assert (built.people, asked(folder)) == (3, RECORDS)
    assert rejects.getvalue() == "5,hard:length\n6,duplicate of line 2\n"


def test_the_day_is_that_of_the_data(folder: Path) -> None:
    made(folder, as_of=NEXT)
    wanted = {iin: record and replace(record, as_of=NEXT) for iin, record in RECORDS.items()}
    assert asked(folder) == wanted


def holding(folder: Path, iin: str) -> list[str]:
    """Return the files that hold a number: as text, as a whole number of SQLite, or as two bytes a digit."""
    forms = (iin.encode(), int(iin).to_bytes(6, "big"), int(iin).to_bytes(8, "little"), iin.encode("utf-16-le"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


def test_no_file_holds_a_number(folder: Path, tmp_path: Path) -> None:
    seen: list[str] = []

    def look(*_: object) -> None:
        seen.extend(name for iin in (ONE, TWO, THREE, ABSENT) for name in holding(folder, iin))

    source = write(tmp_path / "people.csv", *LINES, f"{ABSENT},bad,,,\n", f"{ONE[:11]}6,1,,,\n", LINES[0])
    with (folder.parent / "rejects.csv").open("w") as rejects:
        build(source, folder, SECRET, AS_OF, look, rejects)
    source.unlink()
    assert seen + [name for iin in (ONE, TWO, THREE, ABSENT, f"{ONE[:11]}6") for name in holding(tmp_path, iin)] == []
    assert (tmp_path / "rejects.csv").read_text().splitlines() == [
        "5,insured",
        "6,hard:control_digit",
        "7,duplicate of line 2",
    ]


def test_the_scan_finds_a_number_that_is_there(folder: Path) -> None:
    path = made(folder).path
    db = sqlite3.connect(path)
    db.execute("create table planted (iin)")
    db.executemany("insert into planted values (?)", [(int(ONE),), (TWO,), (THREE.encode(),)])
    db.commit()
    db.close()
    assert [holding(folder, iin) for iin in (ONE, TWO, THREE, ABSENT)] == [[path.name]] * 3 + [[]]
