"""Number words of both languages, as people spell them: one word → what it does in a sum.

A word meets by its folded spelling, so Kazakh letters typed as Russian ones and Latin script are understood; a longer
one also as it sounds. Words run together are taken apart: «екіжүз», «полмиллиона».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from app.knowledge.text import fold, heard

_HEARD_FROM = 6  # letters from which a word is met as it sounds: shorter ones meet other words, «мен» would be мың


class Kind(Enum):
    """What a word of a sum does."""

    DIGITS = auto()
    WORD = auto()
    HUNDRED = auto()  # жүз: a hundred, or so many hundreds
    SCALE = auto()
    HALF = auto()  # half of what follows
    AND_HALF = auto()  # and a half of what is counted
    THOUSAND_OR_TENGE = auto()  # «т»
    TENGE = auto()
    MINUS = auto()
    WRONG = auto()  # makes the sum beside it another one: %, $, a range
    FILLER = auto()
    OTHER = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number: its value, None when digits are ambiguous; `scaled` the value before «тысяч» and the like.

    `top` and `bottom` are the decimal places that a word fills; `alone` says that a scale may stand without a count.
    """

    kind: Kind
    value: Decimal | None = None
    scaled: Decimal | None = None
    top: int = 0
    bottom: int = 0
    alone: bool = True


OTHER = Token(Kind.OTHER)
_UNITS = {
    0: "ноль нуль ноля нөл", 1: "один одна одно одного одной одну бір", 2: "два две двух екі",
    3: "три трех үш", 4: "четыре четырех четыри төрт", 5: "пять пяти бес", 6: "шесть шести алты",
    7: "семь семи жеті", 8: "восемь восьми сегіз", 9: "девять девяти тоғыз",
}  # fmt: skip
_TEENS = {
    10: "десять десяти", 11: "одиннадцать одиннадцати", 12: "двенадцать двенадцати", 13: "тринадцать тринадцати",
    14: "четырнадцать четырнадцати", 15: "пятнадцать пятнадцати питнадцать", 16: "шестнадцать шестнадцати шеснадцать",
    17: "семнадцать семнадцати", 18: "восемнадцать восемнадцати", 19: "девятнадцать девятнадцати",
}  # fmt: skip
_TENS = {
    10: "он", 20: "двадцать двадцати жиырма жырма", 30: "тридцать тридцати отыз", 40: "сорок сорока қырық",
    50: "пятьдесят пятидесяти пятдесять пядесят писят елу", 60: "шестьдесят шестидесяти шесдесят шейсят алпыс",
    70: "семьдесят семидесяти семьдесять семсят жетпіс", 80: "восемьдесят восьмидесяти восемсят сексен",
    90: "девяносто девяноста тоқсан",
}  # fmt: skip
_HUNDREDS = {
    100: "сто ста", 200: "двести двухсот двесте", 300: "триста трехсот тристо", 400: "четыреста четырехсот",
    500: "пятьсот пятисот пятсто", 600: "шестьсот шестисот", 700: "семьсот семисот", 800: "восемьсот восьмисот",
    900: "девятьсот девятисот",
}  # fmt: skip
_ALONE = {
    3: "тысяча тысячу тыща тыщу тысеча мың мыңға мыңнан мыңмен мыңды мыңдай",
    6: "миллион миллиону миллионға миллионнан миллионды миллионмен лям лимон",
    9: "миллиард миллиардқа миллиардтан",
}
_COUNTED = {
    3: "тыс тысяч тысячи тысячам тысячами тысячах тыщ тыщи тысеч тысеча тысч тышь",
    6: "млн миллиона миллионов миллионам миллионами ляма лямов лимона лимонов мил",
    9: "млрд миллиарда миллиардов",
}
_FILLERS = (
    "примерно приблизительно около где то порядка почти ровно всего только это шамамен жуық шамасында барлығы тек "
    "в месяц за на руки ежемесячно айына ай сайын доход мой моя мне зарплата зп оклад жалақы жалақым табыс табысым "
    "менің получаю аламын алам выходит"
)


def spelt(word: str) -> str:
    """Return the folded spelling of a word; «двацать» is двадцать."""
    return fold(word).replace("дтс", "тс")


def _table() -> Mapping[str, Token]:
    places = ((_UNITS, 0, 0), (_TEENS, 1, 0), (_TENS, 1, 1), (_HUNDREDS, 2, 2))
    known = {
        spelt(word): Token(Kind.WORD, Decimal(value), Decimal(value), top, bottom)
        for table, top, bottom in places
        for value, words in table.items()
        for word in words.split()
    }
    for table, alone in ((_COUNTED, False), (_ALONE, True)):
        for power, words in table.items():
            known |= {spelt(word): Token(Kind.SCALE, Decimal(10) ** power, alone=alone) for word in words.split()}
    others = {
        Kind.HUNDRED: "жүз жүзден",
        Kind.HALF: "пол жарты половина половину",
        Kind.AND_HALF: "половиной жарым",
        Kind.TENGE: "тг тнг тенге тенгені тенгеден тенгеге тенгемен тенги kzt",
        Kind.MINUS: "минус",
        Kind.WRONG: "руб рубль рубля рублей доллар доллара долларов евро usd eur rub сом юаней процент процента "
        "процентов пайыз пайызы",
        Kind.FILLER: _FILLERS,
    }
    for kind, words in others.items():
        known |= {spelt(word): Token(kind) for word in words.split()}
    half = Token(Kind.WORD, None, Decimal("1.5"), 9, 0)
    return known | {spelt(word): half for word in ("полтора", "полторы", "полутора")}


_KNOWN = _table()
_HEARD = {heard(key): token for key, token in _KNOWN.items() if len(key) >= _HEARD_FROM}
_PARTS = {key: token for key, token in _KNOWN.items() if token.kind in (Kind.WORD, Kind.HUNDRED, Kind.SCALE, Kind.HALF)}


def read_word(key: str, last: Token | None) -> tuple[Token, ...]:
    """Return the token of a folded word, or the tokens that are run together in it."""
    if key in ("к", "т"):
        counted = last is not None and last.kind is Kind.DIGITS
        few = last is not None and last.value is not None and last.value < 1000
        if key == "к" or few:
            return (Token(Kind.SCALE, Decimal(1000)) if counted else OTHER,)
        return (Token(Kind.TENGE) if counted else OTHER,)
    token = _KNOWN.get(key) or (_HEARD.get(heard(key)) if len(key) >= _HEARD_FROM else None)
    return (token,) if token else _apart(key) or (OTHER,)


@lru_cache(maxsize=1024)
def _apart(key: str) -> tuple[Token, ...]:
    """Return the tokens of words run together: «полмиллиона», «екіжүз»; none when it is not wholly of them."""
    for size in range(len(key) - 2, 1, -1):
        head, tail = _PARTS.get(key[:size]), key[size:]
        if head and (rest := (_PARTS[tail],) if tail in _PARTS else _apart(tail)):
            return (head, *rest)
    return ()
