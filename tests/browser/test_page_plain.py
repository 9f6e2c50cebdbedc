"""The page without its script: a plain form that can do everything."""

from __future__ import annotations

import pytest

from app.dialogue.reply import Decision
from app.model import Kind, Lang
from tests.browser.conftest import Chat, Open

pytestmark = pytest.mark.browser


@pytest.fixture
def chat(open_chat: Open) -> Chat:
    """Return the Russian page in a browser without scripts."""
    return open_chat("/ru/", java_script_enabled=False)


def asked(chat: Chat) -> list[str]:
    """Return what the person asked in every turn, without the words for screen readers."""
    return [(text or "").split(":", 1)[1].strip() for text in chat.page.locator(".asked").all_text_contents()]


def test_enter_sends_and_keeps_the_language(chat: Chat, address: str) -> None:
    chat.ask("привет")
    assert chat.page.url == f"{address}/ru/#end"
    assert chat.page.locator("html").get_attribute("lang") == "ru"
    assert asked(chat) == ["привет"]
    assert chat.field.input_value() == ""


def test_visible_button_sends(chat: Chat) -> None:
    chat.field.fill("привет")
    chat.press(chat.page.get_by_role("button", name="Отправить", exact=True))
    assert asked(chat) == ["привет"]


def test_two_turns_are_kept(chat: Chat) -> None:
    chat.ask("привет")
    chat.ask("спасибо")
    assert asked(chat) == ["привет", "спасибо"]
    assert chat.page.locator(".reply > h3").all_inner_texts() == ["Приветствие", "Спасибо"]


@pytest.mark.parametrize("group", [".doors", ".asked-often"])
def test_button_of_the_first_screen_asks(chat: Chat, group: str) -> None:
    button = chat.page.locator(f"{group} button").first
    label = button.inner_text()
    reply = chat.press(button)
    assert reply.locator("h3").inner_text() == label
    assert asked(chat) == [label]


@pytest.mark.parametrize("kind", [Kind.CHOICES, Kind.NOTHING])
def test_choice_asks(chat: Chat, kind: Kind) -> None:
    chat.recall("ru", (Decision(kind, ("check-status", "not-insured"), Lang.RU),))
    choices = chat.last.locator(".choices button")
    assert [choice.get_attribute("value") for choice in choices.all()] == ["check-status", "not-insured"]
    label = choices.nth(1).inner_text()
    assert chat.press(choices.nth(1)).locator("h3").inner_text() == label
    assert asked(chat) == ["?", label]


def test_related_question_asks(chat: Chat) -> None:
    chat.press(chat.page.locator(".doors button[value=rates]"))
    related = chat.last.locator(".related button").first
    label = related.inner_text()
    assert chat.press(related).locator("h3").inner_text() == label
    assert chat.turns.count() == 2


def test_link_inside_an_answer_opens_its_page(chat: Chat) -> None:
    chat.press(chat.page.locator(".asked-often button[value=rate-self-payer]"))
    link = chat.last.locator("a[data-article=pay-debt]")
    link.click()
    chat.page.wait_for_url("**/ru/help/pay-debt")
    assert chat.turns.count() == 1
    assert chat.last.get_attribute("class") == "reply answer"
    assert asked(chat) == [chat.last.locator("h3").inner_text()]
    assert chat.ask("привет").locator("h3").inner_text() == "Приветствие"


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("ru", "Вопрос пустой. Напишите, что Вы хотите узнать."),
        ("kk", "Сұрақ жазылмаған. Не білгіңіз келетінін жазыңыз."),
    ],
)
def test_refusal_is_told_beside_the_field(open_chat: Open, lang: str, sentence: str) -> None:
    chat = open_chat(f"/{lang}/", java_script_enabled=False)
    chat.ask({"ru": "привет", "kk": "сәлем"}[lang])
    chat.field.fill(" ")
    with chat.page.expect_navigation():
        chat.field.press("Enter")
    assert chat.state.inner_text() == sentence
    assert chat.field.get_attribute("aria-describedby") == "state"
    assert chat.turns.count() == 1


def test_broken_conversation_is_told_and_the_question_kept(chat: Chat) -> None:
    value = chat.page.locator("input[name=conversation]")
    value.evaluate("field => { field.value = 'forged'; }")
    chat.field.fill("привет")
    with chat.page.expect_navigation():
        chat.field.press("Enter")
    assert chat.state.inner_text() == (
        "Прежний разговор не удалось прочитать. Отправьте вопрос ещё раз: начнётся новый разговор."
    )
    assert chat.field.input_value() == "привет"
    chat.replied(lambda: chat.field.press("Enter"))
    assert asked(chat) == ["привет"]


def test_choice_keeps_the_draft(chat: Chat) -> None:
    chat.field.fill("я ещё пишу")
    chat.press(chat.page.locator(".doors button").first)
    assert chat.field.input_value() == "я ещё пишу"


def test_end_of_the_conversation_is_in_view(open_chat: Open) -> None:
    chat = open_chat("/ru/", java_script_enabled=False, viewport={"width": 390, "height": 844})
    chat.press(chat.page.locator(".doors button[value=rates]"))
    chat.ask("спасибо")
    top = chat.last.bounding_box()
    assert top
    assert 0 <= top["y"] < 844 - top["height"]
