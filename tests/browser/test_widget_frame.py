"""What leads out of the frame, on a partner's page: links, files, the clipboard, print. Nothing leaves it empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.widget import Host, strict

pytestmark = pytest.mark.browser

New = Callable[..., Host]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
CUT = "Failed to load resource: net::ERR_"
READS: dict[str, Any] = {**DESKTOP, "permissions": ["clipboard-read"]}


def prepaid(page: Host, **more: Any) -> Locator:
    """Go through the guide to paying ahead on a page of a test, and return its result."""
    page.write(guide="prepay", **more).open()
    for at, answer in enumerate(("С этого месяца", "Нет")):
        page.turns.nth(at).get_by_role("button", name=answer, exact=True).click()
    page.turns.nth(2).locator("form.file").wait_for()
    return page.turns.nth(2)


def copied(page: Page) -> str:
    """Return what the clipboard holds; the page must have the focus to read it."""
    page.bring_to_front()
    return str(page.evaluate("window.focus(); navigator.clipboard.readText()")).strip()


def test_the_link_of_a_result_opens_a_tab_and_the_chat_stays(host: New) -> None:
    page = host(**DESKTOP)
    result = prepaid(page)
    turns = page.turns.count()
    with page.page.context.expect_page() as opened:
        result.get_by_role("link", name="Ссылка на этот результат").click()
    tab = opened.value
    tab.wait_for_load_state()
    assert tab.url.startswith(f"{page.sites.komek}/ru/guide/prepay/")
    assert (tab.locator(".turn").count(), tab.evaluate("[window.opener, document.referrer]")) == (1, [None, ""])
    assert (page.inside.url, page.turns.count()) == (f"{page.sites.komek}/ru/frame", turns)


def test_the_file_of_a_result_is_saved_and_the_chat_stays(host: New) -> None:
    page = host(**DESKTOP)
    result = prepaid(page)
    turns = page.turns.count()
    with page.page.expect_download() as saved:
        result.locator("form.file button").click()
    text = saved.value.path().read_text("utf-8")
    assert saved.value.suggested_filename.endswith(".ics")
    assert text.startswith("BEGIN:VCALENDAR")
    assert text.count("BEGIN:VEVENT") == 1
    assert (page.inside.url, page.turns.count()) == (f"{page.sites.komek}/ru/frame", turns)


def test_a_file_that_does_not_come_is_told_and_the_chat_stays(host: New) -> None:
    page = host(CUT, **DESKTOP)
    result = prepaid(page)
    page.page.route("**/file", lambda route: route.abort())
    result.locator("form.file button").click()
    page.chat.locator("#state").get_by_text("Сейчас не удалось ответить").wait_for()
    assert page.inside.url == f"{page.sites.komek}/ru/frame"


def test_a_result_can_be_printed(host: New) -> None:
    page = host(**DESKTOP)
    result = prepaid(page)
    page.inside.evaluate("addEventListener('beforeprint', () => { window.printed = true; })")
    result.get_by_role("button", name="Распечатать").click()
    page.inside.wait_for_function("window.printed")


def test_a_link_between_articles_is_a_turn(host: New) -> None:
    page = host(**DESKTOP).write(topic="contacts").open()
    link = page.turns.first.locator("a[data-article]").first
    slug = link.get_attribute("data-article")
    link.click()
    page.turns.nth(1).wait_for()
    assert page.turns.nth(1).get_attribute("data-slug") == slug
    assert page.inside.url == f"{page.sites.komek}/ru/frame"


def test_a_link_to_another_site_opens_a_tab(host: New) -> None:
    page = host(**DESKTOP).write(topic="contacts").open()
    page.page.context.route("https://msqory.kz/**", lambda route: route.fulfill(body="there"))
    with page.page.context.expect_page() as opened:
        page.turns.first.get_by_role("link", name="msqory.kz").first.click()
    opened.value.wait_for_load_state()
    assert (opened.value.inner_text("body"), opened.value.evaluate("window.opener")) == ("there", None)
    assert page.inside.url == f"{page.sites.komek}/ru/frame"


def test_no_link_of_ours_is_left_to_load_in_the_frame(host: New) -> None:
    page = host(**DESKTOP).write(topic="contacts").open()
    page.turns.first.wait_for()
    page.inside.evaluate(
        """() => {
            const link = document.createElement("a");
            link.id = "late";
            link.href = "/ru/partners";
            link.textContent = "x";
            document.getElementById("log").append(link);
        }"""
    )
    with page.page.context.expect_page() as opened:
        page.chat.locator("#late").click()
    opened.value.wait_for_url("**/ru/partners")
    assert page.inside.url == f"{page.sites.komek}/ru/frame"


def test_the_link_of_an_answer_is_copied(host: New) -> None:
    page = host(**READS).write(topic="rates").open()
    page.turns.first.get_by_role("button", name="Скопировать ссылку").click()
    page.chat.locator("#state").get_by_text("Ссылка скопирована").wait_for()
    assert copied(page.page) == f"{page.sites.komek}/ru/help/rates"


def test_what_is_to_be_given_word_for_word_is_copied(host: New) -> None:
    page = host(**READS)
    result = prepaid(page)
    figure = result.locator(".verbatim").first
    figure.get_by_role("button").click()
    page.chat.locator("#state").get_by_text("Скопировано").wait_for()
    assert copied(page.page) == figure.locator("pre").inner_text().strip() != ""


def test_the_conversation_is_saved_as_a_file(host: New) -> None:
    page = host(**DESKTOP).write().open()
    page.ask("сколько платить за себя")
    with page.page.expect_download() as saved:
        page.chat.locator("#save").click()
    text = saved.value.path().read_text("utf-8-sig")
    assert saved.value.suggested_filename == "komek.txt"
    assert "сколько платить за себя" in text
    assert page.inside.url == f"{page.sites.komek}/ru/frame"


@pytest.mark.parametrize("which", ["button[value=switch]", "#again"])
def test_without_a_network_the_frame_is_not_loaded_anew(host: New, which: str) -> None:
    page = host(**DESKTOP).write().open()
    page.ask("сколько платить за себя")
    page.page.context.set_offline(True)
    page.chat.locator("#state").get_by_text("Нет связи").wait_for()
    page.chat.locator(which).click()
    page.chat.locator("#state").get_by_text("Нет связи").wait_for()
    assert (page.turns.count(), page.inside.url) == (1, f"{page.sites.komek}/ru/frame")
    page.page.context.set_offline(False)
    page.chat.locator(which).click()
    page.chat.locator("html[lang=kk] .turn, .welcome h1:visible").first.wait_for()


def test_a_refusal_in_the_frame_has_a_way_back_and_can_be_closed(host: New) -> None:
    page = host("Failed to load resource: the server responded with a status of 413", **DESKTOP).write().open()
    page.inside.evaluate(
        """() => {
            const form = document.getElementById("composer");
            form.elements.conversation.value = "x".repeat(40000);
            form.submit();
        }"""
    )
    page.chat.get_by_role("link", name="Спросить Комека").click()
    page.chat.locator(".welcome h1").wait_for()
    assert page.inside.url == f"{page.sites.komek}/ru/frame"
    page.inside.evaluate("document.getElementById('composer').elements.conversation.value = 'x'.repeat(40000)")
    page.inside.evaluate("document.getElementById('composer').submit()")
    page.chat.locator(".refusal").wait_for()
    page.chat.locator("#close").click()
    page.panel.wait_for(state="hidden")


def test_what_opens_is_let_in_by_a_strict_page_too(host: New) -> None:
    page = host(**DESKTOP)
    result = prepaid(page, csp=strict(page.sites))
    with page.page.context.expect_page() as opened:
        result.get_by_role("link", name="Ссылка на этот результат").click()
    opened.value.wait_for_load_state()
    assert opened.value.locator(".turn").count() == 1
