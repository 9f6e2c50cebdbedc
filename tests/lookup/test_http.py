"""A registry behind HTTP: the contract holds on both sides, and whatever differs from it is Unavailable."""

from __future__ import annotations

import json
import logging
import random
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

import lookup.http
from lookup.answer import BadAnswer, read_answer
from lookup.http import HttpProvider
from lookup.month import Month
from lookup.provider import Record, Unavailable
from tests.lookup.server import EMPLOYED, LAPSED, MOODS, PEOPLE, UNKNOWN, Server, answer_of

SPEC = yaml.safe_load((Path(lookup.http.__file__).parent / "registry-openapi.yaml").read_text("utf-8"))
MARK = "0123456789abcdef" * 2
SOON = 10.0  # seconds: a bound for what should take a third of one, so that a fault ends the test
SHORT, LONG = 0.3, SOON  # deadlines for a registry that will not answer, and for one that will


@lru_cache
def validator(schema: str) -> Draft202012Validator:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": SPEC["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def valid(schema: str, value: object) -> bool:
    """Say whether a value is of a schema of the contract."""
    return validator(schema).is_valid(value)


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a registry that listens."""
    server = Server()
    server.start()
    yield server
    server.stop()


@contextmanager
def asking(url: str, deadline: float = LONG, token: str = "", ca: Path | None = None) -> Iterator[HttpProvider]:
    provider = HttpProvider(url, token, ca, deadline)
    try:
        yield provider
    finally:
        provider.close()


def outcome(find: Callable[[str], Record | None]) -> object:
    """Return what a look-up ends with, of its own: Unavailable, a record, None; or "still waiting"."""
    ends: list[object] = ["still waiting"]

    def run() -> None:
        try:
            ends.append(find(EMPLOYED))
        except Unavailable as unavailable:
            ends.append(unavailable)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(SOON)
    return ends[-1]


def test_the_contract_is_valid_and_so_are_its_examples() -> None:
    OpenAPIV31SpecValidator(SPEC).validate()
    post = SPEC["paths"]["/find"]["post"]
    question = post["requestBody"]["content"]["application/json"]["examples"]["question"]["value"]
    answers = post["responses"]["200"]["content"]["application/json"]["examples"]
    read = {
        name: read_answer(json.dumps(each["value"]).encode(), question["request"]) for name, each in answers.items()
    }
    assert valid("Question", question)
    assert all(valid("Answer", each["value"]) for each in answers.values())
    assert read == {
        "insured": Record(
            True, date(2026, 12, 31), date(2026, 11, 20), frozenset(Month(2026, n) for n in (1, 2, 3)), frozenset()
        ),
        "not insured": Record(False, None, date(2026, 11, 20), frozenset(), frozenset({Month(2020, 1)})),
        "not found": None,
    }


@pytest.mark.parametrize("iin", [EMPLOYED, LAPSED, UNKNOWN])
def test_records_come_through_exactly(iin: str, server: Server) -> None:
    with asking(server.url) as provider:
        assert provider.find(iin) == PEOPLE.get(iin)
    assert valid("Answer", answer_of(PEOPLE.get(iin), MARK))


def test_the_number_is_in_the_body_alone_and_each_question_has_its_own_mark(server: Server) -> None:
    with asking(f"{server.url}/v1/", token="t0ken") as provider:  # noqa: S106 - a made-up one
        for iin in (EMPLOYED, LAPSED):
            provider.find(iin)
    (path, headers, body), (_, _, second) = server.asked
    assert (path, headers["Authorization"]) == ("/v1/find", "Bearer t0ken")
    assert EMPLOYED not in repr(headers)
    assert (body["iin"], valid("Question", body), body["request"] == second["request"]) == (EMPLOYED, True, False)
    assert server.connections == 1


def test_without_a_token_none_is_sent(server: Server) -> None:
    with asking(server.url) as provider:
        provider.find(EMPLOYED)
    assert "Authorization" not in server.asked[0][1]


@pytest.mark.parametrize("mood", sorted(set(MOODS) - {"well", "broken headers"}))
def test_what_is_not_of_the_contract_is_unavailable(
    mood: str, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.mood = mood
    with caplog.at_level(logging.DEBUG), asking(server.url, SHORT) as provider:
        ended = outcome(provider.find)
        assert isinstance(ended, Unavailable)
        assert (ended.__cause__, ended.__context__) == (None, None)
        assert EMPLOYED not in f"{ended!r}{caplog.text}"
    assert [path for path, _, _ in server.asked] == ["/find"]
    assert "urllib3" in caplog.text


def test_headers_that_cannot_be_read_are_not_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.mood = "broken headers"
    with caplog.at_level(logging.DEBUG), asking(server.url) as provider:
        assert provider.find(EMPLOYED) == PEOPLE[EMPLOYED]
    assert EMPLOYED not in caplog.text
    assert "urllib3" in caplog.text


@pytest.mark.parametrize("mood", ["hangs up", "too long", "echo of another", "status 500", "drips a body", "cut short"])
def test_after_trouble_the_next_answer_is_its_own(mood: str, server: Server) -> None:
    with asking(server.url) as provider:
        provider.find(EMPLOYED)
    with asking(server.url, SHORT) as provider:
        server.mood = mood
        outcome(provider.find)
    with asking(server.url) as provider:
        server.mood = "well"
        assert (provider.find(LAPSED), provider.find(UNKNOWN)) == (PEOPLE[LAPSED], None)


def test_a_registry_that_is_down_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with asking(f"http://127.0.0.1:{port}") as provider, pytest.raises(Unavailable) as raised:
        provider.find(EMPLOYED)
    assert str(raised.value) == "the registry does not answer: NewConnectionError"


def test_a_registry_that_takes_no_connection_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listening:
        port = listening.getsockname()[1]
        full = [socket.socket() for _ in range(4)]
        for waiting in full:
            waiting.setblocking(False)
            with suppress(BlockingIOError):
                waiting.connect(("127.0.0.1", port))
        with asking(f"http://127.0.0.1:{port}", SHORT) as provider:
            assert isinstance(outcome(provider.find), Unavailable)
        for waiting in full:
            waiting.close()


def test_a_name_that_is_not_known_is_unavailable() -> None:
    with asking("https://registry.invalid", SHORT) as provider:
        assert isinstance(outcome(provider.find), Unavailable)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://registry.example/v1", "begins with https"),
        ("http://127.0.0.1.example", "begins with https"),
        ("http://10.0.0.1", "begins with https"),
        ("http://169.254.169.254", "begins with https"),
        ("ftp://127.0.0.1", "begins with https"),
        ("registry.example", "begins with https"),
        ("https://name:word@registry.example", "without a name or a question"),
        ("https://registry.example/?a=1", "without a name or a question"),
        ("https://registry.example/#a", "without a name or a question"),
        ("file:///etc/passwd", "without a name or a question"),
        ("https://", "without a name or a question"),
        ("https://[::1", "without a name or a question"),
    ],
)
def test_a_bad_address_is_refused_at_once(url: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        HttpProvider(url)


@pytest.mark.parametrize(
    "url", ["https://registry.example", "http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:1", "http://localhost"]
)
def test_a_good_address_is_taken(url: str) -> None:
    HttpProvider(url).close()


# --- reading, without a server ---

FOUND = answer_of(PEOPLE[LAPSED], MARK)
MISSED = answer_of(None, MARK)


def read(answer: object, mark: str = MARK) -> object:
    """Return what an answer is read as, "refused" when it is."""
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    try:
        return read_answer(body, mark)
    except BadAnswer:
        return "refused"


def test_good_answers_are_read() -> None:
    assert (read(FOUND), read(MISSED)) == (PEOPLE[LAPSED], None)
    assert read(json.dumps(FOUND, indent=2).encode()) == PEOPLE[LAPSED]


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x"},
        {"found": False},
        {"found": 1},
        {"found": "true"},
        {"found": None},
        {"insured": 1},
        {"insured": 0},
        {"insured": "false"},
        {"insured": None},
        {"until": ""},
        {"until": "20261231"},
        {"until": "2026-W53-4"},
        {"until": "2026-02-30"},
        {"until": "2026-12-31T00:00:00"},
        {"until": "٢٠٢٦-١٢-٣١"},
        {"until": "1926-12-31"},
        {"until": "2126-12-31"},
        {"until": 20261231},
        {"until": ["2026-12-31"]},
        {"as_of": None},
        {"as_of": "2019-12-31"},
        {"as_of": "2026-11-20\n"},
        {"paid": None},
        {"paid": {}},
        {"paid": "2026-01"},
        {"paid": ["2026-01", "2026-01"]},
        {"paid": ["2026-13"]},
        {"paid": ["2026-1"]},
        {"paid": ["2019-12"]},
        {"paid": ["2100-01"]},
        {"paid": ["2026-01-01"]},
        {"paid": ["2026-01", "x"]},
        {"paid": [None]},
        {"paid": [["2026-01"]]},
        {"paid": ["2026-01\n"]},
        {"state": [202601]},
        {"state": ["2026-01", "2026-01"]},
        {"request": ""},
        {"request": None},
        {"request": MARK.upper()},
        {"request": MARK + "0"},
    ],
    ids=repr,
)
def test_an_answer_that_differs_is_refused(change: dict[str, object]) -> None:
    assert read(FOUND | change) == "refused"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"true",
        b'"found"',
        b"{}",
        json.dumps([FOUND]).encode(),
        json.dumps(FOUND).encode() * 2,
        json.dumps(FOUND).encode("utf-16"),
        b"\xef\xbb\xbf" + json.dumps(FOUND).encode(),
        json.dumps(FOUND).replace('"insured": false', '"insured": true, "insured": false').encode(),
        json.dumps(FOUND).replace('"insured": false', '"insured": NaN').encode(),
        json.dumps(FOUND).replace('"insured": false', '"insured": Infinity').encode(),
        json.dumps(FOUND).replace('"insured": false', f'"insured": {"9" * 5000}').encode(),
        json.dumps(MISSED | {"insured": False}).encode(),
        b"[" * 60000,
        b'{"a":' * 12000,
    ],
    ids=lambda body: repr(body[:24]),
)
def test_a_body_that_differs_is_refused(body: bytes) -> None:
    assert read(body) == "refused"


def test_every_field_is_needed() -> None:
    assert [read({name: FOUND[name] for name in FOUND if name != left_out}) for left_out in FOUND] == ["refused"] * 7
    assert [read({name: MISSED[name] for name in MISSED if name != left_out}) for left_out in MISSED] == ["refused"] * 2


def told_in(answer: dict[str, Any]) -> Record | None:
    """Return what an answer of the contract tells, read without care."""
    if not answer["found"]:
        return None
    until, as_of = answer["until"], date.fromisoformat(answer["as_of"])
    paid, state = (frozenset(map(Month.parse, answer[name])) for name in ("paid", "state"))
    return Record(answer["insured"], date.fromisoformat(until) if until else None, as_of, paid, state)


LEAVES = st.sampled_from(
    [None, True, False, 0, 1, 1.0, -0.5, "", "true", "2026-12", "2026-12-31", "2026-13", "2026-02-30", "2019-12", MARK]
)
VALUES = LEAVES | st.lists(LEAVES | st.sampled_from(["2020-01", "2099-12"]), max_size=3) | st.just({"2026-12": True})
NAMES = st.sampled_from([*FOUND, "name"])


@settings(max_examples=500, deadline=None)
@given(st.sampled_from([FOUND, MISSED]), st.dictionaries(NAMES, VALUES, max_size=3), st.sets(NAMES, max_size=2))
def test_an_answer_is_read_when_the_contract_has_it_and_then_as_it_stands(
    answer: dict[str, Any], changes: dict[str, Any], dropped: set[str]
) -> None:
    mutated = {name: value for name, value in (answer | changes).items() if name not in dropped}
    found = read(mutated)
    good = valid("Answer", mutated) and mutated["request"] == MARK
    assert found == (told_in(mutated) if good else "refused")


def damaged(answer: bytes, chance: random.Random) -> bytes:
    """Return an answer with one to three pieces of it replaced."""
    body = bytearray(answer)
    for _ in range(chance.randint(1, 3)):
        at, length = chance.randrange(len(body)), chance.randint(0, 12)
        pieces = [
            b"true",
            b"false",
            b"null",
            b'"',
            b", ",
            bytes([chance.randrange(256)]),
            body[: chance.randint(0, 40)],
        ]
        body[at : at + length] = chance.choice(pieces)
        body = body or bytearray(b" ")
    return bytes(body)


def test_of_ten_thousand_damaged_answers_only_what_they_still_say_is_read() -> None:
    chance = random.Random(1)  # noqa: S311 - the same ones each time
    still_read = 0
    for answer in [json.dumps(FOUND).encode(), json.dumps(MISSED).encode()] * 5000:
        body = damaged(answer, chance)
        found = read(body)
        if found != "refused":
            still_read += 1
            said = json.loads(body)
            assert valid("Answer", said)
            assert (said["request"], found) == (MARK, told_in(said))
    assert 0 < still_read < 2000


# --- encrypted ---


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate of 127.0.0.1 that signed itself; its key lies beside it."""
    if not shutil.which("openssl"):
        pytest.skip("this test needs openssl: sudo apt-get install openssl")
    path = tmp_path_factory.mktemp("tls") / "cert.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=registry -addext subjectAltName=IP:127.0.0.1"
    made = [*command.split(), "-keyout", str(path.with_name("key.pem")), "-out", str(path)]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603 - no word of it comes from outside
    return path


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[Server]:
    """Return a registry that listens to TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    server = Server()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.start()
    yield server
    server.stop()


def test_a_certificate_that_is_trusted_is_taken(encrypted: Server, certificate: Path) -> None:
    with asking(encrypted.url.replace("http:", "https:"), ca=certificate) as provider:
        assert (provider.find(EMPLOYED), provider.find(UNKNOWN)) == (PEOPLE[EMPLOYED], None)
    assert encrypted.connections == 1


@pytest.mark.parametrize(("host", "trusted"), [("127.0.0.1", False), ("localhost", True)])
def test_another_certificate_is_refused(host: str, trusted: bool, encrypted: Server, certificate: Path) -> None:
    url = f"https://{host}:{encrypted.server_address[1]}"
    with asking(url, ca=certificate if trusted else None) as provider, pytest.raises(Unavailable) as raised:
        provider.find(EMPLOYED)
    assert (str(raised.value), encrypted.asked) == ("the registry does not answer: SSLError", [])


@pytest.mark.parametrize("mood", ["drips headers", "drips a body", "slow", "endless body", "hangs up"])
def test_encrypted_trouble_ends_too(mood: str, encrypted: Server, certificate: Path) -> None:
    encrypted.mood = mood
    with asking(encrypted.url.replace("http:", "https:"), SHORT, ca=certificate) as provider:
        assert isinstance(outcome(provider.find), Unavailable)
