"""Thumbs under an answer in a real browser: both languages, with the script and without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator

from app.dialogue.decision import Decision
from app.feedback import Thumbs
from app.model import Kind, Lang
from app.web.desk import Desk
from tests.browser.conftest import Chat, Open, Watch, refused
from tests.browser.test_page_axe import DESKTOP, PHONE
from tests.browser.test_page_sizes import NARROW, ZOOMED, small
from tests.registry import People, over
from tests.serving import serving
from tests.test_feedback import rows_of
from tests.web.test_errors import sentence
from tests.web.test_feedback import HOUR, THANKS

pytestmark = pytest.mark.browser

LANGS = pytest.mark.parametrize("lang", ["kk", "ru"])
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
QUESTION = {"kk": "Бұл жауап көмектесті ме?", "ru": "Ответ помог?"}
YES = {"kk": "Иә , көмектесті", "ru": "Да , помог"}
NO = {"kk": "Жоқ , көмектеспеді", "ru": "Нет , не помог"}
UNCLEAR = {"kk": "Түсіну қиын", "ru": "Трудно понять"}
FAILED = {"kk": "Бағаңыз жіберілмеді. Қайталап көріңіз.", "ru": "Оценка не отправлена. Попробуйте ещё раз."}
LISTEN = """() => {
  window.heard = [];
  document.addEventListener('komek:feedback', event => window.heard.push(event.detail));
}"""
ANSWERS = (Decision(Kind.ANSWER, ("rates",), Lang.RU), Decision(Kind.ELSEWHERE, ("elsewhere-id",), Lang.RU))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of thumbs."""
    return tmp_path / "feedback.db"


@pytest.fixture
def address(app: Flask, tmp_path: Path, path: Path) -> Iterator[str]:
    """Serve an application that keeps thumbs and return its address."""
    made = over(app, tmp_path, People())
    here: Desk = made.extensions["komek"]()
    thumbed = replace(here, thumbs=Thumbs(path))
    made.extensions["komek"] = lambda: thumbed
    with serving(made) as address:
        yield address
    assert thumbed.thumbs
    thumbed.thumbs.close()


def group(chat: Chat, lang: str, at: int = 0) -> Locator:
    """Return the thumbs of an answer, as assistive technology names them."""
    return chat.page.get_by_role("group", name=QUESTION[lang], exact=True).nth(at)


def pressed(chat: Chat, button: Locator, script: bool) -> None:
    """Press a button; without the script a page comes."""
    if script:
        button.click()
        chat.page.locator(".thanks:visible").first.wait_for()
    else:
        with chat.page.expect_navigation():
            button.click()


@LANGS
@SCRIPT
def test_up(open_chat: Open, script: bool, lang: str, path: Path, address: str) -> None:
    chat = open_chat(f"/{lang}/", java_script_enabled=script)
    chat.press(chat.page.locator(".asked-often button").first)
    asked = chat.asked()
    slug = group(chat, lang).get_attribute("data-slug")
    chat.field.fill("мен әлі жазып / я ещё пишу")
    pressed(chat, group(chat, lang).get_by_role("button", name=YES[lang], exact=True), script)
    assert rows_of(path) == [(HOUR, lang, slug, "up", None)]
    assert group(chat, lang).inner_text() == THANKS[lang]
    assert (chat.asked(), chat.field.input_value()) == (asked, "мен әлі жазып / я ещё пишу")
    assert chat.page.url == f"{address}/{lang}/" + ("" if script else "feedback#rated")


@LANGS
@SCRIPT
def test_down_asks_why(open_chat: Open, script: bool, lang: str, path: Path) -> None:
    chat = open_chat(f"/{lang}/help/rates", java_script_enabled=script)
    reason = group(chat, lang).get_by_role("button", name=UNCLEAR[lang], exact=True)
    before = (reason.count(), rows_of(path) if path.exists() else [])
    group(chat, lang).locator("summary").click()
    reason.wait_for()
    assert (before, path.exists()) == ((0, []), False)
    pressed(chat, reason, script)
    assert rows_of(path) == [(HOUR, lang, "rates", "down", "unclear")]
    assert group(chat, lang).inner_text() == THANKS[lang]


@LANGS
def test_keys_alone_and_the_focus(open_chat: Open, lang: str, path: Path) -> None:
    chat = open_chat(f"/{lang}/help/rates")
    yes = group(chat, lang).get_by_role("button", name=YES[lang], exact=True)
    yes.focus()
    chat.page.keyboard.press("Tab")
    assert chat.page.evaluate("document.activeElement.textContent.trim()") == NO[lang].replace(" ,", ",")
    chat.page.keyboard.press("Enter")
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Enter")
    chat.page.locator(".thanks:visible").wait_for()
    assert (chat.focused(), rows_of(path)) == ("thanks", [(HOUR, lang, "rates", "down", "unclear")])
    assert chat.page.evaluate("document.activeElement.closest('[aria-live]').getAttribute('aria-live')") == "off"


@LANGS
def test_the_page_hears_what_was_given_and_nothing_else(open_chat: Open, lang: str, watch: Watch) -> None:
    chat = open_chat(f"/{lang}/help/rates")
    chat.page.evaluate(LISTEN)
    chat.field.fill("секрет")
    with chat.page.expect_request("**/api/v1/feedback") as sent:
        pressed(chat, group(chat, lang).get_by_role("button", name=YES[lang], exact=True), script=True)
    assert sent.value.post_data_json == {"slug": "rates", "lang": lang, "thumb": "up"}
    assert chat.page.evaluate("window.heard") == [{"slug": "rates", "thumb": "up", "reason": None}]
    assert [line for line in watch.own() if line.startswith("POST")] == ["POST /api/v1/feedback"]


@LANGS
def test_down_is_heard_with_its_reason(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/help/rates")
    chat.page.evaluate(LISTEN)
    group(chat, lang).locator("summary").click()
    pressed(chat, group(chat, lang).get_by_role("button", name=UNCLEAR[lang], exact=True), script=True)
    assert chat.page.evaluate("window.heard") == [{"slug": "rates", "thumb": "down", "reason": "unclear"}]


@SCRIPT
def test_the_thanks_outlive_a_question_and_the_switch(open_chat: Open, script: bool) -> None:
    chat = open_chat("/ru/help/rates", java_script_enabled=script)
    pressed(chat, group(chat, "ru").get_by_role("button", name=YES["ru"], exact=True), script)
    chat.press(chat.last.locator(".related button").first)
    chat.switch()
    assert group(chat, "kk").inner_text() == THANKS["kk"]
    assert [shown.is_visible() for shown in chat.page.locator(".rate").all()] == [False, True]


@LANGS
def test_a_thumb_that_does_not_arrive_can_be_given_again(open_chat: Open, lang: str, watch: Watch, path: Path) -> None:
    watch.expected = ["Failed to load resource: net::ERR_FAILED", refused(429, "Too Many Requests")]
    chat = open_chat(f"/{lang}/help/rates")
    chat.page.evaluate(LISTEN)
    yes = group(chat, lang).get_by_role("button", name=YES[lang], exact=True)
    told = chat.page.locator(".thumbs").get_by_role("alert")
    chat.page.route("**/api/v1/feedback", lambda route: route.abort())
    yes.click()
    told.filter(has_text=FAILED[lang]).wait_for()
    detail = sentence("feedback-limit", lang).replace("{wait}", "1")
    chat.page.unroute("**/api/v1/feedback")
    chat.page.route("**/api/v1/feedback", lambda route: route.fulfill(status=429, json={"detail": detail}))
    yes.click()
    told.filter(has_text=detail).wait_for()
    assert (chat.page.evaluate("window.heard"), path.exists()) == ([], False)
    assert chat.violations() == []
    chat.page.unroute("**/api/v1/feedback")
    pressed(chat, yes, script=True)
    assert (len(rows_of(path)), len(chat.page.evaluate("window.heard"))) == (1, 1)


@LANGS
@pytest.mark.parametrize(
    "dress",
    [
        pytest.param({"viewport": PHONE, "color_scheme": "light"}, id="phone-light"),
        pytest.param({"viewport": DESKTOP, "color_scheme": "dark"}, id="desktop-dark"),
    ],
)
def test_axe_finds_nothing_closed_open_and_thanked(open_chat: Open, lang: str, dress: dict[str, object]) -> None:
    chat = open_chat(f"/{lang}/", **dress)
    chat.recall(lang, ANSWERS)
    found = [chat.violations()]
    for summary in chat.page.locator(".thumbs summary").all():
        summary.click()
    found.append(chat.violations())
    pressed(chat, group(chat, lang).get_by_role("button", name=UNCLEAR[lang], exact=True), script=True)
    found.append(chat.violations())
    assert found == [[], [], []]


@LANGS
@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["320", "400%"])
def test_targets_in_a_small_window(open_chat: Open, lang: str, size: dict[str, int]) -> None:
    chat = open_chat(f"/{lang}/", viewport=size)
    chat.recall(lang, ANSWERS)
    for summary in chat.page.locator(".thumbs summary").all():
        summary.click()
    narrow = chat.page.evaluate(
        "[...document.querySelectorAll('.thumbs button, .thumbs summary')]"
        ".map(e => e.getBoundingClientRect()).filter(box => box.width < 44 || box.height < 44).length"
    )
    assert (chat.page.locator(".thumbs button").count(), narrow, chat.overflow(), small(chat)) == (10, 0, 0, [])
