"""What the texts of the guides must hold: the articles of each, the options of its steps, the facts they may name.

This is the data of the guides. An editor writes the texts to it; app/dialogue/guides/ walks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Guided:
    """The data of one guide.

    `entry` is the article that leads in; `steps` the ids of the questions, each with the ids of its options (none
    when it is answered in other ways); `outcomes` the articles of results; `others` those said besides; `facts` what
    the texts may name in {{ }}. The text of a step is the article `<guide>-<step>`.
    """

    entry: str
    steps: Mapping[str, tuple[str, ...]]
    outcomes: tuple[str, ...]
    facts: tuple[str, ...]
    others: tuple[str, ...] = ()


STATUS = Guided(
    entry="status-ask",
    steps={},
    outcomes=(
        *("status-paid", "status-prepaid", "status-state", "status-grace", "status-insured", "status-debt"),
        *("status-new", "status-never", "status-later", "status-not-insured", "status-not-found"),
        "status-unavailable",
    ),
    others=("status-doubt", "status-several", "status-differs"),
    facts=(
        *("status.as_of", "status.until", "status.last_four", "status.grace_until", "status.paid_to", "status.begins"),
        *("status.owed_months", "status.pay_months", "status.pay_sum", "status.months", "status.form"),
    ),
)
PREPAY = Guided(
    entry="prepay-guide",
    steps={"from": ("now", "next", "later"), "start": (), "paid": YES_NO, "until": ()},
    outcomes=("prepay-soon", "prepay-month", "prepay-list"),
    facts=(
        *("prepay.day", "prepay.begins", "prepay.unknown_year", "prepay.better", "prepay.better_ends"),
        *("prepay.first", "prepay.last", "prepay.total", "prepay.known", "prepay.unknown", "prepay.ends"),
        *("prepay.grace", "prepay.payments", "prepay.knp", "prepay.iik", "prepay.bin", "prepay.bik", "prepay.file"),
    ),
)
GUIDED: Mapping[str, Guided] = {"status": STATUS, "prepay": PREPAY}
OPTIONS: Mapping[str, tuple[str, ...]] = {
    f"{name}-{step}": options for name, guided in GUIDED.items() for step, options in guided.steps.items()
}
FACTS = frozenset(name for guided in GUIDED.values() for name in guided.facts)


def slugs_of(guide: str, guided: Guided) -> tuple[str, ...]:
    """Return every article that a guide needs."""
    return (guided.entry, *(f"{guide}-{step}" for step in guided.steps), *guided.outcomes, *guided.others)
