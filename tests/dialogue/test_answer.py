"""The decision: emergency first, then a person's number, then answer, choices or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.dialogue.answer import OFFERED, answer
from app.dialogue.decision import Decision
from app.knowledge.library import Library
from app.model import Kind, Lang, Question
from tests.registry import BIN, ODD, SLIP

ONE = "580208174685"
SELF = Question("сколько платить за себя", Lang.RU)


def _bounded(library: Library, answer: float, choices: float) -> Library:
    """Return a library that answers and offers from other bounds."""
    return replace(library, calibration=replace(library.calibration, answer=answer, choices=choices))


def test_a_sure_match_is_answered(library: Library) -> None:
    decision = answer(SELF, _bounded(library, 0.01, 0.01))
    assert (decision.kind, decision.slugs) == (Kind.ANSWER, ("rate-self-payer",))


def test_a_match_below_the_bound_of_an_answer_is_offered_among_three(library: Library) -> None:
    decision = answer(SELF, _bounded(library, 1.1, 0.01))
    assert (decision.kind, decision.slugs[0], 1 <= len(decision.slugs) <= OFFERED) == (
        Kind.CHOICES,
        "rate-self-payer",
        True,
    )
    assert {library.articles[slug][Lang.RU].group for slug in decision.slugs} & {"talk"} == set()


def test_a_match_below_both_bounds_is_nothing_found_with_the_nearest_named(library: Library) -> None:
    decision = answer(SELF, _bounded(library, 1.1, 1.1))
    assert (decision.kind, decision.slugs[:1], decision.confidence) == (Kind.NOTHING, ("rate-self-payer",), None)


def test_at_most_three_are_offered() -> None:
    assert OFFERED == 3


@pytest.mark.parametrize(
    ("text", "chat", "kind", "slugs", "lang"),
    [
        ("сколько платить за себя", Lang.RU, Kind.ANSWER, ("rate-self-payer",), Lang.RU),
        ("сколько платить за себя", Lang.KK, Kind.ANSWER, ("rate-self-payer",), Lang.RU),
        ("өзім үшін қанша төлеймін", Lang.RU, Kind.ANSWER, ("rate-self-payer",), Lang.KK),
        ("здравствуйте", Lang.RU, Kind.GREETING, ("greeting",), Lang.RU),
        ("спасибо", Lang.RU, Kind.GREETING, ("thanks",), Lang.RU),
        ("ты робот", Lang.RU, Kind.GREETING, ("robot",), Lang.RU),
        ("позовите оператора", Lang.RU, Kind.GREETING, ("operator",), Lang.RU),
        ("как получить эцп", Lang.RU, Kind.ELSEWHERE, ("elsewhere-egov",), Lang.RU),
        ("муж не дышит", Lang.RU, Kind.EMERGENCY, ("emergency",), Lang.RU),
        ("yt lsibn", Lang.RU, Kind.EMERGENCY, ("emergency",), Lang.RU),
        ("әкем дем алмай жатыр", Lang.RU, Kind.EMERGENCY, ("emergency",), Lang.KK),
        (f"мама {ONE} не дышит", Lang.RU, Kind.EMERGENCY, ("emergency",), Lang.RU),
        (f"мой иин {ONE}", Lang.RU, Kind.ANSWER, ("check-status",), Lang.RU),
        (ONE, Lang.KK, Kind.ANSWER, ("check-status",), Lang.KK),
        ("580208\u200b 174685", Lang.KK, Kind.ANSWER, ("check-status",), Lang.KK),
        ("?!", Lang.KK, Kind.NOTHING, (), Lang.KK),
    ],
)
def test_answers_beyond_doubt(
    text: str, chat: Lang, kind: Kind, slugs: tuple[str, ...], lang: Lang, library: Library
) -> None:
    decision = answer(Question(text, chat), library)
    assert (decision.kind, decision.slugs, decision.lang) == (kind, slugs, lang)


def test_what_nobody_here_knows_is_not_answered(library: Library) -> None:
    for text in ("погода на завтра в астане", "рецепт плова с бараниной", "абракадабра ыгыгы"):
        assert answer(Question(text, Lang.RU), library).kind is Kind.NOTHING, text


@pytest.mark.parametrize("text", [f"сколько платить за себя, иин {ONE}", f"өзім үшін қанша төлеймін, жсн {ONE}"])
def test_a_number_is_not_looked_up_as_a_word(text: str, library: Library) -> None:
    decision = answer(Question(text, Lang.RU), library)
    assert (decision.kind, decision.slugs) == (Kind.ANSWER, ("check-status",))


@pytest.mark.parametrize(
    ("text", "first", "also"),
    [
        ("Как проверить статус? И сколько платить за себя?", "check-status", ("rate-self-payer",)),
        ("сколько платить за себя и как проверить статус", "rate-self-payer", ("check-status",)),
        ("Статусымды қалай тексерем? Қордың телефоны қандай?", "check-status", ("contacts",)),
        ("Как проверить статус? Как проверить статус?", "check-status", ()),
        ("Как проверить статус? Как приготовить плов?", "check-status", ()),
    ],
)
def test_of_several_questions_the_first_is_answered_and_the_others_offered(
    text: str, first: str, also: tuple[str, ...], library: Library
) -> None:
    decision = answer(Question(text, Lang.RU), library)
    assert (decision.slugs[0], decision.also) == (first, also)


@pytest.mark.parametrize("text", ["опять ерунду пишешь", "вы все там воры", "сен ақымақсың"])
def test_anger_gets_a_calm_word(text: str, library: Library) -> None:
    decision = answer(Question(text, Lang.RU), library)
    assert (decision.kind, decision.slugs) == (Kind.GREETING, ("calm",))


@pytest.mark.parametrize("text", ["ok", "asdkjh", "фывапролд", "123", "😀", "??"])
def test_what_says_nothing_finds_nothing(text: str, library: Library) -> None:
    assert answer(Question(text, Lang.RU), library).kind is Kind.NOTHING


OTHER = "161121219502"
STATUS, SEVERAL = (Kind.STATUS, ("status-paid",)), (Kind.GUIDE, ("status-several",))


@pytest.mark.parametrize(
    ("text", "told", "looked_up"),
    [
        (ONE, STATUS, [ONE]),
        (f" {ONE}. ", STATUS, [ONE]),
        ("580208 174685", STATUS, [ONE]),
        ("580208-174685", STATUS, [ONE]),
        ("5 8 0 2 0 8 1 7 4 6 8 5", STATUS, [ONE]),
        ("５８０２０８１７４６８５", STATUS, [ONE]),
        (f"мой иин {ONE}, проверьте", STATUS, [ONE]),
        (f"менің ЖСН-ім {ONE}", STATUS, [ONE]),
        (f"сколько платить за себя, иин {ONE}", STATUS, [ONE]),
        (f"{ONE} как проверить статус? и сколько платить за себя?", STATUS, [ONE]),
        (f"{ONE} и ещё раз 580208 174685", STATUS, [ONE]),
        (f"{ONE} {ONE}", STATUS, [ONE]),
        (f"{ONE} и {OTHER}", SEVERAL, []),
        (f"{ONE}, {OTHER}, {ONE}", SEVERAL, []),
        (ODD, STATUS, [ODD]),
        (SLIP, STATUS, [SLIP]),
        ("580208 174686", STATUS, [SLIP]),
        (f"мой иин {SLIP}", STATUS, [SLIP]),
        ("мой иин 58020817468", STATUS, ["58020817468"]),
        ("иин 5802081746855", STATUS, ["5802081746855"]),
        (BIN, STATUS, [BIN]),
        (f"{SLIP} и {ONE}", STATUS, [ONE]),
        (f"мама {ONE} не дышит", (Kind.EMERGENCY, ("emergency",)), []),
        (f"{ONE} {OTHER} не дышит", (Kind.EMERGENCY, ("emergency",)), []),
        ("87011234567", (Kind.NOTHING, ()), []),
        ("сколько платить за себя", (Kind.ANSWER, ("rate-self-payer",)), []),
    ],
)
def test_a_number_in_a_message_is_looked_up_once(
    text: str, told: tuple[Kind, tuple[str, ...]], looked_up: list[str], library: Library
) -> None:
    seen: list[str] = []

    def look_up(typed: str) -> Decision:
        seen.append(typed)
        return Decision(*STATUS, Lang.RU)

    decision = answer(Question(text, Lang.RU), library, look_up)
    assert (decision.kind, decision.slugs, seen) == (*told, looked_up)


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("text", [ONE, SLIP, BIN, ODD, f"мой иин {SLIP}", f"{ONE} и {OTHER}"])
def test_without_a_registry_the_article_on_checking_is_said(text: str, lang: Lang, library: Library) -> None:
    assert answer(Question(text, lang), library) == Decision(Kind.ANSWER, ("check-status",), lang)


def test_what_a_look_up_raises_goes_on(library: Library) -> None:
    def look_up(typed: str) -> Decision:
        raise PermissionError(len(typed))

    with pytest.raises(PermissionError):
        answer(Question(ONE, Lang.RU), library, look_up)
