"""Settings from the environment, each with a default that runs; a wrong value is told in one sentence."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
MIN_SECRET = 32
REGISTRIES = ("sqlite:///", "https://", "http://", "postgresql://", "postgres://")
COUNTERS = ("sqlite:///", "redis://", "rediss://")
SQLITE = "sqlite:///"
ORIGIN = re.compile(r"https://[a-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?")
MOST = 64  # workers, or proxies: more is a slip


class BadSettings(Exception):
    """A setting cannot be used; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen, where the content and the cache of its index lie, the key of conversations; look-ups.

    `registry` is the address of the registry, "" for none; `registry_key` what its rows are hashed with;
    `registry_token` and `registry_ca` are for one behind HTTP. `limits` is where look-ups are counted, a file of
    SQLite or a Redis; `workers` how many processes serve; `proxies` how many proxies stand before them. `feedback` is
    the file of thumbs, None for none.
    `widget_origins` are the sites that may show the chat in a frame; `widget` switches it off for all of them.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    content: Path = _ROOT / "content"
    secret_key: str = ""
    cache: Path = _ROOT / ".cache"
    registry: str = ""
    registry_key: str = ""
    registry_token: str = ""
    registry_ca: Path | None = None
    lookup_detail: str = "months"
    limits: str = ""
    workers: int = 1
    proxies: int = 0
    demo: bool = False
    feedback: Path | None = None
    widget: bool = True
    widget_origins: tuple[str, ...] = ()

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read what docs/operations.md lists. Raises BadSettings.

        Without SECRET_KEY a random one is made: then open conversations end when the server restarts.
        """
        port = environ.get("PORT", "8000")
        if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise BadSettings(f"PORT is '{port}'; write a number from 1 to 65535, e.g. PORT=8000")
        content = Path(environ.get("CONTENT", _ROOT / "content"))
        if not content.is_dir():
            raise BadSettings(f"CONTENT is '{content}', and there is no such folder; name the folder of articles")
        secret = environ.get("SECRET_KEY", "")
        if secret and len(secret) < MIN_SECRET:
            raise BadSettings(f"SECRET_KEY has {len(secret)} characters; write {MIN_SECRET} random ones or more")
        return cls(
            host=environ.get("HOST", "127.0.0.1"),
            port=int(port),
            content=content,
            secret_key=secret or secrets.token_hex(MIN_SECRET),
            cache=Path(environ.get("CACHE", _ROOT / ".cache")),
            feedback=_feedback(environ.get("FEEDBACK", "")),
            **_look_ups(environ),
            **_widget(environ, int(port)),
        )


def _look_ups(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return what concerns look-ups. Raises BadSettings."""
    registry, key = environ.get("REGISTRY", ""), environ.get("REGISTRY_KEY", "")
    if registry and not registry.startswith(REGISTRIES):
        raise BadSettings(f"REGISTRY begins with none of {', '.join(REGISTRIES)}; write e.g. sqlite:///var/registry")
    if key and len(key) < MIN_SECRET:
        raise BadSettings(f"REGISTRY_KEY has {len(key)} characters; write {MIN_SECRET} random ones or more")
    if registry.startswith(("sqlite:", "postgres")) and not key:
        raise BadSettings("REGISTRY is set without REGISTRY_KEY; write the key that the registry was built with")
    ca = environ.get("REGISTRY_CA", "")
    if ca and not Path(ca).is_file():
        raise BadSettings(f"REGISTRY_CA is '{ca}', and there is no such file; name the certificate of the registry")
    detail = environ.get("LOOKUP_DETAIL", "months")
    if detail not in ("months", "status"):
        raise BadSettings(f"LOOKUP_DETAIL is '{detail}'; write months, or status to tell the status alone")
    limits = environ.get("LIMITS", "")
    if limits and not limits.startswith(COUNTERS):
        raise BadSettings(f"LIMITS begins with none of {', '.join(COUNTERS)}; write e.g. sqlite:///var/limits.db")
    return {
        "registry": registry,
        "registry_key": key,
        "registry_token": environ.get("REGISTRY_TOKEN", ""),
        "registry_ca": Path(ca) if ca else None,
        "lookup_detail": detail,
        "limits": limits,
        "workers": _number(environ, "WORKERS", 1, 1),
        "proxies": _number(environ, "PROXIES", 0, 0),
        "demo": environ.get("DEMO", "") == "1",
    }


def _feedback(address: str) -> Path | None:
    """Return the file of thumbs. Raises BadSettings."""
    file = address.removeprefix(SQLITE)
    if address and (file == address or not file):
        raise BadSettings(f"FEEDBACK names no {SQLITE} and file; write e.g. {SQLITE}var/feedback.db")
    return Path(file) if file else None


def _widget(environ: Mapping[str, str], port: int) -> dict[str, Any]:
    """Return what concerns the widget; a demonstration lets the partner's site beside it in. Raises BadSettings."""
    switch = environ.get("WIDGET", "on")
    if switch not in ("on", "off"):
        raise BadSettings(f"WIDGET is '{switch}'; write on, or off to take the chat off all other sites")
    beside = f"http://localhost:{port + 1} http://127.0.0.1:{port + 1}" if environ.get("DEMO") == "1" else ""
    origins = tuple(environ.get("WIDGET_ORIGINS", beside).replace(",", " ").split())
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise BadSettings(
                f"WIDGET_ORIGINS has '{origin}'; write whole origins with spaces between, e.g. https://clinic.example"
            )
    return {"widget": switch == "on", "widget_origins": origins}


def _number(environ: Mapping[str, str], name: str, default: int, least: int) -> int:
    text = environ.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= MOST:
        raise BadSettings(f"{name} is '{text}'; write a number from {least} to {MOST}")
    return int(text)
