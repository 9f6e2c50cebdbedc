"""The page for partners, and what it finds out about a site."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.web.embedding import allows, check
from app.web.partners import ATTRIBUTES, FINDINGS
from tests.web.page import read_page

KOMEK = "https://komek.example"
LISTED = ("https://clinic.example", "https://akimat.example:8443")


@pytest.mark.parametrize(
    ("origin", "csp", "wrong"),
    [
        ("https://clinic.example", "", []),
        ("https://clinic.example/ru/contacts?x=1", "", []),
        (" CLINIC.example ", "", []),
        ("https://akimat.example:8443", "", []),
        ("https://akimat.example", "", ["origin-unlisted"]),
        ("https://sub.clinic.example", "", ["origin-unlisted"]),
        ("http://clinic.example", "", ["origin-unlisted", "origin-http"]),
        ("ftp://clinic.example", "", ["origin-wrong"]),
        ("https://", "", ["origin-wrong"]),
        ("https://clinic.example:port", "", ["origin-wrong"]),
        ("clinic.example", "default-src 'self'", ["script-src", "frame-src"]),
        ("clinic.example", f"default-src 'self' {KOMEK}", []),
        ("clinic.example", f"script-src {KOMEK}; frame-src 'none'", ["frame-src"]),
    ],
)
def test_what_keeps_the_widget_from_a_site(origin: str, csp: str, wrong: list[str]) -> None:
    assert check(origin, csp, KOMEK, LISTED) == wrong


@pytest.mark.parametrize(
    ("csp", "directive", "may"),
    [
        ("", "script-src", True),
        ("img-src 'none'", "script-src", True),
        ("script-src 'none'", "script-src", False),
        ("script-src https:", "script-src", True),
        ("script-src http:", "script-src", False),
        ("script-src *", "script-src", True),
        ("SCRIPT-SRC HTTPS://KOMEK.EXAMPLE", "script-src", True),
        ("script-src komek.example", "script-src", True),
        ("script-src *.example", "script-src", True),
        ("script-src *.komek.example", "script-src", False),
        ("script-src https://komek.example.evil", "script-src", False),
        (f"script-src 'strict-dynamic' {KOMEK}", "script-src", False),
        (f"Content-Security-Policy: script-src {KOMEK}", "script-src", True),
        (f"child-src {KOMEK}; default-src 'none'", "frame-src", True),
        (f"frame-src 'self'; child-src {KOMEK}", "frame-src", False),
    ],
)
def test_policy(csp: str, directive: str, may: bool) -> None:
    assert allows(csp, directive, KOMEK) is may


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_page_tells_the_tag_and_every_attribute(client: FlaskClient, lang: str) -> None:
    page = read_page(client.get(f"/{lang}/partners").text)
    assert page.find(id="snippet")[0].text == '<script async src="http://localhost/widget/v1/loader.js"></script>'
    fields = [field.attrs["name"] for field in page.find("form", id="tryout")[0].find() if "name" in field.attrs]
    assert fields == list(ATTRIBUTES)


@pytest.mark.parametrize(
    ("lang", "query", "sentences"),
    [
        ("ru", "", []),
        (
            "ru",
            "?origin=nowhere.example",
            ["Этого сайта пока нет в списке. Попросите Фонд добавить его; до тех пор посетители видят ссылку."],
        ),
        ("kk", "?origin=ftp://x", ["Бұл сайттың мекенжайы емес. Мысалы, былай жазыңыз: https://clinic.example"]),
    ],
)
def test_what_was_found_is_told_in_a_sentence(client: FlaskClient, lang: str, query: str, sentences: list[str]) -> None:
    page = read_page(client.get(f"/{lang}/partners{query}").text)
    assert [note.text for note in page.find("p", class_="note")] == sentences


def test_every_finding_has_a_sentence() -> None:
    codes = {code for case in (("ftp://x", ""), ("http://x", "default-src 'self'")) for code in check(*case, KOMEK, ())}
    assert codes == set(FINDINGS)
