"""The real server and a real browser with canary numbers: afterwards none is left anywhere; a planted one is found."""

from __future__ import annotations

import json
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3
from playwright.sync_api import Browser

from tests.browser.conftest import ARGS, BROWSERS, PATIENCE
from tests.leak.canary import ABSENT, CHILD, DEBT, LATER, LEAKED, NEVER, ODD, PAID, SLIP, TYPED
from tests.leak.leaky import NUMBERS, WAYS
from tests.leak.scan import Scan
from tests.leak.server import Server
from tests.leak.visit import Visit
from tests.test_feedback import rows_of

pytestmark = pytest.mark.browser
# Chromium notes a plain form that was posted, number and all, to restore its tabs; no server can forbid it. A form
# that the script posts is not noted.
OF_THE_BROWSER = Path("profile-plain/Default/Sessions")
OF_FORM = ["guide", "status", "status", "status"]
TOLD = {
    ("ru", True): ["status", "status", "status", "guide", "status", "Похоже, одна", *OF_FORM],
    ("kk", True): ["status", "status", "status", "guide", "status", "Бір цифр", *OF_FORM],
    ("ru", False): ["status", "status", "status", "guide", "Без JavaScript", "Похоже, одна", *OF_FORM],
    ("kk", False): ["status", "status", "status", "guide", "JavaScript болмаса,", "Бір цифр", *OF_FORM],
    ("broken", True): ["Вопрос слишком", "Этот номер", "trouble"],
    ("broken", False): ["Вопрос слишком", "Этот номер", "trouble"],
}
PLANTED = {way: {way} for way in WAYS} | {
    "log": {"left/stderr.log"},
    "file": {"left/cache/last.txt"},
    "database": {"left/cache/seen.db-wal"},
    "title": {"title", "page"},
    "cookie": {"cookie", "request header"},  # the next request sends it back
}
LIMIT = 10  # look-ups of one number a day


@contextmanager
def visit(browser: Browser, server: Server, scan: Scan, script: bool) -> Iterator[Visit]:
    """Open a browser whose profile lies on disk, in the server's folder."""
    context = browser.browser_type.launch_persistent_context(
        server.folder / f"profile-{'script' if script else 'plain'}",
        executable_path=next(filter(None, map(shutil.which, BROWSERS))),
        args=ARGS,
        base_url=server.address,
        java_script_enabled=script,
    )
    context.set_default_timeout(PATIENCE)
    try:
        yield Visit(context, scan)
    finally:
        context.close()


def chat(at: Visit, lang: str, client: str, script: bool) -> None:
    """Type numbers into the chat, as many as an address may look up in a minute."""
    at.come_from(f"{client}.1")
    at.open(f"/{lang}/")
    at.say(PAID)
    at.say(f"{DEBT[:6]} {DEBT[6:]}")
    at.say({"ru": "мой иин {}, проверьте статус", "kk": "жсн {} тексеріңізші"}[lang].format(CHILD))
    at.say(f"{PAID} {DEBT}")
    if script:
        at.say(NEVER)  # after a proof of work
    else:
        at.page.locator("#text").fill(NEVER)
        at.refused(at.page.locator("#send").click, at.page.locator(".wrong, #state").first)


def form(at: Visit, lang: str, client: str, script: bool) -> None:
    """Type numbers into the form: right, with a slip, odd, unknown."""
    at.come_from(f"{client}.2")
    at.open(f"/{lang}/guide/status")
    field, wrong = at.page.locator("#field-iin"), at.page.locator(".wrong")
    field.fill(SLIP)
    at.refused(lambda: field.press("Enter"), wrong, held="" if script else SLIP)
    at.fill_in(f"{ODD[:6]}-{ODD[6:]}", held=ODD)
    at.turn(at.page.locator("form.guide .send").click)
    at.open(f"/{lang}/guide/status")
    at.fill_in(ABSENT)
    at.fill_in(LATER)


def round_about(at: Visit, lang: str) -> None:
    """Switch the language, reload, go back and forward."""
    other = {"ru": "kk", "kk": "ru"}[lang]
    at.step(at.page.locator("button[value=switch]").click)
    at.page.wait_for_url(f"**/{other}/**")
    at.step(at.page.reload)
    for act in (at.page.go_back, at.page.go_back, at.page.go_forward):
        at.wander(act, f"/{lang}/")


def refusals(at: Visit, lang: str, client: str) -> None:
    """Write too much, with a number in it; ask for a number once too often."""
    at.come_from(f"{client}.3")
    at.open(f"/{lang}/")
    field = at.page.locator("#text")
    field.evaluate("field => field.removeAttribute('maxlength')")
    field.fill(f"{PAID} " + "а" * 1000)
    at.refused(lambda: field.press("Enter"), at.page.locator("#state"))
    at.open(f"/{lang}/guide/status")
    number = at.page.locator("#field-iin")
    number.fill(NEVER)
    at.refused(lambda: number.press("Enter"), at.page.locator(".wrong"))


def programs(server: Server, scan: Scan) -> list[int]:
    """Ask by the API and at addresses that hold a number; return the statuses."""
    http = urllib3.PoolManager(retries=False)
    clients = iter(range(1, 250))

    def ask(method: str, path: str, body: object = None, kind: str = "application/json") -> int:
        sent = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": kind, "X-Forwarded-For": f"192.0.2.{next(clients)}"}
        answer = http.request(method, f"{server.address}{path}", body=sent, headers=headers, redirect=False)
        scan.look("response header", str(list(answer.headers.items())))
        scan.look("page", answer.data)
        return answer.status

    told = [
        ask("POST", "/api/v1/status", {"iin": PAID, "lang": "ru"}),
        ask("POST", "/api/v1/messages", {"text": f"жсн {DEBT}", "lang": "kk"}),
        ask("POST", "/api/v1/status", {"iin": SLIP}),
        ask("POST", "/api/v1/status", {"iin": int(PAID)}),
        ask("POST", "/api/v1/status", {"iin": PAID, "work": PAID}),
        ask("POST", "/api/v1/messages", {"text": PAID, "lang": PAID}),
        ask("POST", "/api/v1/messages", {"text": PAID, "conversation": PAID}),
        ask("POST", "/api/v1/messages", f'{{"text": "{PAID}'.encode()),
        ask("POST", "/api/v1/messages", {"text": PAID}, kind="text/plain"),
        ask("POST", "/api/v1/messages", {"text": PAID * 90}),
        ask("POST", "/ru/", f"text={PAID}&{'x' * 40_000}".encode(), kind="application/x-www-form-urlencoded"),
        ask("POST", "/ru/", f"text=%ff{PAID}".encode(), kind="application/x-www-form-urlencoded"),
        ask("GET", f"/api/v1/status?iin={PAID}"),
        ask("GET", f"/api/v1/suggest?q={PAID}"),
        ask("GET", f"/ru/?text={PAID}"),
        ask("GET", f"/{PAID}"),
        ask("GET", f"/kk/help/{PAID}"),
        ask("GET", f"/static/{PAID}"),
        ask("POST", "/api/v1/feedback", {"slug": "rates", "thumb": "up", "iin": PAID, "text": PAID}),
        ask("POST", "/api/v1/feedback", {"slug": "rates", "thumb": "down", "reason": PAID}),
        ask(
            "POST", "/ru/feedback", f"thumb=rates:ru:up&text={PAID}".encode(), kind="application/x-www-form-urlencoded"
        ),
        ask("GET", "/healthz"),
    ]
    told += [ask("POST", "/api/v1/status", {"iin": NEVER}) for _ in range(LIMIT + 1)][-1:]
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(f"GET /{PAID} HTTP/1.1\r\n{PAID} : {PAID}\r\nContent-Length: {PAID}x\r\n\r\n".encode())
        said = line.recv(4096)
    scan.look("page", said)
    return [*told, int(said.split()[1])]


def until_broken(server: Server) -> None:
    """Ask until the server has seen that its registry is rubbish: it looks every second, when it is asked."""
    for client in range(LIMIT):
        body = json.dumps({"iin": LEAKED[0], "lang": "ru"})
        headers = {"Content-Type": "application/json", "X-Forwarded-For": f"192.0.3.{client}"}
        answer = urllib3.request("POST", f"{server.address}/api/v1/status", body=body, headers=headers)
        if answer.json()["reply"]["kind"] == "trouble":
            return
        time.sleep(1)
    raise AssertionError("the server goes on with a registry that is rubbish")


def test_no_number_is_left_anywhere(browser: Browser, tmp_path: Path) -> None:
    server, scan = Server(tmp_path), Scan(TYPED)
    server.build()
    server.start()
    told: dict[tuple[str, bool], list[str]] = {}
    try:
        for script in (True, False):
            with visit(browser, server, scan, script) as at:
                for lang, client in (("ru", "198.51.100"), ("kk", "203.0.113")):
                    where = client.replace(".100", f".{script:d}").replace(".113", f".{script:d}")
                    chat(at, lang, where, script)
                    form(at, lang, where, script)
                    round_about(at, lang)
                    told[lang, script] = at.told[:]
                    at.told.clear()
                assert at.sent > 20
        statuses = programs(server, scan)
        server.spoil_registry()
        until_broken(server)
        for script in (True, False):
            with visit(browser, server, scan, script) as at:
                refusals(at, "ru", f"198.51.{100 + script}")
                at.come_from(f"198.51.{script:d}.9")
                at.open("/kk/")
                at.say(CHILD)
                told["broken", script] = at.told[:]
    finally:
        server.kill()
    assert told == TOLD
    assert [row[1:] for row in rows_of(tmp_path / "feedback.db")] == [
        ("kk", "rates", "up", None),
        ("ru", "rates", "up", None),
    ]
    assert statuses == [
        200,
        200,
        422,
        400,
        400,
        400,
        400,
        400,
        415,
        413,
        413,
        400,
        405,
        200,
        200,
        404,
        404,
        404,
        200,
        400,
        200,
        200,
        429,
        400,
    ]
    scan.folder(tmp_path, "left", skip=lambda path: path.is_relative_to(OF_THE_BROWSER))
    print(scan.told())
    assert scan.hits == [], scan.told()


def test_a_planted_number_is_found_wherever_it_is(browser: Browser, tmp_path: Path) -> None:
    server, scan = Server(tmp_path, leaky=True), Scan(NUMBERS)
    server.build()
    server.start()
    try:
        with visit(browser, server, scan, script=True) as at:
            for number, way in NUMBERS.items():
                at.come_from(f"192.0.2.{WAYS.index(way)}")
                at.open("/ru/")
                at.page.locator("#text").fill(f"{way}: {number}")
                at.turn(lambda: at.page.locator("#text").press("Enter"))
    finally:
        server.kill()
    scan.folder(tmp_path, "left")
    of_ways = {number[-4:]: way for number, way in NUMBERS.items()}
    found: dict[str, set[str]] = {}
    of_server = [
        hit for hit in scan.hits if not hit.place.startswith("left/profile")
    ]  # the browser's come when they like
    for hit in of_server:
        found.setdefault(of_ways[hit.ending], set()).add(hit.place)
    assert found == PLANTED
