"""A question typed, the answer read, the language switched: with the script of the page and without it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Chat, Open, title

pytestmark = pytest.mark.browser

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
MONEY = re.compile(r"\d[\d\xa0]*\xa0₸")
LAW_RU = ("Закон РК «Об обязательном социальном медицинском страховании», статья 28", "rus")
LAW_KK = ("«Міндетті әлеуметтік медициналық сақтандыру туралы» ҚР Заңы, 28-бап", "kaz")
GREETED = {"ru": "Приветствие", "kk": "Сәлемдесу"}


def titles(chat: Chat) -> list[str]:
    """Return the title of every reply."""
    return [title(reply) for reply in chat.page.locator(".reply").all()]


def languages(chat: Chat) -> list[str | None]:
    """Return the language of the page, then of every reply."""
    return [element.get_attribute("lang") for element in chat.page.locator("html, .reply").all()]


@SCRIPT
@pytest.mark.parametrize(
    ("lang", "typed", "written", "law"),
    [
        ("ru", "сколько платить за себя", "Где это написано", LAW_RU),
        ("kk", "өзім үшін қанша төлеймін", "Қайда жазылған", LAW_KK),
    ],
)
def test_figure_of_the_year_with_its_source(
    open_chat: Open, script: bool, lang: str, typed: str, written: str, law: tuple[str, str]
) -> None:
    chat = open_chat(f"/{lang}/", java_script_enabled=script)
    reply = chat.ask(typed)
    assert reply.get_attribute("class") == "reply answer"
    assert MONEY.findall(reply.locator("p").first.text_content() or "") == ["4\xa0250\xa0₸", "51\xa0000\xa0₸"]
    sources = reply.locator("details.sources")
    assert sources.get_by_role("link").count() == 0
    sources.get_by_text(written, exact=True).click()
    link = sources.get_by_role("link", name=law[0], exact=True)
    assert link.get_attribute("href") == f"https://adilet.zan.kz/{law[1]}/docs/Z1500000405"
    assert link.get_attribute("rel") == "noopener noreferrer"


@SCRIPT
@pytest.mark.parametrize(("lang", "other"), [("ru", "kk"), ("kk", "ru")])
def test_whole_conversation_is_shown_in_the_other_language(
    open_chat: Open, script: bool, lang: str, other: str
) -> None:
    chat = open_chat(f"/{lang}/", java_script_enabled=script)
    chat.press(chat.page.locator(".doors button").first)
    chat.ask({"ru": "привет", "kk": "сәлем"}[lang])
    here = titles(chat)
    chat.field.fill("мен әлі жазып / я ещё пишу")
    chat.switch()
    assert urlsplit(chat.page.url).path == f"/{other}/"
    assert languages(chat) == [other, other, other]
    there = titles(chat)
    assert (here[1], there[1]) == (GREETED[lang], GREETED[other])
    assert chat.field.input_value() == "мен әлі жазып / я ещё пишу"
    chat.switch()
    assert languages(chat) == [lang, lang, lang]
    assert (titles(chat), there[0] == here[0]) == (here, False)
    assert chat.field.input_value() == "мен әлі жазып / я ещё пишу"


@SCRIPT
def test_conversation_goes_on_after_the_switch(open_chat: Open, script: bool) -> None:
    chat = open_chat("/ru/", java_script_enabled=script)
    chat.ask("привет")
    chat.switch()
    chat.ask("рақмет")
    assert titles(chat) == ["Сәлемдесу", "Рақмет"]
    assert languages(chat) == ["kk", "kk", "kk"]


@SCRIPT
def test_start_over_forgets_the_conversation(open_chat: Open, script: bool) -> None:
    chat = open_chat("/ru/", java_script_enabled=script)
    assert chat.page.get_by_role("link", name="Начать заново").count() == 0
    chat.ask("привет")
    chat.page.get_by_role("link", name="Начать заново").click()
    chat.page.locator(".welcome").wait_for()
    assert chat.turns.count() == 0
    assert chat.page.locator("input[name=conversation]").input_value() == ""


@pytest.mark.parametrize(
    ("lang", "kinds"),
    [
        (
            "ru",
            {
                "привет": "greeting",
                "человек не дышит": "emergency",
                "как получить паспорт": "elsewhere",
                "?": "nothing",
            },
        ),
        ("kk", {"сәлем": "greeting", "дем алмай жатыр": "emergency", "төлқұжат алу": "elsewhere", "?": "nothing"}),
    ],
)
def test_kinds_of_reply(open_chat: Open, lang: str, kinds: dict[str, str]) -> None:
    chat = open_chat(f"/{lang}/")
    replies = [chat.ask(typed) for typed in kinds]
    assert [reply.get_attribute("class") for reply in replies] == [f"reply {kind}" for kind in kinds.values()]
    assert languages(chat) == [lang] * 5
    assert chat.asked() == list(kinds)


def test_emergency_calls_103_and_112(open_chat: Open) -> None:
    reply = open_chat("/kk/").ask("дем алмай жатыр")
    calls = reply.locator("a[href^='tel:']")
    assert [call.get_attribute("href") for call in calls.all()] == ["tel:103", "tel:112"]
    assert [call.is_visible() for call in calls.all()] == [True, True]


@SCRIPT
def test_typed_markup_is_shown_as_typed(open_chat: Open, script: bool) -> None:
    chat = open_chat("/ru/", java_script_enabled=script)
    chat.ask("<img src=x onerror=alert(1)><b>привет</b>")
    assert chat.asked() == ["<img src=x onerror=alert(1)><b>привет</b>"]
    assert chat.turns.last.locator(".asked").locator("img, b").count() == 0
