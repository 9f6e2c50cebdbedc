"""The guide "status": a number is asked for, looked at, looked up; what the registry says is explained.

The registry's word on insured or not is final. The months explain it, and plan what to pay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.block import Block, Form, Months
from app.dialogue.decision import Decision, Found
from app.dialogue.guides.cost import total
from app.dialogue.guides.guide import Answers, Guide, Iin, Outcome, Said, Step, World
from app.i18n import day, figure, label, month_list
from app.knowledge.guided import STATUS
from app.knowledge.rates import Figure, Rates, Unit
from app.model import Kind, Lang
from lookup.iin import check_iin, last_four
from lookup.provider import Provider, Unavailable
from lookup.status import Reason, Status, status_of

ASK, DOUBT, SEVERAL = "status-ask", "status-doubt", "status-several"
DIFFERS = "status-differs"
_SLUGS: Mapping[Reason, str] = {
    Reason.PAID: "status-paid",
    Reason.PREPAID: "status-prepaid",
    Reason.STATE: "status-state",
    Reason.GRACE: "status-grace",
    Reason.DEBT: "status-debt",
    Reason.NEW: "status-new",
    Reason.LATER: "status-later",
    Reason.NEVER: "status-never",
}


class BadIin(ValueError):
    """What was typed is no number; `reason` is a code of lookup.iin, `seen` how many digits it has."""

    def __init__(self, reason: str, seen: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Registry:
    """What a look-up works with: where the records are, who may ask now, and whether the months are told.

    `admit` takes the twelve digits before they are looked up, and raises what the caller of the guide understands
    when this person must wait.
    """

    provider: Provider
    admit: Callable[[str], None]
    detail: bool


def look_up(typed: str, lang: Lang, registry: Registry, today: date, *, sure: bool = False) -> Decision:
    """Return what to say of a number. Raises BadIin, and what `registry.admit` raises."""
    verdict = check_iin(typed, today)
    if verdict.refused:
        raise BadIin(verdict.reason, verdict.count)
    if verdict.doubtful and not sure:
        return Decision(Kind.GUIDE, (DOUBT,), lang)
    registry.admit(verdict.digits)
    try:
        record = registry.provider.find(verdict.digits)
    except Unavailable:
        return Decision(Kind.TROUBLE, ("status-unavailable",), lang)
    ending = last_four(verdict.digits)
    if record is None:
        return Decision(Kind.STATUS, ("status-not-found",), lang, found=Found(ending, None))
    status = status_of(record, today)
    status = status if registry.detail else _without_months(status)
    return Decision(Kind.STATUS, (slug_of(status),), lang, found=Found(ending, status))


def slug_of(status: Status) -> str:
    """Return the article that says a status; the registry's word alone when nothing of ours explains it."""
    return _SLUGS.get(status.reason) or ("status-insured" if status.insured else "status-not-insured")


def words_of(found: Found | None, lang: Lang, rates: Rates) -> dict[str, str]:
    """Return what is known of a person, in words, by the names that articles use; what is not known is left out."""
    if found is None:
        return {}
    words = {"status.last_four": found.last_four}
    status = found.status
    if status is None:
        return words
    words["status.as_of"] = day(status.as_of, lang)
    if status.until:
        words["status.until"] = day(status.until, lang)
    if status.grace_until:
        words["status.grace_until"] = day(status.grace_until, lang)
    if status.paid_to:
        words["status.paid_to"] = month_list((status.paid_to,), lang)
    if status.begins:
        words["status.begins"] = day(status.begins, lang)
    if status.owed:
        words["status.owed_months"] = month_list(status.owed, lang)
    if status.to_pay:
        words["status.pay_months"] = month_list(status.to_pay, lang)
        if (tenge := total(status.to_pay, rates)) is not None:
            words["status.pay_sum"] = figure(Figure(tenge, Unit.MONEY), lang)
    return words


def parts_of(slug: str, found: Found | None, lang: Lang) -> dict[str, Block]:
    """Return the blocks that articles of this guide give a place by name."""
    form = Form(
        guide="status",
        name="iin",
        label=label("IIN, 12 digits", lang),
        button=label("Yes, the number is right: look it up", lang) if slug == DOUBT else label("Look up", lang),
        sure=slug == DOUBT,
    )
    parts: dict[str, Block] = {"status.form": form}
    if found and found.status and found.status.months:
        parts["status.months"] = Months(found.status.ahead or found.status.months)
    return parts


def _next(_answers: Answers, _world: World) -> Step | Outcome:
    return Step("ask", Iin())


def _say(_outcome: Outcome, _lang: Lang, _world: World) -> Said:
    return Said()  # the result is of the registry, not of answers: see words_of and parts_of


def _without_months(status: Status) -> Status:
    hidden = replace(status, months=(), ahead=(), to_pay=(), grace_until=None, begins=None, paid_to=None)
    return replace(hidden, reason=Reason.REGISTRY, agrees=True)


GUIDE = Guide("status", STATUS, _next, _say)
