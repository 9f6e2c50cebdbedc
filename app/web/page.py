"""The one page: the whole conversation, or the newest turn of it as a fragment for the script."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

from flask import Response, make_response, render_template, request

from app.block import Choice, Form, Given
from app.dialogue.conversation import BadConversation, Conversation, Turn, sign, unsign
from app.dialogue.decision import Decision
from app.dialogue.fill import title_of
from app.dialogue.guides.status import ASK, DOUBT
from app.dialogue.guides.tell import newest_answer
from app.dialogue.question import MAX_CHARS
from app.dialogue.reply import compose
from app.i18n import label
from app.knowledge.text import clean
from app.model import Kind, Lang, Reply
from app.web.demo import numbers_to_try
from app.web.desk import Desk
from app.web.problem import Problem
from lookup.iin import MASK, find_iins, grouped, mask_iins

FRAGMENT = "X-Komek-Fragment"


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn as the page shows it: what was asked, and the reply."""

    asked: str
    asked_lang: Lang
    reply: Reply


def is_fragment() -> bool:
    """Say whether the script of the page asks, which wants the new turn alone."""
    return bool(request.headers.get(FRAGMENT))


def readable() -> bool:
    """Say whether a posted form is UTF-8: what is not would come through as signs nobody typed."""
    try:
        unquote_to_bytes(request.get_data()).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def posted_conversation(here: Desk) -> Conversation:
    """Return the conversation that a posted form carries. Raises Problem."""
    try:
        return unsign(request.form.get("conversation", ""), here.secret_key)
    except BadConversation:
        raise Problem("conversation-bad") from None


def show(
    here: Desk,
    lang: Lang,
    conversation: Conversation,
    *,
    draft: str = "",
    typed: str = "",
    problem: Problem | None = None,
    rated: str = "",
) -> Response:
    """Return the page, or the newest turn when the script asks.

    `draft` stays in the field of the question and `typed` in the form of the newest reply; a number that may be
    somebody's stays in neither. `problem` is told by that form when there is one and it is about it. `rated` is the
    article that was given a thumb just now.
    """
    turns = [_shown(turn, here) for turn in conversation]
    by_form = problem is not None and problem.of_form and bool(turns) and _has_form(turns[-1].reply)
    if turns and (typed or by_form):
        turns[-1] = _with_form(turns[-1], typed, problem.sentence(lang) if problem and by_form else "")
    value = sign(conversation, here.secret_key)
    to_try = numbers_to_try(lang) if here.demo else []
    thumbs = {"thumbs": here.thumbs is not None, "thanked": {rated, *request.form.getlist("thanked")}}
    if is_fragment():
        return make_response(
            render_template("turn.html", shown=turns[-1], conversation=value, lang=lang, to_try=to_try, **thumbs)
        )
    html = render_template(
        "chat.html",
        lang=lang,
        welcome=compose(Decision(Kind.GREETING, ("welcome",), lang), here.library, here.today()),
        doors=_choices(here, here.library.front.doors, lang),
        asked=_choices(here, here.library.front.asked, lang),
        turns=turns,
        live_at=_live_at(turns, here.guides),
        rated_at=max((at for at, shown in enumerate(turns) if rated and shown.reply.slug == rated), default=-1),
        conversation=value,
        to_try=to_try,
        draft=mask_iins(draft[:MAX_CHARS].replace("\0", "")),
        max_chars=MAX_CHARS,
        problem=problem.sentence(lang) if problem and not by_form else None,
        **thumbs,
    )
    response = make_response(html, problem.status if problem else 200)
    if problem:
        response.headers.update(problem.headers)
    return response


def to_confirm(turn: Turn, typed: str) -> str:
    """Return the number that a person is asked about, in groups; empty when the turn asks of none."""
    if turn.decision.slugs != (DOUBT,):
        return ""
    digits = "".join(letter for letter in typed if "0" <= letter <= "9")  # of a form: grouped in whatever way
    numbers = [digits] if len(digits) == 12 else find_iins(clean(typed))
    return grouped(numbers[0]) if numbers else ""


def with_form(conversation: Conversation, lang: Lang, here: Desk) -> Conversation:
    """Return the conversation with a form for the number at its end: the one that is there, or a new one."""
    if conversation and _has_form(_shown(conversation[-1], here).reply):
        return conversation
    return (*conversation, Turn("", ASK, Decision(Kind.GUIDE, (ASK,), lang)))


def _choices(here: Desk, slugs: tuple[str, ...], lang: Lang) -> tuple[Choice, ...]:
    return tuple(Choice(slug, title_of(slug, lang, here.library, here.today())) for slug in slugs)


def _shown(turn: Turn, here: Desk) -> Shown:
    reply = compose(turn.decision, here.library, here.today(), here.guides)
    found = turn.decision.found
    name = label("IIN", reply.lang)
    number = f"{name} {MASK[4:]}{found.last_four}" if found else ""
    progress = turn.decision.progress
    guide = here.guides.get(progress.guide) if progress else None
    answer = newest_answer(guide, progress, reply.lang, here.library, here.world) if guide and progress else ""
    asked = turn.text or number or answer or title_of(turn.asked or "", reply.lang, here.library, here.today())
    return Shown(asked, turn.typed or reply.lang, reply)


def _live_at(turns: list[Shown], guides: Collection[str]) -> int:
    """Return which turn has the form or the answers that can still be changed; -1 when a status came later."""
    for at, shown in reversed(list(enumerate(turns))):
        if _is_live(shown.reply, guides, last=at == len(turns) - 1):
            return at
        if shown.reply.kind is Kind.STATUS:
            return -1
    return -1


def _is_live(reply: Reply, guides: Collection[str], *, last: bool) -> bool:
    """Say whether a reply has what can be filled in or changed: a guide's question waits in the newest turn alone."""
    forms = [block for block in reply.blocks if isinstance(block, Form) and block.guide in guides]
    given = any(isinstance(block, Given) and block.result for block in reply.blocks)
    return given or any(last or not form.step for form in forms)


def _has_form(reply: Reply) -> bool:
    return any(isinstance(block, Form) for block in reply.blocks)


def _with_form(shown: Shown, value: str, error: str) -> Shown:
    blocks = tuple(
        replace(block, value=value, error=error) if isinstance(block, Form) else block for block in shown.reply.blocks
    )
    return replace(shown, reply=replace(shown.reply, blocks=blocks))
