"""Scripts, sheets and pictures: an address with a digest in it is kept for a year, any other is asked for again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, request

from app.assets import Asset, read_assets
from app.web.problem import Problem

YEAR = 365 * 24 * 3600
FOR_EVER = f"public, max-age={YEAR}, immutable"
static = Blueprint("static", __name__)
_OTHER = re.compile(r"\.[0-9a-f]{8}(?=\.\w+$)")  # a digest in an address


@cache
def assets(folder: Path) -> Mapping[str, Asset]:
    """Return the files of a folder, read once in a process."""
    return read_assets(folder)


def address(name: str) -> str:
    """Return where a browser finds a file; templates call it `asset`."""
    return f"/static/{_ours()[name].address}"


def preloads(*names: str) -> list[str]:
    """Return where the modules are that these scripts import, each once: a page names them, so all come at once."""
    imported = dict.fromkeys(each for name in names for each in _ours()[name].imports)
    return [address(each) for each in imported if each not in names]


@static.get("/static/<name>")
def file(name: str) -> Response:
    """Send a file. One of another version is asked for while processes are changed: then the newest is sent."""
    found = _ours().get(name) or _ours().get(_OTHER.sub("", name))
    if not found:
        raise Problem("page-unknown")
    response = send(found, FOR_EVER if name == found.address else "no-cache")
    response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"  # the frame has it, so its worker must have it
    return response


def send(found: Asset, kept: str) -> Response:
    """Return a file in the smallest form that the browser reads; `kept` says how long it may keep it."""
    coding = next((each for each in ("br", "gzip") if each in found.bodies and request.accept_encodings[each]), "")
    response = make_response(found.bodies[coding])
    response.headers["Content-Type"] = f"{found.media}; charset=utf-8"
    response.headers["Cache-Control"] = kept
    response.vary.add("Accept-Encoding")
    if coding:
        response.headers["Content-Encoding"] = coding
    response.set_etag(f"{found.digest[:16]}{coding}")
    response.make_conditional(request)
    return response


def _ours() -> Mapping[str, Asset]:
    return assets(Path(current_app.root_path) / "static")
