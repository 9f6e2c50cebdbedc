"""Every guide, walked along every way: no dead end, no circle, no result out of reach, none without its texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.block import Form, Given
from app.dialogue.decision import Decision, Progress
from app.dialogue.guides.all import GUIDES
from app.dialogue.guides.guide import Guide, Outcome, World, stand, step_back
from app.dialogue.guides.talk import go_on
from app.dialogue.guides.walk import Way, diagram, walk
from app.dialogue.reply import compose
from app.knowledge.articles import GUIDES as NAMED
from app.knowledge.guided import GUIDED
from app.knowledge.library import Library
from app.knowledge.rates import PLACEHOLDER
from app.model import Kind, Lang, Reply
from app.render import to_text
from tests.conftest import TODAY

# all figures known, some, none of next year's; days off not known
DAYS = (date(2026, 1, 15), date(2026, 2, 28), TODAY, date(2026, 12, 31), date(2027, 12, 30))
WALKED = [guide for guide in GUIDES.values() if guide.name != "status"]
EACH = pytest.mark.parametrize("guide", WALKED, ids=lambda guide: guide.name)
ON = pytest.mark.parametrize("day", DAYS, ids=str)


def ways(guide: Guide, library: Library, day: date) -> Iterator[tuple[Way, Outcome]]:
    """Return every way through a guide on a day."""
    return walk(guide, replace(library_world(library), today=day))


def library_world(library: Library) -> World:
    """Return what guides reckon with on the day of the tests."""
    return World(TODAY, library.rates, library.days_off, library.get)


def told(guide: Guide, way: Way, lang: Lang, library: Library, day: date) -> Reply:
    """Return what is said at the end of a way."""
    progress = Progress(guide.name, tuple((step.id, answer) for step, answer in way), given="x")
    return compose(go_on(guide, progress, lang), library, day, GUIDES)


def test_every_guide_that_an_article_may_name_is_there() -> None:
    assert set(GUIDES) == set(NAMED) == set(GUIDED)


@EACH
@ON
def test_every_way_ends_and_is_short(guide: Guide, library: Library, day: date) -> None:
    found = list(ways(guide, library, day))
    assert max(len(way) for way, _ in found) <= 8
    known = {*guide.texts.outcomes, *guide.texts.others}
    assert {slug for _, outcome in found for slug in outcome.slugs} - known == set()


@EACH
def test_every_step_and_every_result_is_reached(guide: Guide, library: Library) -> None:
    steps: set[str] = set()
    results: set[str] = set()
    for day in DAYS:
        for way, outcome in ways(guide, library, day):
            steps.update(step.id for step, _ in way)
            results.update(outcome.slugs)
    assert (steps, results - set(guide.texts.others)) == (set(guide.texts.steps), set(guide.texts.outcomes))


@EACH
@ON
def test_every_result_is_told_whole_in_both_languages(guide: Guide, library: Library, day: date) -> None:
    seen: set[tuple[str, ...]] = set()
    for number, (way, outcome) in enumerate(ways(guide, library, day)):
        if outcome.slugs in seen and number % 50:
            continue
        seen.add(outcome.slugs)
        for lang in Lang:
            reply = told(guide, way, lang, library, day)
            assert (reply.kind, reply.lang, reply.slug, reply.guide) == (
                Kind.GUIDE,
                lang,
                outcome.slugs[0],
                guide.name,
            )
            given = [block for block in reply.blocks if isinstance(block, Given)]
            assert [len(block.rows) for block in given] == [len(way)]
            assert reply.sources, outcome.slugs
            assert not PLACEHOLDER.search(to_text(reply))


@EACH
def test_every_question_is_told_in_both_languages(guide: Guide, library: Library) -> None:
    seen: set[str] = set()
    for way, _ in ways(guide, library, TODAY):
        for at, (step, _) in enumerate(way):
            if step.id in seen:
                continue
            seen.add(step.id)
            for lang in Lang:
                reply = told(guide, way[:at], lang, library, TODAY)
                forms = [block for block in reply.blocks if isinstance(block, Form)]
                assert [(form.guide, form.step, form.back) for form in forms] == [(guide.name, step.id, at > 0)]
                assert all(option.label for option in forms[0].options)
                assert forms[0].label == reply.title


@EACH
def test_each_fact_is_told_by_some_result_and_named_by_some_text(guide: Guide, library: Library) -> None:
    produced: set[str] = set()
    for day in DAYS:
        world = replace(library_world(library), today=day)
        for number, (_, outcome) in enumerate(walk(guide, world)):
            if number % 7 == 0 or len(produced) < len(guide.texts.facts):
                said = guide.say(outcome, Lang.KK, world)
                produced |= {*said.words, *said.parts}
    assert produced == set(guide.texts.facts)
    named: set[str] = set()
    for slug in (*guide.texts.outcomes, *guide.texts.others):
        for lang in Lang:
            text = to_text(Reply(Kind.GUIDE, lang, library.articles[slug][lang].blocks))
            named |= set(PLACEHOLDER.findall(text))
    assert {name for name in guide.texts.facts if name not in named} == set()


@EACH
def test_back_leads_from_every_result_to_the_first_question(guide: Guide, library: Library) -> None:
    world = library_world(library)
    way, _ = max(ways(guide, library, TODAY), key=lambda found: len(found[0]))
    progress = Progress(guide.name, tuple((step.id, answer) for step, answer in way))
    seen = []
    for _ in way:
        progress = step_back(progress, stand(guide, progress, world))
        now = stand(guide, progress, world).now
        assert not isinstance(now, Outcome)
        seen.append(now.id)
    assert seen == [step.id for step, _ in reversed(way)]


@pytest.mark.parametrize("guide", GUIDES.values(), ids=lambda guide: guide.name)
def test_the_page_of_diagrams_is_of_today(guide: Guide, library: Library) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "guides.md").read_text("utf-8")
    assert f"## {guide.name}\n\n```mermaid\n{diagram(guide, library_world(library))}\n```" in page


@pytest.mark.parametrize(("day", "warned"), [(TODAY, False), (date(2027, 1, 2), True)])
def test_a_result_warns_of_figures_of_an_older_year(library: Library, day: date, warned: bool) -> None:
    home = Progress("categories", (("doing", "home"), ("situation", ""), ("about", ""), ("level", "unknown")))
    reply = compose(go_on(GUIDES["categories"], home, Lang.RU), library, day, GUIDES)
    caution, *_ = compose(Decision(Kind.ANSWER, ("old-figures",), Lang.RU), library, day).blocks
    assert (reply.slug, caution in reply.blocks) == ("categories-none", warned)
