"""The JSON API: the same replies for programs. Its contract is openapi.yaml, shown at /api/docs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify, render_template, request

from app.dialogue.answer import answer
from app.dialogue.conversation import BadConversation, Conversation, Turn, add, sign, unsign, waiting
from app.dialogue.decision import Decision, Progress
from app.dialogue.fill import title_of
from app.dialogue.guides.guide import Guide, Outcome, stand
from app.dialogue.guides.read import BadAnswer
from app.dialogue.guides.status import ASK
from app.dialogue.guides.talk import Guiding, go_on, take
from app.dialogue.question import MAX_CHARS, BadQuestion, read_question
from app.dialogue.reply import compose
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
    guiding = Guiding(here.guides, here.world, waiting(conversation))
    try:
        decision = answer(question, here.library, look_up_from(here, lang, body), guiding)
    except BadAnswer as bad:
        raise Problem(bad.reason, values=bad.values) from None
    return _told(here, conversation, Turn(question.text, None, decision))


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


@api.post("/api/v1/guides/<name>")
def guide(name: str) -> Response:
    """Tell the next question of a guide, or its result, for the answers so far. Nothing is kept."""
    here, body = desk(), _body()
    lang, asked, sent = _lang(body.get("lang")), here.guides.get(name), body.get("answers", {})
    if asked is None or name == "status":
        raise Problem("page-unknown")
    if not isinstance(sent, dict):
        raise Problem("answers-bad")
    typed = {step: value if isinstance(value, list) else [value] for step, value in sent.items()}
    if not all(isinstance(text, str) for texts in typed.values() for text in texts):
        raise Problem("answers-bad")
    progress = _walked(asked, typed, here)
    reply = compose(go_on(asked, progress, lang), here.library, here.today(), here.guides)
    return jsonify(lang=str(lang), reply=to_json(reply), answers=dict(progress.answers))


def _walked(asked: Guide, typed: Mapping[str, list[str]], here: Desk) -> Progress:
    """Return how far answers lead, whatever order they stand in. Raises Problem."""
    progress = Progress(asked.name)
    for _ in typed:
        now = stand(asked, progress, here.world).now
        if isinstance(now, Outcome) or now.id not in typed:
            break
        texts = [mask_iins(text[:MAX_CHARS]) for text in typed[now.id]]
        try:
            progress = take(asked, progress, now.id, texts, here.library, here.world)
        except BadAnswer as bad:
            raise Problem(bad.reason, values=bad.values) from None
    return progress


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
    entered = next((guide for guide in here.guides.values() if guide.texts.entry == slug), None)
    if entered and slug != ASK:
        decision = go_on(entered, Progress(entered.name), lang)
    elif found and (entered or found.kind in SAYABLE):
        decision = Decision(found.kind, (slug,), lang)
    else:
        raise Problem("article-unknown")
    return jsonify(lang=str(lang), reply=to_json(compose(decision, here.library, here.today(), here.guides)))


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
