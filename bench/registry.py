"""How fast a registry is built and asked, beside the sqlite3 command and a bare SELECT, and whether answers stay whole.

    .venv/bin/python bench/registry.py --people 200000          prints a table
    .venv/bin/python bench/registry.py --people 2000000 --write  also keeps it in docs/benchmark-registry.md

The people are invented. The same file is imported by `sqlite3 .import` in the same run, before and after our build;
ratios are worth more than times, which are those of one machine.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import islice
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lookup.build import build  # noqa: E402 - the project is not installed, it is run from its folder
from lookup.demo import lines  # noqa: E402
from lookup.key import key_of  # noqa: E402
from lookup.provider import Unavailable  # noqa: E402
from lookup.snapshot import connect, serving  # noqa: E402
from lookup.sqlite import SqliteProvider  # noqa: E402

TABLE = ROOT / "docs/benchmark-registry.md"
SECRET = b"a key for measuring, of 32 bytes"
DAY = date(2026, 11, 22)
LOOKUPS = 50_000
SWAPS = 20
CROWD = 2000  # people of the registry that is swapped under load
IMPORT = (
    "pragma journal_mode = off",
    "pragma synchronous = off",
    "create table people (iin integer primary key, insured integer, until text, paid text, state text)",
    ".mode csv",
)


def imported(source: Path, folder: Path) -> tuple[float, float]:
    """Return the seconds that the sqlite3 command takes for the file, into a table that can be asked by number.

    By the clock, and of the processor.
    """
    target = folder / "imported.db"
    begun, before = time.perf_counter(), _processor(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603 - no outside input
        ["sqlite3", str(target), *IMPORT, f".import --skip 1 {source} people"],  # noqa: S607 - the one on the path
        check=True,
        stdout=subprocess.DEVNULL,
    )
    took = time.perf_counter() - begun, _processor(resource.RUSAGE_CHILDREN) - before
    target.unlink()
    return took


def _processor(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def built(source: Path, folder: Path) -> dict[str, float]:
    """Build in a process of its own; return seconds, and the most memory of it and its helpers together."""
    told = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, __file__, "--build", str(source), str(folder)], check=True, capture_output=True, text=True
    )
    result: dict[str, float] = json.loads(told.stdout)
    return result


def build_here(source: Path, folder: Path) -> None:
    """Build, and print what it took."""
    begun = time.perf_counter()
    made = build(source, folder, SECRET, DAY, lambda *_: None)
    took = time.perf_counter() - begun
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    own, helper = (resource.getrusage(who).ru_maxrss / 1024 for who in both)
    result = {
        "seconds": took,
        "processor": sum(map(_processor, both)),
        "own_mb": own,
        "helper_mb": helper,
        "file_mb": made.path.stat().st_size / 1e6,
    }
    print(json.dumps(result))


def timed(ask: Callable[[Any], object], questions: Sequence[Any]) -> list[float]:
    """Return how many microseconds each question takes, least first."""
    took = []
    for question in questions:
        begun = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - begun) * 1e6)
    return sorted(took)


def looked_up(folder: Path, iins: Sequence[str]) -> dict[str, float]:
    """Return p50 and p99 of a look-up of ours, and of a bare SELECT by whole-number key, in turns."""
    provider, rows = SqliteProvider(folder, SECRET), connect(serving(folder))
    keys = [key_of(iin, SECRET) for iin in iins]
    select = "select insured, until, paid, state from people where key = ?"

    def bare(key: int) -> object:
        return rows.execute(select, (key,)).fetchone()

    timed(bare, keys), timed(provider.find, iins)  # both warm
    ours, peer = [], []
    for at in range(0, len(iins), 1000):
        peer += timed(bare, keys[at : at + 1000])
        ours += timed(provider.find, iins[at : at + 1000])
    provider.close()
    rows.close()
    return {
        f"{name}_{p}": sorted(all_)[len(all_) * p // 100]
        for name, all_ in (("ours", ours), ("bare", peer))
        for p in (50, 99)
    }


def ask_for(folder: Path, iins: Sequence[str], seconds: float, results: Any) -> None:
    """Look up one after another for a while; put the rate."""
    provider = SqliteProvider(folder, SECRET)
    begun, count = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        for iin in iins[count % 1000 : count % 1000 + 100]:
            provider.find(iin)
        count += 100
    results.put(count / (time.perf_counter() - begun))


def watch(folder: Path, iins: Sequence[str], done: Event, results: Any) -> None:
    """Look up until told to end; put how many answers there were, of how many days, and how many were wrong.

    In the snapshot of a day everybody's `until` is that day: an answer of two snapshots would show two days.
    """
    provider = SqliteProvider(folder, SECRET)
    reads = wrong = 0
    days = set()
    while not done.is_set():
        for iin in iins:
            reads += 1
            try:
                record = provider.find(iin)
            except Unavailable:
                wrong += 1
                continue
            if record is None or record.until != record.as_of:
                wrong += 1
            else:
                days.add(record.as_of)
    results.put((reads, len(days), wrong))


def swapped(folder: Path, iins: Sequence[str], swaps: int) -> dict[str, int]:
    """Build one snapshot after another while two processes read; return what they saw."""
    context = multiprocessing.get_context("spawn")
    results, done = context.Queue(), context.Event()
    source = folder / "few.csv"

    def next_day(at: int) -> None:
        day = DAY + timedelta(days=at)
        source.write_text("iin,insured,until,paid,state\n" + "".join(f"{iin},1,{day},,\n" for iin in iins), "utf-8")
        build(source, folder / "swapped", SECRET, day, lambda *_: None)

    next_day(0)
    readers = [context.Process(target=watch, args=(folder / "swapped", iins, done, results)) for _ in range(2)]
    for reader in readers:
        reader.start()
    for at in range(1, swaps + 1):
        time.sleep(1.1)  # the pointer is looked at once a second
        next_day(at)
    time.sleep(1.5)
    done.set()
    told = [results.get() for _ in readers]
    for reader in readers:
        reader.join()
    reads, days, wrong = map(sum, zip(*told, strict=True))
    return {"reads": reads, "days": days, "wrong": wrong, "swaps": swaps}


def rate_of_two(folder: Path, iins: Sequence[str]) -> float:
    """Return look-ups a second of two processes together."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    readers = [context.Process(target=ask_for, args=(folder, iins[at::2], 3.0, results)) for at in range(2)]
    for reader in readers:
        reader.start()
    rate: float = sum(results.get() for _ in readers)
    for reader in readers:
        reader.join()
    return rate


def measure(people: int, swaps: int, folder: Path) -> str:
    """Measure everything for so many people, and return the rows of the table."""
    source = folder / "people.csv"
    with source.open("w", encoding="utf-8") as file:
        file.writelines(lines(DAY, people))
    with source.open() as file:
        every = max(1, people // LOOKUPS)
        iins = [line[:12] for line in islice(file, 1, None, every)][:LOOKUPS]
    imports = [imported(source, folder)]
    ours = built(source, folder / "registry")
    imports.append(imported(source, folder))
    peer, peer_processor = (sum(both) / 2 for both in zip(*imports, strict=True))
    asked = looked_up(folder / "registry", iins)
    rate = rate_of_two(folder / "registry", iins)
    seen = swapped(folder, iins[:CROWD], swaps)
    memory = ours["own_mb"] + 2 * ours["helper_mb"]
    rows = [
        ("the file", f"{source.stat().st_size / 1e6:.0f} MB"),
        (
            "build, with hashes, sorting, proof and digest",
            f"{ours['seconds']:.1f} s, {_n(people / ours['seconds'])} people/s",
        ),
        ("`sqlite3 .import` of the same file, mean of before and after", f"{peer:.1f} s, {_n(people / peer)} people/s"),
        ("rate of the build ÷ rate of `.import`", f"**{peer / ours['seconds']:.2f}**"),
        (
            "processor time: build, `.import`",
            f"{ours['processor']:.1f} s, {peer_processor:.1f} s: {ours['processor'] / peer_processor:.1f} ×",
        ),
        (
            "most memory: this process, plus two helpers",
            f"{ours['own_mb']:.0f} + 2 × {ours['helper_mb']:.0f} = {memory:.0f} MB",
        ),
        ("the snapshot", f"{ours['file_mb']:.0f} MB, {ours['file_mb'] * 1e6 / people:.0f} bytes a person"),
        ("look-up, hash included", f"p50 {asked['ours_50']:.1f} µs, p99 {asked['ours_99']:.1f} µs"),
        (
            "bare SELECT by whole-number key, same process",
            f"p50 {asked['bare_50']:.1f} µs, p99 {asked['bare_99']:.1f} µs",
        ),
        (
            "look-up ÷ bare SELECT",
            f"**{asked['ours_50'] / asked['bare_50']:.2f}** at p50, {asked['ours_99'] / asked['bare_99']:.2f} at p99",
        ),
        ("look-ups a second, two processes together", _n(rate)),
        (
            f"wrong, torn or missing answers in {seen['swaps']} swaps under two readers",
            f"**{seen['wrong']}** of {_n(seen['reads'])}, from {seen['days'] / 2:.0f} different snapshots a reader",
        ),
    ]
    return "\n".join(f"| {name} | {figure} |" for name, figure in rows)


def _n(count: float) -> str:
    return f"{count:,.0f}".replace(",", " ")


def main() -> None:
    """Measure, print the table, and keep it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--swaps", type=int, default=SWAPS)
    parser.add_argument("--write", action="store_true", help=f"put the table into {TABLE.relative_to(ROOT)}")
    parser.add_argument("--build", nargs=2, type=Path, metavar=("FILE", "DIR"), help="build here and print its figures")
    given = parser.parse_args()
    if given.build:
        build_here(*given.build)
        return
    if not shutil.which("sqlite3"):
        raise SystemExit(
            "The sqlite3 command is missing, which we measure beside. On Debian or Ubuntu: apt-get install sqlite3"
        )
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(given.people, given.swaps, Path(folder))
    table = f"## {given.people:,} people\n\n".replace(",", " ") + f"| what | measured |\n| --- | --- |\n{rows}\n"
    print(table)
    if given.write:
        write(table, time.strftime("%Y-%m-%d"))


def write(table: str, today: str) -> None:
    """Put a table into the page, in place of the one for as many people."""
    title = table.partition("\n")[0]
    head = (
        "# How fast a registry is built and asked\n\nMade by `bench/registry.py --write`. Invented people; Python "
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}.\nRatios are worth more than times.\n"
    )
    old = TABLE.read_text("utf-8").split("\n## ")[1:] if TABLE.exists() else []
    kept = [f"## {part.strip()}\n" for part in old if not f"## {part}".startswith(title + "\n")]
    dated = table.replace("\n\n", f"\n\nOn {today}.\n\n", 1)
    TABLE.write_text("\n".join([head, *sorted([*kept, dated], key=_people)]), "utf-8")
    print(f"written: {TABLE.relative_to(ROOT)}")


def _people(part: str) -> int:
    return int(part.partition(" people")[0].removeprefix("## ").replace(" ", ""))


if __name__ == "__main__":
    main()
