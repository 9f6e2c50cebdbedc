"""content/glossary.yaml: words that mean the same, in Kazakh and Russian, as editors keep them."""

from __future__ import annotations

from dataclasses import dataclass

from app.knowledge.fault import FaultError, read_yaml


@dataclass(frozen=True, slots=True)
class Glossary:
    """Rows of words that mean the same; a term may have two words or three."""

    rows: tuple[tuple[str, ...], ...]


def read_glossary(text: str) -> Glossary:
    """Read the list of rows, each `word, word, two words`. Raises FaultError."""
    tree = read_yaml(text)
    if not isinstance(tree.value, list):
        raise FaultError(tree.line, "the glossary is a list; put each row of words after '- '")
    rows = []
    for item in tree.value:
        if not isinstance(item.value, str):
            raise FaultError(item.line, "a row is words with commas between them")
        terms = tuple(term.strip() for term in item.value.split(",") if term.strip())
        if len(terms) < 2:
            raise FaultError(item.line, "a row needs two words or more, with commas between them")
        rows.append(terms)
    return Glossary(tuple(rows))
