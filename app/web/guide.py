"""The guides' own pages, and their forms inside the chat: the same address, the same turn."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request

from app.dialogue.conversation import Conversation, Turn, add, progress_in
from app.dialogue.decision import Decision, Progress
from app.dialogue.guides.guide import Guide, Outcome, change_step, stand, step_back
from app.dialogue.guides.read import BadAnswer
from app.dialogue.guides.status import ASK
from app.dialogue.guides.talk import go_on, take
from app.model import Kind, Lang
from app.web.desk import Desk, desk
from app.web.door import look_up_from
from app.web.page import is_fragment, posted_conversation, readable, show, to_confirm, with_form
from app.web.problem import Problem
from lookup.iin import mask_iins

guide = Blueprint("guide", __name__)
MAX_NUMBER = 40  # of a number: with every digit apart it has 23 characters
LEFT = "guide-left"  # what is said when a guide is left


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


@guide.get("/<lang:lang>/guide/<name>")
def start(lang: Lang, name: str) -> Response:
    """Show the first question of a guide as the first turn of a conversation."""
    here = desk()
    asked = _guide(here, name)
    return show(here, lang, (Turn("", asked.texts.entry, go_on(asked, Progress(name), lang)),))


@guide.get("/<lang:lang>/guide/<name>/<slug>")
def result(lang: Lang, name: str, slug: str) -> Response:
    """Show what a result means, for anyone: the address to give to others. It holds nothing of a person."""
    here = desk()
    if slug not in _guide(here, name).texts.outcomes:
        raise Problem("article-unknown")
    return show(here, lang, (Turn("", slug, Decision(Kind.GUIDE, (slug,), lang)),))


@guide.post("/<lang:lang>/guide/<name>")
def step(lang: Lang, name: str) -> Response:
    """Take an answer, or go back, change one, start over, leave; show the whole conversation, or the new turn."""
    here = desk()
    asked = _guide(here, name)
    typed = request.form.getlist("answer") if readable() else []
    conversation: Conversation = ()
    try:
        if not readable():
            raise Problem("text-unreadable")
        conversation = posted_conversation(here)
        turn = _turn(asked, conversation, typed, lang, here)
    except Problem as problem:
        if is_fragment():
            raise
        again = _asked_again(asked, conversation, lang)
        return show(here, lang, again, typed=mask_iins(typed[0]) if typed else "", problem=problem)
    return show(here, lang, add(conversation, turn))


@guide.post("/<lang:lang>/guide/<name>/file")
def file(lang: Lang, name: str) -> Response:
    """Return the file that a guide makes of the result in the conversation."""
    here = desk()
    asked = _guide(here, name)
    progress = progress_in(posted_conversation(here), name)
    now = stand(asked, progress, here.world).now if progress else None
    if asked.file is None or not isinstance(now, Outcome):
        raise Problem("page-unknown")
    filename, media, text = asked.file(now, lang, here.world)
    response = make_response(text)
    response.headers["Content-Type"] = f"{media}; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _guide(here: Desk, name: str) -> Guide:
    found = here.guides.get(name)
    if found is None:
        raise Problem("page-unknown")
    return found


def _turn(asked: Guide, conversation: Conversation, typed: list[str], lang: Lang, here: Desk) -> Turn:
    """Return the turn that a form of a guide makes. Raises Problem."""
    world = here.world
    progress = progress_in(conversation, asked.name) or Progress(asked.name)
    if (changed := request.form.get("change")) in asked.texts.steps:
        return Turn("", None, go_on(asked, change_step(progress, str(changed)), lang))
    match request.form.get("do"):
        case "leave":
            return Turn("", None, Decision(Kind.GREETING, (LEFT,), lang))
        case "over":
            progress = Progress(asked.name)
        case "back":
            progress = step_back(progress, stand(asked, progress, world))
        case _:
            try:
                progress = take(asked, progress, request.form.get("step", ""), typed, here.library, world)
            except BadAnswer as bad:
                raise Problem(bad.reason, values=bad.values) from None
    return Turn("", None, go_on(asked, progress, lang))


def _asked_again(asked: Guide, conversation: Conversation, lang: Lang) -> Conversation:
    """Return the conversation with the question of a guide at its end: the one that is there, or a new one."""
    last = conversation[-1].decision.progress if conversation else None
    if last and last.guide == asked.name:
        return conversation
    progress = progress_in(conversation, asked.name) or Progress(asked.name)
    return (*conversation, Turn("", None, go_on(asked, progress, lang)))
