"""The registry's answer over HTTP, read strictly: what the contract in registry-openapi.yaml does not name is refused.

A wrong guess would tell a person a wrong status, so nothing is guessed, mended or left out.
"""

from __future__ import annotations

import json
import re
from datetime import date

from lookup.month import Month
from lookup.provider import Record
from lookup.row import FIRST, LAST

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MISSED = {"request", "found"}
_FOUND = {"request", "found", "insured", "until", "as_of", "paid", "state"}


class BadAnswer(Exception):
    """An answer that is not of the contract. The message names the field, never a value."""


def read_answer(body: bytes, request: str) -> Record | None:
    """Return what an answer says of the person asked for under `request`. Raises BadAnswer."""
    answer = _object(body)
    found = answer.get("found")
    if type(found) is not bool or answer.keys() != (_FOUND if found else _MISSED):
        raise BadAnswer("the fields are not those of the contract")
    if answer["request"] != request:
        raise BadAnswer("'request' is that of another question")
    if not found:
        return None
    insured, until = answer["insured"], answer["until"]
    if type(insured) is not bool:
        raise BadAnswer("'insured' is not true or false")
    return Record(
        insured,
        None if until is None else _day("until", until),
        _day("as_of", answer["as_of"]),
        _months("paid", answer["paid"]),
        _months("state", answer["state"]),
    )


def _object(body: bytes) -> dict[str, object]:
    trouble = "not JSON"
    try:
        answer = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise BadAnswer(trouble)
    return answer


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def _no_number(name: str) -> object:
    raise ValueError(name)


def _day(field: str, value: object) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None or not FIRST.first_day <= day <= LAST.last_day:
        raise BadAnswer(f"'{field}' is not a day from {FIRST.first_day} to {LAST.last_day}")
    return day


def _months(field: str, value: object) -> frozenset[Month]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadAnswer(f"'{field}' is not a list of months")
    try:
        read = [Month.parse(item) for item in value]
    except ValueError:
        read = []
    if len(set(read)) < len(value) or not all(FIRST <= month <= LAST for month in read):
        raise BadAnswer(f"'{field}' is not a list of months, each once, from {FIRST} to {LAST}")
    return frozenset(read)
