"""The numbers to try where the registry holds invented people: told on the page, so that nobody types a real one."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import label
from app.model import Lang
from lookup.demo import PEOPLE
from lookup.iin import grouped


def _(message: str) -> str:
    """Mark a label for the catalogues."""
    return message


_LABELS: Mapping[str, str] = {
    "work": _("insured through work"),
    "grace": _("insured, payments stopped"),
    "debt": _("not insured, months unpaid"),
    "prepaid": _("paid a year ahead"),
    "child": _("a child, paid by the State"),
    "new-job": _("a new job, not insured yet"),
    "never-paid": _("nothing paid"),
    "unknown": _("not in the registry"),
    "odd-date": _("an odd date of birth"),
}


def numbers_to_try(lang: Lang) -> list[tuple[str, str]]:
    """Return numbers of invented people, in groups, each with what it shows."""
    return [(grouped(person.iin), label(_LABELS[person.label], lang)) for person in PEOPLE]
