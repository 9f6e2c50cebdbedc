"""Score a file of questions: how often the right article is said, offered, missed; see docs/scoring.md."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.knowledge.fault import FaultError
from app.model import Kind, Lang

OUTCOMES = ("right", "offered", "wrong", "missed")
REFUSALS = (Kind.NOTHING, Kind.GREETING, Kind.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Row:
    """A question with the slugs that are right for it; none means that no article answers it."""

    text: str
    lang: str
    style: str
    expect: tuple[str, ...]

    @property
    def chat_lang(self) -> Lang:
        """Return the language of the chat it is asked in."""
        return Lang.KK if self.lang == "kk" else Lang.RU


@dataclass(frozen=True, slots=True)
class Said:
    """What was said to a row: the kind, the slugs said or offered, how surely."""

    kind: Kind
    slugs: tuple[str, ...]
    confidence: float | None


def read_rows(text: str) -> tuple[Row, ...]:
    """Read JSON lines of text, lang, style, expect. Raises FaultError with the line."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            tree = json.loads(line)
            row = Row(tree["text"], tree["lang"], tree["style"], tuple(tree["expect"]))
            if not isinstance(tree["expect"], list) or not all(isinstance(s, str) for s in (row.text, *row.expect)):
                raise TypeError("of another type")
        except (ValueError, KeyError, TypeError) as error:
            raise FaultError(number, f"a row has text, lang, style and expect ({error})") from None
        if row.lang not in ("kk", "ru", "mixed"):
            raise FaultError(number, f"'{row.lang}' is not a language; use kk, ru or mixed")
        rows.append(row)
    return tuple(rows)


def outcome(row: Row, said: Said) -> str:
    """Return right, offered, wrong or missed; of a row without expectation refused, false_answers or bothered."""
    if not row.expect:
        if said.kind in REFUSALS:
            return "refused"
        return "bothered" if said.kind is Kind.CHOICES else "false_answers"
    if said.kind is Kind.EMERGENCY:
        return "right" if "emergency" in row.expect else "wrong"
    hit = bool(set(said.slugs) & set(row.expect))
    if said.kind is Kind.CHOICES:
        return "offered" if hit else "missed"
    if said.kind is Kind.NOTHING:
        return "missed"
    return "right" if hit else "wrong"


def score(rows: Sequence[Row], ask: Callable[[str, Lang], Said]) -> dict[str, Any]:
    """Ask every row and return the figures of scoring, with the rows that failed."""
    times, told = [], []
    for row in rows:
        begun = time.perf_counter()
        said = ask(row.text, row.chat_lang)
        times.append((time.perf_counter() - begun) * 1000)
        told.append((row, said, outcome(row, said)))
    inside = [(row, result) for row, _, result in told if row.expect]
    outside = Counter(result for row, _, result in told if not row.expect)
    return {
        "in_scope": _counts(result for _, result in inside),
        "off_topic": {"n": outside.total()}
        | {name: outside[name] for name in ("refused", "bothered", "false_answers")},
        "by_style": _grouped((row.style, result) for row, result in inside),
        "by_lang": _grouped((row.lang, result) for row, result in inside),
        "latency_ms": {"p50": _percentile(times, 0.5), "p99": _percentile(times, 0.99)},
        "failures": list(_failures(told)),
    }


def _counts(results: Iterable[str]) -> dict[str, int]:
    counter = Counter(results)
    return {"n": counter.total()} | {name: counter[name] for name in OUTCOMES}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name, result in pairs:
        groups[name].append(result)
    return {name: _counts(results) for name, results in sorted(groups.items())}


def _percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3) if ordered else 0.0


def _failures(told: Iterable[tuple[Row, Said, str]]) -> Iterator[dict[str, Any]]:
    for row, said, result in told:
        if result not in ("right", "refused"):
            yield {
                "text": row.text,
                "expect": list(row.expect),
                "outcome": result,
                "got": str(said.kind),
                "slugs": list(said.slugs),
                "confidence": said.confidence,
            }
