"""A registry of people who never were: born in the 1800s, each with a telling history on 22 November 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from flask import Flask

from app import create_app
from app.gate.gate import open_gate
from app.web.desk import Desk
from lookup.month import Month, months
from lookup.provider import Provider, Record, Unavailable

AS_OF = date(2026, 11, 21)
NOON = 1_795_330_800  # 22 November 2026, 12:00:00 in Kazakhstan
WORKS, GRACE, DEBT, PREPAID = "580208174685", "080831197796", "161121219502", "910119116141"
CHILD, NEW, NEVER, DIFFERS = "150604278519", "120715124869", "981116219685", "220320120136"
LATER, WORD_ALONE = "840219200316", "790607100476"  # insured by the registry's word alone: no month explains it
ABSENT = "710306146225"
ODD = "150515710002"  # its seventh digit is 7: looked up only when the person is sure
SLIP = "580208174686"
BIN = "180540000002"


def record(
    *,
    insured: bool = True,
    until: str | None = None,
    paid: tuple[str, str] | None = None,
    state: tuple[str, str] | None = None,
) -> Record:
    """Return a record with months from … to …."""
    return Record(insured, date.fromisoformat(until) if until else None, AS_OF, _span(paid), _span(state))


def _span(ends: tuple[str, str] | None) -> frozenset[Month]:
    return frozenset(months(Month.parse(ends[0]), Month.parse(ends[1]))) if ends else frozenset()


PEOPLE = {
    WORKS: record(until="2026-12-31", paid=("2024-01", "2026-09")),
    GRACE: record(until="2026-11-30", paid=("2024-09", "2026-08")),
    DEBT: record(insured=False, paid=("2025-01", "2026-03")),
    PREPAID: record(until="2027-10-31", paid=("2026-11", "2027-10")),
    CHILD: record(state=("2025-01", "2026-11")),
    NEW: record(insured=False, paid=("2026-08", "2026-09")),
    NEVER: record(insured=False),
    DIFFERS: record(insured=False, paid=("2024-01", "2026-09")),
    LATER: record(insured=False, paid=("2027-01", "2027-12")),
    WORD_ALONE: record(until="2026-12-31"),
    ODD: record(until="2026-12-31", paid=("2024-01", "2026-09")),
}


class People:
    """A registry in memory; `down` makes it unavailable, `asked` counts what was asked."""

    def __init__(self) -> None:
        self.down = False
        self.asked = 0

    def find(self, iin: str) -> Record | None:
        """Return the record of a number."""
        self.asked += 1
        if self.down:
            raise Unavailable("down")
        return PEOPLE.get(iin)

    def close(self) -> None:
        """Do nothing."""


def over(app: Flask, folder: Path, provider: Provider | None, *, detail: bool = True, proxies: int = 0) -> Flask:
    """Return an application with the library of another, at noon, over a registry; limits are counted in a folder."""
    here: Desk = app.extensions["komek"]()
    made = create_app(app.extensions["komek.settings"])
    gate = open_gate(f"sqlite:///{folder}/limits.db", here.secret_key, 1)
    moved = replace(here, provider=provider, gate=gate, now=lambda: NOON, detail=detail, proxies=proxies)
    made.extensions["komek"] = lambda: moved
    return made
