"""Who may speak to whom: an origin that is not on the list, messages of others, a widget that is switched off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app.knowledge.keeper import Loaded
from tests.browser.widget import Host, Sites, settings_of, sites
from tests.conftest import KEY, TODAY

pytestmark = pytest.mark.browser

New = Callable[..., Host]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
NOT_LET_IN = "Framing 'http://127.0.0.1"
REFUSED = {
    "kk": "Чат бұл жерде ашылмады. Сұрағыңызды чаттың өз бетінде қойыңыз немесе 1414 нөміріне қоңырау шалыңыз.",
    "ru": "Здесь чат не открылся. Задайте вопрос на его странице или позвоните 1414.",
}
SHAPES = some.recursive(
    some.none() | some.booleans() | some.integers(-5, 5) | some.text(max_size=8),
    lambda inside: some.lists(inside, max_size=3) | some.dictionaries(some.text(max_size=5), inside, max_size=3),
    max_leaves=6,
)
TYPES = [
    "hello",
    "close",
    "event",
    "init",
    "ask",
    "reset",
    "forget",
    "lang",
    "guide",
    "topic",
    "constructor",
    "toString",
]
MESSAGES = some.lists(
    SHAPES
    | some.fixed_dictionaries(
        {"komek": some.sampled_from([1, 1, "1", 2, None]), "type": some.sampled_from(TYPES) | SHAPES},
        optional={"lang": SHAPES, "name": SHAPES, "detail": SHAPES, "text": SHAPES, "id": SHAPES, "slug": SHAPES},
    ),
    max_size=60,
)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_an_unlisted_page_gets_a_polite_link(host: New, lang: str) -> None:
    page = host(NOT_LET_IN, "Komek is not let in here (refused): ", **DESKTOP)
    page.write(origin=page.sites.unlisted, page_lang=lang)
    page.launcher.click()
    link = page.panel.get_by_role("link").first
    link.wait_for()
    assert page.panel.get_by_role("status").inner_text() == REFUSED[lang]
    assert [each.get_attribute("href") for each in page.panel.get_by_role("link").all()] == [
        f"{page.sites.komek}/{lang}/",
        "tel:1414",
    ]
    assert page.told("open", "error") == [["open", {}], ["error", {"code": "refused"}]]
    page.page.keyboard.press("Escape")
    assert (page.panel.is_visible(), page.focused()) == (False, "launch")


def test_a_chat_that_does_not_come_is_given_up_and_tried_again(host: New) -> None:
    page = host("Komek is not let in here (slow): ", **DESKTOP)
    page.page.clock.install()
    page.write()
    held: list[Any] = []
    page.page.route("**/frame", lambda route: held.append(route), times=1)
    page.page.evaluate("Komek.open()")
    page.page.clock.run_for(15_000)
    page.panel.get_by_role("link").first.wait_for()
    page.page.evaluate("Komek.close(); Komek.open()")
    page.greeted()
    assert page.told("error") == [["error", {"code": "slow"}]]


def test_only_the_frame_is_heard(host: New) -> None:
    page = host(**DESKTOP).write('<iframe id="other" src="about:blank"></iframe>').open()
    page.page.evaluate(
        """([komek]) => {
            const said = { komek: 1, type: "close" };
            window.postMessage(said, "*");
            document.getElementById("other").contentWindow.eval(`parent.postMessage(${JSON.stringify(said)}, "*")`);
            const forged = { data: said, origin: komek, source: window };
            window.dispatchEvent(new MessageEvent("message", forged));
            const frame = document.querySelector("komek-widget").shadowRoot.querySelector("iframe").contentWindow;
            window.dispatchEvent(new MessageEvent("message", { ...forged, origin: location.origin, source: frame }));
        }""",
        [page.sites.komek],
    )
    assert (page.told("close"), page.panel.is_visible()) == ([], True)
    page.inside.evaluate("parent.postMessage({ komek: 1, type: 'close' }, '*')")
    page.panel.wait_for(state="hidden")


def test_the_frame_hears_its_parent_alone(host: New) -> None:
    page = host(**DESKTOP).write('<iframe id="other" src="about:blank"></iframe>').open()
    page.page.evaluate(
        """() => {
            const said = JSON.stringify({ komek: 1, type: "ask", text: "долг" });
            const root = "parent.document.querySelector('komek-widget').shadowRoot";
            const chat = `${root}.querySelector('iframe').contentWindow`;
            document.getElementById("other").contentWindow.eval(`${chat}.postMessage(${said}, "*")`);
        }"""
    )
    page.inside.evaluate("window.postMessage({ komek: 1, type: 'ask', text: 'долг' }, '*')")
    page.page.evaluate("new Promise((done) => setTimeout(done, 300))")  # ms: what is heard is asked at once
    assert (page.field.input_value(), page.turns.count(), page.told("message")) == ("", 0, [])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=MESSAGES)
def test_messages_of_any_shape_do_no_harm(fuzzed: Host, messages: list[Any]) -> None:
    page = fuzzed
    page.page.evaluate(
        """(all) => {
            const frame = document.querySelector("komek-widget").shadowRoot.querySelector("iframe").contentWindow;
            for (const each of all) { window.postMessage(each, "*"); frame.postMessage({ ...each, komek: 2 }, "*"); }
        }""",
        messages,
    )
    page.inside.evaluate("(all) => all.forEach((each) => parent.postMessage({ ...each, komek: 2 }, '*'))", messages)
    assert (page.told("close", "error", "langchange"), page.panel.is_visible()) == ([], True)


@pytest.fixture
def fuzzed(host: New) -> Host:
    """Return a page with the chat open."""
    return host(**DESKTOP).write().open()


@pytest.mark.parametrize(
    "detail",
    [None, 7, "text", [], {"slug": "мой долг"}, {"slug": "580208174685"}, {"slug": ["rates"]}, {"text": "rates"}],
)
def test_details_that_are_no_codes_are_left_out(host: New, detail: object) -> None:
    page = host(**DESKTOP).write().open()
    say = f"parent.postMessage({{ komek: 1, type: 'event', name: 'answer', detail: {json.dumps(detail)} }}, '*')"
    page.inside.evaluate(say)
    page.inside.evaluate("parent.postMessage({ komek: 1, type: 'event', name: 'ready', detail: {} }, '*')")
    page.page.wait_for_function("told.some(([name]) => name === 'answer')")
    assert page.told("ready", "answer") == [["ready", {}], ["answer", {}]]


@pytest.fixture(scope="session")
def switched_off(content: Path, cache: Path, loaded: Loaded) -> Iterator[Sites]:
    """Serve Komek with the widget off, and a partner's site."""
    assert loaded.library
    with sites(settings_of(content, cache, KEY, widget=False), today=lambda: TODAY) as served:
        yield served


@pytest.mark.parametrize(("path", "lang", "brand"), [("/", "kk", "Көмек"), ("/ru", "ru", "Комек")])
def test_switched_off_a_phone_number_and_a_link_stay(
    host: New, switched_off: Sites, path: str, lang: str, brand: str
) -> None:
    page = replace(host(**DESKTOP), sites=switched_off).visit(path)
    links = page.element.get_by_role("link").all()
    assert [(each.inner_text(), each.get_attribute("href")) for each in links] == [
        ("1414", "tel:1414"),
        (brand, f"{switched_off.komek}/{lang}/"),
    ]
    page.page.evaluate("Komek.open(); Komek.ask('?')")
    assert (page.element.locator("iframe").count(), page.launcher.count()) == (0, 0)


def test_switched_off_a_pinned_loader_shows_where_to_go(host: New, switched_off: Sites) -> None:
    page = replace(host(**DESKTOP), sites=switched_off)
    page.page.route(
        "**/widget/v1/loader.js", lambda route: route.continue_(url=f"{switched_off.komek}/widget/v1.0.0/loader.js")
    )
    page.visit("/ru").open()
    assert page.chat.get_by_role("heading").inner_text() == "Чат временно отключён"
    page.chat.get_by_role("link", name="1414").wait_for()
    page.page.keyboard.press("Escape")
    page.panel.wait_for(state="hidden")
