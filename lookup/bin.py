"""The business identification number (БСН / БИН): 12 digits, the last of them the control digit of a person's number.

YYMM of registration, then 4 to 6 as the fifth digit (a legal entity, one of a non-resident, a joint enterprise of
sole proprietors), then the unit (0 head, 1 branch, 2 representation, 3 farm). In a person's number the fifth digit
is that of a day of birth, 0 to 3, so the two are never confused. Source: Government resolution No. 406 of 22.05.2007.

Only the control digit and a person's number refuse: refusing a valid number is worse than passing a wrong one. A sole
proprietor has no such number: his own is that of a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from lookup.digits import bare
from lookup.iin import control_digit


class Reason(StrEnum):
    """Why a number is taken or refused."""

    OK = "ok"
    LENGTH = "bin-length"
    DIGITS = "bin-digits"
    CONTROL = "bin-control"
    IIN = "bin-is-iin"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of a number as typed: its twelve digits, "" when it is refused; how many digits were seen.

    The digits are not shown: a number of a person may stand where an organisation's was asked for.
    """

    digits: str = field(repr=False)
    reason: Reason
    count: int

    @property
    def refused(self) -> bool:
        """Say whether it cannot be an organisation's number: ask for it again."""
        return self.reason is not Reason.OK


def check_bin(typed: str) -> Verdict:
    """Judge what was typed into a form; spaces, hyphens and what does not show are dropped first.

    >>> check_bin("160440 007161")
    Verdict(reason=<Reason.OK: 'ok'>, count=12)
    >>> check_bin("580208174685").reason
    <Reason.IIN: 'bin-is-iin'>
    """
    kept = bare(typed)
    count = sum("0" <= letter <= "9" for letter in kept)
    reason = Reason.DIGITS if count < len(kept) else _reason(kept)
    return Verdict("" if reason is not Reason.OK else kept, reason, count)


def _reason(digits: str) -> Reason:
    """Judge ASCII digits."""
    if len(digits) != 12:
        return Reason.LENGTH
    if control_digit(digits[:11]) != int(digits[11]):
        return Reason.CONTROL
    return Reason.IIN if digits[4] <= "3" else Reason.OK
