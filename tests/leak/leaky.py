"""A wrapper of the application that leaks: what is typed into the chat says in which way."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from tests.leak.canary import LEAKED

WAYS = (
    *("log", "file", "database", "page", "response header", "cookie"),  # the server's
    *(
        "URL",
        "request header",
        "local storage",
        "session storage",
        "IndexedDB",
        "caches",
        "console",
        "title",
        "history",
    ),
)
NUMBERS = dict(zip(LEAKED, WAYS, strict=False))
SCRIPT = """
window.leak = function (way, number) {
  if (way === "URL") fetch("/healthz?iin=" + number).then(function (told) { return told.text(); });
  var sent = { headers: { "X-Last": number } };
  if (way === "request header") fetch("/healthz", sent).then(function (told) { return told.text(); });
  if (way === "cookie") document.cookie = "last=" + number;
  if (way === "local storage") localStorage.setItem("last", number);
  if (way === "session storage") sessionStorage.setItem("last", number);
  if (way === "IndexedDB") indexedDB.open("of-" + number);
  if (way === "caches") caches.open("of-" + number);
  if (way === "console") console.log(number);
  if (way === "title") document.title = number;
  if (way === "history") history.replaceState({ last: number }, "");
};
document.getElementById("composer").addEventListener("submit", function () {
  var typed = document.getElementById("text").value.split(": ");
  leak(typed[0], typed[1]);
}, true);
"""
Start = Callable[..., Any]


class Leaky:
    """WSGI: `way: number` typed into the chat leaks that number in that way."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Serve a request; leak."""
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(body)
        way, _, number = parse_qs(body.decode()).get("text", [""])[0].partition(": ")
        more = _headers(way, number)

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start(status, [(name, value) for name, value in headers if name != "Content-Length"] + more, *rest)

        environ.pop("HTTP_ACCEPT_ENCODING", None)  # what is added would spoil what is compressed
        page = b"".join(self._app(environ, begin))
        if environ["PATH_INFO"].startswith("/static/chat."):
            page += SCRIPT.encode()
        if way == "page":
            page = page.replace(b'<div class="reply', f'<p data-for="{number}"></p><div class="reply'.encode())
        _leave(way, number)
        return [page]


def _headers(way: str, number: str) -> list[tuple[str, str]]:
    if way == "response header":
        return [("X-Person", number)]
    return []


def _leave(way: str, number: str) -> None:
    if way == "log":
        logging.getLogger("komek").debug("asked: %s", number)
    if way == "file":
        Path(os.environ["CACHE"], "last.txt").write_text(number)
    if way == "database":
        Path(os.environ["CACHE"], "seen.db-wal").write_bytes(b"\0\1" + int(number).to_bytes(6, "big"))
