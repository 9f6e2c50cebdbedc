"""Which language a message is typed in: letters that only Kazakh has, then letter groups of our own phrasings."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.knowledge.text import fold, words_of
from app.model import Lang

_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
CLEAR = 1.5  # log-odds below which the chat's own language is kept; 0.5 to 3 decided 98 to 99 % of labelled rows alike
_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Tongue:
    """Log-odds of Kazakh against Russian for folded words and for groups of three letters."""

    words: Mapping[str, float]
    groups: Mapping[str, float]


def learn(phrases: Mapping[Lang, Iterable[str]]) -> Tongue:
    """Count the words and letter groups of both languages' phrasings."""
    words = {lang: Counter(fold(w) for phrase in phrases[lang] for w in words_of(phrase)) for lang in Lang}
    groups: dict[Lang, Counter[str]] = {lang: Counter() for lang in Lang}
    for lang in Lang:
        for word, times in words[lang].items():
            for group in _groups(word):
                groups[lang][group] += times
    return Tongue(_odds(words[Lang.KK], words[Lang.RU]), _odds(groups[Lang.KK], groups[Lang.RU]))


def language_of(words: Sequence[str], tongue: Tongue) -> Lang | None:
    """Return the language of the words of a message, or None when it is not clear."""
    if any(_KAZAKH.search(word) for word in words):
        return Lang.KK
    odds = 0.0
    for word in words:
        key = fold(word)
        if key in tongue.words:
            odds += tongue.words[key]
        else:
            groups = _groups(key)
            odds += sum(tongue.groups.get(g, 0.0) for g in groups) / max(1, len(groups)) * 2
    if abs(odds) < CLEAR:
        return None
    return Lang.KK if odds > 0 else Lang.RU


def _groups(word: str) -> list[str]:
    edged = f" {word} "
    return [edged[at : at + _LETTERS] for at in range(len(edged) - _LETTERS + 1)]


def _odds(first: Counter[str], second: Counter[str]) -> dict[str, float]:
    most, least = sum(first.values()) + len(first), sum(second.values()) + len(second)
    return {
        key: math.log((first[key] + 1) / most) - math.log((second[key] + 1) / least)
        for key in first.keys() | second.keys()
    }
