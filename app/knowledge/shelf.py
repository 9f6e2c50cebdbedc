"""A content folder as it stands on disk: what could be read of it, and every fault of what could not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from app.knowledge.articles import Draft, Front, read_article, read_front
from app.knowledge.calibration import Calibration, read_calibration
from app.knowledge.daysoff import DaysOff, read_days_off
from app.knowledge.emergency import Signs, read_signs
from app.knowledge.fault import Fault, FaultError, read_text
from app.knowledge.glossary import Glossary, read_glossary
from app.knowledge.offtopic import read_off_topic
from app.knowledge.rates import Rates, read_rates
from app.knowledge.score import Row, read_rows
from app.knowledge.spoken import Spoken, read_spoken

FILES = (
    "rates.yaml",
    "days-off.yaml",
    "glossary.yaml",
    "front.yaml",
    "emergency.yaml",
    "off-topic.yaml",
    "asked.jsonl",
    "spoken.yaml",
    "calibration.json",
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything read from a content folder, good or not. A file that cannot be read is None and has a fault."""

    drafts: tuple[Draft, ...]
    rates: Rates | None
    days_off: DaysOff | None
    glossary: Glossary | None
    front: Front | None
    signs: Signs | None
    off_topic: tuple[str, ...] | None
    asked: tuple[Row, ...] | None
    spoken: Spoken | None
    calibration: Calibration | None
    version: str
    faults: tuple[Fault, ...] = field(default=())


def read_shelf(root: Path) -> Shelf:
    """Read a content folder: kk/, ru/ and FILES. Never raises for what an editor wrote."""
    faults: list[Fault] = []
    drafts: list[Draft] = []
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".")):
        name = path.relative_to(root).as_posix()
        digest.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
        if name in FILES:
            continue
        if draft := _read(root, name, partial(read_article, name), faults):
            drafts.append(draft)
    return Shelf(
        drafts=tuple(drafts),
        rates=_read(root, "rates.yaml", read_rates, faults),
        days_off=_read(root, "days-off.yaml", read_days_off, faults),
        glossary=_read(root, "glossary.yaml", read_glossary, faults),
        front=_read(root, "front.yaml", read_front, faults),
        signs=_read(root, "emergency.yaml", read_signs, faults),
        off_topic=_read(root, "off-topic.yaml", read_off_topic, faults),
        asked=_read(root, "asked.jsonl", read_rows, faults),
        spoken=_read(root, "spoken.yaml", read_spoken, faults),
        calibration=_read(root, "calibration.json", read_calibration, faults),
        version=digest.hexdigest()[:12],
        faults=tuple(faults),
    )


def _read(root: Path, name: str, reader: Callable[[str], T], faults: list[Fault]) -> T | None:
    try:
        return reader(read_text(root / name))
    except FileNotFoundError:
        faults.append(Fault(name, 1, "the file is missing; restore it"))
    except FaultError as error:
        faults.append(Fault(name, error.line, error.message))
    return None
