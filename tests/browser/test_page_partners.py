"""The page for partners in a browser: the check of what was pasted, with and without scripts; the tag tried on it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
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
