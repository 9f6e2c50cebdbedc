"""Settings from the environment, each with a default that runs; a wrong value is told in one sentence."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
MIN_SECRET = 32


class BadSettings(Exception):
    """A setting cannot be used; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen, where the content, the cache of its index and the registry lie, and the keys.

    `registry` is the address of the registry, "" for none; `registry_key` is what its rows are hashed with.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    content: Path = _ROOT / "content"
    secret_key: str = ""
    cache: Path = _ROOT / ".cache"
    registry: str = ""
    registry_key: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read HOST, PORT, CONTENT, CACHE, SECRET_KEY, REGISTRY and REGISTRY_KEY. Raises BadSettings.

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
        registry, key = environ.get("REGISTRY", ""), environ.get("REGISTRY_KEY", "")
        if key and len(key) < MIN_SECRET:
            raise BadSettings(f"REGISTRY_KEY has {len(key)} characters; write {MIN_SECRET} random ones or more")
        if registry.startswith("sqlite:") and not key:
            raise BadSettings("REGISTRY is set without REGISTRY_KEY; write the key that the registry was built with")
        return cls(
            host=environ.get("HOST", "127.0.0.1"),
            port=int(port),
            content=content,
            secret_key=secret or secrets.token_hex(MIN_SECRET),
            cache=Path(environ.get("CACHE", _ROOT / ".cache")),
            registry=registry,
            registry_key=key,
        )
