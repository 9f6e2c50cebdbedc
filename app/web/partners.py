"""The page for partners: the tag to copy, every attribute to try, what their policy needs, and a check."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, render_template, request

from app import loader
from app.i18n import label
from app.model import Lang
from app.web.desk import desk
from app.web.embedding import check
from app.web.policy import policy

partners = Blueprint("partners", __name__)
MOST = 4000  # characters of a policy that is looked at


def _(message: str) -> str:
    """Mark a label for the catalogues."""
    return message


# attribute → its values (the first is the default; a number or a colour has one) and what it is for
ATTRIBUTES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "lang": (("auto", "kk", "ru"), _("Language; auto takes the page’s, then the browser’s, then Kazakh")),
    "mode": (("bubble", "inline"), _("A button in the corner, or the chat in the page itself")),
    "target": (("",), _("CSS selector of the place for the inline chat")),
    "position": (("bottom-right", "bottom-left"), _("Corner of the button")),
    "theme": (("auto", "light", "dark"), _("Colours; auto follows the visitor’s system")),
    "accent": (("#0b5f59",), _("Colour of the button; what stands on it is made dark or light to be readable")),
    "offset-x": (("20",), _("Pixels from the side")),
    "offset-y": (("20",), _("Pixels from the bottom, for example above a cookie notice")),
    "z-index": (("2147483000",), _("Layer above or below other things of the page")),
    "guide": (("",), _("Guide that the chat begins with: status")),
    "topic": (("",), _("Article that the chat begins with, by its slug")),
}
FINDINGS: Mapping[str, str] = {
    "origin-wrong": _("This is no address of a site. Write for example https://clinic.example"),
    "origin-unlisted": _("This origin is not on the list yet. Ask the Fund to add it; until then visitors get a link."),
    "origin-http": _("The site is served over http. Serve it over https."),
    "script-src": _("The policy does not let the script in: add our origin to script-src."),
    "frame-src": _("The policy does not let the frame in: add our origin to frame-src."),
}
GOOD = _("The origin is on the list, and nothing in the policy stands in the way.")


@partners.get("/<lang:lang>/partners")
def page(lang: Lang) -> Response:
    """Show the page; with `origin` in the query, what the check has found."""
    here = desk()
    komek = f"{'https' if here.proxies else request.scheme}://{request.host}"  # a proxy of ours speaks https
    origin, csp = request.args.get("origin", "")[:MOST], request.args.get("csp", "")[:MOST]
    wrong = check(origin, csp, komek, here.origins) if origin else []
    html = render_template(
        "partners.html",
        lang=lang,
        komek=komek,
        attributes={name: (values, label(text, lang)) for name, (values, text) in ATTRIBUTES.items()},
        releases=loader.releases(),
        origin=origin,
        csp=csp,
        wrong=[label(FINDINGS[code], lang) for code in wrong],
        good=label(GOOD, lang) if origin and not wrong else "",
    )
    response = make_response(html)
    response.headers["Content-Security-Policy"] = policy(frame_src=("'self'",))  # the widget, to be tried
    return response
