"""What every view is handed: the library that serves, the clock, the key. Put together in create_app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import Request, current_app
from werkzeug.routing import BaseConverter

from app.knowledge.keeper import Keeper
from app.knowledge.library import Library
from app.model import Lang


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts a view works with."""

    keeper: Keeper
    today: Callable[[], date]
    secret_key: str

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
