"""The files that browsers load: made small and compressed once, when a process starts; kept in memory."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli
import rcssmin
import rjsmin

MEDIA = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
DIGEST = 8  # hex digits in a name: two versions of one file alike are one chance in four thousand million
SMALL = 200  # bytes; below it compression saves nothing that a packet would notice


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served: its address, media type, and its bytes by Content-Encoding ("" for none)."""

    name: str
    media: str
    bodies: Mapping[str, bytes]

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


def asset(name: str, text: str) -> Asset:
    """Return text as it is served, compressed as well as can be."""
    plain = text.encode()
    bodies = {"": plain}
    if len(plain) > SMALL:
        bodies["br"] = brotli.compress(plain, quality=11)
        bodies["gzip"] = gzip.compress(plain, 9, mtime=0)
    return Asset(name, MEDIA[Path(name).suffix], bodies)


def read_assets(folder: Path) -> dict[str, Asset]:
    """Return the files of a folder, found under their name and under their address."""
    files = sorted(path for path in folder.iterdir() if path.suffix in MEDIA)
    found = [asset(path.name, small(path.name, path.read_text("utf-8"))) for path in files]
    return {key: each for each in found for key in (each.name, each.address)}
