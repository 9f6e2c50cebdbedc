"""Which options a message means, by the words that people type for each; what is denied does not count.

«не работаю» is no «работаю»: a word after не, ни, без, нет and before жоқ, емес is another word, in the message and in
the words of an option alike. A Kazakh verb in the negative denies its clause, unless the option has that verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from app.dialogue.guides.spelt import Kind, read_word, spelt
from app.knowledge.text import denies, fold, words_of

Words = Mapping[str, Sequence[str]]
YES, NO = "yes", "no"
_DENIED = "!"
_AHEAD = frozenset(("не", "ни", "без"))
_EITHER = frozenset(("нет", "нету"))
_BEHIND = re.compile(r"жок(?:пин|пиз)?|емес(?:пин|пиз)?")
_CLAUSE = re.compile(r"[,.;:!?()\n\u2014]+")
_ORDINALS = tuple(
    tuple(fold(head) for head in heads.split())
    for heads in (
        "перв бірінші", "втор екінші", "трет үшінші", "четверт төртінші", "пятый пятое пятая пятую бесінші",
        "шесто шеста алтыншы", "седьмо седьма жетінші", "восьмо восьма сегізінші", "девят тоғызыншы", "десято оныншы",
    )
)  # fmt: skip
_AROUND = frozenset(
    fold(word) for word in ("вариант", "пункт", "номер", "ответ", "нұсқа", "нөмір", "жауап", "это", "бұл")
)
_NTH = re.compile(r"[^\w\-]*(\d{1,2})(?:-?(?:й|ый|ой|е|ое|я|ая|ую|ші|шы|нші|ншы))?\W*")


def choose(text: str, options: Sequence[str], words: Words) -> str | None:
    """Return the one option that an answer means: its words, its number, or yes or no at the beginning.

    >>> choose("я не работаю", ["works", "idle"], {"works": ["работаю"], "idle": ["не работаю", "жұмыссыз"]})
    'idle'
    >>> choose("2", ["works", "idle"], {}), choose("не студент", ["student"], {"student": ["студент"]})
    ('idle', None)
    """
    typed = [word for clause in _clauses(text, _vocabulary(words)) for word in clause]
    exact = [o for o in options if any(typed and typed == _phrase(said) for said in words.get(o, ()))]
    if exact:
        return exact[0] if len(exact) == 1 else None
    if (nth := _nth(text)) is not None:
        return options[nth - 1] if 0 < nth <= len(options) else None
    if YES in words and NO in words:
        return _yes_or_no(text, words)
    found = mentioned(text, words)
    return found[0] if len(found) == 1 else None


def mentioned(text: str, words: Words) -> tuple[str, ...]:
    """Return the options whose words all stand in one clause of a text, without those that another says more fully.

    >>> mentioned("я студент кто за меня платит", {"student": ["студент"], "child": ["ребенок", "бала"]})
    ('student',)
    """
    clauses = _clauses(text, _vocabulary(words))
    met = {
        option: [p for p in map(_phrase, phrases) if p and any(_stands(p, clause) for clause in clauses)]
        for option, phrases in words.items()
    }
    return tuple(option for option, phrases in met.items() if phrases and not _said_more_fully(option, met))


def numbered(text: str, options: Sequence[str]) -> tuple[str, ...] | None:
    """Return the options whose numbers a text lists («1, 3», «1 и 3»); None when it is no such list."""
    if not re.fullmatch(r"(?:\W|и|және|\d{1,2})+", text):
        return None
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    good = numbers and all(0 < number <= len(options) for number in numbers)
    return tuple(options[number - 1] for number in sorted(set(numbers))) if good else None


def _clauses(text: str, known: Iterable[str] = ()) -> list[list[str]]:
    known = frozenset(known)
    return [clause for part in _CLAUSE.split(text) if (clause := _with_denials(words_of(part), known))]


def _phrase(said: str) -> list[str]:
    return [word for clause in _clauses(said) for word in clause]


def _vocabulary(words: Words) -> frozenset[str]:
    """Return the folded words of all options: «неработаю» is told from them."""
    return frozenset(fold(word) for phrases in words.values() for said in phrases for word in words_of(said))


def _with_denials(words: Sequence[str], known: frozenset[str]) -> list[str]:
    """Return the folded words of a clause, the denied ones marked in place of their denial."""
    told: list[str] = []
    denied = False
    for key, after in pairwise((*map(fold, words), "")):
        if after and (key in _AHEAD or (key in _EITHER and after not in _AHEAD)):
            denied = True
        elif told and not denied and (_BEHIND.fullmatch(key) or key in _EITHER):
            told[-1] = _DENIED + told[-1].removeprefix(_DENIED)
        elif key[:2] in ("не", "ни") and key[2:] in known and key not in known:
            told.append(_DENIED + key[2:])
        else:
            told.append(_DENIED * denied + key)
            denied = False
    return told


def _stands(phrase: Sequence[str], clause: Sequence[str]) -> bool:
    denials = (word for word in clause if not word.startswith(_DENIED) and denies([word]))
    return set(phrase) <= set(clause) and all(word in phrase for word in denials)


def _said_more_fully(option: str, met: Mapping[str, Sequence[Sequence[str]]]) -> bool:
    """Say whether another option was met by more words, ours among them: «ИП и работаю» is not «ИП»."""
    theirs = [set(phrase) for other, phrases in met.items() if other != option for phrase in phrases]
    return all(any(set(mine) < their for their in theirs) for mine in met[option])


def _yes_or_no(text: str, words: Words) -> str | None:
    """Return yes or no by the words at the beginning, else by those that stand alone; None for «да нет»."""
    typed = _spelt(text)
    said = {option: [_spelt(phrase) for phrase in words[option]] for option in (YES, NO)}
    leading = {option for option, phrases in said.items() for p in phrases if p and typed[: len(p)] == p}
    both = len(typed) == 2 and all(any([word] in said[option] for word in typed) for option in (YES, NO))
    if leading:
        return leading.pop() if len(leading) == 1 and not both else None
    met = mentioned(text, {option: words[option] for option in (YES, NO)})
    return met[0] if len(met) == 1 else None


def _spelt(text: str) -> list[str]:
    return [fold(word) for word in words_of(text)]


def _nth(text: str) -> int | None:
    """Return the number that an answer is, of an option: 2, «2-й», «второй вариант», екінші."""
    if number := _NTH.fullmatch(text.lower()):
        return int(number[1])
    words = words_of(text)
    typed = [word for word in words if fold(word) not in _AROUND]
    if len(typed) != 1:
        return None
    if typed[0].isdecimal() and len(words) > 1:  # «вариант 2»
        return int(typed[0])
    (token, *others) = read_word(spelt(typed[0]), last=None)
    if token.kind is Kind.WORD and token.value is not None and not others:
        return int(token.value)
    return next((nth for nth, heads in enumerate(_ORDINALS, 1) if fold(typed[0]).startswith(heads)), None)
