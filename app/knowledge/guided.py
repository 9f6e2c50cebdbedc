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
    steps={"ask": ()},
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
APPEAL = Guided(
    entry="appeal-guide",
    steps={
        "kind": ("consultation", "thanks", "proposal", "complaint", "temporary"),
        "region": (
            *("abai", "akmola", "aktobe", "almaty-region", "atyrau", "west-kazakhstan", "zhambyl", "zhetisu"),
            *("karaganda", "kostanay", "kyzylorda", "mangystau", "pavlodar", "north-kazakhstan", "turkistan"),
            *("ulytau", "east-kazakhstan", "astana", "almaty", "shymkent"),
        ),
        "at-clinic": YES_NO,
        "clinic": (),
        "document": (
            *("child", "unemployed", "pregnant", "parent", "leave", "carer-child", "carer-adult", "pensioner"),
            *("veteran", "kandas", "mother", "disability", "student", "social-aid", "other"),
        ),
        "employer": YES_NO,
        "bin": (),
        "happened": (),
    },
    outcomes=("appeal-consultation", "appeal-thanks", "appeal-proposal", "appeal-complaint", "appeal-temporary"),
    others=(
        *("appeal-letter-consultation", "appeal-letter-thanks", "appeal-letter-proposal", "appeal-letter-complaint"),
        *("appeal-letter-temporary", "appeal-qoldau", "appeal-channels"),
    ),
    facts=(
        *("appeal.region", "appeal.clinic", "appeal.document", "appeal.bin", "appeal.happened"),
        "appeal.text",
    ),
)
CALCULATOR = Guided(
    entry="calculator-guide",
    steps={
        "who": (
            *("employee", "jobs", "contract", "entrepreneur", "several"),
            *("self-employed", "self-payer", "category"),
        ),
        "kinds": ("job", "second-job", "contract", "entrepreneur"),
        "exempt": YES_NO,
        "income": (),
        "income-first": (),
        "income-second": (),
        "income-contract": (),
        "year": (),
    },
    outcomes=(
        *("calculator-employee", "calculator-jobs", "calculator-contract", "calculator-entrepreneur"),
        *("calculator-several", "calculator-self-employed", "calculator-self-payer", "calculator-category"),
        *("calculator-free", "calculator-over-limit"),
    ),
    facts=(
        *("calculator.year", "calculator.same_years", "calculator.month", "calculator.twelve", "calculator.table"),
        *("calculator.contribution", "calculator.contribution_over", "calculator.contribution_under"),
        *("calculator.deduction", "calculator.second_deduction", "calculator.empty_month"),
        *("calculator.deduction_over", "calculator.deduction_under"),
        *("calculator.entrepreneur", "calculator.self_employed", "calculator.self_payer", "calculator.limit"),
    ),
)
CATEGORIES = Guided(
    entry="categories-guide",
    steps={
        "doing": ("child", "student", "work", "leave", "pension", "home"),
        "study": ("full", "abroad", "part", "pause"),
        "working": YES_NO,
        "job": ("employer", "owner", "none"),
        "situation": ("pregnant", "baby", "child-carer", "adult-carer", "unemployed", "aid", "kandas", "owner"),
        "about": ("pension", "study", "disabled", "award", "prison", "remand", "arrest"),
        "level": ("d-e", "a-b-c", "unknown"),
        "work": ("employee", "contract", "owner", "regime", "informal", "service"),
    },
    outcomes=(
        *("categories-child", "categories-pensioner", "categories-learner", "categories-abroad"),
        *("categories-disabled", "categories-mother", "categories-prisoner", "categories-detained"),
        *("categories-maternity", "categories-pregnant", "categories-parent", "categories-child-carer"),
        *("categories-adult-carer", "categories-unemployed", "categories-aid", "categories-kandas"),
        *("categories-crisis", "categories-none", "categories-self-payer", "categories-pause"),
        *("categories-employee", "categories-contract", "categories-owner", "categories-regime"),
        *("categories-informal", "categories-service"),
    ),
    facts=(),
    others=("categories-several", "categories-not-shown"),
)
PLAN = Guided(
    entry="plan-guide",
    steps={
        "paid": (),
        "current": YES_NO,
        "payer": ("self", "job", "owed", "state", "unsure"),
        "aim": ("now", "year"),
    },
    outcomes=("plan-insured", "plan-fill", "plan-now", "plan-category", "plan-employer", "plan-check"),
    facts=(
        *("plan.ways", "plan.other", "plan.sum", "plan.months", "plan.go_on", "plan.paid_to", "plan.not_due"),
        *("plan.later", "plan.more", "plan.same", "plan.less_now", "plan.less_year", "plan.over_year"),
        *("plan.unknown", "plan.until"),
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
GUIDED: Mapping[str, Guided] = {
    "categories": CATEGORIES,
    "prepay": PREPAY,
    "plan": PLAN,
    "calculator": CALCULATOR,
    "appeal": APPEAL,
    "status": STATUS,
}
OPTIONS: Mapping[str, tuple[str, ...]] = {
    f"{name}-{step}": options for name, guided in GUIDED.items() for step, options in guided.steps.items()
}
FACTS = frozenset(name for guided in GUIDED.values() for name in guided.facts)


def slugs_of(guide: str, guided: Guided) -> tuple[str, ...]:
    """Return every article that a guide needs."""
    return tuple(
        dict.fromkeys((guided.entry, *(f"{guide}-{step}" for step in guided.steps), *guided.outcomes, *guided.others))
    )
