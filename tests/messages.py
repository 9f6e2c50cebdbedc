"""The message catalogues: extracted anew they are the same, nothing is fuzzy, nothing is empty.

`python tests/messages.py` checks; `--update` writes what was extracted into translations/.
"""

from __future__ import annotations

import sys
import tomllib
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
LANGS = ("kk", "ru")
KEYWORDS = {"_": None, "label": None}


def extracted() -> Catalog:
    """Return the labels that the code and the templates use."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    catalog = Catalog(project="Komek", charset="utf-8")
    for mapping in settings:
        method = [(mapping["pattern"].removeprefix("app/"), mapping["method"])]
        options = {mapping["pattern"].removeprefix("app/"): {"silent": "false"}}
        for name, _, message, _, _ in extract_from_dir(
            ROOT / "app", method_map=method, options_map=options, keywords=KEYWORDS
        ):
            catalog.add(message, locations=[(f"app/{name}", None)])  # type: ignore[list-item]
    return catalog


def text_of(catalog: Catalog) -> bytes:
    """Return a catalogue as its file holds it."""
    out = BytesIO()
    write_po(
        out,
        catalog,
        sort_output=True,
        omit_header=False,
        include_lineno=False,
        width=110,
        ignore_obsolete=True,
    )
    return b"".join(
        line for line in out.getvalue().splitlines(True) if b"-Date: " not in line and b"Generated-By" not in line
    )


def main() -> int:
    """Check the catalogues, or write them."""
    wanted = extracted()
    faults = []
    files = {FOLDER / "messages.pot": wanted}
    for lang in LANGS:
        path = FOLDER / lang / "LC_MESSAGES" / "messages.po"
        old = Catalog(locale=lang, project="Komek")
        if path.exists():
            old = read_po(BytesIO(path.read_bytes()), locale=lang)
        old.update(wanted, no_fuzzy_matching=True)
        files[path] = old
        faults += [f"{path.relative_to(ROOT)}: '{m.id}' is not translated" for m in old if m.id and not m.string]
        faults += [f"{path.relative_to(ROOT)}: '{m.id}' is fuzzy" for m in old if m.id and m.fuzzy]
    for path, catalog in files.items():
        text = text_of(catalog)
        if "--update" in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        elif not path.exists() or path.read_bytes() != text:
            faults.append(f"{path.relative_to(ROOT)}: stale; run 'make messages'")
    print("\n".join(faults) or f"{len(wanted)} labels in {', '.join(LANGS)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
