"""Many spellings of one word become one string.

A person writes Kazakh without its letters, in Latin script, on the wrong keyboard layout, or as heard. `fold`
maps them onto one small alphabet; `readings` gives the competing ways to read a message. Stems are light on
purpose: that a stem exists was worth 5 points on unseen questions, how clever it is was worth none.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

MOST_KEPT = 8192  # words whose spelling and stems are remembered: eight times as many spared 1 % of the work
MAX_WORDS = 60  # a longer message is read to here: its question stands at the beginning or is told twice

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[a-zà-ɏḀ-ỿı]+")
_CYRILLIC = re.compile(r"[а-яёәіңғүұқөһ]+")

# one letter for those that people swap, or cannot type: Kazakh letters, ы/й/и, ё/е/э, щ/ш; signs fall away
_FOLD = str.maketrans(
    {
        "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и",
        "ё": "е", "э": "е", "ы": "и", "й": "и", "щ": "ш", "ъ": "", "ь": "", "я": "иа", "ю": "иу", "ц": "тс",
        "ї": "и", "є": "е", "ґ": "г", "ў": "у",
    }
)  # fmt: skip
_DOUBLED = re.compile(r"([^\W\d_])\1+")

_DIGRAPHS = (
    ("shch", "щ"), ("sch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("gh", "г"),
    ("ts", "ц"), ("ye", "е"), ("ph", "ф"), ("ck", "к"), ("ng", "нг"),
)  # fmt: skip
_LETTERS = {
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "ж",
    "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т",
    "u": "у", "v": "в", "w": "у", "x": "х", "y": "й", "z": "з", "ı": "ы", "ş": "ш", "ș": "ш", "ç": "ч",
    "č": "ч", "š": "ш", "ž": "ж", "ğ": "ғ", "ǵ": "ғ", "ñ": "ң", "ń": "ң", "ŋ": "ң", "ö": "ө", "ó": "ө",
    "ü": "ү", "ú": "ү", "ū": "ұ", "ä": "ә", "á": "ә", "ə": "ә", "ý": "у", "ï": "й", "í": "и",
}  # fmt: skip
_SOFT_C = re.compile(r"c(?=[eiy]|$)")  # «procent», «mesyac»
_LOOKALIKE = str.maketrans("aeopcyxkmtbhi", "аеорсухкмтвні")
_EN_TO_RU = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~",
    "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ",
)
_RU_TO_EN = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
# the digit row of the Kazakh layout, typed while another layout was on
_KK_DIGITS = str.maketrans("234589 0-=".replace(" ", ""), "әіңғүұқөһ")
_LONE_DIGIT = r"(?<!\d)[2345890](?!\d)"
_KK_DIGIT = re.compile(rf"(?<=[^\W\d_]){_LONE_DIGIT}|{_LONE_DIGIT}(?=[^\W\d_])")
_KK_DIGIT_ON_LATIN = re.compile(  # there a hyphen and a sign of equality are letters too
    rf"{_KK_DIGIT.pattern}|(?<!\d)[2345890]{{2}}(?=[^\W\d_])|(?<=[^\W_])[-=](?=[^\W_])|(?<![\w.])[-=](?=[^\W\d_])"
)

_RU_STEMMER = Stemmer.Stemmer("russian")
# Kazakh endings in folded spelling: plural, possessive, case, person, tense, derived nouns
_KK_ENDINGS = frozenset(
    [
        "а", "ада", "ади", "аик", "аим", "ар", "атин", "ба", "бе", "бен", "га", "ган", "ганда", "ганмин",
        "ганнан", "ге", "ген", "генде", "генмин", "геннен", "гон", "да", "даги", "дагы", "даим", "дан", "дар",
        "дари", "де", "деги", "деим", "ден", "дер", "дери", "ди", "дик", "дики", "дин", "е", "еде", "еди", "еик",
        "еим", "ер", "етин", "и", "иди", "ил", "им", "имда", "имде", "имиз", "ин", "ина", "инан", "инда", "инде",
        "ине", "инен", "иниз", "ип", "ир", "итин", "иу", "к", "ка", "кан", "ке", "кен", "лар", "ларга", "лари",
        "лер", "лерге", "лери", "лиги", "лик", "м", "ма", "маган", "маиди", "май", "масам", "ме", "меген", "меи",
        "меиди", "мен", "месем", "миз", "мин", "мисин", "му", "н", "на", "нан", "нда", "нде", "не", "нен", "ни",
        "низ", "ники", "нин", "п", "па", "пай", "пе", "пеи", "пен", "са", "сак", "санда", "се", "сек", "си",
        "сиз", "сиздар", "син", "та", "таги", "тан", "тар", "тари", "те", "теги", "тен", "тер", "тери", "ти",
        "тик", "тики", "тин", "у", "уга", "уге", "уди", "удин", "ушин", "ши",
    ]
)  # fmt: skip
_LONGEST_ENDING = max(map(len, _KK_ENDINGS))
_MIN_STEM = 4
_MIN_RU_STEM = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a message: `name` says how (typed, latin, layout …), `words` are lower-case words."""

    name: str
    words: tuple[str, ...]


def clean(text: str) -> str:
    """Return the text without control, invisible and piled-up marks, in NFC, its spaces single.

    The caller bounds the length first: normalising an unbounded text can take seconds.
    """
    text = _INVISIBLE.sub("", text)
    if not text.isprintable():  # has what is of the categories C or Z and no plain space
        text = "".join(" " if unicodedata.category(ch)[0] in "CZ" else ch for ch in text)
    text = _MARKS.sub(lambda run: run.group()[:1], text)
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=MOST_KEPT)
def fold(word: str) -> str:
    """Return the folded spelling of one lower-case word.

    >>> fold("сақтандыру") == fold("сактандыру") == fold("saqtandyru")
    True
    >>> fold("mesyac") == fold("месяц"), fold("procent") == fold("процент"), fold("kod") == fold("cod")
    (True, True, True)
    >>> fold("мәртебе"), fold("страховой")
    ('мартебе', 'страховои')
    """
    if _LATIN.search(word):
        word = _cyrillic(word)
    word = word.translate(_FOLD)
    if word.endswith("нг"):
        word = word[:-1]
    return sys.intern(_DOUBLED.sub(r"\1", word))  # once in memory, for all that the index and others keep of it


def heard(key: str) -> str:
    """Return a folded word as it sounds: vowels without stress are written as they are heard.

    >>> heard(fold("плотить")) == heard(fold("платить"))
    True
    """
    return key.replace("о", "а").replace("е", "и")  # four times as fast as translate


def _cyrillic(word: str) -> str:
    if _CYRILLIC.search(word):
        return word.translate(_LOOKALIKE)
    for latin, cyrillic in _DIGRAPHS:
        word = word.replace(latin, cyrillic)
    word = _SOFT_C.sub("ц", word)
    return "".join(_LETTERS.get(ch, ch) for ch in word)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, the first MAX_WORDS of them."""
    plain = _MARKS.sub("", text.lower().replace("'", "").replace("’", ""))
    return tuple(_WORD.findall(plain)[:MAX_WORDS])


@lru_cache(maxsize=MOST_KEPT)
def stems(word: str) -> tuple[str, ...]:
    """Return the folded stems of one lower-case word, Russian and Kazakh, without repeats.

    >>> stems("платежи")[0] == stems("платежей")[0]
    True
    >>> stems("жарнаны")[-1] == stems("жарнадан")[-1]
    True
    """
    key = fold(word)
    source = _cyrillic(word) if _LATIN.search(word) else word
    russian = fold(_RU_STEMMER.stemWord(source.replace("ё", "е")))
    if len(russian) < _MIN_RU_STEM:
        russian = key
    kazakh = key
    for _ in range(4):
        size = next(
            (
                size
                for size in range(min(_LONGEST_ENDING, len(kazakh) - _MIN_STEM), 0, -1)
                if kazakh[-size:] in _KK_ENDINGS
            ),
            0,
        )
        if not size:
            break
        kazakh = kazakh[:-size]
    return (russian,) if russian == kazakh else (russian, kazakh)


_DENIALS = frozenset(["не", "нет", "нету", "ни", "без", "жок", "емес"])
_KK_DENIAL = re.compile(
    r".{2,}[мбп][ае](?:и|ид|иди|идим|имин|имиз|исин|исиз|итин|ган|ген|ганмин|генмин|дим|дик|ди|с|сам|сем|са|се|п)"
)


def denies(keys: Iterable[str]) -> bool:
    """Say whether folded words hold a negation: не, без, жоқ, емес, or a Kazakh verb in the negative.

    >>> denies(["толемеимин"]), denies(["толеимин"]), denies(["не", "работаиу"])
    (True, False, True)
    """
    return any(key in _DENIALS or _KK_DENIAL.fullmatch(key) for key in keys)


def readings(text: str) -> tuple[Reading, ...]:
    """Return the competing readings of a cleaned message, the plain one first.

    >>> [reading.name for reading in readings("rfr ghjdthbnm cnfnec")]
    ['typed', 'layout']
    """
    found = [Reading("typed", words_of(text))]
    lower = text.lower()
    latin, cyrillic = (sum(map(len, letters.findall(lower))) for letters in (_LATIN, _CYRILLIC))
    if latin >= 3 and latin > 1.5 * cyrillic:
        swapped = _KK_DIGIT_ON_LATIN.sub(lambda d: d.group().translate(_KK_DIGITS), text.translate(_EN_TO_RU))
        found.append(Reading("layout", words_of(swapped)))
    if cyrillic and _KK_DIGIT.search(lower):
        swapped = _KK_DIGIT.sub(lambda d: d.group().translate(_KK_DIGITS), lower)
        found.append(Reading("digits", words_of(swapped)))
    if not latin and cyrillic >= 3 and len(found[0].words) <= 2:
        found.append(Reading("layout-en", words_of(lower.translate(_RU_TO_EN))))
    return tuple(found)
