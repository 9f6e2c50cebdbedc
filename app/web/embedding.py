"""Is the widget installed right: may this origin have it, and does the policy of its pages let it in."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

FALLBACK = {"script-src": ("script-src", "default-src"), "frame-src": ("frame-src", "child-src", "default-src")}


def check(origin: str, csp: str, komek: str, listed: Sequence[str]) -> list[str]:
    """Return codes of what keeps the widget from a site; empty when nothing does.

    `origin` is the site as typed, `csp` the Content-Security-Policy of its pages ("" for none), `komek` our origin.
    """
    site = _origin(origin)
    if site is None:
        return ["origin-wrong"]
    wrong = [] if site in listed else ["origin-unlisted"]
    if site.startswith("http:") and komek.startswith("https:"):
        wrong.append("origin-http")
    return wrong + [code for code in FALLBACK if csp.strip() and not allows(csp, code, komek)]


def allows(csp: str, directive: str, komek: str) -> bool:
    """Say whether a policy lets a script or a frame of ours in.

    >>> allows("script-src 'self' https://komek.example", "script-src", "https://komek.example")
    True
    >>> allows("default-src 'self'", "frame-src", "https://komek.example")
    False
    """
    directives: dict[str, list[str]] = {}
    for part in csp.removeprefix("Content-Security-Policy:").split(";"):
        name, *sources = part.split() or [""]
        directives.setdefault(name.lower(), [source.lower() for source in sources])
    sources = next((directives[name] for name in FALLBACK[directive] if name in directives), ["*"])
    return "'strict-dynamic'" not in sources and any(_matches(source, komek) for source in sources)


def _matches(source: str, komek: str) -> bool:
    scheme, _, place = komek.partition("://")
    bare = source.removeprefix(f"{scheme}://").rstrip("/")
    if bare.startswith("*."):
        return place.endswith(bare[1:])
    return source in ("*", f"{scheme}:") or bare == place


def _origin(typed: str) -> str | None:
    """Return the origin of an address as people paste it; None when it is none."""
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    known = parts.scheme in ("https", "http") and parts.hostname
    return f"{parts.scheme}://{parts.hostname}{port}" if known else None
