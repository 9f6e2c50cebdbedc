"""The page without its script: a plain form that can do everything."""

from __future__ import annotations

import pytest

from app.dialogue.decision import Decision
from app.model import Kind, Lang
from tests.browser.conftest import Chat, Open, Watch, refused, title

pytestmark = pytest.mark.browser


@pytest.fixture
def chat(open_chat: Open) -> Chat:
    """Return the Russian page in a browser without scripts."""
    return open_chat("/ru/", java_script_enabled=False)


def test_enter_sends_and_keeps_the_language(chat: Chat, address: str) -> None:
    chat.ask("привет")
    assert chat.page.url == f"{address}/ru/#end"
    assert chat.page.locator("html").get_attribute("lang") == "ru"
    assert chat.asked() == ["привет"]
    assert chat.field.input_value() == ""


def test_visible_button_sends(chat: Chat) -> None:
    chat.field.fill("привет")
    chat.press(chat.page.get_by_role("button", name="Отправить", exact=True))
    assert chat.asked() == ["привет"]


def test_two_turns_are_kept(chat: Chat) -> None:
    chat.ask("привет")
    chat.ask("спасибо")
    assert chat.asked() == ["привет", "спасибо"]
    assert [title(reply) for reply in chat.page.locator(".reply").all()] == ["Приветствие", "Благодарность"]


@pytest.mark.parametrize("group", [".doors", ".asked-often"])
def test_button_of_the_first_screen_asks(chat: Chat, group: str) -> None:
    button = chat.page.locator(f"{group} button").first
    label = button.inner_text()
    reply = chat.press(button)
    assert title(reply) == label
    assert chat.asked() == [label]


@pytest.mark.parametrize("kind", [Kind.CHOICES, Kind.NOTHING])
def test_choice_asks(chat: Chat, kind: Kind) -> None:
    chat.recall("ru", (Decision(kind, ("check-status", "not-insured"), Lang.RU),))
    choices = chat.last.locator(".choices button")
    assert [choice.get_attribute("value") for choice in choices.all()] == ["check-status", "not-insured"]
    label = choices.nth(1).inner_text()
    assert title(chat.press(choices.nth(1))) == label
    assert chat.asked() == ["?", label]


def test_related_question_asks(chat: Chat) -> None:
    chat.press(chat.page.locator(".doors button[value=rates]"))
    related = chat.last.locator(".related button").first
    label = related.inner_text()
    assert title(chat.press(related)) == label
    assert chat.turns.count() == 2


def test_link_inside_an_answer_opens_its_page(chat: Chat) -> None:
    chat.press(chat.page.locator(".asked-often button[value=rate-self-payer]"))
    link = chat.last.locator("a[data-article=pay-debt]")
    link.click()
    chat.page.wait_for_url("**/ru/help/pay-debt")
    assert chat.turns.count() == 1
    assert chat.last.get_attribute("class") == "reply answer"
    assert chat.asked() == [title(chat.last)]
    assert title(chat.ask("привет")) == "Приветствие"


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("ru", "Вопрос пустой. Напишите, что Вы хотите узнать."),
        ("kk", "Сұрақ жазылмаған. Не білгіңіз келетінін жазыңыз."),
    ],
)
def test_refusal_is_told_beside_the_field(open_chat: Open, watch: Watch, lang: str, sentence: str) -> None:
    watch.expected = [refused(422, "UNPROCESSABLE ENTITY")]
    chat = open_chat(f"/{lang}/", java_script_enabled=False)
    chat.ask({"ru": "привет", "kk": "сәлем"}[lang])
    chat.field.fill(" ")
    with chat.page.expect_navigation():
        chat.field.press("Enter")
    assert chat.state.inner_text() == sentence
    assert chat.field.get_attribute("aria-describedby") == "state"
    assert chat.turns.count() == 1


def test_broken_conversation_is_told_and_the_question_kept(chat: Chat, watch: Watch) -> None:
    watch.expected = [refused(400, "BAD REQUEST")]
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
    assert chat.asked() == ["привет"]


def test_choice_keeps_the_draft(chat: Chat) -> None:
    chat.field.fill("я ещё пишу")
    chat.press(chat.page.locator(".doors button").first)
    assert chat.field.input_value() == "я ещё пишу"


def test_newest_turn_is_in_view(open_chat: Open) -> None:
    phone = {"width": 390, "height": 844}
    chat = open_chat("/ru/", java_script_enabled=False, viewport=phone, reduced_motion="reduce")
    chat.press(chat.page.locator(".doors button[value=rates]"))
    chat.ask("спасибо")
    asked, composer = chat.turns.last.bounding_box(), chat.page.locator("#composer").bounding_box()
    assert asked
    assert composer
    assert 0 <= asked["y"] < asked["y"] + asked["height"] <= composer["y"]
