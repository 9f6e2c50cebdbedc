"""The files that browsers load: made small and compressed once, when a process starts; kept in memory."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import brotli
import rcssmin
import rjsmin

MEDIA = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
DIGEST = 8  # hex digits in a name: two versions of one file alike are one chance in four thousand million
SMALL = 200  # bytes; below it compression saves nothing that a packet would notice
_BESIDE = re.compile(r"""(?<=["'])\./([\w.-]+\.js)(?=["'])""")  # a string that is the address of a script beside
_IMPORT = re.compile(r"""\b(?:from|import)\s*["']\./([\w.-]+\.js)["']""")  # what comes before the script that wants it


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served: its address, media type, and its bytes by Content-Encoding ("" for none).

    `imports` are the names of the modules that it imports, at any depth.
    """

    name: str
    media: str
    bodies: Mapping[str, bytes]
    imports: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Return the digest of the content, in hex."""
        return hashlib.sha256(self.bodies[""]).hexdigest()

    @property
    def integrity(self) -> str:
        """Return what a page writes in `integrity` to have no other content."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.bodies[""]).digest()).decode()

    @property
    def address(self) -> str:
        """Return its name with the digest in it: another content has another address."""
        stem, dot, suffix = self.name.rpartition(".")
        return f"{stem}.{self.digest[:DIGEST]}{dot}{suffix}"


def small(name: str, text: str) -> str:
    """Return a script or a sheet without comments and needless space; anything else as it is."""
    if name.endswith(".js"):
        return str(rjsmin.jsmin(text))
    return str(rcssmin.cssmin(text)) if name.endswith(".css") else text


def asset(name: str, text: str, imports: tuple[str, ...] = ()) -> Asset:
    """Return text as it is served, compressed as well as can be."""
    plain = text.encode()
    bodies = {"": plain}
    if len(plain) > SMALL:
        bodies["br"] = brotli.compress(plain, quality=11)
        bodies["gzip"] = gzip.compress(plain, 9, mtime=0)
    return Asset(name, MEDIA[Path(name).suffix], bodies, imports)


def read_assets(folder: Path) -> dict[str, Asset]:
    """Return the files of a folder, found under their name and under their address.

    A script names another beside it as "./name.js". It is served with the address of that one, so its own address
    changes with it. Raises ValueError for a name that is not there, and for scripts that name each other in a circle.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix in MEDIA)
    texts = {path.name: small(path.name, path.read_text("utf-8")) for path in files}
    named = {name: _BESIDE.findall(text) if name.endswith(".js") else [] for name, text in texts.items()}
    unknown = [f"{name}: ./{each} is not there" for name in named for each in named[name] if each not in texts]
    if unknown:
        raise ValueError("; ".join(unknown))
    found: dict[str, Asset] = {}
    for name in TopologicalSorter(named).static_order():
        found[name] = _linked(name, texts[name], found)
    return {key: found[name] for name in texts for key in (name, found[name].address)}


def _linked(name: str, text: str, found: Mapping[str, Asset]) -> Asset:
    """Return a file with the addresses of the scripts that it names; these are made already."""
    if not name.endswith(".js"):
        return asset(name, text)
    direct = _IMPORT.findall(text)
    imports = dict.fromkeys(each for module in direct for each in (*found[module].imports, module))
    return asset(name, _BESIDE.sub(lambda match: f"./{found[match[1]].address}", text), tuple(imports))
