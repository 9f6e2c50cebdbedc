"""The page for partners in a browser: the check of what was pasted, with and without scripts; the tag tried on it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open, Watch

pytestmark = pytest.mark.browser
TOO_LONG = {
    "ru": "Текст слишком длинный. Вставьте head страницы и место, где стоит тег.",
    "kk": "Мәтін тым ұзын. Беттің head бөлігін және тег тұрған жерін ғана қойыңыз.",
}
PASTE = """(field, [piece, times]) => {
    field.value = piece.repeat(times);
    field.dispatchEvent(new Event("input", { bubbles: true }));
}"""  # as one piece: `fill` types line by line, and takes longer than a test waits for a page of this size
TAG = '<script async src="{0}/widget/v1/loader.js" data-mode="inline"></script>'


@pytest.mark.parametrize("scripts", [True, False])
def test_a_partner_is_told_what_to_mend_and_nothing_pasted_is_lost(
    open_chat: Open, address: str, *, scripts: bool
) -> None:
    page = open_chat("/ru/partners", java_script_enabled=scripts).page
    pasted = {"#origin": "nowhere.example", "#html": TAG.format(address) * 2, "#policy": f"script-src {address}"}
    for field, text in pasted.items():
        page.locator(field).fill(text)
    page.get_by_role("button", name="Проверить").click()
    page.locator("#found").wait_for()
    assert page.locator("#found strong").all_inner_texts() == [
        "Чат не откроется",
        "В порядке",
        "Стоит исправить",
        "Чат не откроется",
    ]
    assert {field: page.locator(field).input_value() for field in pasted} == pasted
    assert page.url == f"{address}/ru/partners#found"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_what_was_found_can_be_read_by_everybody(open_chat: Open, address: str, scheme: str, width: int) -> None:
    chat = open_chat("/kk/partners", color_scheme=scheme, viewport={"width": width, "height": 800})
    chat.page.locator("#html").fill(TAG.format(address))
    chat.page.locator("#policy").fill(f"default-src {address}")
    chat.page.get_by_role("button", name="Тексеру").click()
    chat.page.locator("#found .good").first.wait_for()
    assert (chat.violations(), chat.overflow()) == ([], 0)


@pytest.mark.parametrize("lang", ["kk", "ru"])
@pytest.mark.parametrize(
    ("piece", "times"),
    [
        ("a", 471_860),
        ("я", 235_930),  # two bytes each
        ("<br>\n", 90_000),  # short enough as it stands; a form is sent with two bytes at the end of a line
    ],
    ids=["letters", "Cyrillic", "lines"],
)
def test_a_page_that_is_too_long_is_told_before_it_is_sent(
    open_chat: Open, watch: Watch, lang: str, piece: str, times: int
) -> None:
    page = open_chat(f"/{lang}/partners").page
    field, button = page.locator("#html"), page.locator("#looked button")
    field.evaluate(PASTE, [piece, times])
    button.click()
    assert (field.evaluate("e => e.validationMessage"), watch.posts()) == (TOO_LONG[lang], 0)
    assert field.evaluate("e => e.value.length") == len(piece) * times
    field.evaluate(PASTE, ["a", 471_859])
    button.click()
    page.locator("#found").wait_for()
    assert watch.posts() == 1
