"""What the widget costs a page: bytes, requests, globals, rules, violations, movement. Each is a budget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.widget import BUDGET, visit
from tests.browser.widget import Host

pytestmark = pytest.mark.browser

New = Callable[..., Host]


@pytest.mark.parametrize(
    ("path", "without"),
    [("/", ()), ("/hostile", ()), ("/ru-inline", ("requests before intent", "frames before intent"))],  # seen at once
)
def test_the_page_pays_no_more_than_this(host: New, path: str, without: tuple[str, ...]) -> None:
    page = host(viewport={"width": 1280, "height": 800})
    cost: dict[str, Any] = visit(page.page, page.sites.partner + path, page.sites.komek)
    assert {name: cost[name] for name, most in BUDGET.items() if cost[name] > most and name not in without} == {}
    assert cost["requests until open"] == 10
