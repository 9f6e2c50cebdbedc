"""The individual identification number (ЖСН / ИИН): 12 digits, the last of them a control digit.

Weights 1 to 11 modulo 11; when the remainder is 10, weights 3 to 11, 1, 2; when it is 10 again no such number is
issued. Source: Government resolutions No. 565 of 11.06.2003 and No. 406 of 22.05.2007. Only the control digit
refuses: the digits of the birth date need not match a date (Ministry of Justice, 05.04.2019), and the seventh
may be 0 for a non-resident.
"""

from __future__ import annotations

import re

_SEPARATORS = r"[ \u00a0\u2009\u202f\u2010-\u2015\-./]{0,3}"
_TWELVE = re.compile(rf"(?<!\d)(?:\d{_SEPARATORS}){{11}}\d(?!\d)")
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
MASK = "••••••••••••"


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


def find_iins(text: str) -> list[str]:
    """Return the numbers in a text whose control digit is right, with spaces and hyphens dropped.

    >>> find_iins("мой иин 580208 174685, проверьте")
    ['580208174685']
    >>> find_iins("4250 51000 и 123456789123")
    []
    """
    found = [_digits(match.group()) for match in _TWELVE.finditer(text)]
    return [digits for digits in found if control_digit(digits[:11]) == int(digits[11])]


def mask_iins(text: str) -> str:
    """Return the text with every run of twelve digits hidden, right control digit or not.

    >>> mask_iins("иин 580208174685")
    'иин ••••••••••••'
    """
    return _TWELVE.sub(MASK, text)


def _digits(text: str) -> str:
    return "".join(str(int(digit)) for digit in text if digit.isdigit())
