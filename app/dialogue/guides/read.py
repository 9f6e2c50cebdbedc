"""What a person answers to a question of a guide, by a form or in words, in the one form in which answers are kept.

`read` takes an answer to the question; `heard` what a whole sentence says of it, and only when that is sure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from app.dialogue.guides.choice import NO, YES, Words, choose, mentioned, numbered
from app.dialogue.guides.guide import Bin, Field, Iin, Pick, Sum, Ticks
from app.dialogue.guides.guide import Words as OwnWords
from app.dialogue.guides.numbers import find_sum, read_sum
from app.dialogue.guides.when import read_months, read_year
from app.knowledge.spoken import Spoken
from app.knowledge.text import clean, fold, readings, words_of
from app.model import Article, Lang
from lookup.bin import Reason, check_bin
from lookup.iin import mask_iins

MAX_ANSWER = 1000  # letters of an answer that is read, as of a question
_MONTH = re.compile(r"\d{4}-\d{2}")
_YEAR = re.compile(r"\d{4}")
_LETTERS = re.compile(r"[^\W\d_]+[.:]?|№")
_NONE, _ALL = (
    tuple(fold(word) for word in words.split())
    for words in ("ничего нет нету никакой никакие никто ешқайсысы ешқандай ештеңе жоқ", "все всё барлығы бәрі")
)
_BOUND = frozenset(fold(word) for word in ("до", "после", "кроме", "дейін", "кейін", "басқа"))


class BadAnswer(ValueError):
    """What was typed does not answer; `reason` is a code of app/web/problem.py, `values` are for its sentence."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values: Mapping[str, str] = values


def all_words(articles: Mapping[Lang, Article], spoken: Spoken) -> Words:
    """Return what people type for each option of a step, in both languages, with the common words of yes and no."""
    found: dict[str, list[str]] = {}
    for article in articles.values():
        for option, said in article.options.items():
            found.setdefault(option, []).extend(said)
    common = {YES: spoken.yes, NO: spoken.no}
    return {option: (*said, *common.get(option, ())) for option, said in found.items()}


def read(field: Field, typed: Sequence[str], words: Words, today: date) -> str:
    """Return the kept form of what the fields of a form, or a message, hold. Raises BadAnswer.

    `words` are, by option, all words for it in both languages, its label among them.
    """
    given = [text for text in typed if text.strip()]
    match field:
        case OwnWords():
            return _own_words(field, given)
        case Ticks(options):
            return ",".join(_ticks(options, given, words, today))
    if not given:
        raise BadAnswer("answer-none")
    match field:
        case Pick(options):
            return given[0] if given[0] in options else _picked(options, _cleaned(given[0]), words, today)
        case Sum(high):
            return _sum(_cleaned(given[0]), high)
        case Bin():
            return _bin(_cleaned(given[0]))
        case Iin():
            raise BadAnswer("answer-unknown")  # it is looked up by a way of its own, and never kept


def heard(field: Field, text: str, words: Words, today: date) -> str | None:
    """Return the kept form of what a sentence surely says of a question; None when it says nothing sure."""
    text = mask_iins(text)
    match field:
        case Sum(high):
            worth = find_sum(text)
            return str(worth) if worth is not None and 0 <= worth <= high else None
        case Pick(options) if any(map(_MONTH.fullmatch, options)):
            return _month_heard(options, text, today)
        case Pick(options) if all(map(_YEAR.fullmatch, options)):
            year = read_year(text, today)
            return year if year in options else None
        case Pick(options) if not {YES, NO} & set(options):
            found = mentioned(text, words)
            return found[0] if len(found) == 1 else None
        case Ticks(options) if not any(map(_MONTH.fullmatch, options)):
            found = mentioned(text, words)
            return ",".join(option for option in options if option in found) or None
    return None


def _cleaned(text: str) -> str:
    return clean(text[:MAX_ANSWER])


def _month_heard(options: Sequence[str], text: str, today: date) -> str | None:
    """Return the one month that a sentence names; a bound («до января») is none."""
    found = read_months(text, options, today, alone=False) or ()
    bound = any(fold(word) in _BOUND for word in words_of(text))
    return found[0] if len(found) == 1 and found[0] in options and not bound else None


def _picked(options: Sequence[str], text: str, words: Words, today: date) -> str:
    months = [option for option in options if _MONTH.fullmatch(option)]
    others = [option for option in options if option not in months]
    if options and all(map(_YEAR.fullmatch, options)) and (year := read_year(text, today)) in options:
        return str(year)
    said = {option: words.get(option, ()) for option in (others if months else options)}
    found = mentioned(text, said) if months else (_chosen(options, text, said),)
    if len(found) == 1 and found[0]:
        return found[0]
    if not months:
        raise BadAnswer("answer-unknown")
    named = _months(text, months, today)
    if len(named) > 1:
        raise BadAnswer("month-unclear")
    return named[0]


def _chosen(options: Sequence[str], text: str, words: Words) -> str | None:
    """Return the option that a text means, in the first of its readings that means one."""
    read_as = (text, *(" ".join(reading.words) for reading in readings(text)[1:]))
    return next((option for typed in read_as if (option := choose(typed, options, words))), None)


def _months(text: str, offered: Sequence[str], today: date) -> Sequence[str]:
    """Return the months that a text names. Raises BadAnswer when they are unclear, or not all offered."""
    named = read_months(text, offered, today)
    if named is None:
        raise BadAnswer("month-unclear")
    if not set(named) <= set(offered):
        raise BadAnswer("month-out", least=_shown(min(offered)), most=_shown(max(offered)))
    return named


def _shown(month: str) -> str:
    """Return "2026-11" as 11.2026, which both languages write."""
    return f"{month[5:]}.{month[:4]}"


def _ticks(options: Sequence[str], given: Sequence[str], words: Words, today: date) -> list[str]:
    """Return the options ticked or named, in their order."""
    if set(given) <= set(options):
        return [option for option in options if option in given]
    if len(given) > 1:
        raise BadAnswer("answer-unknown")
    text = _cleaned(given[0])
    if any(map(_MONTH.fullmatch, options)):
        named = _all_or_none(options, text)
        named = _months(text, options, today) if named is None else named
    else:
        named = _named(options, text, words)
    if named is None:
        raise BadAnswer("answer-unknown")
    return [option for option in options if option in named]


def _named(options: Sequence[str], text: str, words: Words) -> Sequence[str] | None:
    one = choose(text, options, words)
    listed = mentioned(text, words)
    several = listed if len(listed) > 1 else numbered(text, options)
    return several or ((one,) if one else _all_or_none(options, text))


def _all_or_none(options: Sequence[str], text: str) -> Sequence[str] | None:
    """Return all options for «все», none of them for «ничего»; None for another text."""
    keys = [fold(word) for word in words_of(text)]
    if keys and keys[0] in _ALL:
        return options
    return () if keys and all(key in _NONE for key in keys) else None


def _sum(text: str, high: int) -> str:
    worth = read_sum(text)
    if worth is None:
        worth = find_sum(text)
    if worth is None:
        raise BadAnswer("sum-unclear")
    if worth < 0:
        raise BadAnswer("sum-negative")
    if worth > high:
        raise BadAnswer("sum-high", high=f"{high:,}".replace(",", "\u00a0"))
    return str(worth)


def _own_words(field: OwnWords, given: Sequence[str]) -> str:
    """Return a text without numbers of persons."""
    text = given[0] if given else ""
    if len(text) > field.most + MAX_ANSWER:  # before it is cleaned: spaces and marks may fall away
        raise BadAnswer("text-long", most=str(field.most))
    text = mask_iins(clean(text))
    if len(text) < field.least:
        raise BadAnswer("text-short", least=str(field.least))
    if len(text) > field.most:
        raise BadAnswer("text-long", most=str(field.most))
    return text


def _bin(text: str) -> str:
    verdict = check_bin(text)
    if verdict.reason is Reason.DIGITS and verdict.count:
        verdict = check_bin(_LETTERS.sub("", text))  # «БИН 160440007161»
    if verdict.refused:
        raise BadAnswer(str(verdict.reason), seen=str(verdict.count))
    return verdict.digits
