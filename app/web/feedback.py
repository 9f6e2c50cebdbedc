"""A thumb for an answer: of a plain form, which shows its page again, or of a program."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.dialogue.conversation import Conversation
from app.feedback import REASONS, Thumb
from app.model import SAYABLE, Lang
from app.web.desk import Desk, desk
from app.web.door import client_from
from app.web.page import is_fragment, posted_conversation, readable, show
from app.web.problem import Problem

feedback = Blueprint("feedback", __name__)


def keep(here: Desk, lang: Lang, slug: object, thumb: object, reason: object) -> bool:
    """Keep a thumb for an article in a language; say whether the file took it. Raises Problem."""
    if here.thumbs is None:
        raise Problem("feedback-off")
    given = _thumb(here, lang, slug, thumb, reason)
    refused = here.gate.admit_thumb(client_from(here), here.now())
    if refused:
        raise Problem(refused.reason, retry_after=refused.retry_after)
    return here.thumbs.keep(given, here.now())


@feedback.post("/<lang:lang>/feedback")
def rate(lang: Lang) -> Response:
    """Keep the thumb in `thumb`, slug:language:up or slug:language:down:reason; show the conversation again."""
    here = desk()
    draft = request.form.get("text", "") if readable() else ""
    conversation: Conversation = ()
    slug, spoken, thumb, reason = (*request.form.get("thumb", "").split(":"), "", "", "", "")[:4]
    try:
        conversation = posted_conversation(here)
        if spoken not in tuple(Lang):
            raise Problem("lang-unknown")
        keep(here, Lang(spoken), slug, thumb, reason or None)
    except Problem as problem:
        if is_fragment():
            raise
        return show(here, lang, conversation, draft=draft, problem=problem)
    return Response(status=204) if is_fragment() else show(here, lang, conversation, draft=draft, rated=slug)


def _thumb(here: Desk, lang: Lang, slug: object, thumb: object, reason: object) -> Thumb:
    article = here.library.get(slug, lang) if isinstance(slug, str) else None
    if article is None or article.kind not in SAYABLE:
        raise Problem("article-unknown")
    if thumb == "up" and reason is None:
        return Thumb(article.slug, lang)
    if thumb != "down" or reason not in REASONS:
        raise Problem("feedback-unknown")
    return Thumb(article.slug, lang, reason)
