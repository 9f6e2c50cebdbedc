"""The signed value a page carries: whole or refused, bounded, without a number of a person."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from itsdangerous import URLSafeSerializer

from app.dialogue.conversation import (
    MAX_BYTES,
    MAX_TURNS,
    BadConversation,
    Conversation,
    Turn,
    add,
    progress_in,
    sign,
    spoken_in,
    unsign,
    waiting,
)
from app.dialogue.decision import Decision, Found, Progress
from app.dialogue.guides.status import slug_of
from app.model import Kind, Lang
from lookup.iin import MASK
from lookup.status import status_of
from tests.conftest import KEY, TODAY
from tests.registry import GRACE, LATER, PEOPLE

ONE = Turn("сколько платить", None, Decision(Kind.ANSWER, ("rates",), Lang.RU))
TWO = Turn("", "pay-debt", Decision(Kind.ANSWER, ("pay-debt",), Lang.KK))
THREE = Turn("қайда", None, Decision(Kind.CHOICES, ("rates", "pay-debt"), Lang.KK))
FOUR = Turn("қанша? қайда?", None, Decision(Kind.ANSWER, ("rates",), Lang.KK, also=("pay-debt",)))
SALT = "komek-conversation-1"


def _packed(value: str, key: str = KEY) -> object:
    return URLSafeSerializer(key, salt=SALT).loads(value)


def _letters(count: int, seed: int = 0) -> str:
    """Return letters without a pattern: the value is packed, and equal letters would be small."""
    digests = (sha256(f"{seed} {at}".encode()).digest() for at in range(count // 32 + 1))
    return "".join(chr(0x430 + byte % 32) for digest in digests for byte in digest)[:count]


@pytest.mark.parametrize("conversation", [(), (ONE,), (ONE, TWO, THREE, FOUR)])
def test_what_is_signed_comes_back(conversation: Conversation) -> None:
    assert unsign(sign(conversation, KEY), KEY) == conversation


def test_an_empty_conversation_is_an_empty_value() -> None:
    assert (sign((), KEY), unsign("", KEY)) == ("", ())


def test_the_confidence_is_not_carried() -> None:
    sure = Turn("а", None, Decision(Kind.ANSWER, ("rates",), Lang.RU, 0.9))
    assert unsign(sign((sure,), KEY), KEY)[0].decision.confidence is None


def test_what_the_value_holds() -> None:
    assert _packed(sign((ONE, TWO), KEY)) == [
        ["сколько платить", None, None, "ru", "answer", ["rates"], [], None, None],
        ["", "pay-debt", None, "kk", "answer", ["pay-debt"], [], None, None],
    ]


VALUE = sign((ONE, TWO), KEY)


@pytest.mark.parametrize(
    "value",
    [
        "x",
        ".",
        "a.b",
        VALUE[:-1],
        VALUE[1:],
        VALUE[: len(VALUE) // 2],
        VALUE + "x",
        VALUE.replace(".", ""),
        "0" + VALUE[1:],
        sign((ONE,), "another key of another server 1234"),
        str(URLSafeSerializer(KEY, salt="another").dumps([])),
        "қазақша",
        "\ud800",
        "\x00",
        "a" * (MAX_BYTES + 1),
    ],
)
def test_a_value_not_made_here_or_not_whole_is_refused(value: str) -> None:
    with pytest.raises(BadConversation):
        unsign(value, KEY)


@pytest.mark.parametrize(
    "inside",
    [
        5,
        None,
        "text",
        {"a": 1},
        [5],
        [[]],
        [["а", None, "ru", "answer"]],
        [["а", None, "en", "answer", []]],
        [["а", None, "ru", "song", []]],
        [["а", None, "ru", "answer", None]],
        [["а", None, "ru", "answer", ["rates"], 1]],
    ],
)
def test_a_value_of_another_shape_is_refused(inside: object) -> None:
    value = str(URLSafeSerializer(KEY, salt=SALT).dumps(inside))
    with pytest.raises(BadConversation):
        unsign(value, KEY)


def test_a_value_that_is_too_long_is_refused_though_the_key_is_right() -> None:
    value = str(URLSafeSerializer(KEY, salt=SALT).dumps([[_letters(10_000), None, "ru", "answer", []]]))
    with pytest.raises(BadConversation) as raised:
        unsign(value, KEY)
    assert str(raised.value) == "too long"


def test_the_oldest_turns_fall_away_after_twenty() -> None:
    conversation: Conversation = ()
    for at in range(MAX_TURNS + 5):
        conversation = add(conversation, Turn(f"вопрос {at}", None, ONE.decision))
    assert [turn.text for turn in conversation] == [f"вопрос {at}" for at in range(5, MAX_TURNS + 5)]


def test_the_value_stays_bounded_and_keeps_the_newest() -> None:
    texts = [_letters(1000, at) for at in range(MAX_TURNS)]
    conversation: Conversation = ()
    for text in texts:
        conversation = add(conversation, Turn(text, None, ONE.decision))
    value = sign(conversation, KEY)
    kept = [turn.text for turn in unsign(value, KEY)]
    assert (len(value) <= MAX_BYTES, kept == texts[-len(kept) :], 1 <= len(kept) < MAX_TURNS) == (True, True, True)


@pytest.mark.parametrize(
    "typed", ["580208174685", "580208 174685", "580208-174685", "5802 0817 4685", "５８０２０８１７４６８５"]
)
def test_numbers_of_persons_are_hidden(typed: str) -> None:
    (turn,) = add((), Turn(f"мой иин {typed}, проверьте", None, ONE.decision))
    assert turn.text == f"мой иин {MASK}, проверьте"
    assert _packed(sign((turn,), KEY)) == [
        [f"мой иин {MASK}, проверьте", None, "ru", "ru", "answer", ["rates"], [], None, None]
    ]


@pytest.mark.parametrize("lang", Lang)
def test_spoken_in_another_language(lang: Lang) -> None:
    assert [
        (turn.text, turn.asked, turn.decision.slugs, turn.decision.lang) for turn in spoken_in((ONE, TWO), lang)
    ] == [
        ("сколько платить", None, ("rates",), lang),
        ("", "pay-debt", ("pay-debt",), lang),
    ]


def _told(iin: str, lang: Lang = Lang.RU) -> Turn:
    """Return the turn of a look-up."""
    status = status_of(PEOPLE[iin], TODAY)
    return Turn("", "status-ask", Decision(Kind.STATUS, (slug_of(status),), lang, found=Found(iin[-4:], status)))


ABSENT = Turn("", "status-ask", Decision(Kind.STATUS, ("status-not-found",), Lang.KK, found=Found("6225", None)))


@pytest.mark.parametrize("iin", PEOPLE)
def test_what_was_found_comes_back_and_the_number_does_not(iin: str) -> None:
    value = sign((_told(iin), ABSENT), KEY)
    assert unsign(value, KEY) == (_told(iin), ABSENT)
    assert iin not in str(_packed(value))


@pytest.mark.parametrize("iin", PEOPLE)
def test_what_was_found_is_said_in_another_language_too(iin: str) -> None:
    assert spoken_in((_told(iin),), Lang.KK) == (_told(iin, Lang.KK),)


MONTHS = [f"2025-{number}" for number in (11, 12)] + [f"2026-{number:02}" for number in range(1, 11)]
GRACE_FOUND = [
    *("7796", True, "grace", True, "2026-11-21", "2026-11-30", "2026-11-30", None, None),
    [[month, how] for month, how in zip(MONTHS, ["paid"] * 10 + ["unpaid", "not-due"], strict=True)],
    [],
    ["2026-09"],
]


def test_what_the_value_holds_of_a_look_up() -> None:
    held: Any = _packed(sign((_told(GRACE), ABSENT, _told(LATER)), KEY))
    said = [["ru", "status", ["status-grace"], []], ["kk", "status", ["status-not-found"], []]]
    asked = ["", "status-ask", None]
    assert held[:2] == [[*asked, *said[0], GRACE_FOUND, None], [*asked, *said[1], ["6225"], None]]
    assert held[2][7][:9] == ["0316", False, "later", True, "2026-11-21", None, None, "2027-01-01", "2027-12"]
    assert [len(row) for row in held[2][7][9:]] == [12, 12, 0]


def _with(at: int, value: object) -> list[object]:
    return [*GRACE_FOUND[:at], value, *GRACE_FOUND[at + 1 :]]


@pytest.mark.parametrize(
    "found",
    [
        5,
        "7796",
        GRACE_FOUND[:-1],
        [*GRACE_FOUND, 1],
        _with(2, "luck"),
        _with(4, None),
        _with(4, "21.11.2026"),
        _with(5, 20261130),
        _with(8, "2027-13"),
        _with(9, None),
        _with(9, [["2026-01"]]),
        _with(9, [["2026-01", "gold"]]),
        _with(10, [[1, "paid"]]),
        _with(11, ["september"]),
    ],
)
def test_a_look_up_of_another_shape_is_refused(found: object) -> None:
    turn = ["", "status-ask", None, "ru", "status", ["status-grace"], [], found, None]
    value = str(URLSafeSerializer(KEY, salt=SALT).dumps([turn]))
    with pytest.raises(BadConversation):
        unsign(value, KEY)


def test_the_shape_that_is_refused_is_taken_when_it_is_right() -> None:
    turn = ["", "status-ask", None, "ru", "status", ["status-grace"], [], GRACE_FOUND, None]
    assert unsign(str(URLSafeSerializer(KEY, salt=SALT).dumps([turn])), KEY) == (_told(GRACE),)


def test_a_day_of_look_ups_fits() -> None:
    conversation: Conversation = ()
    for at in range(MAX_TURNS):
        conversation = add(conversation, _told(list(PEOPLE)[at % len(PEOPLE)]))
    assert unsign(sign(conversation, KEY), KEY) == conversation


IN_GUIDE = Turn("400 мың", None, Decision(Kind.GUIDE, ("calculator-guide",), Lang.KK))
FAR = Progress("calculator", (("who", "employee"), ("income", "400000")), at="who", given="income")


@pytest.mark.parametrize("progress", [FAR, Progress("plan"), Progress("plan", (("paid", ""),), given="paid")])
def test_how_far_a_guide_is_comes_back_whole(progress: Progress) -> None:
    turn = replace(IN_GUIDE, decision=replace(IN_GUIDE.decision, progress=progress))
    assert unsign(sign((turn,), KEY), KEY) == (turn,)


@pytest.mark.parametrize(
    "progress", [5, ["plan"], ["plan", [["who"]], None, None], ["plan", 7, None, None], ["plan", [], None, None, None]]
)
def test_a_guide_of_another_shape_is_refused(progress: object) -> None:
    turn = ["", "plan-guide", None, "ru", "guide", ["plan-guide"], [], None, progress]
    with pytest.raises(BadConversation):
        unsign(str(URLSafeSerializer(KEY, salt=SALT).dumps([turn])), KEY)


def test_numbers_of_persons_are_hidden_in_what_a_guide_was_told() -> None:
    told = Progress("appeal", (("happened", "мой номер 580208 174685, помогите"),))
    (turn,) = add((), replace(IN_GUIDE, decision=replace(IN_GUIDE.decision, progress=told)))
    assert turn.decision.progress == Progress("appeal", (("happened", f"мой номер {MASK}, помогите"),))


def test_the_newest_turn_of_a_guide_is_found() -> None:
    def turn(progress: Progress | None) -> Turn:
        return replace(IN_GUIDE, decision=replace(IN_GUIDE.decision, progress=progress))

    held = (turn(Progress("plan")), turn(FAR), turn(Progress("plan", (("paid", ""),))), turn(None))
    assert progress_in(held, "plan") == Progress("plan", (("paid", ""),))
    assert (progress_in(held, "calculator"), progress_in(held, "appeal")) == (FAR, None)
    assert (waiting(held), waiting(held[:2]), waiting(())) == (None, FAR, None)
