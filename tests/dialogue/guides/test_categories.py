"""The guide "categories": who is in which of the sixteen, who is in none, how few questions it takes.

The categories and their conditions: articles 26 and 26-1 of the Law "On compulsory social health insurance" as the
Fund lists them (zakon.kz, 27 January 2026); that some hold at work and some do not: the same, and the Fund's answer on
pregnant entrepreneurs (zakon.kz, 11 December 2025).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.dialogue.guides.categories import ALWAYS, GUIDE, OUT_OF_WORK, Category, categories_of
from app.dialogue.guides.guide import Answers, Outcome, Pick, Said, Step, Ticks, World
from app.knowledge.guided import CATEGORIES, GUIDED
from app.knowledge.library import Library
from app.model import Lang
from tests.conftest import TODAY

CLOSING = "categories-not-shown"
C = Category
HOME = {"doing": "home"}
WORK = {"doing": "work"}

# in words, the answers, the categories, the texts besides those of the categories
FOUND: list[tuple[str, Answers, tuple[Category, ...], tuple[str, ...]]] = [
    ("a child", {"doing": "child"}, (C.CHILD,), (CLOSING,)),
    ("a pensioner", {"doing": "pension"}, (C.PENSIONER,), (CLOSING,)),
    ("a full-time student", {"doing": "student", "study": "full"}, (C.LEARNER,), (CLOSING,)),
    ("on maternity leave", {"doing": "leave", "job": "employer"}, (C.MATERNITY,), (CLOSING,)),
    ("pregnant, no work", {**HOME, "situation": "pregnant", "about": ""}, (C.PREGNANT,), (CLOSING,)),
    ("a baby, no work", {**HOME, "situation": "baby", "about": ""}, (C.PARENT,), (CLOSING,)),
    ("cares for a child", {**HOME, "situation": "child-carer", "about": ""}, (C.CHILD_CARER,), (CLOSING,)),
    ("cares for an adult", {**HOME, "situation": "adult-carer", "about": ""}, (C.ADULT_CARER,), (CLOSING,)),
    ("registered unemployed", {**HOME, "situation": "unemployed", "about": ""}, (C.UNEMPLOYED,), (CLOSING,)),
    ("gets social aid", {**HOME, "situation": "aid", "about": ""}, (C.AID,), (CLOSING,)),
    ("a kandas", {**HOME, "situation": "kandas", "about": ""}, (C.KANDAS,), (CLOSING,)),
    ("disabled, no work", {**HOME, "situation": "", "about": "disabled"}, (C.DISABLED,), (CLOSING,)),
    ("an awarded mother", {**HOME, "situation": "", "about": "award"}, (C.MOTHER,), (CLOSING,)),
    ("serves a sentence", {**HOME, "situation": "", "about": "prison"}, (C.PRISONER,), ()),
    ("in remand", {**HOME, "situation": "", "about": "remand"}, (C.DETAINED,), ()),
    ("under house arrest", {**HOME, "situation": "", "about": "arrest"}, (C.DETAINED,), ()),
    ("level D", {**HOME, "situation": "", "about": "", "level": "d-e"}, (C.CRISIS,), ()),
    ("at home and a pensioner after all", {**HOME, "situation": "", "about": "pension"}, (C.PENSIONER,), (CLOSING,)),
    ("works, disabled", {**WORK, "about": "disabled"}, (C.DISABLED,), (CLOSING,)),
    ("works, a pensioner", {**WORK, "about": "pension"}, (C.PENSIONER,), (CLOSING,)),
    ("works, studies full time", {**WORK, "about": "study"}, (C.LEARNER,), (CLOSING,)),
    ("works, an awarded mother", {**WORK, "about": "award"}, (C.MOTHER,), (CLOSING,)),
    (
        "a part-time student, works, disabled",
        {"doing": "student", "study": "part", "working": "yes", "about": "disabled"},
        (C.DISABLED,),
        (CLOSING,),
    ),
    (
        "a part-time student, pregnant",
        {"doing": "student", "study": "part", "working": "no", "situation": "pregnant", "about": ""},
        (C.PREGNANT,),
        (CLOSING,),
    ),
    (
        "calls it maternity leave, has no job",
        {"doing": "leave", "job": "none", "situation": "baby", "about": ""},
        (C.PARENT,),
        (CLOSING,),
    ),
    (
        "has a business, disabled",
        {"doing": "leave", "job": "owner", "about": "disabled"},
        (C.DISABLED,),
        (CLOSING,),
    ),
    (
        "a business without income, disabled and pregnant: an open business is work",
        {**HOME, "situation": "pregnant,owner", "about": "disabled"},
        (C.DISABLED,),
        (CLOSING,),
    ),
]
SEVERAL: list[tuple[str, Answers, tuple[Category, ...]]] = [
    ("pregnant with a small child", {**HOME, "situation": "pregnant,baby", "about": ""}, (C.PREGNANT, C.PARENT)),
    ("a kandas on aid", {**HOME, "situation": "aid,kandas", "about": ""}, (C.AID, C.KANDAS)),
    (
        "registered, cares for a child, has the award: what lasts comes first",
        {**HOME, "situation": "child-carer,unemployed", "about": "award"},
        (C.MOTHER, C.CHILD_CARER, C.UNEMPLOYED),
    ),
    ("works, a disabled pensioner", {**WORK, "about": "pension,disabled"}, (C.PENSIONER, C.DISABLED)),
    ("disabled, in remand", {**HOME, "situation": "", "about": "disabled,remand"}, (C.DISABLED, C.DETAINED)),
]
NOBODY: list[tuple[str, Answers, str]] = [
    ("level A", {**HOME, "situation": "", "about": "", "level": "a-b-c"}, "self-payer"),
    ("level unknown", {**HOME, "situation": "", "about": "", "level": "unknown"}, "none"),
    ("a business without income", {**HOME, "situation": "owner", "about": ""}, "owner"),
    ("a pregnant owner", {**HOME, "situation": "pregnant,owner", "about": ""}, "owner"),
    ("an owner under house arrest", {**HOME, "situation": "owner", "about": "arrest"}, "owner"),
    ("an owner with a baby", {"doing": "leave", "job": "owner", "about": ""}, "owner"),
    ("an employee", {**WORK, "about": "", "work": "employee"}, "employee"),
    ("on a contract", {**WORK, "about": "", "work": "contract"}, "contract"),
    ("an entrepreneur", {**WORK, "about": "", "work": "owner"}, "owner"),
    ("in the self-employed regime", {**WORK, "about": "", "work": "regime"}, "regime"),
    ("without a contract", {**WORK, "about": "", "work": "informal"}, "informal"),
    ("a soldier", {**WORK, "about": "", "work": "service"}, "service"),
    ("on academic leave", {"doing": "student", "study": "pause"}, "pause"),
    (
        "a part-time student at work",
        {"doing": "student", "study": "part", "working": "yes", "about": "", "work": "employee"},
        "employee",
    ),
    (
        "a part-time student without anything",
        {"doing": "student", "study": "part", "working": "no", "situation": "", "about": "", "level": "unknown"},
        "none",
    ),
]


@pytest.fixture(scope="module")
def world(library: Library) -> World:
    """Return the day and the figures that guides reckon with."""
    return World(TODAY, library.rates, library.days_off)


def walk(answers: Answers, world: World) -> Outcome:
    """Give the answers in the order in which they are asked for; every one must be asked for."""
    given: dict[str, str] = {}
    while isinstance(now := GUIDE.next(given, world), Step):
        given[now.id] = answers[now.id]
    assert given == answers
    return now


@pytest.mark.parametrize(("answers", "categories", "besides"), [row[1:] for row in FOUND], ids=[r[0] for r in FOUND])
def test_one_category(
    answers: Answers, categories: tuple[Category, ...], besides: tuple[str, ...], world: World
) -> None:
    assert walk(answers, world) == Outcome((f"categories-{categories[0]}", *besides), categories)


@pytest.mark.parametrize(("answers", "categories"), [row[1:] for row in SEVERAL], ids=[row[0] for row in SEVERAL])
def test_several_categories(answers: Answers, categories: tuple[Category, ...], world: World) -> None:
    texts = (f"categories-{category}" for category in categories)
    assert walk(answers, world) == Outcome(("categories-several", *texts, CLOSING), categories)


@pytest.mark.parametrize(("answers", "text"), [row[1:] for row in NOBODY], ids=[row[0] for row in NOBODY])
def test_no_category(answers: Answers, text: str, world: World) -> None:
    assert walk(answers, world) == Outcome((f"categories-{text}",), ())


def test_a_student_abroad_has_the_category_and_a_text_of_their_own(world: World) -> None:
    outcome = walk({"doing": "student", "study": "abroad"}, world)
    assert outcome == Outcome(("categories-abroad", CLOSING), (C.LEARNER,))


def test_no_temporary_status_where_no_document_gives_it(world: World) -> None:
    both = walk({**HOME, "situation": "", "about": "prison,remand"}, world)
    assert both.slugs == ("categories-several", "categories-prisoner", "categories-detained")


def test_remand_and_house_arrest_are_one_category() -> None:
    assert categories_of(("remand", "arrest"), working=False) == (C.DETAINED,)


@pytest.mark.parametrize("tick", OUT_OF_WORK)
def test_at_work_what_is_for_those_out_of_work_does_not_hold(tick: str) -> None:
    assert categories_of((tick,), working=True) == ()


def test_at_work_only_what_goes_with_work_is_asked(world: World) -> None:
    about = GUIDE.next(WORK, world)
    assert about == Step("about", Ticks(("pension", "study", "disabled", "award")))


def test_every_tick_but_an_open_business_gives_a_category() -> None:
    ticks = {*CATEGORIES.steps["situation"], *CATEGORIES.steps["about"]}
    assert ticks - {*ALWAYS, *OUT_OF_WORK} == {"owner"}
    assert {*ALWAYS, *OUT_OF_WORK} - ticks == set()


def test_all_sixteen_are_reached_and_every_text_is_used(world: World) -> None:
    ends = [outcome for _, outcome in paths({}, world)]
    assert len(Category) == 16
    assert {category for outcome in ends for category in outcome.result} == set(Category)
    assert {slug for outcome in ends for slug in outcome.slugs} == {*CATEGORIES.outcomes, *CATEGORIES.others}
    assert {outcome.slugs[0] for outcome in ends} == {*CATEGORIES.outcomes, "categories-several"}


def test_at_most_six_questions_and_each_is_used(world: World) -> None:
    ways = [tuple(answers) for answers, _ in paths({}, world)]
    assert max(map(len, ways)) == 6
    assert {step for way in ways for step in way} == set(CATEGORIES.steps)


@pytest.mark.parametrize("lang", Lang)
def test_every_text_says_where_it_is_written(lang: Lang, library: Library) -> None:
    texts = [library.articles[slug][lang] for slug in (*CATEGORIES.outcomes, *CATEGORIES.others)]
    assert [text.slug for text in texts if not text.sources] == []


def test_the_texts_need_nothing_of_the_guide(world: World) -> None:
    assert GUIDE.say(Outcome(("categories-child",)), Lang.KK, world) == Said()
    assert GUIDED[GUIDE.name] == GUIDE.texts


def paths(answers: dict[str, str], world: World) -> Iterator[tuple[Answers, Outcome]]:
    """Yield every way through: of ticks none, each alone, and all together."""
    now = GUIDE.next(answers, world)
    if isinstance(now, Outcome):
        yield answers, now
        return
    assert now.id not in answers
    for answer in given_to(now):
        yield from paths({**answers, now.id: answer}, world)


def given_to(step: Step) -> tuple[str, ...]:
    """Return answers to try at a step."""
    match step.field:
        case Pick(options):
            return options
        case Ticks(options):
            return ("", *options, ",".join(options))
        case _:
            raise AssertionError(step)
