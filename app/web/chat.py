"""The chat page: works as a plain form; the script of the page posts the same form and inserts the same fragment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote_to_bytes

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.dialogue.answer import answer
from app.dialogue.conversation import BadConversation, Conversation, Turn, add, sign, spoken_in, unsign
from app.dialogue.question import MAX_CHARS, BadQuestion, read_question
from app.dialogue.reply import Decision, compose, title_of
from app.i18n import label
from app.knowledge.library import Library
from app.model import SAYABLE, Choice, Kind, Lang, Reply
from app.web.desk import Desk, desk, wanted_language
from app.web.problem import PROBLEMS, Problem

chat = Blueprint("chat", __name__)
FRAGMENT = "X-Komek-Fragment"


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn as the page shows it: what was asked, and the reply."""

    asked: str
    asked_lang: Lang
    reply: Reply


@chat.get("/")
def root() -> AnyResponse:
    """Send to the page in the language of the browser; to Kazakh when in doubt."""
    response = redirect(url_for("chat.page", lang=wanted_language(request)))
    response.vary.add("Accept-Language")
    return response


@chat.get("/<lang:lang>/")
def page(lang: Lang) -> Response:
    """Show the first screen."""
    return _page(desk(), lang, ())


@chat.get("/<lang:lang>/help/<slug>")
def article(lang: Lang, slug: str) -> Response:
    """Show one article as the first turn of a conversation: the address to give to others."""
    here = desk()
    found = here.library.get(slug, lang)
    if found is None or found.kind not in SAYABLE:
        raise Problem("article-unknown")
    return _page(here, lang, (_turn(lang, here.library, "", slug),))


@chat.post("/<lang:lang>/")
def say(lang: Lang) -> Response:
    """Answer a message, a choice, or a switch of the language; show the whole conversation, or the new turn."""
    here = desk()
    readable = _readable(request.get_data())
    draft = request.form.get("text", "") if readable else ""
    conversation: Conversation = ()
    try:
        if not readable:
            raise Problem("text-unreadable")
        conversation = _conversation(request.form.get("conversation", ""), here)
        if request.form.get("do") == "switch":
            return _page(here, lang, spoken_in(conversation, lang), draft)
        turn = _turn(lang, here.library, draft, request.form.get("article"))
    except Problem as problem:
        if request.headers.get(FRAGMENT):
            raise
        kept = () if problem.reason == "conversation-bad" else conversation
        return _page(here, lang, kept, draft, problem)
    conversation = add(conversation, turn)
    if request.headers.get(FRAGMENT):
        shown = _shown(conversation[-1], here.library, here.today())
        value = sign(conversation, here.secret_key)
        return make_response(render_template("turn.html", shown=shown, conversation=value, lang=lang))
    return _page(here, lang, conversation, draft if turn.asked else "")


def _readable(body: bytes) -> bool:
    """Say whether a posted form is UTF-8: what is not would come through as signs nobody typed."""
    try:
        unquote_to_bytes(body).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _conversation(value: str, here: Desk) -> Conversation:
    try:
        return unsign(value, here.secret_key)
    except BadConversation:
        raise Problem("conversation-bad") from None


def _turn(lang: Lang, library: Library, text: str, slug: str | None) -> Turn:
    if slug is not None:
        article = library.get(slug, lang)
        if article is None or article.kind not in SAYABLE:
            raise Problem("article-unknown")
        return Turn("", slug, Decision(article.kind, (slug,), lang))
    try:
        question = read_question(text, lang)
    except BadQuestion as bad:
        raise Problem(bad.reason) from None
    return Turn(question.text, None, answer(question, library))


def _shown(turn: Turn, library: Library, today: date) -> Shown:
    reply = compose(turn.decision, library, today)
    asked = turn.text or title_of(turn.asked or "", reply.lang, library, today)
    return Shown(asked, turn.typed or reply.lang, reply)


def _page(
    here: Desk, lang: Lang, conversation: Conversation, draft: str = "", problem: Problem | None = None
) -> Response:
    library, today = here.library, here.today()
    doors, asked = (
        tuple(Choice(slug, title_of(slug, lang, library, today)) for slug in row)
        for row in (library.front.doors, library.front.asked)
    )
    html = render_template(
        "chat.html",
        lang=lang,
        welcome=compose(Decision(Kind.GREETING, ("welcome",), lang), library, today),
        doors=doors,
        asked=asked,
        turns=[_shown(turn, library, today) for turn in conversation],
        conversation=sign(conversation, here.secret_key),
        draft=draft[:MAX_CHARS].replace("\0", ""),
        max_chars=MAX_CHARS,
        problem=label(PROBLEMS[problem.reason].detail, lang) if problem else None,
    )
    return make_response(html, PROBLEMS[problem.reason].status if problem else 200)
