"""What every response carries, and what none does."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

CSP = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types komek komek-work"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
GETS = [
    "/",
    "/kk/",
    "/ru/",
    "/ru/help/rates",
    "/ru/help/nope",
    "/nope",
    "/healthz",
    "/api/docs",
    "/api/openapi.json",
    "/api/v1/articles",
    "/api/v1/articles/nope",
    "/api/v1/suggest?q=долг",
    "/static/komek.css",
    "/static/nope.css",
]


def headers_of(client: FlaskClient, path: str) -> Headers:
    """Return the headers of a response, and close the file it may hold open."""
    with client.get(path) as response:
        return response.headers


@pytest.mark.parametrize("path", GETS)
def test_every_response_is_guarded(path: str, client: FlaskClient) -> None:
    headers = headers_of(client, path)
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize("path", [path for path in GETS if not path.startswith("/static/")])
def test_nothing_is_kept_by_caches(path: str, client: FlaskClient) -> None:
    assert headers_of(client, path)["Cache-Control"] == "no-store"


def test_answers_and_refusals_are_guarded_too(client: FlaskClient) -> None:
    for response in (
        client.post("/ru/", data={"text": "долг"}),
        client.post("/ru/", data={"text": ""}),
        client.post("/api/v1/messages", json={"text": "долг"}),
        client.post("/api/v1/messages", data=b"x" * 100_000),
        client.put("/ru/"),
    ):
        told = {name: response.headers.get(name) for name in ALWAYS}
        assert (told, response.headers["Cache-Control"]) == (ALWAYS, "no-store")


@pytest.mark.parametrize("path", GETS)
def test_no_cookie_is_set(path: str, client: FlaskClient) -> None:
    assert headers_of(client, path).getlist("Set-Cookie") == []


def test_no_cookie_is_set_by_a_conversation(client: FlaskClient) -> None:
    assert client.post("/ru/", data={"text": "долг"}).headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("/ru/", "text/html; charset=utf-8"),
        ("/api/docs", "text/html; charset=utf-8"),
        ("/api/v1/articles", "application/json"),
        ("/api/v1/articles/nope", "application/problem+json"),
        ("/static/komek.css", "text/css; charset=utf-8"),
        ("/static/chat.js", "text/javascript; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_the_media_type(path: str, media: str, client: FlaskClient) -> None:
    assert headers_of(client, path)["Content-Type"] == media


def test_what_is_named_by_its_digest_is_kept_for_a_year(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        address = app.jinja_env.globals["asset"]("komek.css")  # type: ignore[operator]
    page = client.get("/ru/").get_data(as_text=True)
    assert f'href="{address}"' in page
    assert headers_of(client, address)["Cache-Control"] == "public, max-age=31536000, immutable"


def test_what_is_not_named_by_a_digest_is_asked_for_again(client: FlaskClient) -> None:
    assert headers_of(client, "/static/komek.css")["Cache-Control"] == "no-cache"


def test_a_file_that_is_not_there_is_not_kept(client: FlaskClient) -> None:
    response = client.get("/static/nope.css?v=1")
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize(
    ("accepts", "lang"),
    [
        (None, "kk"),
        ("", "kk"),
        ("kk", "kk"),
        ("kk-KZ,kk;q=0.9,ru;q=0.8", "kk"),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
        ("ru-KZ", "ru"),
        ("en-US,en;q=0.9", "kk"),
        ("en,ru;q=0.5", "ru"),
        ("en,kk;q=0.3,ru;q=0.5", "ru"),
        ("ru;q=0.5,kk;q=0.5", "kk"),
        ("kk,ru", "kk"),
        ("ru,kk", "kk"),
        ("ru;q=0.9,kk;q=0.8", "ru"),
        ("*", "kk"),
        ("de,*;q=0.5", "kk"),
        ("ru;q=0", "kk"),
        ("kk;q=0, ru", "ru"),
        ("\xff;;;q=x,,", "kk"),
    ],
)
def test_the_first_page_goes_by_the_language_of_the_browser(
    accepts: str | None, lang: str, client: FlaskClient
) -> None:
    headers = {} if accepts is None else {"Accept-Language": accepts}
    response = client.get("/", headers=headers)
    assert (response.status_code, response.headers["Location"], response.headers["Vary"]) == (
        302,
        f"/{lang}/",
        "Accept-Language",
    )
