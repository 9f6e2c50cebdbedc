"""A shelf of many times the size: articles on other matters, made of those we have."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from app.knowledge.library import documents_of, pairs_of
from app.knowledge.shelf import Shelf
from app.knowledge.text import words_of

FREQUENT = 300  # words of the phrasings that articles on other matters would have too


def grown(shelf: Shelf, times: int) -> Shelf:
    """Return a shelf with times - 1 copies of each article, whose rarer words are other words.

    The questions that people asked grow with the articles, the messages that nobody answers do not.
    """
    said = [phrase for d in documents_of(pairs_of(shelf.drafts), (), shelf.asked or ()) for phrase in d.phrases]
    counts = Counter(word for phrase in said for word in words_of(phrase))
    common = {word for word, _ in counts.most_common(FREQUENT)}
    drafts, asked = list(shelf.drafts), list(shelf.asked or ())
    for copy in range(1, times):
        other = {word: word if word in common else word.translate(_moved(copy)) for word in counts}
        for draft in shelf.drafts:
            title, *asks = (_said(text, other) for text in (draft.article.title, *draft.article.ask))
            article = replace(draft.article, slug=f"{draft.article.slug}~{copy}", title=title, ask=tuple(asks))
            drafts.append(replace(draft, article=article))
        for row in shelf.asked or ():
            expect = tuple(f"{slug}~{copy}" for slug in row.expect)
            asked.append(replace(row, text=_said(row.text, other), expect=expect))
    return replace(shelf, drafts=tuple(drafts), asked=tuple(asked))


def _moved(copy: int) -> dict[int, int]:
    """Move vowels on among vowels and consonants among consonants: another word that could be one."""
    moved: dict[int, int] = {}
    for row, step in (("аеиоуыәөүұі", 1), ("бвгджзклмнпрстфхцчшщ", 3)):
        cut = copy * step % len(row)
        moved |= str.maketrans(row, row[cut:] + row[:cut])
    return moved


def _said(text: str, other: dict[str, str]) -> str:
    return " ".join(other.get(word, word) for word in words_of(text))
