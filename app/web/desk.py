"""What every view is handed: the library that serves, the clock, the key. Put together in create_app."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import Request, current_app
from werkzeug.routing import BaseConverter

from app.dialogue.guides.all import GUIDES
from app.dialogue.guides.guide import Guide, World
from app.feedback import Thumbs
from app.gate.gate import Gate
from app.knowledge.keeper import Keeper
from app.knowledge.library import Library
from app.model import Lang
from lookup.provider import Provider


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts a view works with.

    `provider` is the registry, None when there is none; `gate` says who may look up now; `detail` whether the months
    are told; `proxies` how many proxies stand before us; `now` tells the time in seconds; `demo` that the registry
    holds invented people; `widget` whether other sites may have the chat, and `origins` which; `thumbs` keeps thumbs,
    None when none are asked for.
    """

    keeper: Keeper
    today: Callable[[], date]
    now: Callable[[], float]
    secret_key: str
    provider: Provider | None
    gate: Gate
    detail: bool
    demo: bool
    proxies: int
    widget: bool
    origins: tuple[str, ...]
    thumbs: Thumbs | None = None

    @property
    def guides(self) -> Mapping[str, Guide]:
        """Return the guides that are to be had: all, or all but the look-up when there is no registry."""
        return {name: guide for name, guide in GUIDES.items() if name != "status" or self.provider}

    @property
    def world(self) -> World:
        """Return what guides reckon with now."""
        return World(self.today(), self.library.rates, self.library.days_off, self.library.get)

    @property
    def library(self) -> Library:
        """Return the library that serves now."""
        return self.keeper.library


def desk() -> Desk:
    """Return the desk of the running application."""
    return cast(Callable[[], Desk], current_app.extensions["komek"])()


def wanted_language(request: Request) -> Lang:
    """Return the language a browser prefers: Kazakh unless Russian is plainly preferred."""
    best = request.accept_languages.best_match(["kk", "ru"])
    return Lang(best) if best else Lang.KK


class LangConverter(BaseConverter):
    """`<lang:lang>` in a route: kk or ru."""

    regex = "kk|ru"
    part_isolating = True

    def to_python(self, value: str) -> Lang:
        """Return the language of a path segment."""
        return Lang(value)

    def to_url(self, value: Lang) -> str:
        """Return the path segment of a language."""
        return str(value)
