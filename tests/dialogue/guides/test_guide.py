"""The shape that all guides share, on a small guide of its own: ways, going back, changing, what is kept."""

from __future__ import annotations

from datetime import date

import pytest

from app.dialogue.decision import Progress
from app.dialogue.guides.guide import (
    Answers,
    Bin,
    Field,
    Guide,
    Iin,
    Outcome,
    Pick,
    Said,
    Step,
    Sum,
    Ticks,
    Words,
    World,
    answer_step,
    change_step,
    holds,
    stand,
    step_back,
    ticked,
)
from app.dialogue.guides.walk import MOST_STEPS, diagram, samples, walk
from app.knowledge.daysoff import DaysOff
from app.knowledge.guided import Guided
from app.knowledge.rates import Rates
from app.model import Lang

WORLD = World(date(2026, 11, 22), Rates({}, {}), DaysOff({}))
WHO = Step("who", Pick(("worker", "owner", "nobody")))
WAGE = Step("wage", Sum(10**9))
KINDS = Step("kinds", Ticks(("a", "b")))


def _next(answers: Answers, _world: World) -> Step | Outcome:
    match answers:
        case {"who": "nobody"}:
            return Outcome(("free",))
        case {"who": _, "wage": wage, "kinds": _}:
            return Outcome(("pay",), (answers["who"], int(wage), ticked(answers, "kinds")))
        case {"who": _, "wage": _}:
            return KINDS
        case {"who": "worker" | "owner"}:
            return WAGE
    return WHO


def _say(_outcome: Outcome, _lang: Lang, _world: World) -> Said:
    return Said()


TOY = Guide("toy", Guided("toy-guide", {"who": (), "wage": (), "kinds": ()}, ("free", "pay"), ()), _next, _say)


def progress(at: str | None = None, **answers: str) -> Progress:
    """Return the progress of the small guide with these answers."""
    return Progress("toy", tuple(answers.items()), at)


@pytest.mark.parametrize(
    ("held", "answered", "now"),
    [
        (progress(), [], WHO),
        (progress(who="worker"), ["who"], WAGE),
        (progress(who="nobody"), ["who"], Outcome(("free",))),
        (progress(who="worker", wage="100"), ["who", "wage"], KINDS),
        (
            progress(who="worker", wage="100", kinds="a,b"),
            ["who", "wage", "kinds"],
            Outcome(("pay",), ("worker", 100, ("a", "b"))),
        ),
        (progress(who="owner", wage="0", kinds=""), ["who", "wage", "kinds"], Outcome(("pay",), ("owner", 0, ()))),
        (progress(wage="100", kinds="a"), [], WHO),  # an answer given ahead waits for its question
        (progress(who="owner", kinds="a"), ["who"], WAGE),
        (progress(who="king", wage="100"), [], WHO),  # an option that is no more is asked anew
        (progress(who="worker", wage="1000000001"), ["who"], WAGE),
        (progress(who="worker", wage="100", kinds="a,z"), ["who", "wage"], KINDS),
        (progress(at="who", who="worker", wage="100", kinds=""), [], WHO),
        (progress(at="wage", who="worker", wage="100", kinds=""), ["who"], WAGE),
        (progress(at="elsewhere", who="nobody"), ["who"], Outcome(("free",))),
    ],
)
def test_where_a_person_stands(held: Progress, answered: list[str], now: Step | Outcome) -> None:
    standing = stand(TOY, held, WORLD)
    assert ([step.id for step, _ in standing.answered], standing.now) == (answered, now)


def test_a_changed_answer_keeps_the_later_ones_that_still_hold() -> None:
    done = progress(who="worker", wage="100", kinds="a")
    changed = answer_step(change_step(done, "who"), "who", "owner")
    assert stand(TOY, changed, WORLD).now == Outcome(("pay",), ("owner", 100, ("a",)))
    away = answer_step(change_step(changed, "who"), "who", "nobody")
    assert stand(TOY, away, WORLD).now == Outcome(("free",))
    again = answer_step(change_step(away, "who"), "who", "worker")
    assert stand(TOY, again, WORLD).now == Outcome(("pay",), ("worker", 100, ("a",)))


def test_back_asks_the_step_before_and_stops_at_the_first() -> None:
    held = progress(who="worker", wage="100")
    seen = []
    for _ in range(4):
        now = stand(TOY, held, WORLD).now
        assert isinstance(now, Step)
        seen.append(now.id)
        held = step_back(held, stand(TOY, held, WORLD))
    assert seen == ["kinds", "wage", "who", "who"]


def test_the_newest_answer_is_told() -> None:
    held = answer_step(progress(who="worker"), "wage", "5")
    assert (held.given, change_step(held, "who").given) == ("wage", None)


@pytest.mark.parametrize(
    ("field", "answer", "held"),
    [
        (Pick(("a", "b")), "b", True),
        (Pick(("a", "b")), "c", False),
        (Pick(("a", "b")), None, False),
        (Ticks(("a", "b")), "", True),
        (Ticks(("a", "b")), "b,a", True),
        (Ticks(("a", "b")), "a,c", False),
        (Sum(10), "10", True),
        (Sum(10), "11", False),
        (Sum(10), "-1", False),
        (Sum(10), "1.5", False),
        (Words(2, 3), "ab", True),
        (Words(2, 3), "a", False),
        (Words(2, 3), "abcd", False),
        (Bin(), "111140000003", True),
        (Bin(), "1111400000", False),
        (Iin(), "580208174685", False),  # the number of a person is never kept
    ],
)
def test_a_kept_answer_is_looked_at_again(field: Field, answer: str | None, held: bool) -> None:
    assert holds(field, answer) is held


def test_every_way_is_walked() -> None:
    ways = [(tuple(answer for _, answer in way), outcome.slugs) for way, outcome in walk(TOY, WORLD)]
    assert len(ways) == 1 + 2 * len(samples(WAGE.field)) * len(samples(KINDS.field))
    assert (("nobody",), ("free",)) in ways
    assert (("owner", "0", "a,b"), ("pay",)) in ways


@pytest.mark.parametrize("limit", [1, MOST_STEPS])
def test_a_circle_is_told(limit: int) -> None:
    def circle(answers: Answers, _world: World) -> Step:
        return Step(f"s{len(answers) % limit}", Pick(("on",)))

    with pytest.raises(RuntimeError, match="comes again"):
        list(walk(Guide("toy", TOY.texts, circle, _say), WORLD))


def test_a_guide_is_drawn() -> None:
    assert diagram(TOY, WORLD).splitlines() == [
        "flowchart TD",
        '  who["who"]',
        '  free_result(["free"])',
        '  wage["wage"]',
        '  kinds["kinds"]',
        '  pay_result(["pay"])',
        '  who -->|"nobody"| free_result',
        '  who -->|"owner / worker"| wage',
        '  wage -->|"…"| kinds',
        '  kinds -->|"several / one / none"| pay_result',
    ]
