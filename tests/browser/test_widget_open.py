"""The button and the chat it opens: focus, Esc, names, a phone's whole screen, and no frame before it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.widget import Host, strict

pytestmark = pytest.mark.browser

New = Callable[..., Host]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 780}}
TOUCH: dict[str, Any] = {**PHONE, "has_touch": True, "is_mobile": True}
NAME = {"kk": "Көмек: медициналық сақтандыру көмекшісі", "ru": "Комек: помощник по медицинскому страхованию"}


@pytest.mark.parametrize(("path", "lang"), [("/", "kk"), ("/ru", "ru")])
def test_button_has_a_name_in_the_language_of_the_page(host: New, path: str, lang: str) -> None:
    page = host(**DESKTOP).visit(path)
    told = [page.launcher.get_attribute(name) for name in ("aria-label", "aria-expanded", "aria-haspopup", "type")]
    assert (told, page.element.get_attribute("lang")) == ([NAME[lang], "false", "dialog", "button"], lang)
    assert page.launcher.inner_text() in NAME[lang]


def test_frame_comes_with_the_first_intent(host: New) -> None:
    page = host(**DESKTOP).visit("/")
    before = page.element.locator("iframe").count()
    page.launcher.hover()
    assert (before, page.element.locator("iframe").count()) == (0, 1)


def test_frame_has_no_more_rights_than_it_needs(host: New) -> None:
    page = host(**DESKTOP).visit("/ru").open()
    frame = page.element.locator("iframe")
    told = {name: frame.get_attribute(name) for name in ("sandbox", "referrerpolicy", "allow", "title", "src")}
    assert told == {
        "sandbox": "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox "
        "allow-downloads allow-modals",
        "referrerpolicy": "no-referrer",
        "allow": "",
        "title": NAME["ru"],
        "src": f"{page.sites.komek}/ru/frame",
    }


def test_focus_goes_in_and_comes_back(host: New) -> None:
    page = host(**DESKTOP).visit("/ru")
    page.launcher.focus()
    page.page.keyboard.press("Enter")
    page.greeted()
    page.inside.wait_for_function("document.activeElement.id === 'text'")
    opened = (page.focused(), page.launcher.get_attribute("aria-expanded"), page.panel.is_visible())
    page.page.keyboard.press("Escape")
    page.panel.wait_for(state="hidden")
    closed = (page.focused(), page.launcher.get_attribute("aria-expanded"), page.panel.is_visible())
    assert (opened, closed) == (("chat: text", "true", True), ("launch", "false", False))
    assert page.told("open", "close") == [["open", {}], ["close", {}]]


def test_focus_comes_back_to_whatever_opened_it(host: New) -> None:
    page = host(**DESKTOP).write('<button id="mine" data-komek-open>?</button>')
    page.page.locator("#mine").click()
    page.greeted()
    page.chat.locator("#close").click()
    page.panel.wait_for(state="hidden")
    assert page.focused() == "mine"


def test_focus_goes_to_the_button_when_the_opener_is_gone(host: New) -> None:
    page = host(**DESKTOP).write('<button id="mine" data-komek-open>?</button>')
    page.page.locator("#mine").click()
    page.greeted()
    page.page.evaluate("document.getElementById('mine').remove(); Komek.close()")
    assert page.focused() == "launch"


def test_escape_closes_suggestions_first(host: New) -> None:
    page = host(**DESKTOP).visit("/ru").open()
    page.field.fill("долг")
    page.chat.get_by_role("option").first.wait_for()
    page.page.keyboard.press("Escape")
    assert (page.panel.is_visible(), page.chat.get_by_role("option").count()) == (True, 0)
    page.page.keyboard.press("Escape")
    page.panel.wait_for(state="hidden")


def test_tab_goes_from_the_chat_to_the_button_and_on(host: New) -> None:
    page = host(**DESKTOP).write('<a id="before" href="#x">x</a>').open()
    page.chat.locator("#send").focus()
    page.page.keyboard.press("Tab")
    after = page.focused()
    page.page.keyboard.press("Shift+Tab")
    assert (after, page.focused()) == ("launch", "chat: send")


def test_a_link_opens_the_chat_too_and_stays_a_link_for_others(host: New) -> None:
    page = host(**DESKTOP).visit("/ru")
    link = page.page.locator("a[data-komek-open]")
    assert link.get_attribute("href") == f"{page.sites.komek}/ru/"
    link.click()
    page.greeted()
    assert page.page.url == f"{page.sites.partner}/ru"


def test_a_guide_is_begun_by_an_element_of_the_page(host: New) -> None:
    page = host(**DESKTOP).visit("/ru")
    page.page.locator("[data-komek-guide]").click()
    page.chat.locator("form.guide").wait_for()
    assert page.told("guidestart", "guidestep") == [
        ["guidestart", {"guide": "status"}],
        ["guidestep", {"guide": "status", "step": "status-ask"}],
    ]


def test_a_phone_gives_the_chat_its_whole_screen_and_nothing_else_the_focus(host: New) -> None:
    page = host(**TOUCH).write('<button id="mine">x</button>')
    page.launcher.tap()
    page.greeted()
    box = page.panel.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 780}
    assert page.panel.get_attribute("aria-modal") == "true"
    assert (page.launcher.is_visible(), page.page.evaluate("document.body.inert")) == (False, True)
    page.chat.locator("#send").focus()
    for _ in range(12):
        page.page.keyboard.press("Tab")
        assert page.focused() in ("BODY", "HTML", "komek-widget") or page.focused().startswith("chat: ")
    page.chat.locator("#close").tap()
    page.panel.wait_for(state="hidden")
    assert (page.page.evaluate("document.body.inert"), page.focused()) == (False, "launch")


def test_where_fingers_type_no_keyboard_covers_the_first_screen(host: New) -> None:
    page = host(**TOUCH).visit("/ru")
    page.launcher.tap()
    page.greeted()
    page.inside.wait_for_function("document.activeElement.tagName === 'H1'")
    assert page.inside.evaluate("document.activeElement.textContent.trim()") == "Здравствуйте, я – Комек"


def test_the_chat_stands_above_the_keyboard_of_a_phone(host: New) -> None:
    page = host(**TOUCH)
    page.page.add_init_script(
        """const whole = { width: 390, height: 780, offsetLeft: 0, offsetTop: 0, scale: 1 };
        const view = Object.assign(new EventTarget(), whole);
        Object.defineProperty(window, "visualViewport", { value: view });"""
    )
    page.visit("/ru").open()
    resize = "(to) => { Object.assign(visualViewport, to); visualViewport.dispatchEvent(new Event('resize')); }"
    boxes = []
    for to in (
        {"height": 420, "offsetTop": 60},
        {"height": 300, "offsetTop": 0, "scale": 2},
        {"height": 780, "scale": 1},
    ):
        page.page.evaluate(resize, to)
        box = page.panel.bounding_box()
        assert box
        boxes.append((box["y"], box["height"]))
    assert boxes == [(60, 420), (0, 780), (0, 780)]  # what fingers have enlarged stays as it is


@pytest.mark.parametrize("path", ["/hostile", "/ru-hostile"])
def test_on_a_page_that_is_wider_than_the_phone_all_of_the_chat_is_seen(host: New, path: str) -> None:
    page = host(**TOUCH).visit(path)
    page.page.evaluate("Komek.open()")
    page.greeted()
    seen = page.page.evaluate("[visualViewport.width, visualViewport.height, innerWidth > visualViewport.width]")
    assert seen == [390, 780, True]
    assert page.panel.evaluate("e => [...'xy', 'width', 'height'].map((side) => e.getBoundingClientRect()[side])") == [
        0,
        0,
        390,
        780,
    ]


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (1280, 800)])
def test_nothing_is_cut_off_at_any_size(host: New, width: int, height: int) -> None:
    page = host(viewport={"width": width, "height": height}).visit("/").open()
    page.ask("өзім үшін қанша төлеймін")
    box = page.panel.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    assert page.inside.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", ["/hostile", "/ru-hostile"])
def test_rules_of_a_hostile_page_change_nothing(host: New, path: str) -> None:
    seen = []
    for each in ("/", path):
        page = host(**DESKTOP).visit(each).open()
        look = """e => { const s = getComputedStyle(e); return [s.display, s.opacity, s.fontSize, s.color, s.direction,
            s.transform, s.letterSpacing, s.textTransform, s.pointerEvents]; }"""
        seen.append(
            [(part.evaluate(look), part.bounding_box()) for part in (page.launcher, page.panel)]
            + [page.element.locator("iframe").bounding_box()]
        )
    assert seen[0] == seen[1]


def test_policy_of_a_strict_page_is_enough(host: New) -> None:
    page = host(**DESKTOP)
    page.page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', (e) => broken.push(e.violatedDirective));"
    )
    page.write(csp=strict(page.sites)).open()
    page.ask("сколько платить за себя")
    assert page.page.evaluate("broken") == []
    assert page.launcher.evaluate("e => getComputedStyle(e).position") == "fixed"
