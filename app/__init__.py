"""Komek: the assistant of the Social Health Insurance Fund. Here alone its parts are put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial

from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined

from app import clock
from app.cli.content import content
from app.cli.feedback import feedback as feedback_commands
from app.cli.registry import registry
from app.cli.widget import widget as widget_commands
from app.feedback import Thumbs
from app.gate.gate import Gate, open_gate
from app.i18n import day, label, month
from app.knowledge.keeper import Keeper, fingerprint, load
from app.render import cover_label
from app.settings import BadSettings, Settings
from app.web import errors
from app.web.api import api
from app.web.asset import address, preloads, static
from app.web.chat import chat
from app.web.desk import Desk, LangConverter
from app.web.feedback import feedback
from app.web.guide import guide
from app.web.ops import ops
from app.web.partners import partners
from app.web.policy import HEADERS, policy
from app.web.widget import widget
from lookup.open import open_provider
from lookup.provider import Provider

MAX_BODY = 32 * 1024  # bytes of a request: a question of 1000 characters and the conversation fit twice


def create_app(
    settings: Settings | None = None,
    today: Callable[[], date] = clock.today,
    now: Callable[[], float] = clock.now,
    provider: Provider | None = None,
) -> Flask:
    """Return the application; the content is read at the first request, or by `serve` before it listens.

    `provider` is the registry to ask; without it the one that the settings name.
    """
    settings = settings or Settings.from_env()
    app = Flask(__name__, static_folder=None)  # app/web/asset.py sends them, compressed
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    written = DefaultJSONProvider(app)
    written.ensure_ascii = False  # Kazakh as letters: half the bytes
    written.sort_keys = False  # in the order of the contract
    app.json = written
    app.url_map.converters["lang"] = LangConverter
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(asset=address, preloads=preloads, _=label)
    app.jinja_env.filters.update(day=day, month=month, cover=cover_label)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["komek.settings"] = settings
    app.cli.add_command(content)
    app.cli.add_command(feedback_commands)
    app.cli.add_command(registry)
    app.cli.add_command(widget_commands)
    errors.register(app)
    for blueprint in (static, chat, guide, feedback, widget, partners, api, ops):
        app.register_blueprint(blueprint)
    app.after_request(_headers)
    app.extensions["komek"] = cache(partial(_desk, settings, today, now, provider))
    return app


def _desk(settings: Settings, today: Callable[[], date], now: Callable[[], float], provider: Provider | None) -> Desk:
    keeper = Keeper(
        read=lambda: load(settings.content, today(), settings.cache),
        fingerprint=lambda: fingerprint(settings.content),
    )
    return Desk(
        keeper=keeper,
        today=today,
        now=now,
        secret_key=settings.secret_key,
        provider=provider or _provider(settings),
        gate=_gate(settings),
        detail=settings.lookup_detail == "months",
        demo=settings.demo,
        proxies=settings.proxies,
        thumbs=Thumbs(settings.feedback) if settings.feedback else None,
        widget=settings.widget,
        origins=settings.widget_origins,
    )


def _gate(settings: Settings) -> Gate:
    limits = settings.limits or f"sqlite:///{settings.cache}/limits.db"
    try:
        return open_gate(limits, settings.secret_key, settings.workers)
    except ValueError as error:
        raise BadSettings(f"LIMITS cannot be opened: {error}") from None


def _provider(settings: Settings) -> Provider | None:
    if not settings.registry:
        return None
    key = settings.registry_key.encode()
    try:
        return open_provider(settings.registry, key, settings.registry_token, settings.registry_ca)
    except ValueError as error:
        raise BadSettings(f"REGISTRY cannot be opened: {error}") from None


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", policy())
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]:
        response.headers["X-Frame-Options"] = "DENY"  # for browsers that do not know frame-ancestors
    response.headers.setdefault("Cache-Control", "no-store")
    return response
