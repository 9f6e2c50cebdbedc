"""Which way imports point, and who may see Flask, the clock, the environment, the network.

lookup ← app.model ← knowledge ← dialogue ← render ← web, cli ← create_app
"""

from __future__ import annotations

import ast
import doctest
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# module or package → what of ours it may import; a package may always import itself
MAY_IMPORT = {
    "lookup": (),
    "lookup.http": ("lookup",),  # these three may use the network
    "lookup.load": ("lookup",),
    "lookup.postgres": ("lookup",),
    "app.block": ("lookup",),
    "app.model": ("app.block", "lookup"),
    "app.assets": (),
    "app.clock": (),
    "app.settings": (),
    "app.knowledge": (
        "app.block",
        "app.model",
    ),
    "app.i18n": ("app.block", "app.model", "app.knowledge.rates", "lookup"),
    "app.feedback": ("app.model",),
    "app.partner": (),
    "app.loader": ("app.assets", "app.i18n", "app.model"),
    "app.gate": (),  # knows clients and numbers as text alone
    "app.dialogue": ("app.block", "app.model", "app.knowledge", "app.i18n", "lookup"),
    "app.render": ("app.block", "app.model", "app.i18n", "lookup"),
    "app.web": (
        "app.assets",
        "app.block",
        "app.loader",
        "app.model",
        "app.knowledge",
        "app.i18n",
        "app.dialogue",
        "app.render",
        "app.gate",
        "app.feedback",
        "lookup",
    ),
    "app.cli": (
        "app.block",
        "app.feedback",
        "app.loader",
        "app.model",
        "app.knowledge",
        "app.dialogue",
        "app.render",
        "app.settings",
        "app.clock",
        "lookup",
    ),
    "app": (
        *(
            "app.cli",
            "app.clock",
            "app.feedback",
            "app.gate",
            "app.i18n",
            "app.knowledge.keeper",
            "app.render",
            "app.settings",
            "app.web",
        ),
        "lookup",
    ),
    "app.__main__": ("app", "app.knowledge.keeper", "app.partner", "app.settings"),
}
# the same, of what others have written
MAY_USE = {
    "lookup": ("sqlite_utils",),  # the tables of a snapshot
    "lookup.http": ("urllib3",),
    "lookup.load": ("psycopg",),
    "lookup.postgres": ("psycopg", "psycopg_pool"),
    "app.block": (),
    "app.model": (),
    "app.assets": ("brotli", "rcssmin", "rjsmin"),
    "app.clock": (),
    "app.settings": (),
    "app.knowledge": ("Stemmer", "markdown_it", "numpy", "rapidfuzz", "yaml"),
    "app.i18n": ("babel",),
    "app.feedback": ("sqlite_utils",),
    "app.partner": (),
    "app.loader": (),
    "app.gate": ("altcha", "redis"),
    "app.dialogue": ("itsdangerous",),
    "app.render": (),
    "app.web": ("flask", "werkzeug", "yaml"),
    "app.cli": ("click", "flask"),
    "app": ("flask", "jinja2"),
    "app.__main__": ("waitress",),
}
SEE_FLASK = {"app", "app.cli", "app.web"}
NETWORK = {
    "asyncio",
    "ftplib",
    "http",
    "imaplib",
    "poplib",
    "select",
    "selectors",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib",
    "webbrowser",
    "wsgiref",
    "xmlrpc",
}
CLOCKS = {  # file → the readings of a clock that it may hold, with why
    "app/clock.py": {"datetime.now"},  # the one clock
    "app/knowledge/keeper.py": {"time.monotonic"},  # the default of a value handed in
    "app/knowledge/score.py": {"time.perf_counter"},  # measures, decides nothing
    "lookup/guard.py": {"time.monotonic"},  # the default of a value handed in
    "lookup/http.py": {"time.monotonic"},  # how long a socket has still to wait
    "app/cli/registry.py": {"time.monotonic"},  # tells a rate, decides nothing
    "lookup/sqlite.py": {"time.monotonic"},  # the default of a value handed in
}
ENVIRONMENT = {"app/settings.py"}


def files(*folders: str) -> list[Path]:
    """Return the modules of folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    """Return the name a module is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str, layers: dict[str, tuple[str, ...]]) -> str:
    """Return the longest layer a module belongs to; `app` itself is create_app alone."""
    found = [name for name in layers if module == name or (name != "app" and module.startswith(f"{name}."))]
    return max(found, key=len, default="nowhere")


def imports_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every module imported, wherever in a file; `from app import cli` is app.cli."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            inside = [(ROOT / base.replace(".", "/") / alias.name) for alias in node.names]
            modules = [path.name for path in inside if path.is_dir() or path.with_suffix(".py").exists()]
            yield from ((node.lineno, f"{base}.{module}") for module in modules)
            if len(modules) < len(node.names):
                yield node.lineno, base


def wrong_imports(module: str, tree: ast.AST) -> list[str]:
    """Return what a module may not import, each with its line."""
    layer = layer_of(module, MAY_IMPORT)
    ours = (layer, *MAY_IMPORT.get(layer, ()))
    wrong = []
    for line, name in imports_of(tree):
        top = name.split(".")[0]
        if top in ("app", "lookup"):
            good = any(name == may or (may != "app" and name.startswith(f"{may}.")) for may in ours)
        elif top in sys.stdlib_module_names:
            good = layer != "lookup" or top not in NETWORK or name == "urllib.parse"  # which only takes words apart
        else:
            good = top in MAY_USE.get(layer, ())
        if not good:
            wrong.append(f"{line}: {name}")
    return wrong


def clocks_in(tree: ast.AST) -> set[str]:
    """Return the readings of a clock in a file: datetime.now, date.today, time.anything."""
    bare = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
    }
    dotted = {
        f"{name}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (name := node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", ""))
        and (name == "time" or (name in ("datetime", "date") and node.attr in ("now", "utcnow", "today")))
    }
    return bare | dotted


def sees_environment(tree: ast.AST) -> bool:
    """Say whether a file reads the environment."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv"))
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and {a.name for a in node.names} & {"environ", "getenv"}
        )
        for node in ast.walk(tree)
    )


PARSED = {path: ast.parse(path.read_text("utf-8")) for path in files("app", "lookup")}
EACH = pytest.mark.parametrize("path", PARSED, ids=lambda path: path.relative_to(ROOT).as_posix())


def test_there_is_something_to_look_at() -> None:
    layers = {layer_of(name_of(path), MAY_IMPORT) for path in PARSED}
    assert layers == set(MAY_IMPORT)
    assert set(MAY_USE) == set(MAY_IMPORT)


@EACH
def test_imports_point_inward(path: Path) -> None:
    assert wrong_imports(name_of(path), PARSED[path]) == []


@EACH
def test_flask_is_seen_only_at_the_rim(path: Path) -> None:
    seen = [name for _, name in imports_of(PARSED[path]) if name.split(".")[0] in ("flask", "werkzeug", "jinja2")]
    assert seen == (seen if layer_of(name_of(path), MAY_IMPORT) in SEE_FLASK else [])


@EACH
def test_the_clock_is_handed_in(path: Path) -> None:
    assert clocks_in(PARSED[path]) == CLOCKS.get(path.relative_to(ROOT).as_posix(), set())


@EACH
def test_the_environment_is_read_in_one_place(path: Path) -> None:
    assert sees_environment(PARSED[path]) is (path.relative_to(ROOT).as_posix() in ENVIRONMENT)


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("app.model", "from app.knowledge import text", ["1: app.knowledge.text"]),
        ("app.knowledge.text", "import app.dialogue.answer", ["1: app.dialogue.answer"]),
        ("app.knowledge.text", "def f():\n    from app import web", ["2: app.web"]),
        ("app.knowledge.text", "from app import create_app", ["1: app"]),
        ("app.knowledge.text", "import flask", ["1: flask"]),
        ("app.dialogue.reply", "import flask.json", ["1: flask.json"]),
        ("app.dialogue.reply", "from app.render import plain", ["1: app.render"]),
        ("app.render", "from app.web.desk import desk", ["1: app.web.desk"]),
        ("app.i18n", "from app.knowledge.library import Library", ["1: app.knowledge.library"]),
        ("app.gate.gate", "from lookup.iin import find_iins\nimport flask", ["1: lookup.iin", "2: flask"]),
        ("lookup.iin", "from app.model import Lang", ["1: app.model"]),
        ("lookup.iin", "import socket, re", ["1: socket"]),
        ("lookup.http", "import socket, urllib3\nfrom lookup.provider import Record", []),
        ("lookup.sqlite", "import urllib3", ["1: urllib3"]),
        ("lookup.http", "import psycopg", ["1: psycopg"]),
        ("lookup.http", "from app.model import Lang", ["1: app.model"]),
        ("lookup.iin", "from urllib.request import urlopen\nfrom urllib.parse import quote", ["1: urllib.request"]),
        ("lookup.iin", "import numpy", ["1: numpy"]),
        ("app.somewhere", "import app.model", ["1: app.model"]),
        ("app.web.api", "from app import clock", ["1: app.clock"]),
        ("app.web.api", "from app.settings import Settings", ["1: app.settings"]),
        ("app.dialogue.answer", "from lookup.iin import find_iins\nfrom app.knowledge.text import clean", []),
    ],
)
def test_a_wrong_import_is_seen(module: str, source: str, wrong: list[str]) -> None:
    assert wrong_imports(module, ast.parse(source)) == wrong


@pytest.mark.parametrize(
    ("source", "clocks"),
    [
        ("import datetime\ndatetime.datetime.now()", {"datetime.now"}),
        ("from datetime import date\nday = date.today", {"date.today"}),
        ("import time\ntime.sleep(1)", {"time.sleep"}),
        ("from time import monotonic", {"time.monotonic"}),
        ("today = lambda: 1\nself.today()\ndate(2026, 1, 1)", set()),
    ],
)
def test_a_clock_is_seen(source: str, clocks: set[str]) -> None:
    assert clocks_in(ast.parse(source)) == clocks


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("import os\nos.environ['A']", True),
        ("from os import getenv", True),
        ("import os\nos.path", False),
    ],
)
def test_the_environment_is_seen(source: str, seen: bool) -> None:
    assert sees_environment(ast.parse(source)) is seen


@pytest.mark.parametrize("module", [name_of(path) for path in PARSED if path.stem != "__main__"])
def test_examples_in_docstrings_are_true(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_html_is_written_in_templates_alone() -> None:
    marks = ("</", "/>", "<br", "<p>")
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in PARSED.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and any(mark in node.value for mark in marks)
    ]
    assert found == []
