"""The signed value that a page carries: what was typed, and each reply by reference. No number of a person.

The server keeps nothing. What the registry said of a number is carried as the page shows it: the last four digits,
the dates, what covers the last twelve months. The value is bounded: the oldest turns fall away, so it stays fit for
a form field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from app.dialogue.decision import Decision, Found, Progress
from app.model import Kind, Lang
from lookup.coverage import Cover
from lookup.iin import mask_iins
from lookup.month import Month
from lookup.status import Reason, Status

MAX_TURNS = 20
MAX_BYTES = 12_000  # of the signed value: a form with it stays under the limit of a message
_SALT = "komek-conversation-1"


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: the text typed and its language, or the slug chosen from what was offered; what was decided."""

    text: str
    asked: str | None
    decision: Decision
    typed: Lang | None = None


Conversation = tuple[Turn, ...]


class BadConversation(ValueError):
    """The value was not made here, or not whole."""


def add(conversation: Conversation, turn: Turn) -> Conversation:
    """Return the conversation with one turn more and the oldest dropped; numbers of persons are hidden."""
    typed = turn.decision.lang if turn.text else None
    decision = replace(turn.decision, progress=_masked(turn.decision.progress))
    return (*conversation, replace(turn, text=mask_iins(turn.text), typed=typed, decision=decision))[-MAX_TURNS:]


def waiting(conversation: Conversation) -> Progress | None:
    """Return the guide that the newest turn left open, if any."""
    return conversation[-1].decision.progress if conversation else None


def progress_in(conversation: Conversation, guide: str) -> Progress | None:
    """Return how far a person is in a guide, by the newest turn of it."""
    found = (turn.decision.progress for turn in reversed(conversation))
    return next((progress for progress in found if progress and progress.guide == guide), None)


def spoken_in(conversation: Conversation, lang: Lang) -> Conversation:
    """Return the conversation with every reply in one language."""
    return tuple(replace(turn, decision=replace(turn.decision, lang=lang)) for turn in conversation)


def sign(conversation: Conversation, key: str) -> str:
    """Return the value a page carries, at most MAX_BYTES long; an empty string for an empty conversation."""
    turns = [_packed(turn) for turn in conversation]
    while turns:
        value = URLSafeSerializer(key, salt=_SALT).dumps(turns)
        if len(value) <= MAX_BYTES:
            return str(value)
        turns.pop(0)
    return ""


def unsign(value: str, key: str) -> Conversation:
    """Return the conversation of a value. Raises BadConversation for one forged, cut or too long."""
    if not value:
        return ()
    if len(value) > MAX_BYTES:
        raise BadConversation("too long")
    try:
        turns = URLSafeSerializer(key, salt=_SALT).loads(value)
        return tuple(map(_unpacked, turns))
    except (BadData, ValueError, TypeError, IndexError, UnicodeError) as error:
        raise BadConversation(str(error)) from None


def _packed(turn: Turn) -> list[Any]:
    decision = turn.decision
    said = [str(decision.lang), str(decision.kind), list(decision.slugs), list(decision.also)]
    found = decision.found and _packed_found(decision.found)
    return [turn.text, turn.asked, turn.typed, *said, found, decision.progress and _packed_progress(decision.progress)]


def _unpacked(packed: Sequence[Any]) -> Turn:
    text, asked, typed, lang, kind, slugs, also, found, progress = packed
    decision = Decision(
        Kind(kind),
        tuple(map(str, slugs)),
        Lang(lang),
        also=tuple(map(str, also)),
        found=_unpacked_found(found) if found else None,
        progress=_unpacked_progress(progress) if progress else None,
    )
    return Turn(str(text), asked, decision, Lang(typed) if typed else None)


def _packed_progress(progress: Progress) -> list[Any]:
    return [progress.guide, [list(answer) for answer in progress.answers], progress.at, progress.given]


def _unpacked_progress(packed: Sequence[Any]) -> Progress:
    guide, answers, at, given = packed
    return Progress(str(guide), tuple((str(step), str(answer)) for step, answer in answers), at, given)


def _masked(progress: Progress | None) -> Progress | None:
    """Return the progress with numbers of persons hidden: a text in the person's own words may hold one."""
    if progress is None:
        return None
    return replace(progress, answers=tuple((step, mask_iins(answer)) for step, answer in progress.answers))


def _packed_found(found: Found) -> list[Any]:
    status = found.status
    if status is None:
        return [found.last_four]
    days = [day and day.isoformat() for day in (status.as_of, status.until, status.grace_until, status.begins)]
    months, ahead = ([[str(month), str(how)] for month, how in row] for row in (status.months, status.ahead))
    paid_to = status.paid_to and str(status.paid_to)
    return [
        found.last_four,
        status.insured,
        str(status.reason),
        status.agrees,
        *days,
        paid_to,
        months,
        ahead,
        list(map(str, status.to_pay)),
    ]


def _unpacked_found(packed: Sequence[Any]) -> Found:
    last_four, *told = packed
    if not told:
        return Found(str(last_four), None)
    insured, reason, agrees, as_of, until, grace_until, begins, paid_to, months, ahead, to_pay = told
    status = Status(
        insured=bool(insured),
        reason=Reason(reason),
        agrees=bool(agrees),
        as_of=date.fromisoformat(as_of),
        until=date.fromisoformat(until) if until else None,
        grace_until=date.fromisoformat(grace_until) if grace_until else None,
        begins=date.fromisoformat(begins) if begins else None,
        paid_to=Month.parse(paid_to) if paid_to else None,
        months=tuple((Month.parse(month), Cover(how)) for month, how in months),
        to_pay=tuple(map(Month.parse, to_pay)),
        ahead=tuple((Month.parse(month), Cover(how)) for month, how in ahead),
    )
    return Found(str(last_four), status)
