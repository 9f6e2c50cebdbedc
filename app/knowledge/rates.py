"""The year's figures: minimum wage, rates and caps from content/rates.yaml, and the sums that follow from them.

Every figure in an answer comes through here by name, e.g. `{{ self_payer.month }}`. On 1 January the names
mean the new year's figures. Base: Law of the Republic of Kazakhstan No. 405-V of 16.11.2015, articles 26 to 29.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

from app.knowledge.fault import Fault, FaultError, Mapped, did_you_mean, read_yaml
from app.model import Source

HIGHEST = 10**9  # no figure of the insurance is near it
WARN_DAYS = 60  # the budget law of the next year is due in the first half of December


class Unit(StrEnum):
    """How a figure is written: tenge, per cent, a multiple, a calendar year."""

    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit and the key of its source in rates.yaml (empty for a computed one)."""

    value: Decimal
    unit: Unit
    source: str = ""


# name in rates.yaml -> unit; the first group must stand in every year, the second only where it applies
REQUIRED: Mapping[str, Unit] = {
    "minimum_wage": Unit.MONEY,
    "mci": Unit.MONEY,
    "employer.rate": Unit.PERCENT,
    "employer.cap": Unit.NUMBER,
    "employee.rate": Unit.PERCENT,
    "employee.cap": Unit.NUMBER,
    "entrepreneur.rate": Unit.PERCENT,
    "entrepreneur.base": Unit.NUMBER,
    "self_payer.rate": Unit.PERCENT,
    "state.rate": Unit.PERCENT,
}
OPTIONAL: Mapping[str, Unit] = {
    "self_employed.rate": Unit.PERCENT,
    "self_employed.total": Unit.PERCENT,
    "self_employed.income_cap": Unit.NUMBER,
    "single_payment.rate": Unit.PERCENT,
    "local.rate": Unit.PERCENT,
}
Amounts = Mapping[str, Decimal]
# computed sums, all in tenge
DERIVED: Mapping[str, Callable[[Amounts], Decimal]] = {
    "self_payer.month": lambda f: f["minimum_wage"] * f["self_payer.rate"] / 100,
    "self_payer.year": lambda f: f["minimum_wage"] * f["self_payer.rate"] / 100 * 12,
    "entrepreneur.month": lambda f: f["minimum_wage"] * f["entrepreneur.base"] * f["entrepreneur.rate"] / 100,
    "entrepreneur.year": lambda f: f["minimum_wage"] * f["entrepreneur.base"] * f["entrepreneur.rate"] / 100 * 12,
    "employee.cap_income": lambda f: f["minimum_wage"] * f["employee.cap"],
    "employee.max": lambda f: f["minimum_wage"] * f["employee.cap"] * f["employee.rate"] / 100,
    "employee.of_minimum_wage": lambda f: f["minimum_wage"] * f["employee.rate"] / 100,
    "employer.cap_income": lambda f: f["minimum_wage"] * f["employer.cap"],
    "employer.max": lambda f: f["minimum_wage"] * f["employer.cap"] * f["employer.rate"] / 100,
    "employer.of_minimum_wage": lambda f: f["minimum_wage"] * f["employer.rate"] / 100,
    "self_employed.income_limit": lambda f: f["mci"] * f["self_employed.income_cap"],
}
NAMES = ("year", *REQUIRED, *OPTIONAL, *DERIVED)
PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_REFERENCE = re.compile(r"(?:(last|20\d\d)\.)?([a-z_]+(?:\.[a-z_]+)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class YearRates:
    """The figures of one year by name, those of the file and those computed."""

    year: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Rates:
    """Figures by year, and the sources they name."""

    years: Mapping[int, YearRates]
    sources: Mapping[str, Source]

    def year_for(self, today: date) -> int:
        """Return the year whose figures hold today: this year, or the last one known before it."""
        known = [year for year in self.years if year <= today.year]
        return max(known) if known else min(self.years)

    def figure(self, reference: str, year: int) -> Figure:
        """Return the figure a placeholder names, e.g. `self_payer.month`, `last.year`, `2023.mci`.

        Raises KeyError with a sentence that names the cure.
        """
        found = _REFERENCE.fullmatch(reference)
        if not found:
            raise KeyError(f"'{{{{ {reference} }}}}' is not a figure; write e.g. {{{{ self_payer.month }}}}")
        prefix, name = found.groups()
        wanted = year if prefix is None else year - 1 if prefix == "last" else int(prefix)
        if wanted not in self.years:
            raise KeyError(f"rates.yaml has no figures of {wanted}; it has {', '.join(map(str, self.years))}")
        figures = self.years[wanted].figures
        if name not in figures:
            known = "" if name in NAMES else did_you_mean(name, NAMES)
            raise KeyError(f"rates.yaml has no '{name}' for {wanted}{known}")
        return figures[name]

    def warnings(self, today: date, path: str) -> Iterator[Fault]:
        """Warn from 60 days before a year begins that its figures are missing, and after."""
        for year in (today.year, (today + timedelta(days=WARN_DAYS)).year):
            if year not in self.years:
                yield Fault(path, 1, f"no figures of {year} yet; add them under 'years'", True)
                return


def read_rates(text: str) -> Rates:
    """Read rates.yaml. Raises FaultError at the first line that is wrong."""
    top = read_yaml(text)
    tree = _dict(top, "rates.yaml holds 'years' and 'sources'")
    for key, item in tree.items():
        if key not in ("years", "sources"):
            raise FaultError(item.line, f"unknown key '{key}'{did_you_mean(key, ('years', 'sources'))}")
    for key in ("years", "sources"):
        if key not in tree:
            raise FaultError(1, f"key '{key}' is missing")
    sources = {key: read_source(item) for key, item in _dict(tree["sources"], "sources by key").items()}
    years = {}
    for key, item in _dict(tree["years"], "years, e.g. 2026:").items():
        if not re.fullmatch(r"20\d\d", key, re.ASCII):
            raise FaultError(item.line, f"'{key}' is not a year; write e.g. 2026")
        years[int(key)] = _year(int(key), item, sources)
    if not years:
        raise FaultError(tree["years"].line, "there are no years; add the figures of at least one")
    return Rates(dict(sorted(years.items())), sources)


def read_source(item: Mapped) -> Source:
    """Read a source: `title` and either `link` (https) or `document`. Raises FaultError."""
    tree = _dict(item, "a source has a title and a link or document")
    for key, value in tree.items():
        if key not in ("title", "link", "document"):
            raise FaultError(value.line, f"unknown key '{key}'{did_you_mean(key, ('title', 'link', 'document'))}")
        if not isinstance(value.value, str) or not value.value.strip():
            raise FaultError(value.line, f"'{key}' needs text")
    if "title" not in tree or ("link" in tree) == ("document" in tree):
        raise FaultError(item.line, "a source needs 'title' and one of 'link' or 'document'")
    link = tree["link"].value if "link" in tree else None
    if link is not None and not re.fullmatch(r"https?://[^\s<>\"]+", link):
        raise FaultError(tree["link"].line, f"'{link}' is not an address; write it as https://…")
    return Source(tree["title"].value, link, tree["document"].value if "document" in tree else None)


def _dict(item: Mapped, what: str) -> dict[str, Mapped]:
    if not isinstance(item.value, dict):
        raise FaultError(item.line, f"expected {what}")
    return item.value


def _year(year: int, item: Mapped, sources: Mapping[str, Source]) -> YearRates:
    figures = {"year": Figure(Decimal(year), Unit.YEAR)}
    units = {**REQUIRED, **OPTIONAL}
    for name, entry in _dict(item, "figures by name").items():
        if name not in units:
            raise FaultError(entry.line, f"unknown figure '{name}'{did_you_mean(name, units)}")
        fields = _dict(entry, "{is: value, source: key}")
        if set(fields) != {"is", "source"}:
            raise FaultError(entry.line, f"'{name}' needs 'is' and 'source'")
        source = str(fields["source"].value)
        if source not in sources:
            raise FaultError(entry.line, f"unknown source '{source}'{did_you_mean(source, sources)}")
        try:
            value = Decimal(str(fields["is"].value))
        except InvalidOperation:
            value = Decimal("nan")
        if not value.is_finite() or not 0 < value < HIGHEST:
            raise FaultError(entry.line, f"'{fields['is'].value}' is not a number above 0")
        figures[name] = Figure(value, units[name], source)
    if missing := [name for name in REQUIRED if name not in figures]:
        raise FaultError(item.line, f"{year} lacks {', '.join(missing)}")
    amounts = {name: figure.value for name, figure in figures.items()}
    for name, formula in DERIVED.items():
        try:
            tenge = formula(amounts).quantize(Decimal(1), ROUND_HALF_UP)
        except KeyError:
            continue  # an optional figure is absent in this year, and so is what follows from it
        figures[name] = Figure(tenge, Unit.MONEY)
    return YearRates(year, figures)
