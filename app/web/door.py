"""The way from a request to a look-up: who asks, whether they may, and what is wrong in words of the web."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import request

from app.dialogue.decision import Decision
from app.dialogue.guides.status import BadIin, Registry, look_up
from app.gate.client import client_of
from app.gate.gate import WorkNeeded
from app.gate.limits import Refused
from app.model import Lang
from app.web.desk import Desk
from app.web.page import is_fragment
from app.web.problem import Problem

LookUp = Callable[[str], Decision]
_REASONS = {
    "hard:length": "iin-length",
    "hard:not_ascii_digits": "iin-digits",
    "hard:control_digit": "iin-control",
    "hard:no_control_digit_exists": "iin-control",
    "hard:bin_not_iin": "iin-bin",
}


def look_up_from(here: Desk, lang: Lang, sent: Mapping[str, object]) -> LookUp | None:
    """Return the function that looks a typed number up for whoever sends this request; None without a registry.

    `sent` may hold `sure` (the number was asked about once) and `work` (the solution of a task). The function
    raises Problem.
    """
    provider = here.provider
    if provider is None:
        return None

    def admit(iin: str) -> None:
        _admit(here, iin, sent.get("work"))

    def found(typed: str) -> Decision:
        registry = Registry(provider, admit, here.detail)
        try:
            return look_up(typed, lang, registry, here.today(), sure=sent.get("sure") in (True, "1"))
        except BadIin as bad:
            raise Problem(_REASONS[bad.reason], values={"seen": str(bad.seen)}) from None

    return found


def client_from(here: Desk) -> str:
    """Return the network that this request comes from."""
    return client_of(request.remote_addr or "", request.headers.get("X-Forwarded-For", ""), here.proxies)


def _admit(here: Desk, iin: str, work: object) -> None:
    solution = work if isinstance(work, str) else None
    match here.gate.admit(client_from(here), iin, solution, here.now(), can_work=_can_work()):
        case Refused(reason, retry_after):
            wrong = reason.startswith("work-")
            raise Problem("work-wrong" if wrong else reason, retry_after=None if wrong else retry_after)
        case WorkNeeded(challenge, retry_after):
            raise Problem("work-needed", challenge=challenge, retry_after=retry_after)


def _can_work() -> bool:
    """Say whether whoever asks can be given a task: a script or a program, not a plain form."""
    return is_fragment() or request.path.startswith("/api/")
