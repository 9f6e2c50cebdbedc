"""Messages with our mark that are not ours: of another window, of wild types, with wild values. None does anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.widget import Host

pytestmark = pytest.mark.browser

New = Callable[..., Host]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
EVENTS = ["message", "answer", "guidestart", "guidestep", "guideend", "feedback", "error"]
KEYS = ["slug", "kind", "band", "guide", "step", "thumb", "reason", "code"]
WILD = """
const own = (key, value) => JSON.parse(`{"${key}": ${JSON.stringify(value)}}`);  // also of __proto__
const round = {}; round.round = round;
const mute = { toString: null, valueOf: null };  // no string can be made of it
const wild = [undefined, null, true, false, 0, -1, 7.5, NaN, Infinity, 2n ** 64n, "", " ", "RATES", "мой долг",
  "a".repeat(65), "a".repeat(1e5), "580208174685", "a-580208-174685", "__proto__", "toString",
  "<img src=x onerror=a()>", [], ["rates"], [["rates"]], {}, mute, round, { length: 64 }, { slug: "rates" },
  own("__proto__", { slug: "rates" }),
  own("constructor", { prototype: { slug: "rates" } }), new Date(0), /x/, new Map([["slug", "rates"]]), new Error("x"),
  new Uint8Array(9), new Blob(["x"])];  // none of them is a code
const names = [...wild, "constructor", "hasownproperty", "__defineGetter__", "valueOf"];
"""
TYPES = """
const types = [...names, "Hello", "close ", "event\\0", ["close"], { type: "close" }];
const others = types.map((type) => ({ komek: 1, type, name: "answer", lang: "kk", text: "долг", slug: "rates",
  id: "status", detail: { slug: "rates" } }));
"""
OF_THE_CHAT = """
const events = names.map((name) => ({ komek: 1, type: "event", name, detail: { slug: "rates" } }));
const unheard = ["ready", "open", "close", "langchange"].map((name) => ({ komek: 1, type: "event", name, detail: {} }));
const hellos = [...names, "de", "KK", ["kk"]].map((lang) => ({ komek: 1, type: "hello", lang }));
const all = [...wild, ...others, ...events, ...unheard, ...hellos];
"""
OF_THE_PAGE = """
const fields = { init: "theme", ask: "text", topic: "slug", guide: "id", lang: "lang" };
const silent = (value) => typeof value !== "string";  // a string would be asked
const unlike = (value) => silent(value) || !/^[a-z0-9-]+$/.test(value);  // what looks like a slug would be looked for
const all = [...wild, ...others, ...Object.entries(fields).flatMap(([type, field]) =>
  (type === "ask" ? wild.filter(silent) : type === "topic" ? wild.filter(unlike) : names).flatMap((value) =>
    [{}, { gently: value, close: value, touch: value }].map((more) => ({ komek: 1, type, [field]: value, ...more }))))];
"""
LATE = (
    "window.last = new Promise((done) => addEventListener('message', ({ data }) => data === 'last' && done())); void 0"
)
CHAT = "document.querySelector('komek-widget').shadowRoot.querySelector('iframe').contentWindow"


def sent(made: str, to: str) -> str:
    """Return a script that sends `all` that was made to a window, and then a last word."""
    return f"() => {{ {made} for (const each of all) {to}.postMessage(each, '*'); {to}.postMessage('last', '*'); }}"


def untouched(page: Host) -> None:
    """Check that the page was told nothing and the chat stands as it was opened, and that it still answers."""
    assert page.told() == [["ready", {}], ["open", {}]]
    assert (page.panel.is_visible(), page.element.get_attribute("lang"), page.turns.count()) == (True, "ru", 0)
    page.ask("сколько платить за себя")
    page.page.wait_for_function("told.some(([name]) => name === 'answer')")
    assert page.told("answer") == [["answer", {"slug": "rate-self-payer", "kind": "answer", "band": "high"}]]


def test_another_frame_of_ours_is_not_heard(host: New) -> None:
    page = host(**DESKTOP)
    page.write(f'<iframe name="other" src="{page.sites.komek}/ru/frame"></iframe>').open()
    page.page.evaluate(LATE)
    other = page.page.frame(name="other")
    assert other
    known = f"""
        const detail = {{ slug: "rates", kind: "answer", code: "slow" }};
        const said = {EVENTS}.map((name) => ({{ type: "event", name, detail }}));
        const ours = [{{ type: "close" }}, {{ type: "hello", lang: "kk" }}, ...said];
        const all = ours.map((each) => ({{ komek: 1, ...each }}));
    """
    other.evaluate(sent(known, "parent"))
    page.page.evaluate("last")
    untouched(page)


def test_wild_messages_of_the_chat_are_not_told_on(host: New) -> None:
    page = host(**DESKTOP).write().open()
    page.page.evaluate(LATE)
    page.inside.evaluate(sent(WILD + TYPES + OF_THE_CHAT, "parent"))
    page.page.evaluate("last")
    untouched(page)


def test_wild_details_of_events_are_left_out(host: New) -> None:
    page = host(**DESKTOP).write().open()
    page.page.evaluate(LATE)
    details = f"""
        const filled = wild.map((value) => Object.fromEntries({KEYS}.map((key) => [key, value])));
        const bare = wild.filter((value) => value?.slug !== "rates");
        const told = [...bare, ...filled, {{ text: "rates", toString: "rates", constructor: "rates" }}];
        const all = {EVENTS}.flatMap((name) => told.map((detail) => ({{ komek: 1, type: "event", name, detail }})));
    """
    page.inside.evaluate(sent(WILD + details, "parent"))
    page.page.evaluate("last")
    told = page.told(*EVENTS)
    assert [name for name, _ in told] == [name for name in EVENTS for _ in range(len(told) // len(EVENTS))]
    assert ([detail for _, detail in told if detail], len(told) > 7 * 60) == ([], True)


def test_wild_messages_of_the_page_do_nothing(host: New) -> None:
    page = host(**DESKTOP).write().open()
    page.page.evaluate(LATE)
    page.inside.evaluate(LATE)
    address = page.inside.url
    page.page.evaluate(sent(WILD + TYPES + OF_THE_PAGE, CHAT))
    page.inside.evaluate("last.then(() => parent.postMessage('last', '*'))")  # after all that it may have told
    page.page.evaluate("last")
    scheme = page.inside.evaluate("document.documentElement.style.colorScheme")
    assert (page.inside.url, page.field.input_value(), scheme) == (address, "", "")
    untouched(page)
