"""The page that tells what the bench measured."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one method: shares of 1, milliseconds for one question, seconds, megabytes.

    `pace`: milliseconds of a million additions in the same process, the mean of right before and right after.
    """

    asked: int
    first: float
    among_three: float
    p50: float
    p99: float
    ready: float
    index: float
    process: float
    pace: float


@dataclass(frozen=True, slots=True)
class Row:
    """A method at one scale. `figures` is None when it could not be measured, and `why` says why."""

    scale: int
    method: str
    phrasings: int
    figures: Figures | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one method may take: seconds for questions, hours and gigabytes for all; the least questions and all."""

    seconds: float
    hours: float
    memory: float
    least: int
    questions: int


HEAD = """\
# How well and how fast the right article is found

Made by `make bench` on {today}, Python {python}.

Each method runs in a process of its own, on one thread, with at most {memory:.0f} GB of memory and {hours:g} h.
One that needs more has a row of dashes. All methods have the same phrasings, and the peers get words folded as
ours are.

There are {questions} questions: those in scope of `tests/content/dev.jsonl` and `tests/content/fresh.jsonl`, mixed
once and for all. A method is *asked* as many as it answers in {seconds:.0f} s, but at least {least}. Accuracy and
time are over those, so a difference of a few points says little where they are few.

- *first*, *among three*: the share of questions whose right article was found so.
- *p50*, *p99*: the time for one question, after one to warm up. *× ours*: p50 against that of ours in the same run.
- *pace*: a million additions in plain Python, in the same process right before and after the questions; a usual server
  core needs 50 to 80 ms. *p50 / pace* may be compared between runs, since the speed of a shared machine varies.
- *ready*: from the content read until the first question can be asked.
- *index*: what the process grew by in that time. *process*: its whole size after the questions.
- *ours, building* is a first start, which makes the index. *ours, reading* is a worker that only reads the index kept
  by an earlier start ([0007](adr/0007-index-cache.md)) and answers; its process holds no drafts and no web server.
"""
COLUMNS = (
    "method", "asked", "first", "among three", "p50 ms", "p99 ms", "× ours", "pace ms", "p50 / pace",
    "ready s", "index MB", "process MB",
)  # fmt: skip


def page(rows: Sequence[Row], ours: str, bounds: Bounds, today: str) -> str:
    """Return the page; `ours` names the method that the others are compared with."""
    lines = HEAD.format(
        today=today,
        python=platform.python_version(),
        memory=bounds.memory,
        hours=bounds.hours,
        seconds=bounds.seconds,
        least=bounds.least,
        questions=bounds.questions,
    ).splitlines()
    own = {row.scale: row.figures for row in rows if row.method == ours and row.figures}
    for scale in dict.fromkeys(row.scale for row in rows):
        lines += _section([row for row in rows if row.scale == scale], own.get(scale))
    least = min(own, default=0)
    grows = [f"{scale} × the content {f.p50 / own[least].p50:.1f} times" for scale, f in own.items() if scale > least]
    if grows:
        lines += ["", f"One question of ours takes, against {least} × the content: {', '.join(grows)} as long."]
    return "\n".join(lines) + "\n"


def _section(rows: Sequence[Row], own: Figures | None) -> Iterator[str]:
    phrasings = max(row.phrasings for row in rows)
    yield from ("", f"## {rows[0].scale} × the content: {phrasings:,} phrasings".replace(",", " "), "")
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"| --- |{' ---: |' * (len(COLUMNS) - 1)}"
    for row in rows:
        yield f"| {row.method} | {' | '.join(_cells(row.figures, own))} |"
    for row in rows:
        if not row.figures:
            yield from ("", f"{row.method}: {row.why}.")


def _cells(figures: Figures | None, own: Figures | None) -> Sequence[str]:
    if not figures:
        return ["–"] * (len(COLUMNS) - 1)
    return (
        str(figures.asked),
        f"{100 * figures.first:.1f} %",
        f"{100 * figures.among_three:.1f} %",
        f"{figures.p50:.2f}",
        f"{figures.p99:.2f}",
        f"{figures.p50 / own.p50:.2f}" if own else "–",
        f"{figures.pace:.0f}",
        f"{figures.p50 / figures.pace:.4f}",
        f"{figures.ready:.1f}",
        f"{figures.index:.0f}",
        f"{figures.process:.0f}",
    )
