"""The conversation as assistive technology meets it: a live log, each message in its language, one main heading."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open, Watch, refused

pytestmark = pytest.mark.browser

LANGS = pytest.mark.parametrize("lang", ["ru", "kk"])


@pytest.mark.parametrize(("lang", "name"), [("ru", "Разговор"), ("kk", "Әңгіме")])
def test_log_stands_before_the_first_message(open_chat: Open, lang: str, name: str) -> None:
    chat = open_chat(f"/{lang}/")
    log = chat.page.get_by_role("log", name=name, exact=True)
    assert (log.count(), log.locator("*").count(), log.get_attribute("aria-live")) == (1, 0, "polite")
    log.evaluate("log => { log.dataset.same = 'yes'; }")
    chat.ask("?")
    assert (log.locator(".turn").count(), log.get_attribute("data-same")) == (1, "yes")


def test_kazakh_in_the_russian_chat_is_answered_in_kazakh(open_chat: Open) -> None:
    chat = open_chat("/ru/")
    chat.ask("привет")
    reply = chat.ask("өзім үшін қанша төлеймін")
    assert [each.get_attribute("lang") for each in chat.page.locator(".reply").all()] == ["ru", "kk"]
    assert [each.get_attribute("lang") for each in chat.page.locator(".asked").all()] == ["ru", "kk"]
    assert reply.locator("summary").inner_text() == "Қайда жазылған"
    assert chat.page.locator("html").get_attribute("lang") == "ru"


def test_russian_in_the_kazakh_chat_is_answered_in_russian(open_chat: Open) -> None:
    reply = open_chat("/kk/").ask("как получить паспорт")
    assert (reply.get_attribute("lang"), reply.get_attribute("class")) == ("ru", "reply elsewhere")


def test_words_of_the_page_beside_a_message_say_their_language(open_chat: Open) -> None:
    chat = open_chat("/ru/")
    chat.ask("өзім үшін қанша төлеймін")
    words = chat.page.get_by_text("Вы спросили:", exact=True)
    assert words.evaluate("e => e.closest('[lang]').lang") == "ru"


def test_typed_words_keep_their_language_after_the_switch(open_chat: Open) -> None:
    chat = open_chat("/ru/")
    chat.ask("как получить паспорт")
    chat.press(chat.last.get_by_role("button").first)
    chat.switch()
    assert [each.get_attribute("lang") for each in chat.page.locator(".asked").all()] == ["ru", "kk"]
    assert [each.get_attribute("lang") for each in chat.page.locator(".reply").all()] == ["kk", "kk"]


@LANGS
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_page_says_its_language_and_has_one_main_heading(open_chat: Open, lang: str, script: bool) -> None:
    chat = open_chat(f"/{lang}/", java_script_enabled=script)
    seen = [(chat.page.locator("html").get_attribute("lang"), chat.page.get_by_role("heading", level=1).count())]
    chat.ask("?")
    seen.append((chat.page.locator("html").get_attribute("lang"), chat.page.get_by_role("heading", level=1).count()))
    assert seen == [(lang, 1), (lang, 1)]


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        ("/ru/help/rates", "ru"),
        ("/kk/help/rates", "kk"),
        ("/ru/nowhere", "ru"),
        ("/kk/nowhere", "kk"),
        ("/api/docs", "en"),
    ],
)
def test_other_pages_say_their_language_and_have_one_main_heading(
    open_chat: Open, path: str, lang: str, watch: Watch
) -> None:
    chat = open_chat(path)
    watch.expected = [refused(404, "NOT FOUND")] if path.endswith("nowhere") else []
    heading = chat.page.get_by_role("heading", level=1)
    assert (heading.count(), heading.evaluate("e => e.closest('[lang]').lang")) == (1, lang)
