"""Each guide in a real browser: on a phone, in both languages, with and without the script; axe at each step."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Chat, Open, Watch, refused, title
from tests.registry import SLIP

pytestmark = pytest.mark.browser

LANGS = pytest.mark.parametrize("lang", ["kk", "ru"])
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
SCHEME = {"kk": "dark", "ru": "light"}
EIGHT = ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
# of each guide a way with every kind of question it has: what is pressed, ticked, chosen or typed at each step
WAYS: dict[str, list[str | list[str]]] = {
    "categories": ["home", ["pregnant", "kandas"], []],
    "prepay": ["later", "2027-02", "yes", "2026-12"],
    "plan": [EIGHT, "no", "self", "now"],
    "calculator": ["several", ["job", "contract"], "2 млн", "екі жүз мың теңге", "2026"],
    "appeal": ["complaint", "almaty", "yes", "№5", "Врач отказал в приёме и предложил платную услугу."],
}
GUIDES = pytest.mark.parametrize("guide", WAYS)
WRONG = refused(422, "UNPROCESSABLE ENTITY")


def form(chat: Chat) -> Locator:
    """Return the form that waits for an answer."""
    return chat.page.locator("form.guide")


def answer(chat: Chat, given: str | list[str]) -> Locator:
    """Answer the question that waits, in the way it is asked; return the reply."""
    asked = form(chat)
    if isinstance(given, list):
        for option in given:
            asked.locator(f'input[value="{option}"]').check()
    elif asked.locator("select").count():
        asked.locator("select").select_option(given)
    elif asked.locator(".answers").count():
        return chat.press(asked.locator(f'.choice[value="{given}"]'))
    else:
        asked.locator("input[type=text], textarea").fill(given)
    return chat.press(asked.locator("button.send"))


@GUIDES
@LANGS
@SCRIPT
def test_guide_from_its_page_to_its_result(open_chat: Open, guide: str, lang: str, script: bool) -> None:
    chat = open_chat(f"/{lang}/guide/{guide}", java_script_enabled=script, viewport=PHONE, color_scheme=SCHEME[lang])
    for given in WAYS[guide]:
        assert (form(chat).count(), chat.overflow()) == (1, 0)
        if script:
            assert chat.violations() == []
        answer(chat, given)
    assert (form(chat).count(), chat.turns.count(), chat.overflow()) == (0, len(WAYS[guide]) + 1, 0)
    assert chat.page.locator("form.given button[name=change]").count() == len(WAYS[guide])
    assert chat.last.get_attribute("lang") == lang
    if script:
        assert chat.violations() == []


@LANGS
@SCRIPT
def test_back_change_and_start_over(open_chat: Open, lang: str, script: bool) -> None:
    chat = open_chat(f"/{lang}/guide/calculator", java_script_enabled=script)
    answer(chat, "employee")
    chat.press(form(chat).locator("button[value=back]"))
    assert form(chat).locator(".picked").get_attribute("value") == "employee"
    answer(chat, "contract")
    reply = answer(chat, "100000")
    first = title(reply)
    chat.press(reply.locator("button[name=change][value=who]"))
    changed = answer(chat, "employee")
    assert (title(changed) != first, form(chat).count()) == (True, 0)
    assert "100\u00a0000\u00a0₸" in changed.locator("form.given").inner_text()
    chat.press(changed.locator("form.given button[value=over]"))
    assert form(chat).locator(".choice").count() == 8


@LANGS
def test_bad_answer_is_told_beside_its_field(open_chat: Open, lang: str, watch: Watch) -> None:
    watch.expected = [WRONG] * 3
    chat = open_chat(f"/{lang}/guide/calculator")
    answer(chat, "employee")
    field = form(chat).locator("input[type=text]")
    for typed in ("-5", "10^15", "много"):
        field.fill(typed)
        field.press("Enter")
        alert = form(chat).get_by_role("alert")
        expect(alert).not_to_be_empty()
        expect(field).to_be_focused()
        assert (field.input_value(), field.get_attribute("aria-invalid")) == (typed, "true")
        assert field.get_attribute("aria-describedby") == alert.get_attribute("id")
    assert chat.turns.count() == 2
    assert chat.violations() == []
    answer(chat, "400 мың")
    assert form(chat).count() == 0


@LANGS
def test_answer_typed_as_a_message_and_a_question_in_between(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/guide/calculator")
    chat.ask({"ru": "работаю", "kk": "жұмыс істеймін"}[lang])
    answered = chat.ask({"ru": "куда пожаловаться на врача?", "kk": "дәрігерге қайда шағымданамын?"}[lang])
    assert "answer" in (answered.get_attribute("class") or "")
    assert (answered.locator("form.guide input[type=text]").count(), form(chat).count()) == (1, 1)
    chat.ask("350 мың")
    assert "350\u00a0000\u00a0₸" in chat.last.locator("form.given").inner_text()


@SCRIPT
def test_message_leads_into_the_guide_with_what_it_says(open_chat: Open, script: bool) -> None:
    chat = open_chat("/ru/", java_script_enabled=script)
    chat.ask("посчитай сколько мне платить с 350 тысяч")
    assert "350\u00a0000\u00a0₸" in chat.last.locator("form.given").inner_text()
    answer(chat, "employee")
    assert chat.last.locator("td").first.inner_text() == "7\u00a0000\u00a0₸"


@LANGS
@SCRIPT
def test_language_is_switched_in_the_middle(open_chat: Open, lang: str, script: bool) -> None:
    chat = open_chat(f"/{lang}/guide/plan", java_script_enabled=script)
    answer(chat, EIGHT)
    chat.switch()
    assert form(chat).locator(".choice").all_inner_texts() == {"ru": ["Иә", "Жоқ"], "kk": ["Да", "Нет"]}[lang]
    answer(chat, "no")
    assert chat.turns.count() == 3


@LANGS
def test_leave_and_come_back(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/help/rate-employee")
    chat.press(chat.page.locator("button[value=calculator-guide]"))
    answer(chat, "employee")
    chat.press(form(chat).locator("button[value=leave]"))
    assert form(chat).count() == 0
    chat.press(chat.page.locator("button[value=calculator-guide]").first)
    assert (form(chat).locator("input[type=text]").count(), chat.last.locator("form.given dd").count()) == (1, 1)


@LANGS
@SCRIPT
def test_reminder_is_saved_as_a_calendar_file(open_chat: Open, lang: str, script: bool, tmp_path: Path) -> None:
    chat = open_chat(f"/{lang}/guide/prepay", java_script_enabled=script)
    answer(chat, "now")
    answer(chat, "no")
    with chat.page.expect_download() as saved:
        chat.page.locator("form.file button").click()
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    lines = path.read_bytes().decode().split("\r\n")
    assert (path.name, lines[0], "DTSTART;VALUE=DATE:20271017" in lines) == (
        "komek-2027-10.ics",
        "BEGIN:VCALENDAR",
        True,
    )


@LANGS
def test_text_is_copied(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/guide/prepay", permissions=["clipboard-read", "clipboard-write"])
    answer(chat, "now")
    reply = answer(chat, "no")
    account = reply.locator(".verbatim", has_text="KZ92009MEDS368609103")
    account.get_by_role("button").click()
    expect(chat.state).not_to_be_empty()
    assert chat.page.evaluate("navigator.clipboard.readText()") == "KZ92009MEDS368609103"


def test_buttons_that_need_the_script_are_hidden_without_it(open_chat: Open) -> None:
    chat = open_chat("/ru/guide/prepay", java_script_enabled=False)
    answer(chat, "now")
    reply = answer(chat, "no")
    assert reply.locator("[data-copy], [data-print]").count() == 5
    assert [button.is_visible() for button in reply.locator("[data-copy], [data-print]").all()] == [False] * 5
    assert "KZ92009MEDS368609103" in reply.inner_text()


@LANGS
def test_wide_table_is_read_row_by_row_on_a_narrow_phone(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/guide/prepay", viewport=NARROW)
    answer(chat, "now")
    reply = answer(chat, "no")
    assert (reply.locator("tbody tr").count(), chat.overflow()) == (12, 0)
    widths = reply.locator(".table").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert widths[0] == widths[1]
    assert reply.get_by_role("row").count() == 13


def test_number_of_a_person_in_an_appeal_is_hidden_and_goes_nowhere(open_chat: Open, watch: Watch) -> None:
    chat = open_chat("/ru/guide/appeal")
    for given in ("complaint", "almaty", "no"):
        answer(chat, given)
    answer(chat, f"Мой номер 580208174685, врач отказал. И ещё {SLIP}.")
    assert "580208174685" not in chat.page.content()
    assert [line for line in watch.own() if "5802" in line] == []


def test_guide_is_kept_when_the_network_fails(open_chat: Open, watch: Watch) -> None:
    chat = open_chat("/ru/guide/calculator")
    answer(chat, "employee")
    watch.expected = ["Failed to load resource: net::ERR_INTERNET_DISCONNECTED"]
    chat.page.context.set_offline(True)
    form(chat).locator("input[type=text]").fill("400000")
    form(chat).locator("button.send").click()
    expect(chat.state).not_to_be_empty()
    assert form(chat).locator("input[type=text]").input_value() == "400000"
    chat.page.context.set_offline(False)
    chat.press(chat.state.get_by_role("button"))
    assert "400\u00a0000\u00a0₸" in chat.last.locator("form.given").inner_text()
