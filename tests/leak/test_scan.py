"""The scanner finds a number in every form it can take, and nothing that is not one."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import pickle
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from itsdangerous import URLSafeSerializer

from lookup.iin import mask_iins
from tests.leak.canary import DEBT, PAID
from tests.leak.scan import OVERLAP, PIECE, Hit, Scan

NUMBER = PAID
NOUGHT = "080831197797"
ANOTHER = DEBT
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SAID = f"мой иин {NUMBER}, проверьте"
FORMS: dict[str, tuple[bytes | str, str]] = {  # what is scanned, the form that is told
    "alone": (NUMBER, "plain"),
    "sentence": (SAID, "plain"),
    "glued": (f"a1{NUMBER}77b", "plain"),
    "space": ("310508 174334", "grouped"),
    "hyphen": ("3105-0817-4334", "grouped"),
    "nbsp": ("310508\u00a0174334", "grouped"),
    "narrow": ("310508\u202f174334", "grouped"),
    "zero width": ("310508\u200b174334", "grouped"),
    "each apart": ("3 1 0 5 0 8 1 7 4 3 3 4", "grouped"),
    "list": (json.dumps(list(NUMBER)), "grouped"),
    "two lines": ("310508\r\n174334", "grouped"),
    "latin-1 nbsp": (b"310508\xa0174334", "grouped"),
    "full width": (NUMBER.translate(FULL), "other digits"),
    "arabic, grouped": ("310508 174334".translate(ARABIC), "other digits"),
    "full width, utf-16": (NUMBER.translate(FULL).encode("utf-16"), "other digits"),
    "full width, utf-16, odd place": (b"x" + NUMBER.translate(FULL).encode("utf-16-be"), "other digits"),
    "utf-16": (SAID.encode("utf-16"), "grouped"),
    "utf-32": (SAID.encode("utf-32-be"), "grouped"),
    "query": (f"/ru/?iin={NUMBER}&x=1", "plain"),
    "percent": ("?iin=310508%20174334", "percent, grouped"),
    "plus": ("?iin=310508+174334&x=%20", "grouped"),
    "percent nbsp": (quote("310508\u00a0174334"), "percent, grouped"),
    "every digit percent-encoded": ("".join(f"%{ord(digit):02x}" for digit in NUMBER), "percent, plain"),
    "percent twice": (quote(quote("310508\u200b174334")), "percent, percent, grouped"),
    "full width, percent": (quote(NUMBER.translate(FULL)), "percent, other digits"),
    "json": (json.dumps({"text": "310508\u00a0174334"}), "escaped, grouped"),
    "json digits": (json.dumps(NUMBER.translate(FULL)), "escaped, other digits"),
    "json in json": (json.dumps(json.dumps("310508\u00a0174334")), "escaped, grouped"),
    "repr": (repr("310508\u200b174334".encode()), "escaped, grouped"),
    "html": ("310508&nbsp;174334", "html, grouped"),
    "html digits": ("".join(f"&#{ord(digit)};" for digit in NUMBER), "html, plain"),
    "html attribute": (f'<input value="{html.escape(NUMBER)}">', "plain"),
    "tags": ("<td><b>310508</b><i>174334</i></td>", "tags, plain"),
    "base64 0": (base64.b64encode(SAID.encode()), "base64, plain"),
    "base64 1": (base64.b64encode(b"a" + NUMBER.encode()), "base64, plain"),
    "base64 2": (base64.b64encode(b"ab" + NUMBER.encode()), "base64, plain"),
    "base64, no padding": (base64.b64encode(b"ab" + NUMBER.encode()).rstrip(b"="), "base64, plain"),
    "base64, glued to a word": (b"abc" + base64.b64encode(b"?" * 9 + NUMBER.encode()), "base64, plain"),
    "base64, url": (base64.urlsafe_b64encode("ÿþ~~??310508\u00a0174334".encode()), "base64, grouped"),
    "base64, percent": (quote(base64.b64encode(b"ab\xff" + NUMBER.encode() + b"a")), "percent, base64, plain"),
    "signed": (URLSafeSerializer("key").dumps([NUMBER]), "base64, plain"),
    "signed, packed": (URLSafeSerializer("key").dumps([SAID] * 30), "zlib, plain"),
    "gzip": (gzip.compress(SAID.encode()), "gzip, plain"),
    "zlib": (zlib.compress(SAID.encode()), "zlib, plain"),
    "pickle": (pickle.dumps({"iin": NUMBER}), "plain"),
    "pickled int": (pickle.dumps([int(NUMBER), 1, 2]), "integer"),
    "eight bytes": (int(NUMBER).to_bytes(8, "little"), "integer"),
    "hex": (NUMBER.encode().hex(), "hex"),
    "md5": (hashlib.md5(NUMBER.encode(), usedforsecurity=False).hexdigest(), "md5"),
    "sha1": (hashlib.sha1(NUMBER.encode(), usedforsecurity=False).hexdigest().upper(), "sha1"),
    "sha256": (b"..." + hashlib.sha256(NUMBER.encode()).digest(), "sha256"),
}
NEAR = {
    "last four": "ИИН ••••••••4334",
    "last six": "174334",
    "eleven": NUMBER[:11],
    "mask": mask_iins(SAID),
    "another": f"мой иин {ANOTHER}",
    "a slip": "310508174335",
    "halves far apart": "310508 тенге и 174334 тенге 310508 a 174334",
    "masked, base64": base64.b64encode(mask_iins(SAID).encode()).decode(),
    "with a key": hashlib.blake2b(NUMBER.encode(), key=b"0" * 32).hexdigest(),
    "nothing": "",
}


def scanned(data: bytes | str) -> list[Hit]:
    """Return what is found at one place."""
    scan = Scan([NUMBER])
    scan.look("here", data)
    return scan.hits


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_found(name: str) -> None:
    data, form = FORMS[name]
    hits = scanned(data)
    assert {(hit.place, hit.ending) for hit in hits} == {("here", "4334")}
    assert any(hit.form.startswith(form) for hit in hits), hits


@pytest.mark.parametrize("name", NEAR)
def test_near_ones_are_none(name: str) -> None:
    assert scanned(NEAR[name]) == []


def test_each_number_is_told_by_its_last_digits() -> None:
    scan = Scan([NUMBER, ANOTHER, NOUGHT])
    scan.look("log", f"{ANOTHER} and {int(NOUGHT)}")
    assert scan.hits == [Hit("log", "plain", "7165"), Hit("log", "plain", "7797")]
    assert scan.told() == ("2 canary numbers in 0.0 MB\n  log: ••••••••7165 (plain)\n  log: ••••••••7797 (plain)")


def table(path: Path, value: str | int) -> None:
    """Write a database with one value."""
    with sqlite3.connect(path) as db:
        db.execute("create table seen (what)")
        db.execute("insert into seen values (?)", (value,))
    db.close()


def packed(path: Path) -> None:
    """Write an archive that holds the number."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", SAID * 9)


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "text.db": (lambda path: table(path, NUMBER), "plain"),
    "number.db": (lambda path: table(path, int(NUMBER)), "integer"),
    "a.zip": (packed, "zip, plain"),
    "a.log.gz": (lambda path: path.write_bytes(gzip.compress(SAID.encode())), "gzip, plain"),
    f"{NUMBER}.txt": (lambda path: path.write_text("?"), "name, plain"),
    "cut.bin": (lambda path: path.write_bytes(b"\0" * (PIECE + OVERLAP - 6) + NUMBER.encode() + b"\0" * 99), "plain"),
    "cut-2.bin": (lambda path: path.write_bytes(b"\0" * (PIECE - 6) + NUMBER.encode() + b"\0" * 9999), "plain"),
}


@pytest.mark.parametrize("name", FILES)
def test_files_are_opened(name: str, tmp_path: Path) -> None:
    write, form = FILES[name]
    (tmp_path / "a").mkdir()
    write(tmp_path / "a" / name)
    (tmp_path / "a" / "near").write_text("4334 174334")
    scan = Scan([NUMBER])
    scan.folder(tmp_path, "left")
    shown = re.sub(NUMBER, "••••••••4334", name)
    assert set(scan.hits) == {Hit(f"left/a/{shown}", form, "4334")}
    assert scan.bytes == sum(path.stat().st_size for path in (tmp_path / "a").iterdir())
    assert NUMBER not in scan.told()


def test_what_is_to_be_skipped_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(NUMBER)
    (tmp_path / "other.csv").write_text(NUMBER)
    scan = Scan([NUMBER])
    scan.folder(tmp_path, "left", skip=lambda path: path.name == "people.csv")
    assert scan.hits == [Hit("left/other.csv", "plain", "4334")]
