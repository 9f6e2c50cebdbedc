"""The chat page: works as a plain form; the script of the page posts the same form and inserts the same fragment."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.dialogue.answer import answer
from app.dialogue.conversation import Conversation, Turn, add, spoken_in, waiting
from app.dialogue.decision import Decision
from app.dialogue.guides.read import BadAnswer
from app.dialogue.guides.status import ASK
from app.dialogue.guides.talk import Guiding, begin, go_on
from app.dialogue.question import BadQuestion, read_question
from app.knowledge.text import clean
from app.model import SAYABLE, Kind, Lang
from app.web.desk import Desk, desk, wanted_language
from app.web.door import look_up_from
from app.web.page import is_fragment, posted_conversation, readable, show, to_confirm, with_form
from app.web.problem import Problem
from lookup.iin import iin_typed, mask_iins

chat = Blueprint("chat", __name__)


@chat.get("/")
def root() -> AnyResponse:
    """Send to the page in the language of the browser; to Kazakh when in doubt."""
    response = redirect(url_for("chat.page", lang=wanted_language(request)))
    response.vary.add("Accept-Language")
    return response


@chat.get("/<lang:lang>/")
def page(lang: Lang) -> Response:
    """Show the first screen."""
    return show(desk(), lang, ())


@chat.get("/<lang:lang>/help/<slug>")
def article(lang: Lang, slug: str) -> Response:
    """Show one article as the first turn of a conversation: the address to give to others."""
    here = desk()
    return show(here, lang, (_chosen(lang, here, slug, ()),))


@chat.post("/<lang:lang>/")
def say(lang: Lang) -> Response:
    """Answer a message, a choice, or a switch of the language; show the whole conversation, or the new turn."""
    here = desk()
    draft = request.form.get("text", "") if readable() else ""
    conversation: Conversation = ()
    try:
        if not readable():
            raise Problem("text-unreadable")
        conversation = posted_conversation(here)
        if request.form.get("do") == "switch":
            return show(here, lang, spoken_in(conversation, lang), draft=draft)
        slug = request.form.get("article")
        turn = _answered(lang, here, draft, conversation) if slug is None else _chosen(lang, here, slug, conversation)
    except Problem as problem:
        if problem.of_answer:  # what a guide waits for: put into its form, to be mended
            asked = Turn(draft, None, _goes_on(conversation, lang))
            return show(here, lang, add(conversation, asked), typed=mask_iins(clean(draft)), problem=problem)
        if problem.of_number:  # nobody's number: it is put into a form, to be mended
            asked = Turn(draft, None, Decision(Kind.GUIDE, (ASK,), lang))
            return show(here, lang, add(conversation, asked), typed=iin_typed(clean(draft)) or "", problem=problem)
        if is_fragment():
            raise
        if problem.of_form:
            return show(here, lang, with_form(conversation, lang, here), problem=problem)
        return show(here, lang, conversation, draft=draft, problem=problem)
    kept = draft if turn.asked else ""
    return show(here, lang, add(conversation, turn), draft=kept, typed=to_confirm(turn, draft))


def _chosen(lang: Lang, here: Desk, slug: str, conversation: Conversation) -> Turn:
    """Return the turn of what was chosen: an article, or the way into a guide that is to be had."""
    if slug == ASK and "status" in here.guides:
        return Turn("", slug, Decision(Kind.GUIDE, (slug,), lang))
    entered = next((guide for guide in here.guides.values() if guide.texts.entry == slug), None)
    if entered:
        return Turn("", slug, go_on(entered, begin(entered, conversation, here.world), lang))
    found = here.library.get(slug, lang)
    if found is None or found.kind not in SAYABLE:
        raise Problem("article-unknown")
    return Turn("", slug, Decision(found.kind, (slug,), lang))


def _answered(lang: Lang, here: Desk, text: str, conversation: Conversation) -> Turn:
    try:
        question = read_question(text, lang)
        guiding = Guiding(here.guides, here.world, waiting(conversation))
        decision = answer(question, here.library, look_up_from(here, lang, request.form), guiding)
    except BadQuestion as bad:
        raise Problem(bad.reason) from None
    except BadAnswer as bad:
        raise Problem(bad.reason, values=bad.values) from None
    return Turn(question.text, None, decision)


def _goes_on(conversation: Conversation, lang: Lang) -> Decision:
    """Return the decision that asks the question of a guide again."""
    last = conversation[-1].decision
    return replace(last, kind=Kind.GUIDE, lang=lang, found=None)
