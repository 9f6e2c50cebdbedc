"""Scripts and sheets made small, compressed, and named by their content."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.assets import asset, read_assets, small
from app.web.asset import preloads
from tests.web.page import read_page


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("a.js", "// why\nconst a = 1; /* no */ const b = `x  ${a} y`;\n", "const a=1;const b=`x  ${a} y`;"),
        ("a.js", "const a = /\\s+/g; a.test('//  x')", "const a=/\\s+/g;a.test('//  x')"),
        ("a.css", "a { width: calc(1px + 2em); } /* no */\n", "a{width:calc(1px + 2em)}"),
        ("a.svg", "<svg> <!-- stays --> </svg>", "<svg> <!-- stays --> </svg>"),
    ],
)
def test_what_is_left_out(name: str, text: str, left: str) -> None:
    assert small(name, text) == left


def test_every_coding_holds_the_same() -> None:
    made = asset("a.js", "const қазақша = 'мемлекеттік тіл';" * 20)
    plain = made.bodies[""]
    assert (brotli.decompress(made.bodies["br"]), gzip.decompress(made.bodies["gzip"])) == (plain, plain)
    assert len(made.bodies["br"]) < len(made.bodies["gzip"]) < len(plain)


def test_small_files_are_not_compressed() -> None:
    assert list(asset("a.js", "1").bodies) == [""]


def test_a_file_is_found_by_its_name_and_by_its_address(tmp_path: Path) -> None:
    (tmp_path / "a.b.js").write_text("1", "utf-8")
    (tmp_path / "notes.txt").write_text("no", "utf-8")
    digest = hashlib.sha256(b"1").hexdigest()[:8]
    assert list(read_assets(tmp_path)) == ["a.b.js", f"a.b.{digest}.js"]


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder


def test_a_script_names_another_by_its_address(tmp_path: Path) -> None:
    page = 'import { b } from "./b.js";\nimport "./c.js"; const way = () => import("./d.js"); // not "./none.js"\n'
    found = read_assets(write(tmp_path, a=page, b='export * from "./c.js";', c="1", d='new URL("./e.js", 1)', e="'./'"))
    b, c, d, e = (found[f"{name}.js"].address for name in "bcde")
    assert found["a.js"].bodies[""].decode() == f'import{{b}}from"./{b}";import"./{c}";const way=()=>import("./{d}");'
    assert (found["b.js"].bodies[""].decode(), found["d.js"].bodies[""].decode()) == (
        f'export*from"./{c}";',
        f'new URL("./{e}",1)',
    )
    assert [found[f"{name}.js"].imports for name in "abcd"] == [("c.js", "b.js"), ("c.js",), (), ()]


def test_another_import_gives_another_address(tmp_path: Path) -> None:
    texts = {"a": 'import "./b.js"', "b": 'import "./c.js"', "c": "1", "d": "1"}
    before, after = (read_assets(write(tmp_path, **texts | {"c": c})) for c in ("1", "2"))
    assert [name for name in ("a.js", "b.js", "c.js", "d.js") if before[name].address != after[name].address] == [
        "a.js",
        "b.js",
        "c.js",
    ]


@pytest.mark.parametrize(
    ("a", "fault"),
    [
        ('import "./b.js"', "nodes are in a cycle.*a.js.*b.js"),
        ('import "./a.js"', "nodes are in a cycle.*a.js.*a.js"),
        ('import "./x.js"; new URL("./y.js")', "^a.js: ./x.js is not there; a.js: ./y.js is not there$"),
    ],
)
def test_a_circle_and_a_missing_module_are_faults(tmp_path: Path, a: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_assets(write(tmp_path, a=a, b='import "./a.js"'))


def test_a_page_names_what_its_scripts_import(app: Flask) -> None:
    with app.test_request_context():
        named = preloads("chat.js", "state.js", "frame.js")
    assert [re.sub(r"\.[0-9a-f]{8}\.", ".", each) for each in named] == [
        "/static/post.js",
        "/static/suggest.js",
        "/static/share.js",
        "/static/turn.js",
    ]


def test_the_page_has_all_that_is_imported_fetched_at_once(client: FlaskClient) -> None:
    page = read_page(client.get("/ru/").text)
    named = [link.attrs["href"].split(".")[0] for link in page.find("link", rel="modulepreload")]
    assert sorted(named) == [f"/static/{name}" for name in ("post", "share", "state", "suggest", "turn")]
    assert [script.attrs["type"] for script in page.find("script")] == ["module"]


def test_another_content_has_another_address() -> None:
    assert asset("a.js", "1").address != asset("a.js", "2").address


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("/static/komek.css", 200, "no-cache"),
        ("/static/komek.00000000.css", 200, "no-cache"),  # a page of an older process asks a newer one
        ("/static/komek.css.map", 404, "no-store"),
        ("/static/widget/loader.js", 404, "no-store"),
        ("/static/../settings.py", 404, "no-store"),
    ],
)
def test_what_is_sent_under_another_name(client: FlaskClient, path: str, status: int, kept: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Cache-Control"]) == (status, kept)


def test_a_file_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    headers = {"If-None-Match": client.get("/static/komek.css").headers["ETag"]}
    assert client.get("/static/komek.css", headers=headers).status_code == 304
