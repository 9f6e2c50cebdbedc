"""Small windows, large letters, thick fingers."""

from __future__ import annotations

import pytest

from tests.browser.conftest import SUGGEST, Chat, Open, Watch, refused

pytestmark = pytest.mark.browser

LANGS = pytest.mark.parametrize("lang", ["ru", "kk"])
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}  # a window of 1280 × 1024 at 400 %
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
# controls that are seen and smaller than [width, height], but for links inside a text
SMALL = """([selector, width, height]) => [...document.querySelectorAll(selector)]
  .filter(e => e.checkVisibility() && !e.closest('.unseen, .skip') && getComputedStyle(e).display !== 'inline')
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width < width || box.height < height)
  .map(([e, box]) => `${e.className || e.tagName} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
# the words of all that a selector finds which the box of the first element stands upon
UPON = """([first, others]) => {
  const a = document.querySelector(first).getBoundingClientRect();
  const meets = b => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return [...document.querySelectorAll(others)].filter(e => meets(e.getBoundingClientRect())).map(e => e.innerText);
}"""
TARGETS = "a, button, input:not([type=hidden]), summary, [role=option], [tabindex='0']"
PRESSED = "button, .tool, .way, #text, [role=option]"


def small(chat: Chat) -> list[str]:
    """Return the targets under 24 × 24, then the controls to press under 44 in height."""
    return [*chat.page.evaluate(SMALL, [TARGETS, 24, 24]), *chat.page.evaluate(SMALL, [PRESSED, 24, 44])]


@LANGS
@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["320", "400%"])
def test_page_in_a_small_window(open_chat: Open, lang: str, size: dict[str, int]) -> None:
    chat = open_chat(f"/{lang}/", viewport=size)
    first = (chat.overflow(), small(chat))
    chat.recall(lang)
    assert (first, (chat.overflow(), small(chat))) == ((0, []), (0, []))


@pytest.mark.parametrize("path", ["/api/docs", "/ru/nowhere", "/kk/nowhere"])
def test_other_pages_in_a_small_window(open_chat: Open, watch: Watch, path: str) -> None:
    watch.expected = [refused(404, "NOT FOUND")] if path.endswith("nowhere") else []
    chat = open_chat(path, viewport=ZOOMED)
    assert (chat.overflow(), small(chat)) == (0, [])


@pytest.mark.parametrize(("lang", "size"), [("ru", NARROW), ("kk", ZOOMED)], ids=["320", "400%"])
def test_question_is_asked_in_a_small_window(open_chat: Open, lang: str, size: dict[str, int]) -> None:
    chat = open_chat(f"/{lang}/", viewport=size)
    chat.press(chat.page.locator(".doors button[value=rates]"))
    chat.field.click()
    chat.page.keyboard.type("?")
    assert chat.press(chat.page.locator("#send")).get_attribute("class") == "reply nothing"
    assert chat.overflow() == 0


def test_answer_is_not_hidden_by_the_bars(open_chat: Open) -> None:
    chat = open_chat("/ru/", viewport=PHONE, reduced_motion="reduce")
    chat.press(chat.page.locator(".doors button[value=rates]"))
    chat.ask("?")
    bar, asked = chat.page.locator(".top").bounding_box(), chat.turns.last.bounding_box()
    composer = chat.page.locator("#composer").bounding_box()
    assert bar
    assert asked
    assert composer
    assert bar["y"] + bar["height"] <= asked["y"] < composer["y"]


@LANGS
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_targets(open_chat: Open, lang: str, size: dict[str, int]) -> None:
    chat = open_chat(f"/{lang}/", viewport=size)
    first = small(chat)
    chat.recall(lang)
    assert (first, small(chat)) == ([], [])


@LANGS
def test_suggestions_in_a_small_window(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/", viewport=ZOOMED)
    offered = [{"slug": "rates", "label": "%"}, {"slug": "pay-debt", "label": "Қарыздар " * 9}]
    chat.page.route(SUGGEST, lambda route: route.fulfill(json={"suggestions": offered}))
    chat.field.fill("долг")
    chat.page.get_by_role("option").first.wait_for()
    assert (chat.overflow(), small(chat)) == (0, [])


@LANGS
def test_trouble_in_a_small_window(open_chat: Open, watch: Watch, lang: str) -> None:
    watch.expected = ["Failed to load resource: net::ERR_FAILED"] * 2  # it is sent once more by itself
    chat = open_chat(f"/{lang}/", viewport=ZOOMED)
    chat.page.route(SUGGEST, lambda route: route.fulfill(json={"suggestions": []}))
    chat.page.route(f"**/{lang}/", lambda route: route.abort())
    chat.send("?")
    chat.state.get_by_role("button").wait_for()
    assert (chat.overflow(), small(chat)) == (0, [])


@LANGS
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_letters_of_twice_the_size(open_chat: Open, lang: str, size: dict[str, int]) -> None:
    chat = open_chat(f"/{lang}/", viewport=size, java_script_enabled=False)
    texts = chat.page.locator(".welcome > h1, .welcome > p, .choice, .small, .whose, button[value=switch]")
    letters = "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    before = texts.evaluate_all(letters)
    chat.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert texts.evaluate_all(letters) == [2 * each for each in before]
    cut = "all => all.filter(e => e.scrollWidth > e.clientWidth && e.clientWidth).map(e => e.innerText)"
    upon = chat.page.evaluate(UPON, ["button[value=switch]", ".brand strong, .whose"])
    assert (chat.overflow(), texts.evaluate_all(cut), upon) == (0, [], [])
    assert [each.is_visible() for each in texts.all()] == [True] * len(before)
