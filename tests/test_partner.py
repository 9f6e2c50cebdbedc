"""The partner's site of a demonstration: strict, and with one tag of ours."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import Client

from app.partner import PAGES, partner

KOMEK = "http://127.0.0.1:8000"
PATHS = ["/" if path.stem == "index" else f"/{path.stem}" for path in sorted(PAGES.glob("*.html"))]
CSP = (
    "default-src 'none'; script-src http://127.0.0.1:8000; frame-src http://127.0.0.1:8000; style-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@pytest.fixture
def site() -> Client:
    """Return a client of the site."""
    return Client(partner(KOMEK))


def test_the_site_has_a_button_an_inline_chat_and_a_hostile_page_in_both_languages() -> None:
    assert PATHS == ["/hostile", "/", "/inline", "/ru-hostile", "/ru-inline", "/ru"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_one_tag_and_nothing_inline(site: Client, path: str) -> None:
    response = site.get(path)
    assert re.findall(r"<script[^>]*src=\"([^\"]+)\"", response.text) == [f"{KOMEK}/widget/v1/loader.js"]
    assert re.findall(r"<style|style=|onclick|<script>", response.text) == []
    assert response.headers["Content-Security-Policy"] == CSP


@pytest.mark.parametrize("path", PATHS)
def test_its_links_lead_somewhere(site: Client, path: str) -> None:
    links = re.findall(r"href=\"(/[^\"]*)\"", site.get(path).text)
    assert [link for link in links if site.get(link).status_code != 200] == []


@pytest.mark.parametrize("path", ["/nope", "/../settings.py", "/__init__.py"])
def test_nothing_else_is_there(site: Client, path: str) -> None:
    assert site.get(path).status_code == 404
