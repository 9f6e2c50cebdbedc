"""Proof of work: what counts, what does not, and until when."""

from __future__ import annotations

import base64
import json
from typing import Any

import altcha
import pytest

from app.gate.work import LIFE, BadWork, Work
from tests.conftest import KEY
from tests.gate.visit import EASY, NOON, solution

Payload = dict[str, Any]


def _read(solved: str) -> Payload:
    read: Payload = json.loads(base64.b64decode(solved))
    return read


def _written(payload: object) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


def _reason(solved: str, now: float = NOON, work: Work = EASY) -> str:
    with pytest.raises(BadWork) as bad:
        work.verify(solved, now)
    return bad.value.reason


def test_a_challenge_holds_what_altcha_asks_for_and_when_it_ends() -> None:
    challenge = Work(KEY).challenge(NOON)
    parameters = challenge["parameters"]
    assert sorted(challenge) == ["parameters", "signature"]
    names = "algorithm cost data keyLength keyPrefix keySignature nonce salt"
    assert " ".join(sorted(parameters)) == names
    assert (parameters["algorithm"], parameters["cost"], parameters["keyLength"]) == ("PBKDF2/SHA-256", 1000, 32)
    assert parameters["data"] == {"until": NOON + 600}
    assert Work(KEY).challenge(NOON)["parameters"]["nonce"] != parameters["nonce"]


def test_the_work_has_an_end() -> None:
    counters = {_read(solution(NOON))["solution"]["counter"] for _ in range(100)}
    assert counters == {0, 1, 2, 3}


@pytest.mark.parametrize("later", [0, 1, LIFE - 1, LIFE - 0.001])
def test_a_solution_is_good_while_its_challenge_is(later: float) -> None:
    taken = EASY.verify(solution(NOON), NOON + later)
    assert (taken.reason, taken.limit, taken.until, len(taken.name)) == ("work-used", 1, NOON + LIFE, 16)


@pytest.mark.parametrize("later", [LIFE, LIFE + 1, 10**6])
def test_then_it_is_late(later: float) -> None:
    assert _reason(solution(NOON), NOON + later) == "work-expired"


def test_one_solution_is_one_name_and_another_is_another() -> None:
    one, other = solution(NOON), solution(NOON)
    longer = _written(_read(one) | {"and": "more"})
    assert EASY.verify(one, NOON) == EASY.verify(longer, NOON + 5) != EASY.verify(other, NOON)


def _changed(part: str, key: str, value: object) -> str:
    payload = _read(solution(NOON))
    place = payload["challenge"]["parameters"] if part == "parameters" else payload[part]
    place[key] = value
    return _written(payload)


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("parameters", "cost", 2),
        ("parameters", "keyPrefix", ""),
        ("parameters", "keySignature", None),
        ("parameters", "nonce", "00" * 16),
        ("parameters", "data", {"until": NOON + 10**6}),
        ("parameters", "data", None),
        ("parameters", "expiresAt", 1),
        ("parameters", "expiresAt", 10**300),
        ("parameters", "algorithm", "SCRYPT"),
        ("challenge", "signature", ""),
        ("challenge", "signature", None),
        ("challenge", "signature", "0" * 64),
        ("solution", "derivedKey", "0" * 64),
        ("solution", "derivedKey", ""),
        ("solution", "derivedKey", 7),
    ],
)
def test_what_was_changed_does_not_count(part: str, key: str, value: object) -> None:
    assert _reason(_changed(part, key, value)) == "work-wrong"


@pytest.mark.parametrize(
    "solved",
    [
        "",
        "a",
        "привет",
        "\ud800",
        "!!!!",
        _written(None),
        _written([]),
        _written({"challenge": []}),
        _written({"challenge": {"parameters": "a"}, "solution": {}}),
        _written({"challenge": {"parameters": {}}, "solution": {}}),
        base64.b64encode(b"[" * 1400).decode(),
        base64.b64encode(b"9" * 1400).decode(),
        base64.b64encode(b"\xff\xfe").decode(),
        "A" * 10**6,
    ],
)
def test_rubbish_does_not_count(solved: str) -> None:
    assert _reason(solved) == "work-wrong"


def test_a_solution_of_another_key_does_not_count() -> None:
    assert _reason(solution(NOON, Work("f" * 32, 1, 4))) == "work-wrong"


def test_a_long_solution_is_not_looked_at() -> None:
    long = _written(_read(solution(NOON)) | {"and": "m" * 2000})
    assert _reason(long) == "work-wrong"


def test_an_unsolved_challenge_does_not_count() -> None:
    challenge = altcha.Challenge.from_dict(EASY.challenge(NOON))
    assert _reason(altcha.Payload(challenge, altcha.Solution(0, "")).to_base64()) == "work-wrong"
