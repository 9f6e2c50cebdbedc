"""Every way through a guide: for its diagram, and for the tests that look for dead ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from app.dialogue.guides.guide import Bin, Field, Guide, Iin, Outcome, Pick, Step, Sum, Ticks, Words, World

MOST_STEPS = 12  # a way longer than this is taken for a circle
SUMS = (0, 85_000, 400_000, 1_297_501, 5_000_000)  # nothing, below and above every cap
BIN = "111140000003"  # of no organisation: a sound number, registered in a month to come

Way = tuple[tuple[Step, str], ...]  # the steps of a way, each with its answer


def walk(guide: Guide, world: World) -> Iterator[tuple[Way, Outcome]]:
    """Yield every way through a guide with its outcome. Raises RuntimeError for a way that does not end."""
    waiting: list[Way] = [()]
    while waiting:
        way = waiting.pop()
        now = guide.next({step.id: answer for step, answer in way}, world)
        if isinstance(now, Outcome):
            yield way, now
        elif len(way) == MOST_STEPS or now.id in {step.id for step, _ in way}:
            raise RuntimeError(f"{guide.name}: {now.id} comes again after {[step.id for step, _ in way]}")
        else:
            waiting += [(*way, (now, answer)) for answer in samples(now.field)]


def samples(field: Field) -> tuple[str, ...]:
    """Return answers that stand for all: every option; of ticks none, each, each pair of neighbours, and all."""
    match field:
        case Pick(options):
            return options
        case Ticks(options):
            pairs = (f"{one},{two}" for one, two in pairwise(options))
            return tuple(dict.fromkeys(("", *options, *pairs, ",".join(options))))
        case Sum(high):
            return tuple(str(min(tenge, high)) for tenge in SUMS)
        case Words(least, _):
            return ("ә" * max(least, 1),)
        case Bin():
            return (BIN,)
        case Iin():
            return ()


def diagram(guide: Guide, world: World) -> str:
    """Return a guide as Mermaid text: questions, results, and the answers between them."""
    edges: dict[tuple[str, str], dict[str, None]] = {}
    for way, outcome in walk(guide, world):
        for (step, answer), (following, _) in pairwise(way):
            edges.setdefault((step.id, following.id), {})[_told(step, answer)] = None
        if way:
            step, answer = way[-1]
            for slug in outcome.slugs:
                edges.setdefault((step.id, f"{slug}!"), {})[_told(step, answer)] = None
    if not edges:  # the look-up: what comes is the registry's to say
        edges = {("ask", f"{slug}!"): {"": None} for slug in guide.texts.outcomes}
    return "\n".join(("flowchart TD", *_nodes(edges), *_arrows(edges)))


def _told(step: Step, answer: str) -> str:
    match step.field:
        case Pick():
            return answer if not answer[:1].isdigit() else "…"
        case Ticks():
            return ("one" if "," not in answer else "several") if answer else "none"
        case _:
            return "…"


def _nodes(edges: dict[tuple[str, str], dict[str, None]]) -> Iterator[str]:
    for name in dict.fromkeys(name for edge in edges for name in edge):
        slug = name.removesuffix("!")
        yield f'  {_id(name)}(["{slug}"])' if name.endswith("!") else f'  {_id(name)}["{slug}"]'


def _arrows(edges: dict[tuple[str, str], dict[str, None]]) -> Iterator[str]:
    for (one, two), answers in edges.items():
        told = " / ".join(answer for answer in answers if answer)
        yield f'  {_id(one)} -->|"{told}"| {_id(two)}' if told else f"  {_id(one)} --> {_id(two)}"


def _id(name: str) -> str:
    return name.replace("!", "_result").replace("-", "_")
