"""A status that is looked up in the frame, on a partner's page: with the proof of work, and nothing of it outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.knowledge.keeper import Loaded
from tests.browser.widget import Host, Sites, settings_of, sites
from tests.conftest import KEY, TODAY
from tests.registry import WORKS, People

pytestmark = pytest.mark.browser

WORK_NEEDED = "Failed to load resource: the server responded with a status of 428"


@pytest.fixture
def people() -> People:
    """Return the registry of one test."""
    return People()


@pytest.fixture
def beside(content: Path, cache: Path, loaded: Loaded, people: People, tmp_path: Path) -> Iterator[Sites]:
    """Serve Komek with a registry and look-ups of its own, and a partner's site."""
    assert loaded.library
    settings = settings_of(content, cache, KEY, limits=f"sqlite:///{tmp_path}/limits.db")
    with sites(settings, today=lambda: TODAY, provider=people) as served:
        yield served


def test_the_fourth_look_up_is_worked_for_in_the_frame_too(host: Callable[..., Host], people: People) -> None:
    page = host(WORK_NEEDED).visit("/ru").open()
    for _ in range(3):
        page.ask(WORKS)
    assert people.asked == 3
    reply = page.ask(WORKS)
    assert (reply.get_attribute("class"), people.asked) == ("reply status", 4)
    assert WORKS not in page.page.content() + page.inside.content() + str(page.told())


def test_only_the_signed_conversation_is_kept_and_no_number(host: Callable[..., Host]) -> None:
    page = host().visit("/ru").open()
    page.ask(f"мой иин {WORKS}, я застрахован?")
    kept = page.inside.evaluate("Object.entries(sessionStorage)")
    assert [name for name, _ in kept] == ["komek"]
    assert kept[0][1] == page.chat.locator("#composer input[name=conversation]").input_value()
    assert WORKS not in str(kept)
    assert page.inside.evaluate("localStorage.length") == 0
    assert page.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
