"""The JSON API: the same replies for programs. Its contract is openapi.yaml, shown at /api/docs."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify, render_template, request

from app.dialogue.answer import answer
from app.dialogue.conversation import BadConversation, Conversation, Turn, add, sign, unsign
from app.dialogue.decision import Decision
from app.dialogue.guides.status import ASK
from app.dialogue.question import BadQuestion, read_question
from app.dialogue.reply import compose, title_of
from app.knowledge.suggest import suggest
from app.knowledge.text import clean
from app.model import SAYABLE, Kind, Lang
from app.render import Json, to_json
from app.web.desk import Desk, desk, wanted_language
from app.web.door import look_up_from
from app.web.feedback import keep
from app.web.guide import MAX_NUMBER
from app.web.problem import Problem
from lookup.iin import mask_iins

api = Blueprint("api", __name__)
MAX_BEGUN = 200  # of a beginning of a question: a longer one is no beginning


@api.post("/api/v1/messages")
def messages() -> Response:
    """Answer one message of a conversation."""
    here, body = desk(), _body()
    lang = _lang(body.get("lang"))
    text, value = body.get("text"), body.get("conversation", "")
    if not isinstance(text, str):
        raise Problem("text-missing")
    if not isinstance(value, str):
        raise Problem("conversation-bad")
    try:
        question = read_question(text, lang)
    except BadQuestion as bad:
        raise Problem(bad.reason) from None
    conversation = _conversation(here, value)
    return _told(
        here, conversation, Turn(question.text, None, answer(question, here.library, look_up_from(here, lang, body)))
    )


@api.post("/api/v1/status")
def status() -> Response:
    """Look up the status of a number. The number comes in the body alone, and goes nowhere."""
    here, body = desk(), _body()
    lang = _lang(body.get("lang"))
    look_up = look_up_from(here, lang, body)
    if look_up is None:
        raise Problem("registry-off")
    typed, value = body.get("iin"), body.get("conversation", "")
    if not isinstance(typed, str):
        raise Problem("iin-missing")
    if not isinstance(value, str):
        raise Problem("conversation-bad")
    return _told(here, _conversation(here, value), Turn("", ASK, look_up(typed[: MAX_NUMBER + 1])))


@api.post("/api/v1/feedback")
def feedback() -> Response:
    """Keep a thumb for an article, with nothing of whoever gives it."""
    here, body = desk(), _body()
    lang = _lang(body.get("lang"))
    return jsonify(kept=keep(here, lang, body.get("slug"), body.get("thumb"), body.get("reason")))


@api.get("/api/v1/articles")
def articles() -> Response:
    """List the articles of a language."""
    here, lang = desk(), _lang(request.args.get("lang"))
    listed = [
        {
            "slug": slug,
            "group": pair[lang].group,
            "title": title_of(slug, lang, here.library, here.today()),
            "reviewed": reviewed.isoformat() if (reviewed := pair[lang].reviewed) else None,
        }
        for slug, pair in here.library.articles.items()
        if pair[lang].kind in (Kind.ANSWER, Kind.ELSEWHERE)
    ]
    return jsonify(lang=str(lang), articles=listed)


@api.get("/api/v1/articles/<slug>")
def article(slug: str) -> Response:
    """Tell one article as the assistant says it."""
    here, lang = desk(), _lang(request.args.get("lang"))
    found = here.library.get(slug, lang)
    offered = slug == ASK and "status" in here.guides
    if found is None or not (offered or found.kind in SAYABLE):
        raise Problem("article-unknown")
    reply = compose(Decision(found.kind, (slug,), lang), here.library, here.today(), here.guides)
    return jsonify(lang=str(lang), reply=to_json(reply))


@api.get("/api/v1/suggest")
def suggestions() -> Response:
    """Suggest articles for the beginning of a question. Numbers of persons are dropped unread."""
    here, lang = desk(), _lang(request.args.get("lang"))
    typed = clean(mask_iins(request.args.get("q", "")[:MAX_BEGUN]))
    slugs = suggest(typed, here.keeper.serving().suggestions[lang]) if typed else ()
    shown = [{"slug": s, "label": title_of(s, lang, here.library, here.today())} for s in slugs]
    return jsonify(lang=str(lang), suggestions=shown)


@api.get("/api/openapi.json")
def contract() -> Response:
    """Serve the contract."""
    return jsonify(_contract())


@api.get("/api/docs")
def docs() -> str:
    """Show the contract as a page."""
    return render_template("docs.html", spec=_contract(), dumps=_shown, whole=_whole)


def _conversation(here: Desk, value: str) -> Conversation:
    try:
        return unsign(value, here.secret_key)
    except BadConversation:
        raise Problem("conversation-bad") from None


def _told(here: Desk, conversation: Conversation, turn: Turn) -> Response:
    reply = compose(turn.decision, here.library, here.today(), here.guides)
    signed = sign(add(conversation, turn), here.secret_key)
    return jsonify(lang=str(reply.lang), reply=to_json(reply), conversation=signed)


@lru_cache(maxsize=1)
def _contract() -> Json:
    with Path(__file__).with_name("openapi.yaml").open(encoding="utf-8") as file:
        spec: Json = yaml.safe_load(file)
    return spec


def _whole(node: Json) -> Json:
    """Return what a $ref of the contract stands for; any other node as it is."""
    if "$ref" not in node:
        return node
    found: Json = _contract()
    for name in node["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _body() -> Json:
    if request.mimetype != "application/json":
        raise Problem("media-unknown")
    try:
        body = json.loads(request.get_data().decode("utf-8"))
    except (ValueError, RecursionError):
        raise Problem("body-not-json") from None
    if not isinstance(body, dict):
        raise Problem("body-not-json")
    return body


def _lang(value: object) -> Lang:
    if value is None:
        return wanted_language(request)
    if value not in tuple(Lang):
        raise Problem("lang-unknown")
    return Lang(str(value))
