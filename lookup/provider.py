"""Where the registry's word on a person comes from: one door, whatever stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lookup.month import Month


@dataclass(frozen=True, slots=True)
class Record:
    """What the registry says of one person. No name, no sum, no benefit category: a category reveals an illness.

    `until` is the last day of the insurance that the registry names, None when it names none; `as_of` is the day
    the registry's data are of; `paid` are the months paid for by the person or an employer, `state` those that the
    State pays for.
    """

    insured: bool
    until: date | None
    as_of: date
    paid: frozenset[Month]
    state: frozenset[Month]


class Unavailable(Exception):
    """The registry gives no answer now. Nothing is known of the person: never take it for "not insured"."""


class Provider(Protocol):
    """A registry that can be asked."""

    def find(self, iin: str) -> Record | None:
        """Return the record of a number of twelve digits, None when the registry has none. Raises Unavailable."""

    def close(self) -> None:
        """Let go of files and connections."""
