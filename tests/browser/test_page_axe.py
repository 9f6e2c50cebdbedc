"""Axe finds nothing: WCAG 2.2 A and AA and best practice, on every screen, in every dress."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import EVERY_KIND, SUGGEST, Open, Watch, refused

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
LANGS = pytest.mark.parametrize("lang", ["ru", "kk"])
DRESSES = pytest.mark.parametrize(
    "dress",
    [
        pytest.param({"viewport": PHONE, "color_scheme": "light"}, id="phone-light"),
        pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="phone-dark"),
        pytest.param({"viewport": DESKTOP, "color_scheme": "light"}, id="desktop-light"),
        pytest.param({"viewport": DESKTOP, "color_scheme": "dark"}, id="desktop-dark"),
    ],
)
DAY_AND_NIGHT = pytest.mark.parametrize(("lang", "scheme"), [("ru", "light"), ("kk", "dark")])


@LANGS
@DRESSES
def test_first_screen_and_every_kind_of_reply(open_chat: Open, lang: str, dress: dict[str, Any]) -> None:
    chat = open_chat(f"/{lang}/", **dress)
    first = chat.violations()
    chat.recall(lang)
    kinds = [str(each.get_attribute("class")) for each in chat.page.locator(".reply").all()]
    assert kinds == [f"reply {decision.kind}" for decision in EVERY_KIND]
    for block in ("table", "ol.steps", ".note", ".call", ".choices", ".related"):
        chat.page.locator(f".reply {block}").first.wait_for()
    for summary in chat.page.locator("summary").all():
        summary.click()
    assert (first, chat.violations()) == ([], [])


@LANGS
def test_forced_colours_and_reduced_motion(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/", viewport=PHONE, forced_colors="active", reduced_motion="reduce")
    first = chat.violations("color-contrast")  # the colours are the system's, and axe reckons with those of the page
    chat.recall(lang)
    assert (first, chat.violations("color-contrast")) == ([], [])
    assert chat.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert chat.page.evaluate("document.getAnimations().length") == 0


@LANGS
def test_replies_put_in_by_the_script(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/", viewport=PHONE)
    chat.press(chat.page.locator(".doors button[value=rates]"))
    chat.ask({"ru": "человек не дышит", "kk": "дем алмай жатыр"}[lang])
    chat.ask("?")
    assert chat.violations() == []


@DAY_AND_NIGHT
def test_suggestions(open_chat: Open, lang: str, scheme: str) -> None:
    chat = open_chat(f"/{lang}/", color_scheme=scheme, viewport=PHONE)
    chat.field.fill({"ru": "долг", "kk": "берешек"}[lang])
    chat.page.get_by_role("option").first.wait_for()
    chat.field.press("ArrowDown")
    assert chat.violations() == []


@DAY_AND_NIGHT
def test_trouble(open_chat: Open, lang: str, scheme: str, watch: Watch) -> None:
    watch.expected = ["Failed to load resource: net::ERR_FAILED"] * 2  # it is sent once more by itself
    chat = open_chat(f"/{lang}/", color_scheme=scheme, viewport=PHONE)
    chat.page.route(SUGGEST, lambda route: route.fulfill(json={"suggestions": []}))
    chat.page.route(f"**/{lang}/", lambda route: route.abort())
    chat.send("?")
    chat.state.get_by_role("button").wait_for()
    assert chat.violations() == []


@DAY_AND_NIGHT
def test_refusal_of_the_plain_form(open_chat: Open, lang: str, scheme: str, watch: Watch) -> None:
    watch.expected = [refused(422, "UNPROCESSABLE ENTITY")]
    chat = open_chat(f"/{lang}/", color_scheme=scheme, viewport=PHONE)
    with chat.page.expect_navigation():
        chat.page.locator("#composer").evaluate("form => form.submit()")
    assert chat.state.is_visible()
    assert chat.violations() == []


@pytest.mark.parametrize(
    ("path", "size", "scheme"),
    [
        ("/api/docs", PHONE, "light"),
        ("/api/docs", DESKTOP, "dark"),
        ("/ru/nowhere", PHONE, "light"),
        ("/ru/nowhere", DESKTOP, "dark"),
        ("/kk/nowhere", PHONE, "dark"),
        ("/kk/nowhere", DESKTOP, "light"),
    ],
)
def test_other_pages(open_chat: Open, watch: Watch, path: str, size: dict[str, int], scheme: str) -> None:
    watch.expected = [refused(404, "NOT FOUND")] if path.endswith("nowhere") else []
    assert open_chat(path, viewport=size, color_scheme=scheme).violations() == []
