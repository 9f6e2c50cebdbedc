"""The signs of an emergency, caught before everything else and in any spelling: content/emergency.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from app.knowledge.fault import FaultError, did_you_mean, read_yaml
from app.knowledge.text import fold, readings, stems, words_of

GAP = 2  # words that may stand between the words of a sign
_KEYS = ("always", "unless", "calm")


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a sign: its folded spelling, whether all endings count, and its Russian stem."""

    key: str
    open: bool
    stem: str

    def meets(self, word: str, stem: str) -> bool:
        """Say whether a folded word of a message is this one, a form of it or a slip of it."""
        if self.open:
            head = word[: len(self.key)]
            return head == self.key or (len(self.key) > 5 and OSA.distance(head, self.key, score_cutoff=1) <= 1)
        if word == self.key:
            return True
        if len(self.key) < 5:
            return False
        slips = 2 if len(self.key) > 8 else 1
        return stem == self.stem or OSA.distance(word, self.key, score_cutoff=slips) <= slips


Sign = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """`always` call for help; `unless` do so when no word of `calm` is in the message."""

    always: tuple[Sign, ...] = ()
    unless: tuple[Sign, ...] = ()
    calm: tuple[Sign, ...] = ()


def read_signs(text: str) -> Signs:
    """Read emergency.yaml. Raises FaultError."""
    tree = read_yaml(text)
    if not isinstance(tree.value, dict) or set(tree.value) != set(_KEYS):
        raise FaultError(tree.line, f"emergency.yaml holds the lists {', '.join(_KEYS)}")
    found: dict[str, tuple[Sign, ...]] = {}
    for key, item in tree.value.items():
        if not isinstance(item.value, list):
            raise FaultError(item.line, f"'{key}' is a list{did_you_mean(key, _KEYS)}")
        signs = []
        for entry in item.value:
            if not isinstance(entry.value, str) or not (sign := _sign(entry.value)):
                raise FaultError(entry.line, "a sign is one to six words")
            signs.append(sign)
        found[key] = tuple(signs)
    return Signs(**found)


def _sign(text: str) -> Sign:
    parts = []
    for chunk in text.replace("-", " ").split():
        word = next(iter(words_of(chunk)), "")
        if word:
            parts.append(Part(fold(word), chunk.endswith("*"), stems(word)[0]))
    return tuple(parts)


def is_emergency(text: str, signs: Signs) -> bool:
    """Say whether a cleaned message, in any of its readings, holds a sign of an emergency."""
    for reading in readings(text):
        words = [(fold(word), stems(word)[0]) for word in reading.words]
        if any(_holds(words, sign) for sign in signs.always):
            return True
        if any(_holds(words, sign) for sign in signs.unless):
            return not any(_holds(words, sign) for sign in signs.calm)
    return False


def _holds(words: Sequence[tuple[str, str]], sign: Sign) -> bool:
    joined = "".join(part.key for part in sign)
    if len(sign) > 1 and len(joined) >= 6 and any(_joined(word, joined, sign[-1].open) for word, _ in words):
        return True
    for start, (word, stem) in enumerate(words):
        if not any(part.meets(word, stem) for part in sign):
            continue
        window = words[start : start + len(sign) + GAP]
        if len(window) >= len(sign) and _all_meet(window, sign):
            return True
    return False


def _joined(word: str, joined: str, is_open: bool) -> bool:
    return word == joined or (is_open and word.startswith(joined))


def _all_meet(window: Sequence[tuple[str, str]], sign: Sign) -> bool:
    """Every word of the sign meets its own word of the window; a negation stands right before its word."""
    taken: set[int] = set()
    for at, part in enumerate(sign):
        place = next(
            (
                i
                for i, (word, stem) in enumerate(window)
                if i not in taken and part.meets(word, stem) and _negated_alike(window, i, sign, at)
            ),
            None,
        )
        if place is None:
            return False
        taken.add(place)
    return True


def _negated_alike(window: Sequence[tuple[str, str]], i: int, sign: Sign, at: int) -> bool:
    if sign[at].key != "не":
        return True
    after = sign[at + 1] if at + 1 < len(sign) else None
    return after is None or (i + 1 < len(window) and after.meets(*window[i + 1]))
