"""For those who run it: is it alive, which content serves, what is wrong with the newest."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app.web.desk import desk

ops = Blueprint("ops", __name__)


@ops.get("/healthz")
def health() -> Response:
    """Tell the content that serves and the faults of the content on disk, each with its file and line."""
    here = desk()
    return jsonify(
        status="ok",
        content=here.library.version,
        articles=len(here.library.articles),
        faults=[str(fault) for fault in here.keeper.faults],
    )
