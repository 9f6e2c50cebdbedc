"""A visit in a real browser, with a scan of all that the browser and the server say to each other and keep."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import BrowserContext, Error, Locator, Page, Request

from tests.leak.scan import Scan

FIELD = re.compile(r'(<input id="field-iin" name="iin" value=")([^"]*)(")')
KEPT = """async () => ({
  "page": document.documentElement.outerHTML,
  "title": document.title,
  "history": [location.href, document.referrer, history.state],
  "cookie": document.cookie,
  "local storage": Object.entries(localStorage),
  "session storage": Object.entries(sessionStorage),
  "IndexedDB": (await indexedDB.databases()).map(each => each.name),
  "caches": await caches.keys(),
  "window": window.name,
})"""


class Visit:
    """One window. Every step ends with a look at all that went over the wire and at all that is kept."""

    def __init__(self, context: BrowserContext, scan: Scan) -> None:
        self.context, self.scan = context, scan
        self.page: Page = context.pages[0] if context.pages else context.new_page()
        self.told: list[str] = []
        self.sent = 0  # bodies that held a number, as they must
        self._requests: list[Request] = []
        context.on("request", lambda request: self._requests.append(request))
        context.on("console", lambda message: scan.look("console", message.text))
        context.on("weberror", lambda error: scan.look("console", str(error.error)))

    def come_from(self, client: str) -> None:
        """Go on as another client."""
        self.context.set_extra_http_headers({"X-Forwarded-For": client})

    def open(self, path: str) -> None:
        """Open an address."""
        self.step(lambda: self.page.goto(path))

    def turn(self, act: Callable[[], object], held: str = "") -> None:
        """Do what asks something, wait for the reply and note its kind."""
        place = self.page.locator(".turn").nth(self.page.locator(".turn").count())
        act()
        place.wait_for()
        self.look(held)
        reply = place.locator(".reply").get_attribute("class") or ""
        self.told.append(reply.removeprefix("reply "))

    def say(self, text: str, held: str = "") -> None:
        """Type a message key by key, as suggestions need it, and send it."""
        field = self.page.locator("#text")
        field.press_sequentially(text, delay=5)
        self.page.wait_for_timeout(200)  # the script asks for suggestions after 150 ms of rest
        self.turn(lambda: field.press("Enter"), held)

    def fill_in(self, number: str, held: str = "") -> None:
        """Type a number into the form of the guide and send it."""
        field = self.page.locator("#field-iin")
        field.fill(number)
        self.turn(lambda: field.press("Enter"), held)

    def refused(self, act: Callable[[], object], told: Locator, held: str = "") -> None:
        """Do what is refused, wait for the sentence and note its first words."""
        act()
        told.filter(has_text=re.compile(r"\S")).first.wait_for()
        self.look(held)
        self.told.append(" ".join(told.inner_text().split()[:2]))

    def step(self, act: Callable[[], object], held: str = "") -> None:
        """Do something, then look."""
        act()
        self.look(held)

    def wander(self, act: Callable[[], object], path: str) -> None:
        """Go back or forward; where that was a posted page, which Chromium does not keep, open a path instead."""
        try:
            act()
        except Error:
            self.page.wait_for_timeout(500)  # the browser puts a page of its own there, which knows no event
            self.page.goto(path)
        self.look()

    def look(self, held: str = "") -> None:
        """Scan all; `held` is the number that the field of the form, and nothing else, holds at this step."""
        self.page.wait_for_load_state("networkidle")
        requests, self._requests[:] = self._requests[:], []
        for request in requests:
            self._look_at(request, held)
        kept = self.page.evaluate(KEPT)
        html = str(kept.pop("page"))
        self.scan.look("page", self._without(html, held))
        if held:
            assert self._held(html) == [held]
        for place, what in kept.items():
            self.scan.look(place, str(what))
        self.scan.look("cookie", str(self.context.cookies()))

    def _look_at(self, request: Request, held: str) -> None:
        self.scan.look("URL", request.url)
        self.scan.look("request header", str(request.all_headers()))
        scan = Scan(self.scan.numbers)
        scan.look("body", request.post_data_buffer or b"")
        self.sent += bool(scan.hits)
        response = request.response()
        if response:
            self.scan.look("response header", str(response.headers_array()))
            with suppress(Error):  # Chromium has thrown it away: the next page took its place, or it was in the cache
                self.scan.look("page", self._without(response.text(), held))

    def _without(self, html: str, held: str) -> str:
        """Return the page without the number in the field of its form, when that is held."""
        return FIELD.sub(r"\1\3", html) if held and held in self._held(html) else html

    def _held(self, html: str) -> list[str]:
        return [re.sub(r"\D", "", value) for _, value, _ in FIELD.findall(html)]
