"""The loader and the frame as they are served: how long they are kept, who may have them, what is switched off."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.loader import FOLDER, VERSION, loader, releases
from app.settings import Settings
from tests.conftest import KEY, TODAY
from tests.web.page import conversation_of, read_page, turns_of

ORIGINS = ("https://clinic.example", "https://akimat.example:8443")
FRAMED = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self' https://clinic.example https://akimat.example:8443; "
    "require-trusted-types-for 'script'; trusted-types komek komek-work"
)


@pytest.fixture(scope="module")
def built(content: Path, cache: Path, app: Flask) -> Flask:
    """Return the application with two partners."""
    assert app
    return create_app(Settings(content=content, secret_key=KEY, cache=cache, widget_origins=ORIGINS), lambda: TODAY)


@pytest.fixture
def partnered(built: Flask) -> FlaskClient:
    """Return a client of it."""
    return built.test_client()


@pytest.fixture
def off(content: Path, cache: Path) -> FlaskClient:
    """Return a client of an application whose widget is off."""
    return create_app(Settings(content=content, secret_key=KEY, cache=cache, widget=False), lambda: TODAY).test_client()


def test_the_newest_loader_is_kept_for_five_minutes(partnered: FlaskClient) -> None:
    response = partnered.get("/widget/v1/loader.js")
    told = {
        name: response.headers.get(name)
        for name in (
            "Content-Type",
            "Cache-Control",
            "Cross-Origin-Resource-Policy",
            "Access-Control-Allow-Origin",
            "Vary",
        )
    }
    assert told == {
        "Content-Type": "text/javascript; charset=utf-8",
        "Cache-Control": "public, max-age=300",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
        "Vary": "Accept-Encoding",
    }
    assert response.data == loader().bodies[""]


def test_a_loader_that_did_not_change_is_not_sent_again(partnered: FlaskClient) -> None:
    tag = partnered.get("/widget/v1/loader.js").headers["ETag"]
    again = partnered.get("/widget/v1/loader.js", headers={"If-None-Match": tag})
    other = partnered.get("/widget/v1/loader.js", headers={"If-None-Match": tag, "Accept-Encoding": "br"})
    assert (again.status_code, again.data, other.status_code) == (304, b"", 200)


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("gzip, br;q=0", "gzip"), ("identity", None), ("", None), ("zstd", None)],
)
def test_the_smallest_form_that_is_read(partnered: FlaskClient, accepts: str, coding: str | None) -> None:
    response = partnered.get("/widget/v1/loader.js", headers={"Accept-Encoding": accepts})
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](response.data)
    assert (response.headers.get("Content-Encoding"), opened) == (coding, loader().bodies[""])


def test_a_pinned_loader_never_changes_and_has_the_hash_that_is_told(partnered: FlaskClient) -> None:
    response = partnered.get(f"/widget/v{VERSION}/loader.js")
    digest = base64.b64encode(hashlib.sha384(response.data).digest()).decode()
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert f"sha384-{digest}" == releases()[VERSION].integrity
    assert f'integrity="sha384-{digest}"'.replace("+", "&#43;") in partnered.get("/kk/partners").text.replace(
        "+", "&#43;"
    )


def test_the_newest_release_is_what_is_served() -> None:
    assert list(releases())[-1] == VERSION
    assert releases()[VERSION].bodies[""] == loader().bodies[""], "run: .venv/bin/flask --app app widget release"


@pytest.mark.parametrize(
    "path", ["/widget/v2/loader.js", "/widget/v0.0.1/loader.js", "/widget/v../loader.js", "/widget/"]
)
def test_other_versions_are_not_there(partnered: FlaskClient, path: str) -> None:
    assert partnered.get(path).status_code == 404


def test_the_loader_speaks_both_languages_and_holds_its_look() -> None:
    script = loader().bodies[""].decode()
    given = json.loads(script[script.rindex('({"version"') + 1 :].rstrip(");\n"))
    assert (given["version"], given["off"], sorted(given["words"])) == (VERSION, False, ["kk", "ru"])
    assert given["words"]["kk"]["close"] == "Чатты жабу"
    assert given["look"].startswith(":host{all:initial!important")
    assert "url(" not in given["look"]


def test_no_script_has_a_template_in_a_template() -> None:
    """What makes scripts small does not understand one, and takes spaces out of it."""
    nested = []
    for path in FOLDER.parent.rglob("*.js"):
        for line in path.read_text("utf-8").splitlines():
            inside = line.split("${")[1:]
            nested += [f"{path.name}: {line.strip()}" for part in inside if "`" in part.split("}")[0]]
    assert nested == []


def test_switched_off_another_loader_is_sent(off: FlaskClient) -> None:
    response = off.get("/widget/v1/loader.js")
    assert (response.data, response.headers["Cache-Control"]) == (loader(off=True).bodies[""], "public, max-age=300")
    assert loader(off=True).bodies[""] != loader().bodies[""]


@pytest.mark.parametrize(("lang", "heading"), [("kk", "Чат уақытша өшірулі"), ("ru", "Чат временно отключён")])
def test_switched_off_the_frame_tells_where_to_go(off: FlaskClient, lang: str, heading: str) -> None:
    page = read_page(off.get(f"/{lang}/frame").text)
    assert page.find("h1")[0].text == heading
    assert [link.attrs["href"] for link in page.find("main")[0].find("a")] == ["tel:1414", f"/{lang}/"]
    assert off.get(f"/{lang}/").status_code == 200


@pytest.mark.parametrize("path", ["/kk/frame", "/ru/frame"])
def test_partners_may_have_the_frame_and_nothing_else(partnered: FlaskClient, path: str) -> None:
    framed, page = partnered.get(path).headers, partnered.get(path.replace("frame", "")).headers
    names = (
        "Content-Security-Policy",
        "X-Frame-Options",
        "Cross-Origin-Resource-Policy",
        "Cross-Origin-Embedder-Policy",
    )
    assert [framed.get(name) for name in names] == [FRAMED, None, "cross-origin", "require-corp"]
    assert [page.get(name) for name in names[1:]] == ["DENY", "same-origin", None]
    assert framed["Cache-Control"] == "no-store"


def test_without_partners_the_frame_is_for_our_own_pages(client: FlaskClient) -> None:
    assert "frame-ancestors 'self';" in client.get("/kk/frame").headers["Content-Security-Policy"]


def test_a_refusal_in_the_frame_can_be_seen_in_it(partnered: FlaskClient) -> None:
    response = partnered.post("/ru/frame", data={"article": "nope"})
    assert response.headers["Content-Security-Policy"] == FRAMED


def test_the_frame_is_the_page_and_stays_in_the_frame(partnered: FlaskClient) -> None:
    page = read_page(partnered.post("/ru/frame", data={"text": "сколько платить за себя"}).text)
    switched = read_page(partnered.post("/kk/frame", data={"do": "switch", "conversation": conversation_of(page)}).text)
    (composer,) = page.find("form", id="composer")
    ways = (
        composer.attrs["action"],
        page.find("a", id="again")[0].attrs["href"],
        page.find(value="switch")[0].attrs["formaction"],
    )
    assert ways == ("/ru/frame#end", "/ru/frame", "/kk/frame#end")
    assert [turn.lang for turn in turns_of(switched)] == ["kk"]


def test_the_page_itself_has_nothing_of_the_frame(partnered: FlaskClient) -> None:
    page = read_page(partnered.get("/ru/").text)
    scripts = [script.attrs["src"].split(".")[0] for script in page.find("script")]
    assert (scripts, page.find(id="close")) == (["/static/chat"], [])
