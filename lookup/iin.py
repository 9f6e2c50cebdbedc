"""The individual identification number (ЖСН / ИИН): 12 digits, the last of them a control digit.

Weights 1 to 11 modulo 11; when the remainder is 10, weights 3 to 11, 1, 2; when it is 10 again no such number is
issued. Source: Government resolutions No. 565 of 11.06.2003 and No. 406 of 22.05.2007. Only the control digit
refuses: the digits of the birth date need not match a date (Ministry of Justice, 05.04.2019), and the seventh
may be 0 for a non-resident. An organisation's number (БСН / БИН) has the same control digit, and 4 to 6 as its
fifth digit, where a day of birth has 0 to 3.

`check_iin` reads a form; `iin_typed`, `find_iins` and `mask_iins` read running text, of bounded length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lookup.digits import Run, bare, could_be_born, digits_of, one_number, runs, twelves

MASK = "••••••••••••"
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_BIN = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])[4-6][0-3][0-9]{6}")
_CENTURY = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_LETTER = r"[^\W\d_]"
_NAMED = rf"(?<!{_LETTER})(?:ии[нң]|инн|жсн|iin|jsn|zhsn)(?:{_LETTER}|-){{0,5}}(?!{_LETTER})"  # ЖСН-ім, ИИНа
_BETWEEN = rf"[^\d{MASK[0]}]{{0,15}}"  # «ИИН у меня такой:»
_NAMED_BEFORE = re.compile(rf"{_NAMED}{_BETWEEN}\Z", re.IGNORECASE)
_NAMED_AFTER = re.compile(rf"{_BETWEEN}{_NAMED}", re.IGNORECASE)
_NEAR = 30  # letters within which the name of the number is looked for
_SAYS = re.compile(rf"\w|{MASK[0]}")


class Reason(StrEnum):
    """Why a number is taken, doubted or refused."""

    OK = "ok"
    NON_RESIDENT = "ok:nonresident_7th_digit_0"
    DATE = "soft:date"
    FUTURE_DATE = "soft:future_date"
    SEVENTH_DIGIT = "soft:7th_digit"
    LENGTH = "hard:length"
    NOT_ASCII_DIGITS = "hard:not_ascii_digits"
    CONTROL_DIGIT = "hard:control_digit"
    NO_CONTROL_DIGIT = "hard:no_control_digit_exists"
    BIN = "hard:bin_not_iin"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of a number as typed: its twelve digits, "" when it has not twelve; how many were seen."""

    digits: str = field(repr=False)
    reason: Reason
    count: int

    @property
    def refused(self) -> bool:
        """Say whether it cannot be a person's number: ask for it again."""
        return self.reason.startswith("hard:")

    @property
    def doubtful(self) -> bool:
        """Say whether it is odd, yet may be right: show it, ask, look it up."""
        return self.reason.startswith("soft:")


def control_digit(first_eleven: str) -> int | None:
    """Return the control digit of eleven digits, or None when no number with them is issued.

    >>> control_digit("58020817468")
    5
    """
    digits = [int(digit) for digit in first_eleven]
    rest = sum(weight * digit for weight, digit in enumerate(digits, 1)) % 11
    if rest == 10:
        rest = sum(weight * digit for weight, digit in zip(_SECOND, digits, strict=True)) % 11
    return None if rest == 10 else rest


def check_iin(typed: str, today: date) -> Verdict:
    """Judge what was typed into a form; spaces, hyphens and what does not show are dropped first.

    >>> check_iin("580208-174685", date(2026, 11, 22))
    Verdict(reason=<Reason.OK: 'ok'>, count=12)
    >>> check_iin("58020817468", date(2026, 11, 22)).reason
    <Reason.LENGTH: 'hard:length'>
    """
    kept = bare(typed)
    count = sum("0" <= letter <= "9" for letter in kept)
    if count < len(kept):
        return Verdict("", Reason.NOT_ASCII_DIGITS, count)
    if count != 12:
        return Verdict("", Reason.LENGTH, count)
    return Verdict(kept, _reason(kept, today), count)


def grouped(digits: str) -> str:
    """Return twelve digits as they are compared with a document.

    >>> grouped("580208174685")
    '580208 174685'
    """
    return f"{digits[:6]} {digits[6:]}"


def last_four(digits: str) -> str:
    """Return the digits by which a person knows the number again.

    >>> last_four("580208174685")
    '4685'
    """
    return digits[-4:]


def find_iins(text: str) -> list[str]:
    """Return the numbers in a text whose control digit is right, with what stands between the digits dropped.

    >>> find_iins("мой иин 580208 174685, проверьте")
    ['580208174685']
    >>> find_iins("4250 51000 и 123456789123")
    []
    """
    return [digits for found in twelves(text, _surely) for digits in _split(found.digits) if _is_right(digits)]


def iin_typed(text: str) -> str | None:
    """Return the digits of a text that were meant as a number: a right one, or 11 to 13 alone or beside its name.

    A number that is not right is for `check_iin` to explain. None for a phone, a date, a sum.

    >>> iin_typed("мой ИИН 58020817468"), iin_typed("580208 174686"), iin_typed("87011234567")
    ('58020817468', '580208174686', None)
    """
    meant = (digits_of(run) for run in runs(text) if _is_meant(text, run))
    return next(iter(find_iins(text)), None) or next(meant, None)


def mask_iins(text: str) -> str:
    """Return the text with every number hidden, right or not, and what was meant as one.

    >>> mask_iins("иин 580208174685, плачу 4250 с 01.01.2026")
    'иин ••••••••••••, плачу 4250 с 01.01.2026'
    """
    hidden = _hide(text, [(found.start, found.end) for found in twelves(text, _surely)])
    meant = [(run[0].start, run[-1].end) for run in runs(hidden) if _is_meant(hidden, run)]
    return _hide(hidden, meant)


def _hide(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with the mask in place of spans that are in order and apart."""
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    return MASK.join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _reason(digits: str, today: date) -> Reason:
    """Judge twelve ASCII digits."""
    control = control_digit(digits[:11])
    if control is None:
        return Reason.NO_CONTROL_DIGIT
    if control != int(digits[11]):
        return Reason.CONTROL_DIGIT
    if _BIN.fullmatch(digits):
        return Reason.BIN
    century = _CENTURY.get(digits[6], 2000)  # for 0, 7, 8 and 9: in 2000 even 29 February exists
    try:
        born = date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return Reason.DATE
    if digits[6] in _CENTURY:
        return Reason.FUTURE_DATE if born > today else Reason.OK
    return Reason.NON_RESIDENT if digits[6] == "0" else Reason.SEVENTH_DIGIT


def _is_right(digits: str) -> bool:
    return control_digit(digits[:11]) == int(digits[11])


def _surely(digits: str) -> bool:
    """Say whether twelve digits are a person's number however they are grouped: one in 400 is so by chance."""
    return could_be_born(digits) and digits[6] <= "6" and _is_right(digits)


def _split(digits: str) -> list[str]:
    return [digits[at : at + 12] for at in range(0, len(digits), 12)]


def _is_meant(text: str, run: Run) -> bool:
    """Say whether a run is an attempt at a number: about twelve digits, alone or beside the number's name."""
    start, end = run[0].start, run[-1].end
    if not 11 <= len(digits_of(run)) <= 13 or not one_number(run):
        return False
    alone = not _SAYS.search(text[:start] + text[end:])
    named = _NAMED_BEFORE.search(text, max(0, start - _NEAR), start) or _NAMED_AFTER.match(text, end, end + _NEAR)
    return alone or named is not None
