"""content/spoken.yaml: yes and no as people type them, and the words that ask for a guide outright."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.knowledge.articles import GUIDES
from app.knowledge.fault import FaultError, Mapped, did_you_mean, read_yaml
from app.knowledge.text import fold, words_of

KEYS = ("yes", "no", "calls")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of both languages: for yes, for no, and by guide those that call it."""

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    calls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_spoken(text: str) -> Spoken:
    """Read the lists `yes` and `no`, and those of `calls` by guide. Raises FaultError."""
    tree = read_yaml(text)
    if not isinstance(tree.value, dict) or set(tree.value) != set(KEYS):
        raise FaultError(tree.line, f"spoken.yaml holds {', '.join(KEYS)}")
    calls = tree.value["calls"]
    if not isinstance(calls.value, dict):
        raise FaultError(calls.line, "'calls' names guides, each with a list of words")
    for name, listed in calls.value.items():
        if name not in GUIDES:
            raise FaultError(listed.line, f"no guide '{name}'{did_you_mean(name, GUIDES)}")
    yes, no = (_words(key, tree.value[key]) for key in ("yes", "no"))
    if twice := {_key(word) for word in yes} & {_key(word) for word in no}:
        raise FaultError(tree.value["no"].line, f"'{min(twice)}' stands in 'yes' too; keep one")
    return Spoken(yes, no, {name: _words(name, listed) for name, listed in calls.value.items()})


def called(text: str, spoken: Spoken) -> str | None:
    """Return the guide whose call a message holds word for word, the longest call first; None for none or two.

    >>> called("Посчитай, сколько мне платить", Spoken(calls={"calculator": ("посчитай",), "plan": ("что делать",)}))
    'calculator'
    """
    typed = f" {_key(text)} "
    met = [
        (len(key), name)
        for name, calls in spoken.calls.items()
        for key in map(_key, calls)
        if f" {key} " in typed and f" не {key} " not in typed
    ]
    longest = {name for size, name in met if size == max(met)[0]}
    return longest.pop() if len(longest) == 1 else None


def _key(text: str) -> str:
    return " ".join(fold(word) for word in words_of(text))


def _words(key: str, listed: Mapped) -> tuple[str, ...]:
    if not isinstance(listed.value, list) or not listed.value:
        raise FaultError(listed.line, f"'{key}' is a list; put each word after '- '")
    for entry in listed.value:
        if not isinstance(entry.value, str) or not words_of(entry.value):
            raise FaultError(entry.line, "write at least one word; put it in quotes")
    return tuple(entry.value for entry in listed.value)
