"""The guides' own pages, and the form of a guide inside the chat: the same address, the same turn."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.dialogue.conversation import Conversation, Turn, add
from app.dialogue.guides.status import ASK
from app.model import Lang
from app.web.desk import desk
from app.web.door import look_up_from
from app.web.page import is_fragment, posted_conversation, readable, show, to_confirm, with_form
from app.web.problem import Problem

guide = Blueprint("guide", __name__)
MAX_NUMBER = 40  # of a number: with every digit apart it has 23 characters


@guide.get("/<lang:lang>/guide/status")
def ask(lang: Lang) -> Response:
    """Show the form for a number as the first turn of a conversation."""
    here = desk()
    if "status" not in here.guides:
        raise Problem("registry-off")
    return show(here, lang, with_form((), lang, here))


@guide.post("/<lang:lang>/guide/status")
def look_up(lang: Lang) -> Response:
    """Look a number up; show the whole conversation, or the new turn. The number comes in the body alone."""
    here = desk()
    conversation: Conversation = ()
    typed = request.form.get("iin", "")[: MAX_NUMBER + 1] if readable() else ""
    door = look_up_from(here, lang, request.form)
    if door is None:
        raise Problem("registry-off")
    try:
        if not readable():
            raise Problem("text-unreadable")
        conversation = posted_conversation(here)
        decision = door(typed)
    except Problem as problem:
        if is_fragment():
            raise
        kept = typed if problem.of_number else ""  # a whole number is never put into a page again
        return show(here, lang, with_form(conversation, lang, here), typed=kept, problem=problem)
    turn = Turn("", ASK, decision)
    return show(here, lang, add(conversation, turn), typed=to_confirm(turn, typed))
