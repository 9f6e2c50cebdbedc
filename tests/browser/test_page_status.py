"""The look-up in a real browser: the form in the chat, what is told beside it, what is left of the number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route

from app.dialogue.decision import Decision
from app.dialogue.guides.status import Registry, look_up
from app.model import Kind, Lang
from lookup.iin import MASK
from tests.browser.conftest import Chat, Open, Watch, refused, title
from tests.conftest import TODAY
from tests.registry import ABSENT, DEBT, GRACE, ODD, PEOPLE, SLIP, WORKS, People, over
from tests.serving import serving

pytestmark = pytest.mark.browser

LANGS = pytest.mark.parametrize("lang", ["ru", "kk"])
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
NARROW = {"width": 320, "height": 640}
ASK = {"ru": "Проверить статус по ИИН", "kk": "Мәртебені ЖСН бойынша тексеру"}
FIELD = {"ru": "ИИН, 12 цифр", "kk": "ЖСН, 12 цифр"}
NAME = {"ru": "ИИН", "kk": "ЖСН"}
SLIPPED = {
    "ru": "Похоже, одна цифра неверна. Сверьте все 12 цифр с удостоверением личности.",
    "kk": "Бір цифр қате сияқты. 12 цифрдың бәрін жеке куәлікпен салыстырыңыз.",
}
INSURED = {"ru": "Статус: застрахован", "kk": "Мәртебе: сақтандырылған"}
SURE = {"ru": "Да, номер верный: проверить", "kk": "Иә, нөмір дұрыс: тексеру"}
AGAIN = {"ru": "Повторить", "kk": "Қайталау"}
WRONG = refused(422, "UNPROCESSABLE ENTITY")
FIRST = {"ru": "ноябрь 2025 оплачен", "kk": "қараша 2025 төленген"}
UNPAID = {"ru": "сентябрь не оплачен", "kk": "қыркүйек төленбеген"}


@pytest.fixture
def address(app: Flask, people: People, tmp_path: Path) -> Iterator[str]:
    """Serve the application over the registry of people on a free port and return its address."""
    with serving(over(app, tmp_path, people)) as address:
        yield address


def number(chat: Chat) -> Locator:
    """Return the field of the number."""
    return chat.page.locator("form.guide input[name=iin]")


def enter(chat: Chat, iin: str) -> Locator:
    """Type a number into its field, press Enter and return the reply."""
    number(chat).fill(iin)
    return chat.replied(lambda: number(chat).press("Enter"))


def fail(chat: Chat, iin: str, script: bool) -> None:
    """Send a number that is refused."""
    number(chat).fill(iin)
    if script:
        number(chat).press("Enter")
    else:
        with chat.page.expect_navigation():
            number(chat).press("Enter")
    chat.page.locator("form.guide .wrong:not(:empty)").wait_for()


def anywhere(page: Page, iin: str) -> bool:
    """Say whether a number stands in the page, in its fields as they are now too."""
    values = page.locator("input").evaluate_all("all => all.map(e => e.value)")
    return iin in page.content() or any(iin in value.replace(" ", "") for value in values)


def newest_has_focus(chat: Chat) -> bool:
    """Say whether the focus is on the newest turn."""
    return bool(chat.page.evaluate("document.activeElement === document.querySelector('.turn:last-child')"))


@LANGS
@SCRIPT
def test_status_is_looked_up_in_the_chat(
    open_chat: Open, lang: str, script: bool, watch: Watch, people: People
) -> None:
    chat = open_chat(f"/{lang}/help/check-status-telegram", java_script_enabled=script)
    chat.press(chat.page.get_by_role("button", name=ASK[lang], exact=True))
    assert chat.page.get_by_label(FIELD[lang], exact=True).count() == 1
    reply = enter(chat, WORKS)
    assert (reply.get_attribute("class"), title(reply), chat.turns.count()) == ("reply status", INSURED[lang], 3)
    assert chat.asked()[1:] == [ASK[lang], f"{NAME[lang]} {MASK[4:]}4685"]
    assert (chat.page.locator("form.guide").count(), anywhere(chat.page, WORKS), people.asked) == (0, False, 1)
    assert [line for line in watch.own() if WORKS in line or "iin" in line] == []
    assert f"POST /{lang}/guide/status" in watch.own()


@LANGS
@SCRIPT
def test_page_of_the_guide(open_chat: Open, lang: str, script: bool) -> None:
    chat = open_chat(f"/{lang}/guide/status", java_script_enabled=script)
    number(chat).fill("580208 174685")
    reply = chat.press(chat.page.locator("form.guide button"))
    assert (title(reply), chat.turns.count()) == (INSURED[lang], 2)


@LANGS
@SCRIPT
def test_enter_in_the_field_of_the_number_does_not_send_the_question(
    open_chat: Open, lang: str, script: bool, watch: Watch
) -> None:
    chat = open_chat(f"/{lang}/guide/status", java_script_enabled=script)
    chat.field.fill("я ещё пишу")
    reply = enter(chat, DEBT)
    assert (reply.get_attribute("class"), watch.posts()) == ("reply status", 1)
    assert chat.asked() == [ASK[lang], f"{NAME[lang]} {MASK[4:]}9502"]
    assert chat.field.input_value() == ("я ещё пишу" if script else "")


@LANGS
@SCRIPT
def test_slip_is_told_beside_the_field(open_chat: Open, lang: str, script: bool, watch: Watch) -> None:
    watch.expected = [WRONG]
    chat = open_chat(f"/{lang}/guide/status", java_script_enabled=script)
    fail(chat, SLIP, script)
    alert = chat.page.locator("form.guide").get_by_role("alert")
    assert (alert.inner_text(), number(chat).input_value()) == (SLIPPED[lang], SLIP)
    assert number(chat).get_attribute("aria-invalid") == "true"
    assert number(chat).get_attribute("aria-describedby") == alert.get_attribute("id")
    assert (chat.turns.count(), chat.state.inner_text(), chat.page.locator("form.guide").count()) == (1, "", 1)
    if script:
        assert chat.focused() == "field-iin"
    reply = enter(chat, WORKS)
    assert (title(reply), anywhere(chat.page, SLIP), chat.page.locator("form.guide").count()) == (
        INSURED[lang],
        False,
        0,
    )


@LANGS
def test_answer_gets_the_focus_and_the_number_goes(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/guide/status")
    enter(chat, GRACE)
    assert newest_has_focus(chat) is True
    assert (chat.page.locator("form.guide, [aria-invalid]").count(), anywhere(chat.page, GRACE)) == (0, False)


@LANGS
@SCRIPT
def test_number_is_typed_as_a_message(open_chat: Open, lang: str, script: bool) -> None:
    chat = open_chat(f"/{lang}/", java_script_enabled=script)
    reply = chat.ask(WORKS)
    assert (title(reply), chat.asked(), chat.field.input_value()) == (INSURED[lang], [MASK], "")
    assert anywhere(chat.page, WORKS) is False


@LANGS
def test_slip_in_a_message_opens_the_form_to_be_mended(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/")
    chat.ask(SLIP)
    assert (chat.page.get_by_role("alert").inner_text(), number(chat).input_value()) == (SLIPPED[lang], SLIP)
    assert (chat.asked(), chat.field.input_value(), chat.focused()) == ([MASK], "", "field-iin")
    enter(chat, WORKS)
    assert (chat.state.inner_text(), anywhere(chat.page, SLIP)) == ("", False)


@LANGS
def test_slip_in_a_message_without_the_script_opens_the_form(open_chat: Open, lang: str, watch: Watch) -> None:
    watch.expected = [WRONG]
    chat = open_chat(f"/{lang}/", java_script_enabled=False)
    chat.replied(lambda: chat.send(SLIP))
    assert (chat.page.get_by_role("alert").inner_text(), number(chat).input_value()) == (SLIPPED[lang], SLIP)


@SCRIPT
def test_two_numbers_are_asked_for_one_by_one(open_chat: Open, script: bool, people: People) -> None:
    chat = open_chat("/ru/", java_script_enabled=script)
    reply = chat.ask(f"{WORKS} и {DEBT}")
    assert (title(reply), number(chat).input_value(), people.asked) == ("Проверим по одному", "", 0)
    assert title(enter(chat, DEBT)) == "Статус: не застрахован"


@LANGS
@SCRIPT
@pytest.mark.parametrize("composer", [True, False], ids=["message", "form"])
def test_doubtful_number_is_looked_up_when_the_person_is_sure(
    open_chat: Open, lang: str, script: bool, composer: bool, people: People
) -> None:
    chat = open_chat(f"/{lang}/guide/status", java_script_enabled=script)
    reply = chat.ask(ODD) if composer else enter(chat, ODD)
    assert (number(chat).input_value(), chat.page.locator("form.guide").count(), people.asked) == (
        "150515 710002",
        1,
        0,
    )
    told = chat.press(reply.get_by_role("button", name=SURE[lang], exact=True))
    assert (title(told), people.asked, anywhere(chat.page, ODD)) == (INSURED[lang], 1, False)


@LANGS
def test_draft_survives_a_look_up_and_a_slip(open_chat: Open, lang: str, watch: Watch) -> None:
    watch.expected = [WRONG]
    chat = open_chat(f"/{lang}/guide/status")
    chat.field.fill("черновик")
    fail(chat, SLIP, script=True)
    enter(chat, WORKS)
    assert chat.field.input_value() == "черновик"


@LANGS
def test_registry_that_is_down_leaves_the_number_in_the_new_form(open_chat: Open, lang: str, people: People) -> None:
    people.down = True
    chat = open_chat(f"/{lang}/guide/status")
    reply = enter(chat, WORKS)
    assert (reply.get_attribute("class"), chat.page.locator("form.guide").count()) == ("reply trouble", 1)
    assert reply.locator("form.guide input[name=iin]").input_value() == WORKS
    people.down = False
    told = chat.press(reply.locator("form.guide button"))
    assert (title(told), anywhere(chat.page, WORKS)) == (INSURED[lang], False)


@LANGS
def test_number_that_is_not_found_stays_to_be_compared(open_chat: Open, lang: str) -> None:
    reply = enter(open_chat(f"/{lang}/guide/status"), ABSENT)
    assert (reply.get_attribute("class"), reply.locator("form.guide input[name=iin]").input_value()) == (
        "reply status",
        ABSENT,
    )


@LANGS
@SCRIPT
def test_status_is_shown_in_the_other_language(open_chat: Open, lang: str, script: bool, people: People) -> None:
    chat = open_chat(f"/{lang}/guide/status", java_script_enabled=script)
    enter(chat, GRACE)
    chat.switch()
    other = str(Lang(lang).other)
    strip = chat.last.locator("ol.months li").first.text_content() or ""
    assert strip.split() == FIRST[other].split()
    assert (chat.asked()[-1], people.asked) == (f"{NAME[other]} {MASK[4:]}7796", 1)


@LANGS
@pytest.mark.parametrize("composer", [True, False], ids=["message", "form"])
def test_fourth_look_up_of_a_day_is_worked_for(
    open_chat: Open, lang: str, composer: bool, watch: Watch, people: People
) -> None:
    watch.expected = [refused(428, "PRECONDITION REQUIRED")]
    chat = open_chat(f"/{lang}/")
    for _ in range(3):
        chat.ask(WORKS)
    assert people.asked == 3
    if composer:
        reply = chat.ask(WORKS)
    else:
        chat.ask({"ru": "как проверить статус по иин", "kk": "мәртебені ЖСН бойынша тексеру"}[lang])
        reply = enter(chat, WORKS)
    assert (title(reply), people.asked, chat.state.inner_text()) == (INSURED[lang], 4, "")
    assert [line for line in watch.own() if "work.js" in line][:1] == ["GET /static/work.js"]
    assert anywhere(chat.page, WORKS) is False


def test_without_the_script_the_fourth_is_refused_beside_the_field(open_chat: Open, watch: Watch) -> None:
    watch.expected = [refused(429, "TOO MANY REQUESTS")]
    chat = open_chat("/ru/", java_script_enabled=False)
    for _ in range(3):
        chat.ask(WORKS)
    chat.replied(lambda: chat.send(WORKS))
    assert chat.page.get_by_role("alert").inner_text() == (
        "Без JavaScript статус можно проверить несколько раз в день. Повторите через 12\u00a0ч или позвоните 1414."
    )
    assert (number(chat).input_value(), anywhere(chat.page, WORKS)) == ("", False)


@LANGS
@pytest.mark.parametrize("composer", [True, False], ids=["message", "form"])
def test_look_up_whose_reply_is_lost_is_counted_once(
    open_chat: Open, lang: str, composer: bool, watch: Watch, people: People
) -> None:
    watch.expected = ["Failed to load resource: net::ERR_FAILED"]
    chat = open_chat("about:blank")
    chat.page.clock.install()
    chat.page.goto(f"/{lang}/guide/status")

    def arrive(route: Route) -> None:
        route.fetch()
        route.abort()

    chat.page.route(f"**/{lang}/" if composer else f"**/{lang}/guide/status", arrive)
    field = chat.field if composer else number(chat)
    field.fill(WORKS)
    field.press("Enter")
    button = chat.state.get_by_role("button", name=AGAIN[lang], exact=True)
    button.wait_for()
    chat.page.clock.run_for(60_000)
    assert (people.asked, watch.posts(), field.input_value(), chat.turns.count()) == (1, 1, WORKS, 1)
    chat.page.unroute_all()
    assert (title(chat.press(button)), people.asked, watch.posts()) == (INSURED[lang], 2, 2)


def every_outcome(lang: str) -> tuple[Decision, ...]:
    """Return what is said of every person of the registry, and when nothing is found or known."""
    registry, down = (Registry(people, _admit, True) for people in (People(), People()))
    down.provider.down = True  # type: ignore[attr-defined]
    told = [look_up(iin, Lang(lang), registry, TODAY, sure=True) for iin in (*PEOPLE, ABSENT)]
    asked = [Decision(Kind.GUIDE, (slug,), Lang(lang)) for slug in ("status-several", "status-doubt", "status-ask")]
    return (*told, look_up(WORKS, Lang(lang), down, TODAY), *asked)


def _admit(iin: str) -> None:
    """Let everybody in."""
    assert len(iin) == 12


@LANGS
@SCHEMES
@pytest.mark.parametrize("size", [NARROW, {"width": 1280, "height": 900}], ids=["320", "desktop"])
def test_every_outcome_is_sound(open_chat: Open, lang: str, scheme: str, size: dict[str, int]) -> None:
    chat = open_chat(f"/{lang}/", color_scheme=scheme, viewport=size)
    decisions = every_outcome(lang)
    chat.recall(lang, decisions)
    assert (chat.turns.count(), chat.page.locator("ol.months").count()) == (len(decisions), len(PEOPLE))
    assert (chat.overflow(), chat.violations()) == (0, [])


@LANGS
@SCHEMES
def test_form_and_its_error_are_sound(open_chat: Open, lang: str, scheme: str, watch: Watch) -> None:
    watch.expected = [WRONG]
    chat = open_chat(f"/{lang}/guide/status", color_scheme=scheme, viewport=NARROW)
    first = (chat.overflow(), chat.violations())
    fail(chat, SLIP, script=True)
    assert (first, (chat.overflow(), chat.violations())) == ((0, []), (0, []))
    enter(chat, GRACE)
    assert (chat.overflow(), chat.violations()) == (0, [])


@LANGS
def test_strip_is_a_list_read_month_by_month(open_chat: Open, lang: str) -> None:
    reply = enter(open_chat(f"/{lang}/guide/status"), GRACE)
    rows = reply.locator("ol.months").get_by_role("listitem")
    read = [
        " ".join(row.split())
        for row in rows.evaluate_all(
            "all => all.map(e => [...e.children].filter(c => !c.ariaHidden).map(c => c.textContent).join(' '))"
        )
    ]
    assert (len(read), read[0], read[10]) == (12, FIRST[lang], UNPAID[lang])


@LANGS
def test_answer_is_announced_once_and_whole(open_chat: Open, lang: str) -> None:
    chat = open_chat(f"/{lang}/guide/status")
    chat.page.evaluate("""() => {
      window.added = [];
      const log = document.querySelector('[role=log]');
      new MutationObserver(all => all.forEach(each => each.addedNodes.forEach(node => added.push(node.textContent))))
        .observe(log, { childList: true, subtree: true, characterData: true });
    }""")
    reply = enter(chat, WORKS)
    added = chat.page.evaluate("added.map(text => text.replace(/\\\\s+/g, ' ').trim()).filter(Boolean)")
    assert [INSURED[lang] in text for text in added] == [True]
    assert " ".join((reply.locator("..").text_content() or "").split()) == " ".join(added[0].split())
    assert chat.page.get_by_role("log").locator("[role=log], [aria-live]:not([role=log])").count() == 0
