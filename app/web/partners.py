"""The page for partners: the tag to copy, every attribute to try, what their policy needs, and a check."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from app import loader
from app.model import Lang
from app.web.desk import Desk, desk
from app.web.embedding import Part, Pasted, check
from app.web.finding import sentence, weight
from app.web.policy import policy
from app.web.tag import VALUES, Finding, Ours

partners = Blueprint("partners", __name__)
MOST = 512 * 1024  # bytes of a form with a page in it; the server takes in twice as much, to refuse it in a sentence


def _(message: str) -> str:
    """Mark a label for the catalogues."""
    return message


MEANING: Mapping[str, str] = {  # attribute → what it is for
    "lang": _("Language; auto takes the page’s, then the browser’s, then Kazakh"),
    "mode": _("A button in the corner, or the chat in the page itself"),
    "target": _("CSS selector of the place for the inline chat"),
    "position": _("Corner of the button"),
    "theme": _("Colours; auto follows the visitor’s system"),
    "accent": _("Colour of the button; what stands on it is made dark or light to be readable"),
    "offset-x": _("Pixels from the side"),
    "offset-y": _("Pixels from the bottom, for example above a cookie notice"),
    "z-index": _("Layer above or below other things of the page"),
    "guide": _("Guide that the chat begins with"),
    "topic": _("Article that the chat begins with, by its slug"),
}


@partners.get("/<lang:lang>/partners")
def page(lang: Lang) -> Response:
    """Show the page."""
    return _show(lang, Pasted())


@partners.post("/<lang:lang>/partners")
def look(lang: Lang) -> Response:
    """Show the page with what the check has found; what was typed stays in its fields, and nowhere else."""
    request.max_content_length = request.max_form_memory_size = MOST
    try:
        typed = {name: request.form.get(name, "").replace("\0", "") for name in ("origin", "csp", "html")}
    except RequestEntityTooLarge:
        return _show(lang, Pasted(), too_long=True)
    return _show(lang, Pasted(**typed), looked=True)


def _show(lang: Lang, pasted: Pasted, *, looked: bool = False, too_long: bool = False) -> Response:
    here = desk()
    ours = _ours(here, lang)
    html = render_template(
        "partners.html",
        lang=lang,
        komek=ours.komek,
        values={**VALUES, "guide": ("", *ours.guides)},
        meaning=MEANING,
        releases=ours.releases,
        pasted=pasted,
        most=MOST,
        parts=[_told(part, lang) for part in check(pasted, ours)] if looked else [],
        too_long=too_long,
    )
    response = make_response(html, 413 if too_long else 200)
    response.headers["Content-Security-Policy"] = policy(frame_src=("'self'",))  # the widget, to be tried
    return response


def _ours(here: Desk, lang: Lang) -> Ours:
    komek = f"{'https' if here.proxies else request.scheme}://{request.host}"  # a proxy of ours speaks https
    return Ours(
        komek=komek,
        listed=(*here.origins, komek),  # our own pages may always have it
        releases=loader.releases(),
        guides=tuple(here.guides),
        is_topic=lambda slug: here.library.get(slug, lang) is not None,
    )


def _told(part: Part, lang: Lang) -> tuple[str, list[tuple[str, str]]]:
    """Return the name of a part, and how much each finding weighs with its sentence."""
    found = part.found
    if found is None:
        found = (Finding(f"{part.name}-unseen"),)
    return part.name, [(weight(each), sentence(each, lang)) for each in found or (Finding(f"{part.name}-good"),)]
