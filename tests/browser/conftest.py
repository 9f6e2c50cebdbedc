"""A real Chromium, the real application on a free port, and a watch on all that the two say to each other."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    sync_playwright,
)

from app.dialogue.conversation import Conversation, Turn, sign
from app.dialogue.decision import Decision
from app.knowledge.keeper import Loaded
from app.model import Kind, Lang
from tests.browser.widget import OPENED, TOLD, Host, Sites, settings_of, sites
from tests.conftest import KEY, TODAY
from tests.registry import People
from tests.serving import serving

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGS = (
    "--no-sandbox",  # root has no other way
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
PATIENCE = 10_000  # ms until something that does not come is a fault; all that comes takes a tenth of a second
AXE = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
DIGEST = re.compile(r"\.[0-9a-f]{8}(?=\.\w+$)")
SUGGEST = "**/api/v1/suggest*"
EVERY_KIND = (
    Decision(Kind.ANSWER, ("rates",), Lang.RU),  # a table
    Decision(Kind.ANSWER, ("check-status-telegram",), Lang.RU),  # steps, a note
    Decision(Kind.ANSWER, ("contacts",), Lang.RU),  # ways to call and to write
    Decision(Kind.CHOICES, ("check-status", "not-insured", "debt-periods"), Lang.RU),
    Decision(Kind.GREETING, ("greeting",), Lang.RU),
    Decision(Kind.EMERGENCY, ("emergency",), Lang.RU),
    Decision(Kind.ELSEWHERE, ("elsewhere-id",), Lang.RU),
    Decision(Kind.NOTHING, (), Lang.RU),
)


@dataclass
class Watch:
    """What a browser complained of and asked for. A test that cuts the network says what complaints it expects."""

    address: str
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Listen to everything that happens in a context."""
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", lambda request: self.asked.append(f"{request.method} {request.url}"))

    def own(self) -> list[str]:
        """Return what was asked of our origin: method and path, without the digest of static files."""
        lines = [DIGEST.sub("", line.replace(self.address, "")) for line in self.asked]
        return [line for line in lines if " /" in line]

    def foreign(self) -> list[str]:
        """Return what was asked of any other origin."""
        return [line for line in self.asked if f" {self.address}/" not in line]

    def posts(self) -> int:
        """Return how many messages were sent."""
        return sum(line.startswith("POST ") for line in self.own())

    def _said(self, message: ConsoleMessage) -> None:
        late_icon = "/static/icon." in message.location["url"]  # the browser fetches it when it likes, offline too
        if message.type in ("error", "warning") and not late_icon:
            self.complaints.append(message.text)


@dataclass
class Chat:
    """The page as a person uses it."""

    page: Page

    @property
    def field(self) -> Locator:
        """Return the field of the question."""
        return self.page.locator("#text")

    @property
    def state(self) -> Locator:
        """Return the line that tells what is going on."""
        return self.page.locator("#state")

    @property
    def turns(self) -> Locator:
        """Return all turns."""
        return self.page.locator(".turn")

    @property
    def last(self) -> Locator:
        """Return the newest reply."""
        return self.turns.last.locator(".reply")

    def asked(self) -> list[str]:
        """Return what the person asked in every turn, without the words for screen readers."""
        told = self.page.locator(".asked").all_text_contents()
        return [text.split(":", 1)[1].strip() for text in told]

    def send(self, text: str) -> None:
        """Type a question and press Enter."""
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> Locator:
        """Send a question and return its reply."""
        return self.replied(lambda: self.send(text))

    def press(self, button: Locator) -> Locator:
        """Press a button that asks something and return the reply."""
        return self.replied(button.click)

    def replied(self, act: Callable[[], object]) -> Locator:
        """Do what asks something and return the reply."""
        place = self.turns.nth(self.turns.count())
        act()
        place.wait_for()
        return place.locator(".reply")

    def switch(self) -> None:
        """Switch the language."""
        with self.page.expect_navigation():
            self.page.locator("button[value=switch]").click()

    def recall(self, lang: str, decisions: tuple[Decision, ...] = EVERY_KIND) -> None:
        """Open the page of a language with a conversation where these things were decided."""
        self.page.goto(f"/{Lang(lang).other}/")
        held: Conversation = tuple(Turn("?", None, decision) for decision in decisions)
        value = self.page.locator("input[name=conversation]")
        value.evaluate("(field, value) => { field.value = value; }", sign(held, KEY))
        self.switch()

    def violations(self, *without: str) -> list[tuple[str, str]]:
        """Return what axe finds but for these rules: the rule and the element, one by one.

        The window is as high as the page meanwhile: else its bars stand upon what is yet to be scrolled to.
        """
        size = self.page.viewport_size or ViewportSize(width=1280, height=720)
        height = int(self.page.evaluate("document.documentElement.scrollHeight"))
        self.page.set_viewport_size(ViewportSize(width=size["width"], height=max(height, size["height"])))
        options = AXE | {"rules": {rule: {"enabled": False} for rule in without}}
        found = Axe().run(self.page, options=options).response["violations"]
        self.page.set_viewport_size(size)
        return [(rule["id"], str(node["target"][0])) for rule in found for node in rule["nodes"]]

    def focused(self) -> str:
        """Return the id of the element with the focus, or its class, or the name of its tag."""
        return str(self.page.evaluate("(e => e.id || e.className || e.tagName)(document.activeElement)"))

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        return int(self.page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.scrollingElement)"))


Open = Callable[..., Chat]


def title(reply: Locator) -> str:
    """Return the title of a reply."""
    return reply.get_by_role("heading").first.inner_text()


def refused(status: int, words: str) -> str:
    """Return what a browser says of a refused request."""
    return f"Failed to load resource: the server responded with a status of {status} ({words})"


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """Serve the application on a free port and return its address."""
    app.extensions["komek"]()
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium of this machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.exit("The browser tests need Chromium. Install it: sudo apt-get install chromium", returncode=1)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield started
        started.close()


@pytest.fixture
def watch(address: str) -> Watch:
    """Return the watch over everything this test opens."""
    return Watch(address)


@pytest.fixture
def open_chat(browser: Browser, address: str, watch: Watch) -> Iterator[Open]:
    """Return a function that opens a page as a new visitor; at the end nothing was complained of, sent away or kept."""
    contexts: list[BrowserContext] = []

    def opened(path: str, **options: Any) -> Chat:
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        page = context.new_page()
        page.goto(path)
        return Chat(page)

    yield opened
    kept = [left for context in contexts for left in _kept(context)]
    for context in contexts:
        context.close()
    assert (watch.complaints, watch.foreign(), kept) == (watch.expected, [], [])


@pytest.fixture(scope="session")
def beside(content: Path, cache: Path, loaded: Loaded) -> Iterator[Sites]:
    """Serve Komek with a registry, and a partner's site."""
    assert loaded.library
    settings = settings_of(content, cache, KEY)
    with sites(settings, today=lambda: TODAY, provider=People()) as served:
        yield served


@pytest.fixture
def host(browser: Browser, beside: Sites) -> Iterator[Callable[..., Host]]:
    """Return a function that opens an empty page for a new visitor; at the end the browser has complained of nothing.

    A test that expects complaints hands in how they begin.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    wanted: list[str] = []

    def visitor(*expected: str, **options: Any) -> Host:
        context = browser.new_context(**options)
        contexts.append(context)
        wanted.extend(expected)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(OPENED + TOLD)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        return Host(context.new_page(), beside)

    yield visitor
    for context in contexts:
        context.close()
    surprises = [each for each in complaints if not each.startswith(tuple(wanted) or "\0")]
    unsaid = [each for each in wanted if not any(said.startswith(each) for said in complaints)]
    assert (surprises, unsaid) == ([], [])


def _kept(context: BrowserContext) -> list[object]:
    """Return what a visit left behind in the browser."""
    script = "() => [...Object.entries(localStorage), ...Object.entries(sessionStorage)]"
    return [*context.cookies(), *(entry for page in context.pages for entry in page.evaluate(script))]
