"""Opens the registry that an address names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lookup.provider import Provider
from lookup.sqlite import SqliteProvider


def open_provider(url: str, secret: bytes) -> Provider:
    """Return the registry at an address. Raises ValueError with a sentence when no registry is opened by such a one."""
    for start, opened in _OPEN.items():
        if url.startswith(start):
            return opened(url.removeprefix(start), secret)
    raise ValueError(f"no registry is opened by this address; begin it with {', '.join(_OPEN)}")


def sqlite_folder(url: str) -> Path | None:
    """Return the folder that "sqlite:///folder" or "sqlite:////a/folder" names, None for another address."""
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


SQLITE = "sqlite:///"  # then a path, as SQLAlchemy writes it: a fourth slash begins an absolute one
_OPEN: dict[str, Callable[[str, bytes], Provider]] = {  # how an address begins → what opens the rest of it
    SQLITE: lambda folder, secret: SqliteProvider(Path(folder), secret),
}
