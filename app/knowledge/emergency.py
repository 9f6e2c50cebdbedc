"""The signs of an emergency, caught before everything else and in any spelling: content/emergency.yaml."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from app.knowledge.fault import FaultError, read_yaml
from app.knowledge.text import MOST_KEPT, fold, heard, readings, stems, words_of

_RUN_ON = re.compile(r"н[еи]\w{4}")
GAP = 2  # words that may stand between the words of a sign
_KEYS = ("always", "unless", "calm")  # there must be; "never" may be


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """One word of a sign: its folded spelling and the letters of it, whether all endings count, its Russian stem."""

    key: str
    letters: Sequence[str]
    open: bool
    stem: str

    def meets(self, word: str, stem: str) -> bool:
        """Say whether a folded word of a message, its first letter the same, is this one, a form or a slip of it.

        First letters are typed right, and a slip there makes another word: «алғым келеді», «өлгім келеді».
        """
        size = len(self.key)
        if self.open:
            word = word[:size]
        if word == self.key or (not self.open and size > 4 and stem == self.stem):
            return True
        apart = abs(len(word) - size)
        if size < 3 or apart > 2:
            return False  # said first, for most words end here
        if not apart and sorted(word) == self.letters:
            return True  # letters changed places: no other word in use has the same ones after the same first
        if size < 4:
            return False
        if size == 4 and len(word) != 5:
            return heard(word) == heard(self.key)
        if size == 5 and not apart:
            return False  # one other letter in five makes another word: «талып», «талап»
        slips = OSA.distance(word, self.key, score_cutoff=2)
        return slips < 2 or (slips == 2 and size > 7 and not self.open and _almost_same_letters(word, self.key))


def _almost_same_letters(word: str, key: str) -> bool:
    """Say whether two words have the same letters but for one each: two slips then are one that folding doubled."""
    ours, theirs = Counter(word), Counter(key)
    return (ours - theirs).total() <= 1 and (theirs - ours).total() <= 1


Sign = tuple[Part, ...]
Met = Mapping[Part, Sequence[int]]  # a word of a sign → the places in a message where it stands


@dataclass(frozen=True, eq=False, slots=True)
class Signs:
    """What calls for help, by list: `always`; `unless` a sign of `calm` is in the message too; `never` stops both.

    by_letter: the words of all signs by their first letter. by_part: the signs that begin with a word, with their
    list. together: signs of several words run together, with their list.
    """

    by_letter: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    by_part: Mapping[Part, tuple[tuple[str, Sign], ...]] = field(default_factory=dict)
    together: Mapping[str, str] = field(default_factory=dict)


def read_signs(text: str) -> Signs:
    """Read emergency.yaml. Raises FaultError."""
    tree = read_yaml(text)
    if not isinstance(tree.value, dict) or set(tree.value) - {"never"} != set(_KEYS):
        raise FaultError(tree.line, f"emergency.yaml holds the lists {', '.join(_KEYS)}")
    parts: dict[tuple[str, bool], Part] = {}
    signs: list[tuple[str, Sign]] = []
    for key, item in tree.value.items():
        if not isinstance(item.value, list):
            raise FaultError(item.line, f"'{key}' is a list; put each sign after '- '")
        for entry in item.value:
            sign = _sign(entry.value, parts) if isinstance(entry.value, str) else ()
            if not sign:
                raise FaultError(entry.line, "a sign is words; write at least one")
            signs.append((key, sign))
    letters = {part.key[0] for part in parts.values()}
    return Signs(
        by_letter={letter: tuple(p for p in parts.values() if p.key[0] == letter) for letter in letters},
        by_part={part: tuple(pair for pair in signs if pair[1][0] is part) for part in parts.values()},
        together={"".join(part.key for part in sign): key for key, sign in reversed(signs) if len(sign) > 1},
    )


def _sign(text: str, parts: dict[tuple[str, bool], Part]) -> Sign:
    """Return the words of a sign; a word that stands in several signs is one Part."""
    found = []
    for chunk in text.replace("-", " ").split():
        for word in words_of(chunk):
            key = fold(word)
            made = Part(key, sorted(key), chunk.endswith("*"), stems(word)[0])
            if made.key:
                found.append(parts.setdefault((made.key, made.open), made))
    return tuple(found)


def sign_of(text: str, signs: Signs) -> str | None:
    """Return the sign of an emergency that a cleaned message holds, in any of its readings; None when it has none."""
    for reading in readings(text):
        for words in {reading.words, _apart(reading.words)}:
            met = _signs_met(words, signs)
            if "never" in met:
                return None
            if "always" in met:
                return met["always"]
            if "unless" in met and "calm" not in met:
                return met["unless"]
    return None


def _signs_met(words: Sequence[str], signs: Signs) -> dict[str, str]:
    """Return for each list that has a sign in the words one such sign."""
    met = _meetings(words, signs)
    found = {key: _told(sign) for part in met for key, sign in signs.by_part[part] if _holds(met, sign)}
    for word in words:
        if (together := fold(word)) in signs.together:
            found.setdefault(signs.together[together], together)
    return found


def _told(sign: Sign) -> str:
    return " ".join(part.key + "*" * part.open for part in sign)


def _apart(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with a negation that was run together set apart: «нехочу», «нидышит»."""
    return tuple(part for word in words for part in (("не", word[2:]) if _RUN_ON.match(word) else (word,)))


def _meetings(words: Sequence[str], signs: Signs) -> dict[Part, list[int]]:
    """Return the places of every word of a sign that the message has."""
    found: dict[Part, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        for part in _parts_met(word, signs):
            found[part].append(at)
    return found


@lru_cache(maxsize=MOST_KEPT)
def _parts_met(word: str, signs: Signs) -> tuple[Part, ...]:
    key = fold(word)
    parts = signs.by_letter.get(key[:1], ())
    stem = stems(word)[0] if parts else ""
    return tuple(part for part in parts if part.meets(key, stem))


def _holds(met: Met, sign: Sign) -> bool:
    """Say whether all words of a sign stand near each other."""
    if any(part not in met for part in sign):
        return False
    return any(_near(start, met, sign) for start in {place for part in sign for place in met[part]})


def _near(start: int, met: Met, sign: Sign) -> bool:
    """Say whether every word of a sign has its own place from `start` on; a negation right before its word."""
    end = start + len(sign) + GAP
    taken: set[int] = set()
    for at, part in enumerate(sign):
        after = met[sign[at + 1]] if part.key == "не" and at + 1 < len(sign) else None
        places = (p for p in met[part] if start <= p < end and p not in taken and (after is None or p + 1 in after))
        place = next(places, None)
        if place is None:
            return False
        taken.add(place)
    return True
