"""Sums of money as people write them: 400 000, 400.000 тг, 400к, 1,5 млн, двести пятьдесят тысяч, екі жүз елу мың.

What has two meanings is no sum: a range, «миллион двести», a sum per year, another currency. Written here because the
libraries that turn words into numbers refuse «тыщ», «400 мың», «полтора» and Kazakh without its letters (words2num2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from app.dialogue.guides.spelt import OTHER, Kind, Token, read_word, spelt
from app.knowledge.text import clean
from lookup.iin import find_iins, mask_iins

MAX_CHARS = 200  # of a sum in words: the longest below a milliard has 120
MOST = Decimal(10) ** 30  # a larger one is no other sum
_SURE = 10_000  # a bare number from here on is money, not a count or a year
_LONE_SCALED = 10_000  # «400 000 тысяч» is a slip, «1500 тысяч» is not
_STOP, _WRONG = Token(Kind.STOP), Token(Kind.WRONG)
_DASH = "\\-\u2010-\u2013\u2212"
_TOKEN = re.compile(
    r"(?P<power>\d+ ?(?:\^|\*\*) ?\d{1,3}(?![\d.,])|\d+(?:[.,]\d+)?[eе]\+?\d{1,3}(?!\w))"
    r"|(?P<digits>\d+(?:[ .,'’_]\d+)*)"
    r"|(?P<word>[^\W\d_]+)\.?"
    rf"|(?P<dash>[{_DASH}]+)"
    r"|(?P<money>₸)|(?P<wrong>[$€₽£%/^|])|(?P<other>•+)|(?P<stop>\S)"
)
_AND_HALF = re.compile(r"\b[сc] половин\w+")
_PER = re.compile(
    r"\b(?:в|за) (?:год|день|час|неделю|сутки|смену)\b|\b(?:годов|ежегодн|ежедневн)\w*"
    r"|\b(?:ж[ыи]лына|ж[ыи]лды[қк]|к[үу]н[іи]не|са[ғг]атына|аптасына)\b"
)
_BEFORE = "не до больше более свыше меньше менее или несколько бірнеше немесе"
_AFTER = "дейін артық көп кем аз жоғары төмен астам или немесе"
_UNSURE_BEFORE, _UNSURE_AFTER = ({spelt(word) for word in words.split()} for words in (_BEFORE, _AFTER))
_OF_SUM = frozenset(
    (Kind.DIGITS, Kind.WORD, Kind.HUNDRED, Kind.SCALE, Kind.HALF, Kind.AND_HALF, Kind.TENGE, Kind.MINUS, Kind.WRONG)
)


def read_sum(text: str) -> int | None:
    """Return the sum that a text is, in whole tenge, half a tenge rounded up; None when it is none or unclear.

    >>> read_sum("400.000 тг"), read_sum("1,5 млн"), read_sum("екі жүз елу мың теңге"), read_sum("полмиллиона")
    (400000, 1500000, 250000, 500000)
    >>> read_sum("-5"), read_sum("300-400 тысяч"), read_sum("миллион двести"), read_sum("много")
    (-5, None, None, None)
    """
    if len(text) > MAX_CHARS or _is_number_of_someone(text):
        return None
    tokens = [token for token, _ in _tokens(text) if token.kind not in (Kind.FILLER, Kind.STOP)]
    return _worth(tokens) if not _PER.search(text.lower()) else None


def find_sum(text: str) -> int | None:
    """Return the one sum that a sentence surely holds: one with a unit, or of five digits or more; else None.

    >>> find_sum("посчитай сколько мне платить с 350 тысяч"), find_sum("у меня 2 работы"), find_sum("до 400 тысяч")
    (350000, None, None)
    """
    if _PER.search(text.lower()):
        return None
    found = {worth for run in _runs(mask_iins(text)) if (worth := _worth(run)) is not None}
    return found.pop() if len(found) == 1 else None


def _is_number_of_someone(text: str) -> bool:
    return bool(find_iins(text)) or re.search(r"(?<!\d)\d{12}(?!\d)", text) is not None


def _runs(text: str) -> Iterator[list[Token]]:
    """Yield the stretches of a sentence that are surely sums, or would be."""
    run: list[Token] = []
    before = ""
    for token, word in [*_tokens(text), (_STOP, "")]:
        if token.kind in _OF_SUM:
            run.append(token)
            continue
        if _is_sure(run) and before not in _UNSURE_BEFORE and word not in _UNSURE_AFTER:
            yield run
        run, before = [], word


def _is_sure(run: Sequence[Token]) -> bool:
    named = any(token.kind in (Kind.SCALE, Kind.TENGE) for token in run)
    counted = any(token.kind not in (Kind.TENGE, Kind.MINUS) for token in run)
    large = any(token.kind is Kind.DIGITS and token.value is not None and token.value >= _SURE for token in run)
    return (named and counted) or (large and all(_SURE <= (token.value or 0) < 10**9 for token in run))


def _tokens(text: str) -> Iterator[tuple[Token, str]]:
    """Yield the tokens of a text, each with its folded word; "" for what is no word."""
    text = _AND_HALF.sub("половиной", clean(text).lower())
    last, at = _STOP, 0
    for found in _TOKEN.finditer(text):
        word = spelt(found["word"]) if found["word"] else ""
        for token in read_word(word, last) if word else (_read_sign(found, text, last, first=not at),):
            at += 1
            last = token
            yield token, word


def _read_sign(found: re.Match[str], text: str, last: Token, *, first: bool) -> Token:
    """Return the token of what is no word; a dash is a minus, a range or nothing by what stands around it."""
    match found.lastgroup:
        case "digits":
            return _digits(found["digits"])
        case "power":
            return _power(found["power"])
        case "dash":
            glued = text[found.end() : found.end() + 1].isdecimal()
            if last.kind in (Kind.DIGITS, Kind.WORD, Kind.SCALE) and text[found.end() :].lstrip()[:1].isdecimal():
                return _WRONG
            return Token(Kind.MINUS) if first or (glued and text[: found.start()].endswith(" ")) else Token(Kind.FILLER)
        case "money":
            return Token(Kind.TENGE)
        case "wrong":
            return _WRONG
        case "other":
            return OTHER
    return _STOP


def _digits(text: str) -> Token:
    """Return the number that digits with separators are; without a value when they are grouped as no number is."""
    parts = re.split(r"[ .,'’_]", text)
    signs = re.findall(r"[ .,'’_]", text)
    whole, fraction = Decimal("".join(parts)), ""
    if signs and not _thousands(parts, signs):
        *parts, fraction = parts
        if signs.pop() not in ".," or not _thousands(parts, signs):
            return _WRONG
        whole = Decimal(f"{''.join(parts)}.{fraction}")
        if signs and len(fraction) > 2:
            return _WRONG
    plain = whole if len(fraction) <= 2 or parts[0] == "0" else None
    halves = (
        len(signs) == 1 and signs[0] in ".," and not fraction
    )  # 1.250 млн: a thousand of them, or one and a quarter
    return Token(Kind.DIGITS, plain, None if halves or whole >= _LONE_SCALED else whole)


def _thousands(parts: Sequence[str], signs: Sequence[str]) -> bool:
    """Say whether groups are thousands: threes after the first, one separator; a single group always is."""
    threes = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0][0] != "0"
    return not signs or (threes and len(set(signs)) == 1)


def _power(text: str) -> Token:
    """Return 10^15 and 1e6; what is larger than any sum is cut."""
    base, exponent = re.split(r" ?(?:\^|\*\*) ?|[eе]\+?", text)
    high = min(int(exponent), 40)
    number = Decimal(base.replace(",", "."))
    value = number**high if re.search(r"[\^*]", text) else number.scaleb(high)
    return Token(Kind.DIGITS, min(value, MOST))


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted so far: whole scales, the smallest of them, and what is counted since.

    `plain` is its worth when nothing follows, `scaled` when a scale follows; None when it cannot.
    """

    total: Decimal = Decimal(0)
    scale: Decimal | None = None
    begun: bool = False
    plain: Decimal | None = None
    scaled: Decimal | None = None
    low: int = 9


def _worth(tokens: Sequence[Token]) -> int | None:
    """Return what the tokens of a sum are together worth; None when they are no one sum."""
    kinds = [token.kind for token in tokens]
    rest = [token for token in tokens if token.kind not in (Kind.TENGE, Kind.MINUS)]
    inside = kinds[1:] if kinds[:1] == [Kind.TENGE] else kinds[:-1]
    if not rest or kinds.count(Kind.TENGE) > 1 or Kind.TENGE in inside or Kind.MINUS in kinds[1:]:
        return None
    counted: _Counted | None = _Counted()
    for token in rest:
        counted = _add(counted, token) if counted else None
    value = _sum_of(counted) if counted else None
    if value is None:
        return None
    tenge = int(min(value, MOST).to_integral_value(ROUND_HALF_UP))
    return -tenge if kinds[0] is Kind.MINUS else tenge


def _sum_of(counted: _Counted) -> Decimal | None:
    """Return the worth of all; None for «миллион двести», which means two sums."""
    if not counted.begun:
        return counted.total
    if counted.plain is None or (counted.scale and (counted.scale > 1000 or counted.plain >= counted.scale)):
        return None
    return counted.total + counted.plain


def _add(counted: _Counted, token: Token) -> _Counted | None:
    """Return what is counted with one more token; None when it cannot stand there."""
    match token.kind:
        case Kind.DIGITS if not counted.begun:
            return replace(counted, begun=True, plain=token.value, scaled=token.scaled, low=0)
        case Kind.WORD if not counted.begun or token.top < counted.low:
            return _add_word(counted, token)
        case Kind.HUNDRED if not counted.begun or (counted.low == 0 and counted.plain in range(1, 10)):
            hundreds = (counted.plain or Decimal(1)) * 100
            return replace(counted, begun=True, plain=hundreds, scaled=hundreds, low=2)
        case Kind.HALF if not counted.begun:
            return replace(counted, begun=True, scaled=Decimal("0.5"), low=0)
        case Kind.AND_HALF:
            return _add_half(counted)
        case Kind.SCALE:
            return _add_scale(counted, token)
    return None


def _add_word(counted: _Counted, token: Token) -> _Counted:
    plain = None if token.value is None else (counted.plain or 0) + token.value
    scaled = None if token.scaled is None else (counted.scaled or 0) + token.scaled
    return replace(counted, begun=True, plain=plain, scaled=scaled, low=token.bottom)


def _add_half(counted: _Counted) -> _Counted | None:
    """Add a half to the count («бір жарым миллион»), or of the scale («миллион жарым»)."""
    if not counted.begun:
        whole = replace(counted, total=counted.total + counted.scale / 2) if counted.scale else None
        return whole or replace(counted, begun=True, scaled=Decimal("0.5"), low=0)
    if counted.scaled is None or counted.scaled % 1:
        return None
    return replace(counted, plain=None, scaled=counted.scaled + Decimal("0.5"), low=0)


def _add_scale(counted: _Counted, token: Token) -> _Counted | None:
    count = counted.scaled if counted.begun else Decimal(1) if token.alone else None
    if count is None or token.value is None or (counted.scale and token.value >= counted.scale):
        return None
    return _Counted(counted.total + count * token.value, token.value)
