"""The widget on other sites: the loader, and the chat page as a frame of theirs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from app import loader
from app.model import Lang
from app.web import chat
from app.web.asset import FOR_EVER, send
from app.web.desk import desk
from app.web.policy import policy
from app.web.problem import Problem

widget = Blueprint("widget", __name__)
FRAME = "widget.frame"
FIVE_MINUTES = "public, max-age=300"  # so long may a page of a partner not know that the widget is off


@widget.get("/widget/v1/loader.js")
def newest() -> Response:
    """Send the loader that partners name when they want every mend."""
    return _to_all(send(loader.loader(off=not desk().widget), FIVE_MINUTES))


@widget.get("/widget/v<version>/loader.js")
def pinned(version: str) -> Response:
    """Send the loader of one version; its content never changes."""
    found = loader.releases().get(version)
    if not found:
        raise Problem("page-unknown")
    return _to_all(send(found, FOR_EVER))


@widget.route("/<lang:lang>/frame", methods=["GET", "POST"])
def frame(lang: Lang) -> Response:
    """Show the chat page in a frame of a partner's page; a word on where to go when the widget is off."""
    if not desk().widget:
        return make_response(render_template("frame-off.html", lang=lang))
    return chat.say(lang) if request.method == "POST" else chat.page(lang)


@widget.app_context_processor
def _of_frame() -> dict[str, Any]:
    """Tell a frame which origins may speak to it, and what begins each guide."""
    if request.endpoint != FRAME:
        return {}
    return {"origins": desk().origins, "guides": {name: guide.texts.entry for name, guide in desk().guides.items()}}


@widget.after_request
def _framed(response: Response) -> Response:
    """Let partners have the frame, a refusal in it too."""
    if request.endpoint != FRAME:
        return response
    response.headers["Content-Security-Policy"] = policy(frame_ancestors=("'self'", *desk().origins))
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"  # a partner that has it can have us too
    return response


def _to_all(response: Response) -> Response:
    """Let pages of every origin read a file that is the same for everybody; `integrity` needs that."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
