"""Nothing leaves our origin, nothing is kept in the browser, no number is sent before it is asked."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from tests.browser.conftest import SUGGEST, Chat, Open, Watch

pytestmark = pytest.mark.browser

SCRIPTS = ("chat.js", "post.js", "share.js", "state.js", "suggest.js", "turn.js")
PAGE = sorted(["GET /ru/", *(f"GET /static/{name}" for name in ("icon.svg", "komek.css", *SCRIPTS))])


def test_page_asks_for_its_own_files_only(open_chat: Open, watch: Watch) -> None:
    chat = open_chat("/ru/")
    chat.page.wait_for_load_state("networkidle")
    assert sorted(watch.own()) == PAGE
    chat.ask("привет")
    assert sorted(watch.own()) == sorted([*PAGE, "POST /ru/"])


def test_watch_sees_a_request_to_another_origin(open_chat: Open, watch: Watch) -> None:
    chat = open_chat("about:blank")
    chat.page.route("https://elsewhere.invalid/**", lambda route: route.fulfill(body=""))
    chat.page.goto("https://elsewhere.invalid/")
    assert watch.foreign()[0] == "GET https://elsewhere.invalid/"
    watch.asked.clear()


def test_policy_stops_a_request_to_another_origin(open_chat: Open, watch: Watch) -> None:
    chat = open_chat("/ru/")
    stopped = chat.page.evaluate("fetch('https://elsewhere.invalid/').catch(error => error.name)")
    assert stopped == "TypeError"
    said = [re.sub(r"\s+", " ", complaint)[:73] for complaint in watch.complaints]
    assert said[0] == "Connecting to 'https://elsewhere.invalid/' violates the following Content"
    watch.expected = list(watch.complaints)


@pytest.fixture
def typing(open_chat: Open) -> Chat:
    """Return a page whose clock stands still until a test moves it."""
    chat = open_chat("about:blank")
    chat.page.clock.install(time=1_800_000_000_000)
    chat.page.route(SUGGEST, lambda route: route.fulfill(json={"suggestions": []}))
    chat.page.goto("/ru/")
    chat.page.clock.pause_at(1_800_000_001_000)
    return chat


def suggested(typing: Chat, watch: Watch) -> list[str]:
    """Return what suggestions were asked for so far; a request of our own shows that all earlier ones were seen."""
    typing.page.evaluate("() => fetch('/healthz')")
    return [unquote(line.split("q=")[1]) for line in watch.own() if "/api/v1/suggest" in line]


def test_suggestions_are_not_asked_for_a_number(typing: Chat, watch: Watch) -> None:
    asked, silent = (
        ("долг", "долг 12345", "д" * 60),
        (
            "долг 123456",
            "580208174685",
            "58 02 08 17 46 85",
            "мой иин 580208-174685",
            "1",
            "д" * 61,
        ),
    )
    for typed in (*asked, *silent):
        typing.field.fill(typed)
        typing.page.clock.run_for(1000)
    assert suggested(typing, watch) == list(asked)


def test_suggestions_are_asked_for_once_after_a_rest(typing: Chat, watch: Watch) -> None:
    typing.field.press_sequentially("долги")
    typing.page.clock.run_for(149)
    before = suggested(typing, watch)
    typing.page.clock.run_for(1)
    assert (before, suggested(typing, watch)) == ([], ["долги"])


def test_number_of_a_person_is_not_shown_again(open_chat: Open, watch: Watch) -> None:
    chat = open_chat("/ru/")
    chat.ask("580208174685")
    chat.switch()
    assert chat.asked() == ["•" * 12]
    assert "580208174685" not in chat.page.content()
    assert [line for line in watch.asked if "580208174685" in line] == []
