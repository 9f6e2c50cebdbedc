"""Words met while an index is built, numbered in the order in which they come."""

from __future__ import annotations

from app.knowledge.text import fold, stems


class Vocabulary:
    """Words met while building, by folded spelling, with the ids of their stems."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.keys: list[str] = []
        self.stems: list[tuple[int, ...]] = []
        self.stem_id: dict[str, int] = {}
        self._seen: dict[str, int] = {}

    def add(self, word: str) -> int:
        """Return the id of a lower-case word, new or met before."""
        if word not in self._seen:
            key = fold(word)
            if key not in self.ids:
                self.ids[key] = len(self.keys)
                self.keys.append(key)
                self.stems.append(tuple(self.stem_id.setdefault(s, len(self.stem_id)) for s in stems(word)))
            self._seen[word] = self.ids[key]
        return self._seen[word]
