"""A partner's page with the widget on it: real pages of a partner's site, and pages that a test writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Frame, FrameLocator, Locator, Page

from app import create_app
from app.partner import Start, partner, policy
from app.settings import Settings
from tests.serving import serving

OPENED = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: "open" }); };
"""  # so that a test sees into the shadow that is closed to pages
TOLD = """
window.told = [];
for (const name of ["ready", "open", "close", "message", "answer", "guidestart", "guidestep", "guideend", "feedback",
  "langchange", "error"]) document.addEventListener(`komek:${name}`, (event) => told.push([name, event.detail]));
"""  # what the widget tells the page, in order
PAGE = (
    '<!doctype html><html lang="{lang}"><head><title>p</title><meta name="viewport" content="width=device-width">'
    '<link rel="icon" href="/icon.svg">{head}</head><body>{body}</body></html>'
)
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


@dataclass(frozen=True)
class Sites:
    """Komek, a partner's site that it lets in, another that it does not; both also show what a test has written."""

    komek: str
    partner: str
    unlisted: str
    written: dict[str, tuple[str, str]]  # path → page and policy

    @property
    def far(self) -> str:
        """Return an origin on the list that is another site than Komek: its frames have no storage."""
        return self.partner.replace("127.0.0.1", "localhost")


@contextmanager
def sites(settings: Callable[[tuple[str, ...]], Settings], **parts: Any) -> Iterator[Sites]:
    """Serve Komek and a partner's site, each knowing the other; `settings` is handed the origins to let in."""
    served: dict[str, Callable[..., Iterable[bytes]]] = {}
    written: dict[str, tuple[str, str]] = {}

    def beside(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] not in written:
            return served["partner"](environ, start)
        html, csp = written[environ["PATH_INFO"]]
        policy = [("Content-Security-Policy", csp)] if csp else []
        start("200 OK", [("Content-Type", "text/html; charset=utf-8"), *policy])
        return [html.encode()]

    with serving(beside) as site, serving(beside) as unlisted:
        app: Flask = create_app(settings((site, site.replace("127.0.0.1", "localhost"))), **parts)
        app.extensions["komek"]()
        with serving(app) as komek:
            served["partner"] = partner(komek)
            yield Sites(komek, site, unlisted, written)


@dataclass(frozen=True)
class Node:
    """A node of the tree that assistive technology sees; `above` are the ids of all that it is in, nearest first."""

    id: str
    role: str
    name: str
    live: dict[str, Any]  # what is said of it as a live region, and whether it is busy
    above: tuple[str, ...]


@dataclass
class Host:
    """A page of a partner's, as a visitor uses it."""

    page: Page
    sites: Sites

    @property
    def element(self) -> Locator:
        """Return the one element of the widget."""
        return self.page.locator("komek-widget")

    @property
    def launcher(self) -> Locator:
        """Return the button that opens the chat."""
        return self.element.locator(".launch")

    @property
    def panel(self) -> Locator:
        """Return the place of the chat."""
        return self.element.locator(".panel")

    @property
    def chat(self) -> FrameLocator:
        """Return the chat page in its frame."""
        return self.element.frame_locator("iframe")

    @property
    def field(self) -> Locator:
        """Return the field of the question."""
        return self.chat.locator("#text")

    @property
    def turns(self) -> Locator:
        """Return all turns of the conversation."""
        return self.chat.locator(".turn")

    @property
    def inside(self) -> Frame:
        """Return the frame itself."""
        (frame,) = [each for each in self.page.frames if each.url.startswith(self.sites.komek)]
        return frame

    def visit(self, path: str) -> Host:
        """Open a real page of the partner's site, and wait for the widget."""
        self.page.goto(self.sites.partner + path)
        self.page.evaluate("Komek.ready")
        return self

    def write(self, body: str = "", *, head: str = "", origin: str = "", csp: str = "", **data: str) -> Host:
        """Open a page that the test writes, with the tag in its head; `data` are the attributes of the tag."""
        lang = data.pop("page_lang", "ru")
        attributes = "".join(f' data-{name.replace("_", "-")}="{escape(value)}"' for name, value in data.items())
        tag = f'<script async src="{self.sites.komek}/widget/v1/loader.js"{attributes}></script>'
        html = PAGE.format(lang=lang, head=tag + head, body=body)
        path = f"/written-{len(self.sites.written)}"
        self.sites.written[path] = (html, csp)
        self.page.goto((origin or self.sites.partner) + path)
        self.page.wait_for_function("window.Komek && Komek.version")
        self.page.evaluate("Komek.ready")
        return self

    def open(self) -> Host:
        """Open the chat by its button."""
        self.launcher.click()
        return self.greeted()

    def greeted(self) -> Host:
        """Wait until the chat is there and has the focus."""
        self.element.locator(".panel.heard").wait_for()
        self.page.wait_for_function("document.activeElement.matches('komek-widget')")
        return self

    def ask(self, text: str) -> Locator:
        """Ask a question and return the reply."""
        place = self.turns.nth(self.turns.count())
        self.field.fill(text)
        self.field.press("Enter")
        place.wait_for()
        return place.locator(".reply")

    def tree(self) -> list[Node]:
        """Return what assistive technology sees of the chat, as Chromium tells it."""
        devtools = self.page.context.new_cdp_session(self.page)
        below = devtools.send("Page.getFrameTree")["frameTree"]["childFrames"]
        (chat,) = [each["frame"]["id"] for each in below if each["frame"]["url"].startswith(self.sites.komek)]
        nodes = devtools.send("Accessibility.getFullAXTree", {"frameId": chat})["nodes"]
        above: dict[str, tuple[str, ...]] = {}
        for each in nodes:  # parents come first
            parent = each.get("parentId")
            above[each["nodeId"]] = (parent, *above[parent]) if parent else ()
        return [_node(each, above[each["nodeId"]]) for each in nodes]

    def told(self, *names: str) -> list[list[Any]]:
        """Return what the page was told so far, of some events or of all."""
        self.page.evaluate(SETTLED)
        told: list[list[Any]] = self.page.evaluate("told")
        return [each for each in told if not names or each[0] in names]

    def focused(self) -> str:
        """Return what has the focus: an element of the page, of the widget, or of the chat."""
        script = """() => { let e = document.activeElement;
            while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
            return e.id || e.className || e.tagName; }"""
        outer = str(self.page.evaluate(script))
        if outer != "IFRAME":
            return outer
        inner = self.inside.evaluate("(e => e.id || e.className || e.tagName)(document.activeElement)")
        return f"chat: {inner}"


def _node(told: dict[str, Any], above: tuple[str, ...]) -> Node:
    """Return a node of the tree from what Chromium tells of it."""
    properties = {each["name"]: each["value"].get("value") for each in told.get("properties", [])}
    live = {name: value for name, value in properties.items() if name in ("live", "relevant", "atomic", "busy")}
    return Node(told["nodeId"], told["role"]["value"], told.get("name", {}).get("value", ""), live, above)


def strict(sites: Sites) -> str:
    """Return the policy of a strict partner."""
    return policy(sites.komek)


def settings_of(content: Path, cache: Path, key: str, **more: Any) -> Callable[[tuple[str, ...]], Settings]:
    """Return a function from the origins to let in to the settings of Komek."""

    def made(origins: tuple[str, ...]) -> Settings:
        return Settings(content=content, secret_key=key, cache=cache, widget_origins=origins, **more)

    return made
