"""flask content …, and `python -m app`: what they print, and the exit code."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from app.settings import Settings
from lookup.demo import PEOPLE
from tests.conftest import KEY, TODAY, Serve
from tests.small import ARTICLES, CONTENT, DAYS_OFF, GUIDE, RATES, TALK, edit, put

Run = Callable[..., Result]
LAST_YEAR = 2099  # the commands read the real clock: with figures for all years to come their words stay the same
FEE = "ru/payment/fee.md"
COUNT = f"{len(ARTICLES) + 1 + len(TALK) + len(GUIDE)} articles"  # the one is another agency's


@pytest.fixture
def evergreen(small: Path) -> Path:
    """Return the small folder with figures, days off and reviews that no day makes old."""
    year = RATES[RATES.index("  2026:") : RATES.index("sources:")]
    years = "".join(year.replace("2026", str(at)) for at in range(2026, LAST_YEAR + 1))
    put(small, "rates.yaml", RATES.replace(year, years))
    off = DAYS_OFF[DAYS_OFF.index("  2026:") : DAYS_OFF.index("sources:\n")]
    days = "".join(f"{off.splitlines()[0]}\n".replace("2026", str(at)) for at in range(2026, LAST_YEAR + 1))
    put(small, "days-off.yaml", DAYS_OFF.replace(off, days))
    for place in (*ARTICLES, "elsewhere/elsewhere-taxes"):
        for lang in ("kk", "ru"):
            edit(small, f"{lang}/{place}.md", "reviewed: 2026-11-01", f"reviewed: {LAST_YEAR}-01-01")
    return small


@pytest.fixture
def run(evergreen: Path, serve: Serve) -> Run:
    """Return a function that runs `flask content …` over the folder."""
    app: Flask = serve(evergreen, TODAY)

    def ran(*words: str) -> Result:
        return app.test_cli_runner().invoke(args=["content", *words])

    return ran


def test_check_of_faultless_content(run: Run) -> None:
    result = run("check")
    assert (result.exit_code, result.output) == (0, f"{COUNT}, 0 faults, 0 warnings\n")


def test_check_tells_every_fault_and_fails(run: Run, evergreen: Path) -> None:
    edit(evergreen, FEE, "{{ self_payer.month }}", "{{ self_payer.moth }}")
    edit(evergreen, "ru/payment/place.md", "title: Где", "titel: Где")
    result = run("check")
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            f"{FEE}:34: rates.yaml has no 'self_payer.moth' for {LAST_YEAR}; did you mean 'self_payer.month'?",
            "ru/payment/place.md:2: unknown key 'titel'; did you mean 'title'?",
            f"{COUNT}, 2 faults, 0 warnings",
        ],
    )


def test_a_warning_alone_does_not_fail(run: Run, evergreen: Path) -> None:
    edit(evergreen, "ru/benefits/people.md", "список льготников январь", "размеры взноса январь")
    result = run("check")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            f"{FEE}:4: warning: 'размер взноса январь' is near 'размеры взноса январь' of ru/benefits/people.md",
            f"{COUNT}, 0 faults, 1 warnings",
        ],
    )


def test_the_real_content_passes(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["content", "check"])
    counts = re.fullmatch(r"(\d+) articles, (\d+) faults, (\d+) warnings", result.output.splitlines()[-1])
    assert counts
    assert (result.exit_code, int(counts[2]), int(counts[1]) >= 88 + 12) == (0, 0, True)


def test_ask_says_what_would_be_said_and_why(run: Run) -> None:
    result = run("ask", "kk", "отделение банка январь")
    lines = result.output.splitlines()
    told = ["Где платить", "", "Это текст статьи.", "", "Где это написано:"]
    assert (result.exit_code, lines[0]) == (0, "kind answer · language ru · reading typed")
    assert lines[lines.index("Где платить") :][:5] == told
    assert "  place   «отделение банка январь»" in result.output


def test_ask_names_the_reading(run: Run) -> None:
    result = run("ask", "ru", "jnltktybt ,fyrf zydfhm")
    assert result.output.splitlines()[0] == "kind answer · language ru · reading layout"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("ask", "en", "hello"), 2, "Error: Invalid value for '{kk|ru}': 'en' is not one of 'kk', 'ru'."),
        (("ask", "ru"), 2, "Error: Missing argument 'TEXT'."),
        (("ask", "ru", "   "), 1, "Error: text-empty"),
        (("ask", "ru", "я" * 1001), 1, "Error: text-too-long"),
        (("score", "/no/such.jsonl"), 2, "Error: Invalid value for 'FILE': File '/no/such.jsonl' does not exist."),
        (("sing",), 2, "Error: No such command 'sing'."),
    ],
)
def test_wrong_words_are_told(words: tuple[str, ...], code: int, message: str, run: Run) -> None:
    result = run(*words)
    assert (result.exit_code, result.output.splitlines()[-1]) == (code, message)


ROWS = (
    '{"text": "отделение банка январь", "lang": "ru", "style": "clean", "expect": ["place"]}\n'
    '{"text": "размер взноса март", "lang": "ru", "style": "clean", "expect": ["people"]}\n'
    '{"text": "болит зуб ыыы щщщ", "lang": "ru", "style": "off-topic", "expect": []}\n'
)


def test_score_as_json(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "rows.jsonl", ROWS)
    result = run("score", str(tmp_path / "rows.jsonl"), "--json")
    told = json.loads(result.output)
    assert list(told) == ["in_scope", "off_topic", "by_style", "by_lang", "latency_ms", "failures"]
    assert (told["in_scope"], told["off_topic"]) == (
        {"n": 2, "right": 1, "offered": 0, "wrong": 1, "missed": 0},
        {"n": 1, "refused": 1, "bothered": 0, "false_answers": 0},
    )
    assert [(row["text"], row["got"], row["slugs"]) for row in told["failures"]] == [
        ("размер взноса март", "answer", ["fee"])
    ]


def test_score_for_people(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "rows.jsonl", ROWS)
    lines = run("score", str(tmp_path / "rows.jsonl")).output.splitlines()
    assert lines[:4] == [
        "in scope     n 2  right 1 (50.0 %)  offered 0 (0.0 %)  wrong 1 (50.0 %)  missed 0 (0.0 %)",
        "off topic    n 1  refused 1 (100.0 %)  bothered 0 (0.0 %)  false_answers 0 (0.0 %)",
        "  ru         n 2  right 1 (50.0 %)  offered 0 (0.0 %)  wrong 1 (50.0 %)  missed 0 (0.0 %)",
        "  clean      n 2  right 1 (50.0 %)  offered 0 (0.0 %)  wrong 1 (50.0 %)  missed 0 (0.0 %)",
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (ROWS + "{\n", "{}:4: a row has text, lang, style and expect ("),
        (ROWS.replace('"ru"', '"en"'), "{}:1: 'en' is not a language; use kk, ru or mixed"),
        (b"\xff\xfe", "{}:1: the file is not UTF-8; save it as UTF-8"),
    ],
)
def test_score_of_a_file_with_a_fault(rows: str | bytes, message: str, run: Run, tmp_path: Path) -> None:
    put(tmp_path, "rows.jsonl", rows)
    result = run("score", str(tmp_path / "rows.jsonl"))
    wanted = "Error: " + message.format(tmp_path / "rows.jsonl")
    assert (result.exit_code, result.output[: len(wanted)]) == (1, wanted)


def test_without_a_library_the_faults_are_told(run: Run, evergreen: Path) -> None:
    edit(evergreen, "front.yaml", "doors:", "dors:")
    result = run("ask", "ru", "где")
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            "front.yaml:1: front.yaml holds 'doors' and 'asked', lists of slugs",
            "Error: the content cannot be served; mend the faults above",
        ],
    )


def test_calibrate_is_the_same_each_time(run: Run, evergreen: Path) -> None:
    first = run("calibrate", "--answer", "0.6", "--choices", "0.4")
    text = (evergreen / "calibration.json").read_bytes()
    again = run("calibrate", "--answer", "0.6", "--choices", "0.4")
    assert (first.exit_code, again.exit_code, (evergreen / "calibration.json").read_bytes() == text) == (0, 0, True)
    assert json.loads(text)["bands"] == {"answer": 0.6, "choices": 0.4}
    assert run("check").output == f"{COUNT}, 0 faults, 0 warnings\n"


@pytest.mark.parametrize("command", ["check", "ask", "score", "calibrate"])
def test_every_command_has_help_with_an_example(command: str, run: Run) -> None:
    result = run(command, "--help")
    assert (result.exit_code, f"Example: flask --app app content {command}" in result.output) == (0, True)


def _environ(**more: str) -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | more


def _start(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app"],
        cwd=CONTENT.parent,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_wrong_setting_ends_the_start_with_a_sentence() -> None:
    ended = _start(_environ(PORT="http"))
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        2,
        "",
        "PORT is 'http'; write a number from 1 to 65535, e.g. PORT=8000\n",
    )


def test_content_that_cannot_serve_ends_the_start_with_its_faults(evergreen: Path, tmp_path: Path) -> None:
    edit(evergreen, "front.yaml", "doors:", "dors:")
    ended = _start(_environ(CONTENT=str(evergreen), CACHE=str(tmp_path / "cache"), SECRET_KEY=KEY))
    fault = "front.yaml:1: front.yaml holds 'doors' and 'asked', lists of slugs"
    assert (ended.returncode, ended.stderr.splitlines()) == (
        1,
        [f"ERROR komek.content {fault}", "The content cannot be served; mend this and start again:", fault],
    )


def test_a_port_that_is_taken_ends_the_start_with_a_sentence(evergreen: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = _start(_environ(CONTENT=str(evergreen), CACHE=str(tmp_path / "cache"), SECRET_KEY=KEY, PORT=str(port)))
    assert (ended.returncode, ended.stderr) == (
        1,
        f"Cannot listen on 127.0.0.1:{port}: Address already in use. Choose another HOST or PORT.\n",
    )


@contextmanager
def _serving(root: Path, tmp_path: Path, **more: str) -> Iterator[tuple[list[str], str]]:
    """Start the real server over the folder on a free port; yield what it printed and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = _environ(CONTENT=str(root), CACHE=str(tmp_path / "cache"), SECRET_KEY=KEY, PORT=str(port), **more)
    with subprocess.Popen(
        [sys.executable, "-m", "app"], cwd=CONTENT.parent, env=environ, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        printed = [server.stdout.readline() for _ in range(4)]
        yield printed, f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture
def address(evergreen: Path, tmp_path: Path) -> Iterator[tuple[list[str], str]]:
    """Return what the real server printed and its address."""
    with _serving(evergreen, tmp_path) as served:
        yield served


@pytest.mark.parametrize(("proxies", "statuses"), [("0", [200, 200, 200, 429]), ("1", [200] * 4)])
def test_who_asks_is_read_from_the_proxy_before_the_real_server(
    proxies: str, statuses: list[int], evergreen: Path, tmp_path: Path
) -> None:
    create_app(Settings(content=evergreen, registry_key=KEY)).test_cli_runner().invoke(
        args=["registry", "demo", "--out", str(tmp_path / "registry")]
    )
    more = {"REGISTRY": f"sqlite:///{tmp_path / 'registry'}", "REGISTRY_KEY": KEY, "PROXIES": proxies}
    seen = []
    with _serving(evergreen, tmp_path, **more) as (_, base):
        for person in range(4):
            form = f"iin={PEOPLE[0].iin}".encode()
            asked = Request(f"{base}/ru/guide/status", form, {"X-Forwarded-For": f"203.0.113.{person}"})  # noqa: S310
            try:
                with urlopen(asked) as response:  # noqa: S310 - our own server
                    seen.append(response.status)
            except HTTPError as refused:
                with refused:
                    seen.append(refused.code)
    assert seen == statuses


def test_the_server_prints_its_addresses_and_answers(address: tuple[list[str], str]) -> None:
    printed, base = address
    assert [line.split()[-1] for line in printed[1:]] == [f"{base}/kk/", f"{base}/ru/", f"{base}/api/docs"]
    body = json.dumps({"text": "отделение банка январь", "lang": "ru"}).encode()
    asked = Request(f"{base}/api/v1/messages", body, {"Content-Type": "application/json"})  # noqa: S310 - our own
    with urlopen(asked) as response:  # noqa: S310 - our own server
        assert (response.status, json.load(response)["reply"]["slug"]) == (200, "place")
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{base}/ru/", b"text=" + b"a" * 1_000_000)  # noqa: S310 - our own server
    with refused.value as response:
        assert (response.code, "Сообщение слишком большое" in response.read().decode()) == (413, True)


def test_the_app_is_put_together_for_a_day(evergreen: Path, serve: Serve) -> None:
    answers = [
        serve(evergreen, date(year, 1, 1)).test_client().get("/api/v1/articles/fee?lang=ru").json
        for year in (2026, 2027)
    ]
    assert [answer["reply"]["blocks"][0]["spans"][0]["text"].split()[1] for answer in answers if answer] == [
        "2026",
        "2027",
    ]
