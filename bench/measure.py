"""Measure one method at one scale, in a process of its own, and print phrasings and figures as JSON.

    python -m bench.measure METHOD SCALE FOLDER SECONDS

FOLDER, not yet there, is where `ours, building` keeps its index and `ours, reading` finds it.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.knowledge.index import NOTHING
from app.knowledge.keeper import load
from app.knowledge.library import Library, assemble, documents_of, pairs_of, understand
from app.knowledge.score import Row, read_rows
from app.knowledge.shelf import read_shelf
from app.knowledge.text import clean
from bench.grown import grown
from bench.page import Figures
from bench.peers import PEERS, Find

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
QUESTIONS = (ROOT / "tests/content/dev.jsonl", ROOT / "tests/content/fresh.jsonl")
BUILDING, READING = "ours, building", "ours, reading"
OFFERED = 3
LEAST = 3  # questions, however slow a method is
MEMORY = int(0.8 * os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))  # bytes: the machine keeps a fifth


@dataclass(frozen=True, slots=True)
class Ours:
    """Our way: the ranking of the library, without the bands."""

    library: Library

    def __call__(self, text: str) -> Sequence[str]:
        """Return slugs, best first."""
        return [match.slug for match in understand(clean(text), self.library).matches]


F = TypeVar("F", bound=Find)


def peer(method: str, scale: int, seconds: float) -> None:
    """Measure a peer."""
    shelf = grown(read_shelf(CONTENT), scale)
    documents = documents_of(pairs_of(shelf.drafts), shelf.off_topic or (), shelf.asked or ())
    del shelf
    _, figures = measured(lambda: PEERS[method](documents), seconds)
    _tell(sum(len(document.phrases) for document in documents), figures)


def building(scale: int, kept: Path, seconds: float) -> None:
    """Measure ours as it is at a first start, and keep its index in a folder that is there only when it is whole."""
    shelf = grown(read_shelf(CONTENT), scale)
    ours, figures = measured(lambda: Ours(_served(assemble(shelf, []))), seconds)
    _tell(len(ours.library.index.phrases), figures)
    draft = kept.with_suffix(".draft")
    loaded = load(CONTENT, date.today(), draft)
    [file] = draft.iterdir()
    with file.open("wb") as out:
        pickle.dump(replace(loaded, library=ours.library), out, protocol=5)
    draft.rename(kept)


def reading(kept: Path, seconds: float) -> None:
    """Measure ours as it is in a worker that reads a kept index."""
    if not kept.is_dir():
        raise SystemExit(f"'{BUILDING}' has kept no index in this run")
    ours, figures = measured(lambda: Ours(_served(load(CONTENT, date.today(), kept).library)), seconds)
    _tell(len(ours.library.index.phrases), figures)


def measured(make: Callable[[], F], seconds: float) -> tuple[F, Figures]:
    """Make what finds, ask it questions for so many seconds, and return it with what was measured."""
    questions = mixed_questions()
    gc.collect()
    before = _resident()
    begun = time.perf_counter()
    find = make()
    ready = time.perf_counter() - begun
    gc.collect()
    after = _resident()
    before_asking = _pace()
    ranks, millis = _ask(find, questions, seconds)
    after_asking = _pace()
    return find, Figures(
        asked=len(ranks),
        first=sum(rank == 0 for rank in ranks) / len(ranks),
        among_three=sum(rank < OFFERED for rank in ranks) / len(ranks),
        p50=millis[len(millis) // 2],
        p99=millis[int(len(millis) * 0.99)],
        ready=ready,
        index=(after - before) / 2**20,
        process=_resident() / 2**20,
        pace=(before_asking + after_asking) / 2,
    )


def mixed_questions() -> list[Row]:
    """Return the questions that have a right article, mixed, so that the first of them stand for all."""
    rows = [row for path in QUESTIONS for row in read_rows(path.read_text("utf-8")) if row.expect]
    random.Random(0).shuffle(rows)  # noqa: S311 - the same order each time is what is wanted
    return rows


def _ask(find: Find, questions: Sequence[Row], seconds: float) -> tuple[list[int], list[float]]:
    """Return the places of the right articles, 0 the first, and the times in milliseconds, sorted."""
    ranks: list[int] = []
    millis: list[float] = []
    find(questions[0].text)
    end = time.perf_counter() + seconds
    for row in questions:
        begun = time.perf_counter()
        if begun > end and len(ranks) >= LEAST:
            break
        found = find(row.text)
        millis.append((time.perf_counter() - begun) * 1000)
        slugs = [slug for slug in found if slug != NOTHING]
        ranks.append(next((rank for rank, slug in enumerate(slugs) if slug in row.expect), len(slugs) + OFFERED))
    return ranks, sorted(millis)


def _pace() -> float:
    """Return the milliseconds of a million additions now: of a usual server core 50 to 80."""
    begun = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number
    return (time.perf_counter() - begun) * 1000


def _served(library: Library | None) -> Library:
    if library is None:
        raise SystemExit("the content cannot be served: run 'make check'")
    return library


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def _tell(phrasings: int, figures: Figures) -> None:
    print(json.dumps([phrasings, asdict(figures)]), flush=True)


def main(method: str, scale: str, folder: str, seconds: str) -> None:
    """Measure within the bound of memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if method == BUILDING:
        building(int(scale), Path(folder), float(seconds))
    elif method == READING:
        reading(Path(folder), float(seconds))
    else:
        peer(method, int(scale), float(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
