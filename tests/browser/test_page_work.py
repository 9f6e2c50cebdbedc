"""Proof of work in a real browser, under the page's policy: what it solves is what the gate accepts."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

import app
from app.gate.work import BadWork, Work
from app.web.policy import policy
from tests.browser.conftest import PATIENCE
from tests.conftest import KEY
from tests.gate.visit import NOON
from tests.serving import serving

pytestmark = pytest.mark.browser

STATIC = Path(app.__file__).parent / "static"
SCRIPTS = ("/static/work.js", "/static/solve.js")
PAGE = b'<!doctype html><html lang="ru"><title>work</title></html>'
WORKED = "import('/static/work.js').then(({ work }) => work(challenge))"
WORK = Work(KEY, cost=10, most=200)


def _serve(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    script = path in SCRIPTS
    kind = "text/javascript" if script else "text/html; charset=utf-8"
    start("200 OK", [("Content-Type", kind), ("Content-Security-Policy", policy())])
    return [(STATIC / Path(path).name).read_bytes() if script else PAGE]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Serve an empty page and the two scripts, and return its address."""
    with serving(_serve) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Return the page, open; the browser complains of nothing."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(site)
    yield opened
    context.close()
    assert said == []


def _solve(page: Page, challenge: dict[str, Any]) -> str:
    return str(page.evaluate(f"challenge => {WORKED}", challenge))


def test_what_the_page_solves_is_accepted(page: Page) -> None:
    for _ in range(5):
        taken = WORK.verify(_solve(page, WORK.challenge(NOON)), NOON)
        assert (taken.reason, taken.until) == ("work-used", NOON + 600)


def test_the_real_work_is_done_too(page: Page) -> None:
    assert Work(KEY).verify(_solve(page, Work(KEY).challenge(NOON)), NOON).until == NOON + 600


def test_what_is_bent_is_not_accepted(page: Page) -> None:
    solved = json.loads(base64.b64decode(_solve(page, WORK.challenge(NOON))))
    solved["solution"]["derivedKey"] = solved["solution"]["derivedKey"][:-2] + "zz"
    with pytest.raises(BadWork, match="work-wrong"):
        WORK.verify(base64.b64encode(json.dumps(solved).encode()).decode(), NOON)


def test_two_at_once(page: Page) -> None:
    pair = [WORK.challenge(NOON), WORK.challenge(NOON)]
    solved = page.evaluate(f"pair => Promise.all(pair.map(challenge => {WORKED}))", pair)
    assert len({WORK.verify(each, NOON).name for each in solved}) == 2


def test_the_policy_forbids_a_worker_of_another_making(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site)
    made = page.evaluate("() => { try { new Worker('/static/solve.js'); return 'made' } catch (e) { return e.name } }")
    assert made == "TypeError"
    context.close()


def _refused(page: Page, prepare: str, challenge: dict[str, Any]) -> str:
    with pytest.raises(Error) as error:
        page.evaluate(f"challenge => {{ {prepare}; return {WORKED} }}", challenge)
    return error.value.message.splitlines()[0]


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        ("Object.defineProperty(crypto, 'subtle', {value: undefined})", "no-crypto"),
        ("window.Worker = undefined", "no-worker"),
        ("challenge.parameters.algorithm = 'SCRYPT'", "unknown-challenge"),
        ("challenge.parameters.cost = 0", "no-crypto"),
    ],
)
def test_why_it_cannot_be_done(page: Page, prepare: str, reason: str) -> None:
    assert _refused(page, prepare, WORK.challenge(NOON)) == f"Page.evaluate: Error: {reason}"


def test_a_worker_that_cannot_be_loaded(page: Page) -> None:
    page.context.route("**/solve.js", lambda route: route.fulfill(status=404, body=""))
    assert _refused(page, "", WORK.challenge(NOON)) == "Page.evaluate: Error: no-worker"


def test_plain_http_to_another_machine_has_no_crypto(browser: Browser) -> None:
    context = browser.new_context()
    context.route("http://komek.invalid/**", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    script = "http://komek.invalid/static/**"
    context.route(script, lambda route: route.fulfill(path=STATIC / "work.js", content_type="text/javascript"))
    page = context.new_page()
    page.goto("http://komek.invalid/")
    assert _refused(page, "", WORK.challenge(NOON)) == "Page.evaluate: Error: no-crypto"
    context.close()


def test_work_without_an_end_is_given_up_after_a_minute(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(site)
    endless = WORK.challenge(NOON)
    endless["parameters"]["keyPrefix"] = "never"
    page.evaluate(f"challenge => {{ window.told = {WORKED}.catch(error => error.message) }}", endless)
    page.clock.run_for(59_000)
    assert page.evaluate("Promise.race([told, Promise.resolve('at work')])") == "at work"
    page.clock.run_for(1_000)
    assert page.evaluate("told") == "too-slow"
    context.close()
