"""A conversation in the frame: kept over a reload of the page, told once, never sent twice, without storage too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, Route

from tests.browser.conftest import AXE
from tests.browser.widget import Host

pytestmark = pytest.mark.browser

New = Callable[..., Host]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
ASKED = "сколько платить за себя"
CUT = "Failed to load resource: net::ERR_"


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


def test_too_many_questions_are_told_with_the_time_to_wait(host: New) -> None:
    page = host("Failed to load resource: the server responded with a status of 429", **DESKTOP).visit("/ru").open()
    page.page.route("**/ru/", lambda route: route.fulfill(status=429, headers={"Retry-After": "7"}, body=""), times=1)
    page.field.fill(ASKED)
    page.field.press("Enter")
    page.chat.locator("#state button").wait_for()
    assert (
        page.chat.locator("#state")
        .inner_text()
        .startswith("Слишком много вопросов сразу. Повторите через столько секунд: 7")
    )
    assert page.told("error") == [["error", {"code": "http-429"}]]


def test_each_reply_is_announced_once(host: New) -> None:
    page = host(**DESKTOP).visit("/ru").open()
    page.inside.evaluate(
        """() => {
            window.announced = [];
            const live = (e) => e.closest && e.closest("[aria-live], [role=log], [role=status], [role=alert]");
            new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach((node) => {
                const at = node.nodeType === 1 ? node : node.parentElement;
                if (at && live(at)) announced.push(node.className || node.nodeName);
            }))).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    page.ask(ASKED)
    page.ask("рақмет")
    assert page.inside.evaluate("announced") == ["turn", "turn"]


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
