"""A conversation in the frame: kept over a reload of the page, told once, never sent twice, without storage too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, Route, expect

from tests.browser.conftest import AXE
from tests.browser.widget import SETTLED, Host

pytestmark = pytest.mark.browser

New = Callable[..., Host]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
ASKED = "сколько платить за себя"
CUT = "Failed to load resource: net::ERR_"
START = 1_800_000_000_000  # ms: any moment
LATER = 3_600_000  # ms: a moment after the chat was opened, however slow the machine is
ADDED = """() => {
    window.added = [];
    const log = document.getElementById("log");
    new MutationObserver((batch) => added.push(batch.flatMap(({ target, type, addedNodes }) =>
        target === log ? [...addedNodes].map((node) => node.className || node.nodeName)
        : type === "characterData" || addedNodes.length ? [`inside: ${target.nodeName}`] : [])
    )).observe(log, { childList: true, subtree: true, characterData: true });
}"""  # what a screen reader has to read out of the log: a list for each time that something was added


def test_a_reload_of_the_page_keeps_the_conversation(host: New) -> None:
    page = host(**DESKTOP).visit("/ru").open()
    page.ask(ASKED)
    page.page.reload()
    page.page.evaluate("Komek.ready")
    page.open()
    page.turns.wait_for()
    assert page.chat.locator(".asked").inner_text().endswith(ASKED)
    page.ask("а за прошлый год")
    assert page.turns.count() == 2


def test_start_over_forgets(host: New) -> None:
    page = host(**DESKTOP).visit("/ru").open()
    page.ask(ASKED)
    page.chat.locator("#again").click()
    page.chat.locator(".welcome h1").wait_for()
    assert (page.turns.count(), page.inside.evaluate("sessionStorage.length")) == (0, 0)
    assert page.inside.url == f"{page.sites.komek}/ru/frame"


def test_without_storage_all_but_the_reload_works(host: New) -> None:
    page = host(**DESKTOP).write(origin=host().sites.far).open()
    blocked = "(() => { try { return sessionStorage.length; } catch (error) { return error.name; } })()"
    assert page.inside.evaluate(blocked) == "SecurityError"
    page.ask(ASKED)
    page.chat.locator("button[value=switch]").click()
    page.chat.get_by_role("heading", name="Дербес төлеуші қанша төлейді").wait_for()
    page.ask("рақмет")
    assert page.turns.count() == 2


def test_the_language_is_switched_in_the_frame(host: New) -> None:
    page = host(**DESKTOP).visit("/ru").open()
    page.ask(ASKED)
    page.chat.locator("button[value=switch]").click()
    page.chat.get_by_role("heading", name="Дербес төлеуші қанша төлейді").wait_for()
    page.page.wait_for_function("told.some(([name]) => name === 'langchange')")
    assert page.told("langchange") == [["langchange", {"lang": "kk"}]]
    assert page.launcher.get_attribute("aria-label") == "Көмек: медициналық сақтандыру көмекшісі"
    assert page.inside.url.startswith(f"{page.sites.komek}/kk/frame")


def test_a_message_lost_on_the_way_is_kept_and_sent_once_again(host: New) -> None:
    page = host(CUT, **DESKTOP).visit("/ru").open()
    sent: list[str] = []

    def lost(route: Route) -> None:
        sent.append(f"lost: {page.field.input_value()}")
        route.abort()

    page.page.route("**/ru/", lost, times=1)
    page.page.on(
        "response", lambda response: sent.append(response.request.method) if response.url.endswith("/ru/") else None
    )
    page.field.fill(ASKED)
    page.field.press("Enter")
    page.turns.wait_for()
    assert (sent, page.turns.count(), page.told("message", "error")) == (
        [f"lost: {ASKED}", "POST"],
        1,
        [["message", {}]],
    )


def test_a_message_lost_twice_is_told_and_sent_by_a_press(host: New) -> None:
    page = host(CUT, **DESKTOP).visit("/ru").open()
    page.page.route("**/ru/", lambda route: route.abort(), times=2)
    page.field.fill(ASKED)
    page.field.press("Enter")
    page.chat.locator("#state button").click()
    page.turns.wait_for()
    assert (page.turns.count(), page.told("error")) == (1, [["error", {"code": "trouble"}]])


def test_too_many_questions_close_the_button_for_the_time_to_wait(host: New) -> None:
    page = host("Failed to load resource: the server responded with a status of 429", **DESKTOP)
    page.page.clock.install(time=START)
    page.visit("/ru").open()
    page.page.clock.pause_at(START + LATER)
    page.page.route("**/ru/", lambda route: route.fulfill(status=429, headers={"Retry-After": "7"}, body=""), times=1)
    page.field.fill(ASKED)
    page.field.press("Enter")
    state, button = page.chat.locator("#state"), page.chat.locator("#state button")
    sentence = "Слишком много вопросов сразу. Повторите через столько секунд: 7"
    seen: list[tuple[str, bool]] = []
    for passed, left in ((0, " · 7"), (1000, " · 6"), (5000, " · 1"), (1000, "")):
        if passed:
            page.page.clock.run_for(passed)
        expect(state).to_have_text(f"{sentence}Повторить{left}")
        seen.append((button.inner_text(), button.is_disabled()))
    assert seen == [("Повторить · 7", True), ("Повторить · 6", True), ("Повторить · 1", True), ("Повторить", False)]
    button.click()
    page.turns.wait_for()
    page.page.clock.resume()
    assert (page.turns.count(), page.field.input_value()) == (1, "")
    assert page.told("message", "error") == [["message", {}], ["error", {"code": "http-429"}], ["message", {}]]


def test_each_reply_is_announced_once(host: New) -> None:
    page = host(**DESKTOP).visit("/ru").open()
    page.inside.evaluate(ADDED)
    for text in (ASKED, "рақмет"):
        page.ask(text)
        page.chat.locator("#composer:not([aria-busy])").wait_for()
    page.inside.evaluate(SETTLED)
    assert page.inside.evaluate("added") == [["turn"], ["turn"]]
    tree = page.tree()
    (log,) = [each for each in tree if each.role == "log"]
    assert log.live == {"live": "polite", "relevant": "additions text", "atomic": False}
    around = [each for each in tree if each.id in log.above or each.id == log.id or log.id in each.above]
    spoken = [each.role for each in around if each.live or each.role in ("status", "alert", "timer", "marquee")]
    assert spoken == ["log"]
    headings = [each.name for each in tree if each.role == "heading" and log.id in each.above]
    assert headings == page.chat.locator("#log h2").all_inner_texts() != []


@pytest.mark.parametrize(("path", "scheme"), [("/ru", "light"), ("/", "dark")])
def test_axe_finds_nothing_inside_and_outside(host: New, path: str, scheme: str) -> None:
    page = host(color_scheme=scheme, **DESKTOP).visit(path)
    found = _violations(page.page)
    page.open()
    page.ask("өзім үшін қанша төлеймін")
    assert found + _violations(page.page) + _violations(page.inside) == []


def _violations(place: Page | Frame) -> list[tuple[str, str]]:
    """Return what axe finds in a page or in a frame: the rule and the element."""
    found = Axe().run(place, options=AXE | {"iframes": False}).response["violations"]  # type: ignore[arg-type]
    return [(rule["id"], str(node["target"])) for rule in found for node in rule["nodes"]]
