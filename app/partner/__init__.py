"""A site of somebody else, to see the widget on it: pages with a strict policy of their own, on another port."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

PAGES = Path(__file__).resolve().parent
HOST = "{{ komek }}"  # in a page: the address of Komek
MEDIA = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
Start = Callable[[str, list[tuple[str, str]]], Any]


def policy(komek: str) -> str:
    """Return the strictest policy that lets the widget work: what docs/embedding.md tells partners to write."""
    return (
        f"default-src 'none'; script-src {komek}; frame-src {komek}; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def partner(komek: str) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """Return the site as a WSGI application; `komek` is the address of the assistant."""
    files = {path.name: path for path in PAGES.iterdir() if path.suffix in MEDIA}

    def serve(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        name = environ["PATH_INFO"].strip("/") or "index"
        path = files.get(name) or files.get(f"{name}.html")
        headers = [("Content-Security-Policy", policy(komek)), ("X-Content-Type-Options", "nosniff")]
        if not path:
            start("404 Not Found", [*headers, ("Content-Type", "text/plain"), ("Content-Length", "0")])
            return [b""]
        body = path.read_text("utf-8").replace(HOST, komek).encode()
        start("200 OK", [*headers, ("Content-Type", MEDIA[path.suffix]), ("Content-Length", str(len(body)))])
        return [body]

    return serve
