"""A person's number is never shown again, never carried, never logged; nothing typed goes to a log."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, has_request_context, request
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer

from app import create_app
from app.dialogue.conversation import unsign
from app.settings import Settings
from lookup.iin import MASK
from lookup.provider import Record, Unavailable
from tests.conftest import KEY, TODAY
from tests.registry import ABSENT, ODD, PEOPLE, SLIP, over
from tests.web.page import conversation_of, read_page, turns_of

ONE = "580208174685"
TYPED = [
    ONE,
    "580208 174685",
    "580208  174685",
    "580208\u00a0174685",
    "580208-174685",
    "580208 - 174685",
    "5802 0817 4685",
    "58-02-08-17-46-85",
    "5 8 0 2 0 8 1 7 4 6 8 5",
    "580208\u200b174685",
    "580208\t174685",
    "５８０２０８１７４６８５",
    "580208174686",  # a slip: still somebody's number
]
EACH = pytest.mark.parametrize("typed", TYPED)


def digits_of(text: str) -> str:
    """Return the decimal digits of a text in a row, whatever stands between them."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


def holds(text: str, typed: str) -> bool:
    """Say whether a text holds a number, as typed or in a row."""
    digits = digits_of(typed)
    return typed in text or (digits != "" and digits in digits_of(text))


def log_of(caplog: pytest.LogCaptureFixture) -> str:
    """Return all that went to the logs: messages, arguments, traces."""
    return "\n".join([caplog.text, *(repr(record.__dict__) for record in caplog.records)])


@pytest.mark.parametrize("typed", TYPED)
def test_a_number_that_is_there_is_seen(typed: str) -> None:
    assert (holds(f"а {typed} б", typed), holds("а 4250 б", typed)) == (True, False)


@EACH
@pytest.mark.parametrize("text", ["мой иин {}, проверьте статус", "{}", "сколько платить {}", "{} не дышит"])
def test_a_number_does_not_come_back(
    typed: str, text: str, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    message = text.format(typed)
    with caplog.at_level(logging.DEBUG):
        response = client.post("/ru/", data={"text": message})
        answer = client.post("/api/v1/messages", json={"text": message, "lang": "ru"})
    html = response.get_data(as_text=True)
    page = read_page(html)
    assert (response.status_code, answer.status_code) == (200, 200)
    assert answer.json
    value, other = conversation_of(page), answer.json["conversation"]
    shown = [turn.asked for turn in turns_of(page)]
    assert shown == [text.format(MASK)]
    carried = [str(URLSafeSerializer(KEY, salt="komek-conversation-1").loads(signed)) for signed in (value, other)]
    seen = [*(turn.asked + turn.reply for turn in turns_of(page)), str(answer.json["reply"]), *carried, log_of(caplog)]
    assert [holds(told, typed) for told in seen] == [False] * len(seen)
    assert [turn.text for turn in unsign(other, KEY)] == [text.format(MASK)]


@EACH
def test_a_number_does_not_come_back_after_a_switch(typed: str, client: FlaskClient) -> None:
    first = read_page(client.post("/ru/", data={"text": f"иин {typed}"}).get_data(as_text=True))
    page = client.post("/kk/", data={"conversation": conversation_of(first), "do": "switch"}).get_data(as_text=True)
    assert [turn.asked for turn in turns_of(read_page(page))] == [f"иин {MASK}"]


def test_two_numbers_are_both_hidden(client: FlaskClient) -> None:
    page = read_page(client.post("/ru/", data={"text": f"{ONE} и 161121219502"}).get_data(as_text=True))
    assert [turn.asked for turn in turns_of(page)] == [f"{MASK} и {MASK}"]


def test_a_refusal_does_not_repeat_a_number(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        told = [
            client.post("/ru/", data={"text": ONE + "я" * 1000}, headers={"X-Komek-Fragment": "1"}),
            client.post("/api/v1/messages", json={"text": ONE + "я" * 1000}),
            client.post("/api/v1/messages", json={"text": ONE, "lang": ONE}),
            client.post("/api/v1/messages", json={"text": ONE, "conversation": ONE}),
            client.get(f"/api/v1/articles/{ONE}"),
            client.get(f"/{ONE}"),
            client.get(f"/ru/help/{ONE}"),
            client.get(f"/api/v1/suggest?q={ONE}"),
        ]
    assert [holds(response.get_data(as_text=True), ONE) for response in told] == [False] * len(told)
    assert holds(log_of(caplog), ONE) is False


@pytest.mark.parametrize("secret", ["580208174685", "580208 174685", "муж пьёт и бьёт"])
def test_nothing_typed_goes_to_a_log_even_when_a_view_fails(
    secret: str, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    settings: Settings = app.extensions["komek.settings"]

    def today() -> date:
        if has_request_context():
            raise RuntimeError(f"cannot serve {request.form.get('text') or request.get_json()['text']}")
        return TODAY

    failing = create_app(Settings(content=settings.content, secret_key=KEY, cache=settings.cache), today=today)
    failing.extensions["komek"]()
    client = failing.test_client()
    with caplog.at_level(logging.DEBUG):
        page = client.post("/ru/", data={"text": secret})
        answer = client.post("/api/v1/messages", json={"text": secret, "lang": "ru"})
    assert (page.status_code, answer.status_code) == (500, 500)
    assert [holds(response.get_data(as_text=True), secret) for response in (page, answer)] == [False, False]
    assert len(caplog.records) >= 2
    assert [record.name for record in caplog.records if secret in log_of_one(record)] == []


def log_of_one(record: logging.LogRecord) -> str:
    """Return all that one record says, its trace included."""
    return logging.Formatter().format(record) + repr(record.args)


def test_a_good_request_leaves_no_line(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        client.post("/ru/", data={"text": "сколько платить за себя"})
        client.post("/api/v1/messages", json={"text": "сколько платить за себя"})
    assert caplog.records == []


FRAGMENT = {"X-Komek-Fragment": "1"}
LOOKED_UP = [*PEOPLE, ABSENT]


@pytest.mark.parametrize("iin", LOOKED_UP)
def test_a_number_that_is_looked_up_does_not_come_back(
    iin: str, registered: FlaskClient, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    form = {"iin": iin, "sure": "1"}
    with caplog.at_level(logging.DEBUG):
        told = [
            registered.post("/ru/guide/status", data=form),
            registered.post("/kk/guide/status", data=form, headers=FRAGMENT),
            registered.post("/ru/", data={"text": f"мой иин {iin}", "sure": "1"}),
            registered.post("/ru/guide/status", data=form),  # a plain form has no more for today
            registered.post("/ru/", data={"text": iin, "sure": "1"}),
            registered.post("/api/v1/status", json={"iin": iin, "sure": True}),
            registered.post("/api/v1/messages", json={"text": iin, "sure": True}),
            registered.post("/api/v1/status", json={"iin": iin, "sure": True, "work": iin}),
            registered.post("/api/v1/status", json={"iin": iin, "sure": True, "conversation": iin}),
        ]
    assert [response.status_code for response in told] == [200, 200, 200, 429, 429, 428, 428, 400, 400]
    pages = [response.get_data(as_text=True) for response in told[:5]]
    carried = [str(unsign(conversation_of(read_page(page)), KEY)) for page in pages]
    headers = [str(response.headers) for response in told]
    bodies = [
        response.get_data(as_text=True) for response in told if "challenge" not in response.get_data(as_text=True)
    ]
    stored = [path.read_bytes().decode("latin-1") for path in tmp_path.iterdir()]
    seen = [*bodies, *carried, *headers, *stored, log_of(caplog)]
    assert ([iin in text for text in seen], len(stored) > 0) == ([False] * len(seen), True)
    assert [turn.asked for turn in turns_of(read_page(pages[2]))] == [f"мой иин {MASK}"]


def test_only_the_doubtful_number_stands_in_a_page_and_only_in_its_field(registered: FlaskClient) -> None:
    html = registered.post("/ru/guide/status", data={"iin": ODD}).get_data(as_text=True)
    assert (html.count("150515 710002"), html.count(ODD), html.count('value="150515 710002"')) == (1, 0, 1)
    assert not holds(str(unsign(conversation_of(read_page(html)), KEY)), ODD)
    mended = registered.post("/ru/guide/status", data={"iin": SLIP}).get_data(as_text=True)
    assert (mended.count(SLIP), mended.count(f'value="{SLIP}"')) == (1, 1)


class Broken:
    """A registry whose driver repeats in its message what was asked."""

    def __init__(self, error: type[Exception]) -> None:
        self._error = error

    def find(self, iin: str) -> Record | None:
        """Fail."""
        raise self._error(f"no row for {iin}")

    def close(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(("error", "status"), [(Unavailable, 200), (RuntimeError, 500)])
def test_a_registry_that_fails_puts_no_number_into_a_log(
    error: type[Exception], status: int, app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = over(app, tmp_path, Broken(error)).test_client()
    with caplog.at_level(logging.DEBUG):
        told = [
            client.post("/ru/guide/status", data={"iin": ONE}),
            client.post("/ru/guide/status", data={"iin": ONE}, headers=FRAGMENT),
            client.post("/api/v1/status", json={"iin": ONE}),
        ]
    assert [response.status_code for response in told] == [status] * 3
    texts = [log_of(caplog), *(response.get_data(as_text=True) for response in told)]
    assert [holds(text, ONE) for text in texts] == [False] * 4
    assert len(caplog.records) == (3 if status == 500 else 0)


def test_a_good_look_up_leaves_no_line(registered: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        registered.post("/ru/guide/status", data={"iin": ONE})
        registered.post("/ru/guide/status", data={"iin": SLIP})
        registered.post("/api/v1/status", json={"iin": ONE})
    assert caplog.records == []
