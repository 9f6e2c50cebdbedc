"""Every refusal as a clear sentence: a page for people, problem+json (RFC 9457) for programs and the script."""

from __future__ import annotations

import json
import logging
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from app.model import Lang
from app.web.desk import wanted_language
from app.web.page import FRAGMENT
from app.web.problem import Problem

_log = logging.getLogger("komek.web")
_BY_STATUS = {404: "page-unknown", 405: "method-unknown", 413: "body-too-large", 415: "media-unknown"}


def register(app: Flask) -> None:
    """Answer problems, HTTP errors and what nobody foresaw."""
    app.register_error_handler(Problem, refuse)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _trouble)  # Flask logs what reaches InternalServerError, text and all


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response())
    reason = _BY_STATUS.get(code, "request-bad" if code < 500 else "trouble")
    response = refuse(Problem(reason))
    response.status_code = code
    if code == 405 and error.get_response().headers.get("Allow"):
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def _trouble(error: Exception) -> Response:
    """Log where it broke, never what was sent: a message of an exception may repeat a person's words."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    _log.error("trouble in %s: %s at %s", request.endpoint, type(error).__name__, where)
    return refuse(Problem("trouble"))


def refuse(problem: Problem) -> Response:
    """Return the refusal in the language of the address, of the request, or of the browser."""
    lang = _language()
    title, detail = problem.title(lang), problem.sentence(lang)
    if request.path.startswith("/api/") or request.headers.get(FRAGMENT):
        body: dict[str, Any] = {
            "type": f"/api/docs#{problem.reason}",
            "title": title,
            "status": problem.status,
            "detail": detail,
            "reason": problem.reason,
        }
        if problem.challenge:
            body["challenge"] = problem.challenge
        response = make_response(json.dumps(body, ensure_ascii=False))
        response.mimetype = "application/problem+json"
        response.headers["Content-Language"] = str(lang)
    else:
        response = make_response(render_template("refusal.html", lang=lang, title=title, detail=detail))
    response.status_code = problem.status
    response.headers.update(problem.headers)
    return response


def _language() -> Lang:
    for lang in Lang:
        if request.path.startswith(f"/{lang}/"):
            return lang
    named = request.args.get("lang")
    if named is None and request.mimetype == "application/json" and (request.content_length or 0) <= _limit():
        try:
            body = json.loads(request.get_data().decode("utf-8"))
            named = body.get("lang") if isinstance(body, dict) else None
        except (ValueError, RecursionError, HTTPException):
            named = None
    return Lang(named) if isinstance(named, str) and named in tuple(Lang) else wanted_language(request)


def _limit() -> int:
    return int(current_app.config["MAX_CONTENT_LENGTH"])
