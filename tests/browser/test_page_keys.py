"""The keyboard alone suffices."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Chat, Open, title

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
NAME = """() => {
  const e = document.activeElement;
  return e.id === 'text' ? '(field)' : e.getAttribute('aria-label') || e.innerText.trim() || e.tagName;
}"""
# null when the focus is drawn and its element stands in the window with nothing upon it; else the element
SHOWN = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const upon = document.elementFromPoint(box.x + Math.min(box.width / 2, 30), box.y + box.height / 2);
  const drawn = getComputedStyle(e).outlineStyle === 'solid';
  return drawn && upon && (e.contains(upon) || upon.contains(e)) ? null : e.outerHTML.slice(0, 90);
}"""


def walk(chat: Chat, script: str, steps: int) -> list[object]:
    """Press Tab so often and return what the script says at each stop."""
    found = []
    for _ in range(steps):
        chat.page.keyboard.press("Tab")
        found.append(chat.page.evaluate(script))
    return found


def labels(chat: Chat, selector: str) -> list[str]:
    """Return the words of all that a selector finds, in the order of the page."""
    return [text.strip() for text in chat.page.locator(selector).all_inner_texts()]


@pytest.mark.parametrize(
    ("lang", "skip", "switch", "send"),
    [
        ("ru", "Перейти к вопросу", "Қазақша", "Отправить"),
        ("kk", "Сұраққа өту", "По-русски", "Жіберу"),
    ],
)
def test_tab_goes_through_the_first_screen(open_chat: Open, lang: str, skip: str, switch: str, send: str) -> None:
    chat = open_chat(f"/{lang}/")
    offered = [*labels(chat, ".doors button"), *labels(chat, ".asked-often button")]
    expected = [skip, switch, *offered, "(field)", send]
    assert walk(chat, NAME, len(expected)) == expected


def test_tab_goes_through_a_reply(open_chat: Open) -> None:
    chat = open_chat("/ru/help/rates")
    inside = [
        "Таблица",
        *labels(chat, ".reply table a"),
        *labels(chat, ".reply > p a, .reply > ul:not(.related) a"),
        *labels(chat, ".reply .choices button"),  # the way into the guide
        "Где это написано",
        *labels(chat, ".related button"),
        "Скопировать ссылку",
        "Сохранить разговор",
    ]
    expected = ["Перейти к вопросу", "Начать заново", "Қазақша", *inside, "(field)", "Отправить"]
    assert walk(chat, NAME, len(expected)) == expected


@pytest.mark.parametrize("path", ["/ru/", "/ru/help/rates", "/kk/help/rate-self-payer"])
def test_focus_is_seen_wherever_tab_goes(open_chat: Open, path: str) -> None:
    chat = open_chat(path, viewport=PHONE, reduced_motion="reduce")
    stops = chat.page.locator("a:visible, button:visible:not(.unseen), input:visible, summary, [tabindex='0']").count()
    assert walk(chat, SHOWN, stops) == [None] * stops


def test_skip_link_leads_to_the_question(open_chat: Open) -> None:
    chat = open_chat("/ru/", viewport=PHONE)
    skip = chat.page.get_by_role("link", name="Перейти к вопросу", exact=True)
    before = skip.bounding_box()
    chat.page.keyboard.press("Tab")
    after = skip.bounding_box()
    assert before
    assert after
    assert (before["y"] + before["height"] < 0, after["y"] >= 0, chat.focused()) == (True, True, "skip")
    chat.page.keyboard.press("Enter")
    assert chat.focused() == "text"


def test_question_is_asked_and_the_focus_stays_in_the_field(open_chat: Open) -> None:
    chat = open_chat("/ru/")
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Enter")
    chat.page.keyboard.type("привет")
    reply = chat.replied(lambda: chat.page.keyboard.press("Enter"))
    assert reply.get_attribute("class") == "reply greeting"
    assert (chat.focused(), chat.field.input_value()) == ("text", "")


def test_choice_is_pressed_and_the_focus_goes_to_the_new_turn(open_chat: Open) -> None:
    chat = open_chat("/ru/")
    walk(chat, NAME, 3)
    door = labels(chat, ".doors button")[0]
    assert chat.page.evaluate(NAME) == door
    reply = chat.replied(lambda: chat.page.keyboard.press("Enter"))
    assert title(reply) == door
    assert chat.page.evaluate("document.activeElement === document.querySelector('.turn:last-child')") is True
    related = chat.last.locator(".related button").first
    label = related.inner_text()
    related.focus()
    chat.replied(lambda: chat.page.keyboard.press("Space"))
    assert title(chat.last) == label
    assert chat.page.evaluate("document.activeElement === document.querySelector('.turn:last-child')") is True


def test_link_inside_an_answer_is_a_turn(open_chat: Open, address: str) -> None:
    chat = open_chat("/ru/help/rate-self-payer")
    chat.last.locator("a[data-article=pay-debt]").focus()
    reply = chat.replied(lambda: chat.page.keyboard.press("Enter"))
    assert (reply.get_attribute("class"), chat.turns.count()) == ("reply answer", 2)
    assert chat.page.url == f"{address}/ru/help/rate-self-payer"
    assert chat.page.evaluate("document.activeElement === document.querySelector('.turn:last-child')") is True


def test_sources_open_with_enter(open_chat: Open) -> None:
    chat = open_chat("/ru/help/rate-self-payer")
    chat.last.locator("summary").focus()
    chat.page.keyboard.press("Enter")
    assert chat.last.locator("details").get_by_role("link").first.is_visible() is True


def test_on_a_phone_the_focus_goes_to_the_answer(open_chat: Open) -> None:
    chat = open_chat("/ru/", viewport=PHONE, has_touch=True, is_mobile=True)
    chat.ask("привет")
    assert chat.focused() == "turn"


def combobox(chat: Chat) -> tuple[str | None, str | None, list[str], bool]:
    """Return what the field tells of its list: expanded, the active option, the selected ones, whether it is seen."""
    selected = chat.page.get_by_role("option", selected=True)
    return (
        chat.field.get_attribute("aria-expanded"),
        chat.field.get_attribute("aria-activedescendant"),
        [str(each.get_attribute("id")) for each in selected.all()],
        chat.page.locator("#suggestions").is_visible(),
    )


@pytest.fixture
def suggesting(open_chat: Open) -> Chat:
    """Return a page that suggests three things, whatever is typed."""
    chat = open_chat("/ru/")
    offered = [{"slug": slug, "label": slug} for slug in ("rates", "contacts", "pay-debt")]
    chat.page.route("**/api/v1/suggest*", lambda route: route.fulfill(json={"suggestions": offered}))
    chat.field.press_sequentially("долг")
    chat.page.locator("#suggestions").wait_for()
    return chat


def test_field_is_a_combobox(suggesting: Chat) -> None:
    field = suggesting.page.get_by_role("combobox", name="Ваш вопрос", exact=True)
    assert field.get_attribute("aria-controls") == "suggestions"
    assert field.get_attribute("aria-autocomplete") == "list"
    names = suggesting.page.get_by_role("listbox", name="Подсказки", exact=True).get_by_role("option")
    assert names.all_inner_texts() == ["rates", "contacts", "pay-debt"]
    assert combobox(suggesting) == ("true", None, [], True)


def test_arrows_move_through_suggestions(suggesting: Chat) -> None:
    steps = [("Down", 0), ("Down", 1), ("Up", 0), ("Up", None), ("Up", 2), ("Up", 1), ("Down", 2), ("Down", None)]
    for arrow, at in steps:
        suggesting.page.keyboard.press(f"Arrow{arrow}")
        row = None if at is None else f"suggestion-{at}"
        assert combobox(suggesting) == ("true", row, [row] if row else [], True)
    assert (suggesting.field.input_value(), suggesting.focused()) == ("долг", "text")


def test_escape_closes_suggestions_and_keeps_the_text(suggesting: Chat) -> None:
    suggesting.page.keyboard.press("ArrowDown")
    suggesting.page.keyboard.press("Escape")
    assert combobox(suggesting) == ("false", None, [], False)
    assert (suggesting.field.input_value(), suggesting.focused(), suggesting.turns.count()) == ("долг", "text", 0)


def test_enter_asks_the_chosen_suggestion(suggesting: Chat) -> None:
    suggesting.page.keyboard.press("ArrowUp")
    reply = suggesting.replied(lambda: suggesting.page.keyboard.press("Enter"))
    assert (reply.get_attribute("class"), suggesting.asked()) == ("reply answer", [title(reply)])
    assert combobox(suggesting) == ("false", None, [], False)
    assert (suggesting.field.input_value(), suggesting.focused()) == ("", "text")


def test_enter_without_a_choice_sends_what_is_typed(suggesting: Chat) -> None:
    suggesting.field.press_sequentially("?")
    suggesting.replied(lambda: suggesting.page.keyboard.press("Enter"))
    assert suggesting.asked() == ["долг?"]


def test_click_asks_a_suggestion(suggesting: Chat) -> None:
    suggesting.press(suggesting.page.get_by_role("option", name="contacts"))
    assert combobox(suggesting) == ("false", None, [], False)
    assert suggesting.focused() == "text"


def test_suggestions_come_from_the_articles(open_chat: Open) -> None:
    chat = open_chat("/kk/")
    chat.field.press_sequentially("берешек")
    chat.page.locator("#suggestions").wait_for()
    chat.page.keyboard.press("ArrowDown")
    label = chat.page.locator("#suggestion-0").inner_text()
    assert title(chat.replied(lambda: chat.page.keyboard.press("Enter"))) == label
