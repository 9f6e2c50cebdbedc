"""What a partner's page may say to the widget and hears from it: attributes, methods, events; and its whole removal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.widget import Host

pytestmark = pytest.mark.browser

New = Callable[..., Host]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
LEFT_BEHIND = """() => ({
  nodes: [...document.querySelectorAll("*")].map((each) => each.tagName),
  globals: Object.getOwnPropertyNames(window).filter((name) => !globals.includes(name) && name !== "globals"),
  kept: [document.cookie, localStorage.length, sessionStorage.length],
  rules: document.styleSheets.length + document.adoptedStyleSheets.length,
  attributes: [...document.documentElement.getAttributeNames(), ...document.body.getAttributeNames()],
  listeners: listening,
})"""
LISTENING = """
window.listening = 0;
for (const target of [EventTarget.prototype]) {
  const add = target.addEventListener, take = target.removeEventListener;
  const ours = (on) => on === window || on === document || on === window.visualViewport;
  target.addEventListener = function (name, ear, how) {
    if (ours(this) && new Error().stack.includes("loader.js")) {
      window.listening += 1;
      how?.signal?.addEventListener("abort", () => { window.listening -= 1; });
    }
    return add.call(this, name, ear, how);
  };
}
"""


@pytest.mark.parametrize(
    ("data", "languages", "page_lang", "spoken"),
    [
        ({}, ["ru-RU"], "kk", "kk"),
        ({}, ["kk"], "ru-KZ", "ru"),
        ({}, ["en-US", "ru-RU"], "en", "ru"),
        ({}, ["en-US"], "", "kk"),
        ({"lang": "auto"}, ["kk"], "ru", "ru"),
        ({"lang": "ru"}, ["kk"], "kk", "ru"),
        ({"lang": "kk"}, ["ru"], "ru", "kk"),
        ({"lang": "de"}, ["kk"], "ru", "ru"),
    ],
)
def test_language(host: New, data: dict[str, str], languages: list[str], page_lang: str, spoken: str) -> None:
    page = host()
    page.page.add_init_script(f"Object.defineProperty(navigator, 'languages', {{ value: {languages} }});")
    page.write(page_lang=page_lang, **data)
    assert page.element.get_attribute("lang") == spoken


@pytest.mark.parametrize(
    ("data", "x", "y"),
    [
        ({}, 1260, 780),
        ({"position": "bottom-left"}, 20, 780),
        ({"offset_x": "100", "offset_y": "50"}, 1180, 750),
        ({"offset_x": "ten", "position": "top"}, 1260, 780),
    ],
)
def test_place_of_the_button(host: New, data: dict[str, str], x: int, y: int) -> None:
    page = host(**DESKTOP).write(**data)
    box = page.launcher.bounding_box()
    assert box
    edge = box["x"] if data.get("position") == "bottom-left" else box["x"] + box["width"]
    assert (round(edge), round(box["y"] + box["height"])) == (x, y)


@pytest.mark.parametrize(
    ("data", "colour", "ink"),
    [
        ({}, "rgb(11, 95, 89)", "rgb(255, 255, 255)"),
        ({"accent": "#ffd400"}, "rgb(255, 212, 0)", "rgb(16, 23, 22)"),
        ({"accent": "#8B0000"}, "rgb(139, 0, 0)", "rgb(255, 255, 255)"),
        ({"accent": "red;display:none"}, "rgb(11, 95, 89)", "rgb(255, 255, 255)"),
    ],
)
def test_colour_of_the_button_and_of_what_stands_on_it(host: New, data: dict[str, str], colour: str, ink: str) -> None:
    page = host(**DESKTOP).write(z_index="77", **data)
    look = page.launcher.evaluate("e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]")
    layer = page.element.locator(".all").evaluate("e => getComputedStyle(e).zIndex")
    assert (look, layer) == ([colour, ink], "77")


@pytest.mark.parametrize(
    ("scheme", "theme", "paper"),
    [
        ("light", "", "rgb(245, 244, 239)"),
        ("dark", "", "rgb(16, 23, 22)"),
        ("light", "dark", "rgb(16, 23, 22)"),
        ("dark", "light", "rgb(245, 244, 239)"),
        ("dark", "auto", "rgb(16, 23, 22)"),
    ],
)
def test_theme(host: New, scheme: str, theme: str, paper: str) -> None:
    page = host(color_scheme=scheme, **DESKTOP).write(theme=theme).open()
    assert page.inside.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    page.page.evaluate("Komek.setTheme('light')")
    page.inside.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(245, 244, 239)'")


def test_inline(host: New) -> None:
    page = host(**DESKTOP).write('<div id="here"></div>', mode="inline", target="#here")
    page.element.locator(".panel.heard").wait_for()
    box = page.panel.bounding_box()
    assert box
    assert (box["height"], page.launcher.count(), page.chat.locator("#close").is_visible()) == (640, 0, False)
    page.page.evaluate("Komek.close(); Komek.open()")
    page.inside.wait_for_function("document.activeElement.id === 'text'")
    assert page.panel.is_visible()


def test_inline_chat_far_below_is_not_loaded_until_it_is_seen(host: New) -> None:
    body = '<div id="far" style="height: 5000px"></div><div id="here" style="height: 700px"></div>'
    page = host(**DESKTOP).write(body, mode="inline", target="#here")
    before = page.element.locator("iframe").count()
    page.page.locator("#here").scroll_into_view_if_needed()
    page.element.locator(".panel.heard").wait_for()
    box = page.panel.bounding_box()
    assert box
    assert (before, box["height"]) == (0, 700)


def test_inline_chat_follows_a_page_that_changes_without_a_load(host: New) -> None:
    page = host(**DESKTOP).write('<div id="here"></div>', mode="inline", target="#here")
    page.element.locator(".panel.heard").wait_for()
    page.ask("сколько платить за себя")
    page.page.evaluate("document.body.innerHTML = '<p>1</p>'")
    gone = page.element.count()
    page.page.evaluate("""document.body.innerHTML = '<div id="here"></div>'""")
    page.turns.wait_for()
    assert (gone, page.turns.count()) == (0, 1)


def test_bubble_stays_where_the_body_is_replaced(host: New) -> None:
    page = host(**DESKTOP).write("<p>1</p>").open()
    page.ask("сколько платить за себя")
    page.page.evaluate("document.documentElement.replaceChild(document.createElement('body'), document.body)")
    page.page.evaluate("history.pushState({}, '', '/another')")
    assert (page.panel.is_visible(), page.turns.count()) == (True, 1)


@pytest.mark.parametrize(
    ("data", "slug"),
    [({"guide": "status"}, "status-ask"), ({"topic": "rates"}, "rates")],
)
def test_chat_that_starts_with_something(host: New, data: dict[str, str], slug: str) -> None:
    page = host(**DESKTOP).write(**data).open()
    page.turns.wait_for()
    page.page.reload()
    page.page.evaluate("Komek.ready")
    page.open()
    page.turns.first.wait_for()
    assert [each.get_attribute("data-slug") for each in page.turns.all()] == [slug]  # not once more at each load


def test_calls_made_before_the_loader_came(host: New) -> None:
    early = "<script>(window.Komek = window.Komek || []).push(['setTheme', 'dark'], ['startGuide', 'status'])</script>"
    page = host(**DESKTOP).write(head=early)
    page.chat.locator("form.guide").wait_for()
    page.page.evaluate("Komek.push(['close'], ['nothing'], ['version'], ['constructor'])")
    assert (page.panel.is_visible(), page.told("open", "close")) == (False, [["open", {}], ["close", {}]])


def test_methods(host: New) -> None:
    page = host(**DESKTOP).write()
    assert page.page.evaluate("[Komek.version, typeof Komek.ready.then]") == ["1.0.0", "function"]
    page.page.evaluate("Komek.toggle()")
    page.greeted()
    page.page.evaluate("Komek.ask('сколько платить за себя')")
    page.turns.wait_for()
    page.page.evaluate("Komek.setLang('kk')")
    page.chat.get_by_role("heading", name="Дербес төлеуші қанша төлейді").wait_for()
    page.page.wait_for_function("told.some(([name]) => name === 'langchange')")
    assert page.element.get_attribute("lang") == "kk"
    page.page.evaluate("Komek.reset()")
    page.chat.locator(".welcome h1").wait_for()
    assert page.turns.count() == 0
    page.page.evaluate("Komek.toggle()")
    page.page.evaluate("Komek.hide()")
    hidden = page.launcher.is_visible()
    page.page.evaluate("Komek.show()")
    assert (hidden, page.launcher.is_visible(), page.panel.is_visible()) == (False, True, False)


def test_language_is_chosen_before_the_chat_is_opened(host: New) -> None:
    page = host(**DESKTOP).write()
    page.page.evaluate("Komek.setLang('kk'); Komek.setLang('kk'); Komek.setLang('de'); Komek.setLang('constructor')")
    page.open()
    assert page.inside.evaluate("document.documentElement.lang") == "kk"
    assert page.told("langchange") == [["langchange", {"lang": "kk"}]]


def test_events_tell_names_and_never_words(host: New) -> None:
    page = host(**DESKTOP).write().open()
    page.ask("сколько платить за себя, мой иин 580208174685")
    page.page.evaluate("Komek.startGuide('status')")
    page.chat.locator("form.guide").wait_for()
    page.chat.locator("form.guide input[type=text]").fill("580208174685")
    page.chat.locator("form.guide button.send").click()
    page.turns.nth(2).wait_for()
    page.inside.evaluate(
        """document.dispatchEvent(new CustomEvent("komek:feedback", { detail: {
            slug: "rates", thumb: "down", reason: "not-clear", text: "долг 580208174685", code: "580208174685" } }))"""
    )
    page.page.wait_for_function("told.some(([name]) => name === 'feedback')")
    told = page.told()
    assert "580208174685" not in str(told)
    assert [each for each in told if each[0] in ("ready", "open", "message", "feedback")] == [
        ["ready", {}],
        ["open", {}],
        ["message", {}],
        ["message", {}],
        ["message", {}],
        ["feedback", {"slug": "rates", "thumb": "down", "reason": "not-clear"}],
    ]
    assert {key for _, detail in told for key in detail} <= {"slug", "kind", "band", "guide", "step", "thumb", "reason"}


@pytest.mark.parametrize(
    ("guide", "answers", "steps"),
    [
        ("calculator", ["employee", "100000"], ["calculator-who", "calculator-income", "calculator-employee"]),
        ("prepay", ["leave"], ["prepay-from"]),
    ],
    ids=["to its result", "left"],
)
def test_a_guide_is_told_from_its_start_to_its_end(host: New, guide: str, answers: list[str], steps: list[str]) -> None:
    page = host(**DESKTOP).write().open()
    page.page.evaluate("(guide) => Komek.startGuide(guide)", guide)
    form = page.chat.locator("form.guide")
    for at, given in enumerate(answers, start=1):
        page.turns.nth(at - 1).wait_for()
        if form.locator("input[type=text]").count():
            form.locator("input[type=text]").fill(given)
            form.locator("button.send").click()
        else:
            form.locator(f'button[value="{given}"]').click()
    page.turns.nth(len(answers)).wait_for()
    page.page.wait_for_function("told.some(([name]) => name === 'guideend')")
    assert page.told("guidestart", "guidestep", "guideend") == [
        ["guidestart", {"guide": guide}],
        *(["guidestep", {"guide": guide, "step": step}] for step in steps),
        ["guideend", {"guide": guide}],
    ]


def test_answers_are_told_by_their_slug(host: New) -> None:
    page = host(**DESKTOP).write().open()
    page.ask("сколько платить за себя")
    assert page.told("answer") == [["answer", {"slug": "rate-self-payer", "kind": "answer", "band": "high"}]]


def test_ears(host: New) -> None:
    page = host(**DESKTOP).write()
    heard = page.page.evaluate(
        """() => {
            const heard = [], every = (detail) => heard.push(["every", detail]), one = () => heard.push(["one"]);
            Komek.on("langchange", every); Komek.on("langchange", every); Komek.once("langchange", one);
            Komek.setLang("kk"); Komek.setLang("ru");
            Komek.off("langchange", every); Komek.off("langchange", () => 0); Komek.setLang("kk");
            return heard;
        }"""
    )
    assert heard == [["every", {"lang": "kk"}], ["one"], ["every", {"lang": "ru"}]]


def test_loading_twice_changes_nothing(host: New) -> None:
    page = host(**DESKTOP).write().open()
    page.ask("сколько платить за себя")
    page.page.evaluate(
        """() => new Promise((done) => {
            const tag = document.createElement("script");
            window.mine = Komek;
            tag.src = document.querySelector("script[src*=loader]").src;
            tag.onload = done;
            document.head.append(tag);
        })"""
    )
    assert (page.element.count(), page.page.evaluate("Komek === mine"), page.turns.count()) == (1, True, 1)


def test_destroy_leaves_nothing(host: New) -> None:
    page = host(**DESKTOP)
    page.page.add_init_script(LISTENING + "window.globals = Object.getOwnPropertyNames(window);")
    page.write("<button data-komek-open>x</button>").open()
    page.ask("сколько платить за себя")
    kept, on, frame = page.inside.evaluate("sessionStorage.length"), page.page.evaluate("listening"), page.inside
    page.page.evaluate("Komek.on('open', () => told.push(['never'])); Komek.destroy()")
    page.element.wait_for(state="detached")
    assert (kept, on >= 4, frame.is_detached()) == (1, True, True)
    assert page.page.evaluate(LEFT_BEHIND) == {
        "nodes": ["HTML", "HEAD", "TITLE", "META", "LINK", "SCRIPT", "BODY", "BUTTON"],
        "globals": [],
        "kept": ["", 0, 0],
        "rules": 0,
        "attributes": ["lang"],
        "listeners": 0,
    }


def test_destroyed_and_put_in_again_it_begins_anew(host: New) -> None:
    page = host(**DESKTOP).write().open()
    page.ask("сколько платить за себя")
    page.page.evaluate("Komek.destroy()")
    page.element.wait_for(state="detached")
    page.page.evaluate(
        """() => new Promise((done) => {
            const tag = document.createElement("script");
            tag.src = document.querySelector("script[src*=loader]").src;
            tag.onload = () => Komek.ready.then(done);
            document.head.append(tag);
        })"""
    )
    page.open()
    assert (page.element.count(), page.turns.count()) == (1, 0)
