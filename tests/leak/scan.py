"""Finds numbers of persons in bytes, whatever form they took; tells the place, the form and the last four digits."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote_to_bytes

DEPTH = 3  # wrappings one inside another: percent-encoded base64 of JSON
PIECE = 4 << 20  # bytes of a file looked at together
OVERLAP = 4096  # of two pieces, so that nothing is cut in two
MOST = 64 << 20  # bytes that something compressed is opened to
SHORT = 64 << 10  # bytes: a page, a line of a log
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
HASHES = ("md5", "sha1", "sha256")  # without a key: all 700 million numbers are hashed in minutes
ORDERS: tuple[Literal["big", "little"], ...] = ("big", "little")
_SAID = re.compile(rb"[0-9A-Za-z\xd0-\xd3\x04]")  # digits and letters: a Cyrillic one begins so, in UTF-16 too
_BETWEEN = bytes(byte for byte in range(256) if not _SAID.match(bytes([byte])))
_DIGITS = re.compile(r"\d(?:\W{0,3}\d){11,}")  # of any script
_LOW_HEX = re.compile(rb"[0-9a-fA-F]{24,}")
_ASCII = re.compile(rb"[\t\x20-\x7e]{12,}")  # what is encoded for transport is written so
_PERCENT = re.compile(rb"%[0-9a-fA-F]{2}")
_ESCAPE = re.compile(rb"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_ENTITY = re.compile(rb"&[#a-zA-Z0-9]{2,}")
_TAG = re.compile(rb"<[^<>]{0,200}>")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{14,}")  # ten bytes; a number has twelve
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A number that was found: where, in what form, and its last four digits."""

    place: str
    form: str
    ending: str


@dataclass(frozen=True)
class Needle:
    """A number, and the bytes that stand for it otherwise than as text."""

    number: str
    digits: bytes = field(init=False)
    raw: tuple[tuple[str, bytes], ...] = field(init=False)
    hex: tuple[tuple[str, bytes], ...] = field(init=False)

    def __post_init__(self) -> None:
        text, value = self.number.encode(), int(self.number)
        hashes = [(name, hashlib.new(name, text, usedforsecurity=False).digest()) for name in HASHES]
        integers = [("integer", value.to_bytes(6, order)) for order in ORDERS]  # SQLite's; those of pickle and numpy
        integers.append(("integer", b"\x8a\x05" + value.to_bytes(5, "little")))  # pickle's, of a small one
        object.__setattr__(self, "digits", text.lstrip(b"0"))  # a spreadsheet drops the noughts
        object.__setattr__(self, "raw", (*integers, *hashes))
        object.__setattr__(self, "hex", tuple((name, raw.hex().encode()) for name, raw in [("hex", text), *hashes]))


class Scan:
    """Looks for some numbers at one place after another; keeps what was found and how much was looked at."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self.numbers = tuple(numbers)
        self._needles = [Needle(number) for number in self.numbers]
        self.hits: list[Hit] = []
        self.bytes = 0

    def look(self, place: str, data: bytes | str) -> None:
        """Look at a text, or at bytes of any kind."""
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        self.bytes += len(raw)
        self._note(place, self.forms(raw))

    def file(self, path: Path, place: str) -> None:
        """Look at a file, piece by piece; at what is in it too when it is compressed."""
        self.bytes += path.stat().st_size
        with path.open("rb") as file:
            at = 0
            while piece := file.read(PIECE + OVERLAP):
                self._note(place, self.forms(piece))
                at += PIECE
                file.seek(at)
            file.seek(0)
            if zipfile.is_zipfile(file):
                self._note(place, (("zip, " + form, ending) for form, ending in self.forms(_unzipped(file))))

    def folder(self, root: Path, name: str, skip: Callable[[Path], bool] | None = None) -> None:
        """Look at every file below a folder, and at its name, but for what is to be skipped."""
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if skip and skip(inside):
                continue
            place = self.masked(f"{name}/{inside}")
            self._note(place, ((f"name, {form}", end) for form, end in self.forms(path.name.encode())))
            if path.is_file() and not path.is_symlink():
                self.file(path, place)

    def masked(self, text: str) -> str:
        """Return a text in which none of the numbers can be read."""
        for needle in self._needles:
            text = text.replace(needle.number, f"••••••••{needle.number[-4:]}")
        return text

    def forms(self, data: bytes, depth: int = DEPTH) -> Iterator[tuple[str, str]]:
        """Yield the form and the last four digits of every number that bytes hold."""
        yield from self._bare(data)
        for text in _texts(data):
            for run in _DIGITS.finditer(text):
                if not run[0].isascii():
                    plain = "".join(str(int(sign)) if sign.isdecimal() else " " for sign in run[0])
                    yield from (("other digits", ending) for _, ending in self._bare(plain.encode()))
        for name, inner in _unwrapped(data) if depth else ():
            yield from ((f"{name}, {form}", ending) for form, ending in self.forms(inner, depth - 1))

    def _bare(self, data: bytes) -> Iterator[tuple[str, str]]:
        """Yield what is found without any decoding."""
        close, low = data.translate(None, _BETWEEN), b" ".join(_LOW_HEX.findall(data)).lower()
        for needle in self._needles:
            ending = needle.number[-4:]
            if needle.digits in close:
                yield ("plain" if needle.digits in data else "grouped"), ending
            yield from ((form, ending) for form, raw in needle.raw if raw in data)
            yield from ((form, ending) for form, written in needle.hex if written in low)

    def _note(self, place: str, found: Iterable[tuple[str, str]]) -> None:
        self.hits += [Hit(place, *each) for each in dict.fromkeys(found)]

    def told(self) -> str:
        """Return the result in a sentence, and a line for each hit."""
        sentence = f"{len(self.hits)} canary numbers in {self.bytes / 1e6:.1f} MB"
        return "\n".join([sentence, *(f"  {hit.place}: ••••••••{hit.ending} ({hit.form})" for hit in self.hits)])


def _texts(data: bytes) -> Iterator[str]:
    """Yield what bytes are as text, when digits other than ASCII may be in it."""
    if not data.isascii():
        yield data.decode("utf-8", "ignore")
    if data[:2] in BYTE_ORDER_MARKS or len(data) < SHORT:  # to read all as UTF-16 too would take twice the time
        yield from (data[at:].decode(coding, "ignore") for coding in ("utf-16-le", "utf-16-be") for at in (0, 1))


def _unwrapped(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what bytes say when one wrapping is taken off, by the name of the wrapping."""
    yield from _decompressed(data)
    runs = _ASCII.findall(data)
    for name, sign, read in _WRAPPINGS:
        wrapped = [run for run in runs if sign.search(run)]
        if wrapped:
            yield name, read(b"\n".join(wrapped))
    packed = [run.translate(_TO_STANDARD) for run in _BASE64.findall(b"\n".join(runs))]
    for start in range(4) if packed else ():
        decoded = [_decoded(run[start:]) for run in packed]
        yield "base64", b"\n".join(decoded)
        for each in decoded:
            yield from _decompressed(each)


def _unescaped(found: re.Match[bytes]) -> bytes:
    return chr(int(found[1] or found[2], 16)).encode("utf-8", "surrogatepass")


def _unhtml(data: bytes) -> bytes:
    return html.unescape(data.decode("ascii")).encode()


_WRAPPINGS: tuple[tuple[str, re.Pattern[bytes], Callable[[bytes], bytes]], ...] = (
    ("percent", _PERCENT, lambda data: unquote_to_bytes(data.replace(b"+", b" "))),
    ("escaped", _ESCAPE, lambda data: _ESCAPE.sub(_unescaped, data)),
    ("html", _ENTITY, _unhtml),
    ("tags", _TAG, lambda data: _TAG.sub(b"", data)),
)


def _decoded(run: bytes) -> bytes:
    padded = run + b"AAA"
    return base64.b64decode(padded[: len(padded) // 4 * 4])


def _decompressed(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what gzip or zlib holds, as far as it can be read."""
    if data[:2] == b"\x1f\x8b":
        with gzip.open(io.BytesIO(data)) as file:
            yield "gzip", _as_far(file.read)
    elif data[:1] == b"\x78" and len(data) > 8 and int.from_bytes(data[:2], "big") % 31 == 0:
        opener = zlib.decompressobj()
        yield "zlib", _as_far(lambda most: opener.decompress(data, most))


def _as_far(read: Callable[[int], bytes]) -> bytes:
    try:
        return read(MOST)
    except (OSError, EOFError, zlib.error):
        return b""


def _unzipped(file: io.BufferedReader) -> bytes:
    with zipfile.ZipFile(file) as packed:
        return b"\n".join(packed.read(each) for each in packed.infolist() if each.file_size < MOST)
