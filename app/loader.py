"""The loader of the widget: one script for a partner's page, with its look and its words in both languages in it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from app.assets import Asset, asset, small
from app.i18n import label
from app.model import Lang

VERSION = "1.0.0"  # of what partners see: attributes, methods, events
FOLDER = Path(__file__).resolve().parent / "static" / "widget"
NAME = "loader.js"
_PLACE = '"KOMEK_GIVEN"'


def _(message: str) -> str:
    """Mark a label for the catalogues."""
    return message


_WORDS = {
    "brand": _("Komek"),
    "name": _("Komek: assistant on health insurance"),
    "loading": _("Opening the chat…"),
    "refused": _("The chat did not open here. Ask on its own page or call 1414."),
    "page": _("Open the page of the chat"),
    "close": _("Close the chat"),
}


@cache
def loader(*, off: bool = False) -> Asset:
    """Return the loader as it is served; `off` makes one that draws only a phone number and a link."""
    given = {
        "version": VERSION,
        "off": off,
        "look": small("loader.css", (FOLDER / "loader.css").read_text("utf-8")),
        "words": {str(lang): {name: label(text, lang) for name, text in _WORDS.items()} for lang in Lang},
    }
    script = small(NAME, (FOLDER / NAME).read_text("utf-8"))
    if _PLACE not in script:
        raise ValueError(f"{NAME} has no place for {_PLACE}")
    return asset(NAME, script.replace(_PLACE, json.dumps(given, ensure_ascii=False, separators=(",", ":"))))


@cache
def releases() -> dict[str, Asset]:
    """Return the loaders that may be pinned, by version, oldest first: files that never change."""
    files = [(path.stem.removeprefix("v"), path) for path in FOLDER.glob("v*.js")]
    ordered = sorted(files, key=lambda each: [int(part) for part in each[0].split(".")])
    return {version: asset(NAME, path.read_text("utf-8")) for version, path in ordered}
