"""What a person takes along: the link to an answer, the conversation as a file. In the page, and in a frame too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.widget import Host

pytestmark = pytest.mark.browser

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
ASKED = "сколько платить за себя"


def test_link_to_an_answer(open_chat: Open, address: str) -> None:
    chat = open_chat("/ru/")
    chat.ask("привет")
    without = chat.page.locator(".turn .copy").count()
    chat.ask(ASKED)
    chat.page.evaluate("document.addEventListener('copy', (event) => { window.copied = event.target.value; })")
    chat.page.get_by_role("button", name="Скопировать ссылку").click()
    assert (without, chat.state.inner_text()) == (0, "Ссылка скопирована.")
    assert chat.page.evaluate("copied") == f"{address}/ru/help/rate-self-payer"


def test_conversation_as_a_file(open_chat: Open, tmp_path: Path) -> None:
    chat = open_chat("/ru/")
    assert chat.page.locator("#save").is_visible() is False
    chat.ask("мой иин 580208174685, привет")
    chat.ask(ASKED)
    with chat.page.expect_download() as download:
        chat.page.get_by_role("button", name="Сохранить разговор").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    text = path.read_text("utf-8-sig")
    assert path.name == "komek.txt"
    assert f"> Вы спросили: {ASKED}\n\nСколько платит самостоятельный плательщик" in text
    assert "580208174685" not in text
    assert text.index("> Вы спросили: мой иин") < text.index(f"> Вы спросили: {ASKED}")


def test_both_in_a_frame(host: Callable[..., Host]) -> None:
    page = host(**DESKTOP).visit("/ru").open()
    page.ask(ASKED)
    page.chat.get_by_role("button", name="Скопировать ссылку").click()
    assert page.chat.locator("#state").inner_text() == "Ссылка скопирована."
    with page.page.expect_download() as download:
        page.chat.get_by_role("button", name="Сохранить разговор").click()
    assert download.value.suggested_filename == "komek.txt"
