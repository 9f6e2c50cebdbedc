"""The guide "appeal": a few questions, and a text to be sent to the Fund, with where to send it and what to attach.

The sentences of the text are the articles `appeal-letter-<kind>`: a line that names what was not answered is left out.
No number of a person is in it: each channel asks for that itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.block import Block, Blocks, Copy, Items, Spans, Text
from app.dialogue.guides.guide import Answers, Bin, Guide, Outcome, Pick, Said, Step, Words, World
from app.i18n import label
from app.knowledge.guided import APPEAL
from app.knowledge.rates import PLACEHOLDER
from app.model import Lang

KIND, REGION, AT_CLINIC, DOCUMENT, EMPLOYER = (
    Step(name, Pick(APPEAL.steps[name])) for name in ("kind", "region", "at-clinic", "document", "employer")
)
CLINIC = Step("clinic", Words(2, 120))
BIN = Step("bin", Bin())
HAPPENED = Step("happened", Words(10, 1000))  # Qoldau 24/7 takes no appeal under ten letters
MAY_WORK = ("leave", "pensioner", "veteran", "mother", "disability", "student", "other")  # the rest do not work


@dataclass(frozen=True, slots=True)
class Appeal:
    """What an appeal says, as answered; None for what was not asked. `region` and `document` are ids of options."""

    kind: str
    region: str
    happened: str
    clinic: str | None = None
    document: str | None = None
    bin: str | None = None


def next_step(answers: Answers, _world: World) -> Step | Outcome:
    """Return the first question that is not answered yet, or the appeal."""
    return next((step for step in _way(answers) if step.id not in answers), None) or _outcome(answers)


def say(outcome: Outcome, lang: Lang, world: World) -> Said:
    """Return what was answered in words, and the text put together of it."""
    appeal: Appeal = outcome.result
    words = _words(appeal, lang, world)
    letter = world.article(f"appeal-letter-{appeal.kind}", lang)
    parts = {"appeal.text": Copy(label("Text of the appeal", lang), write(letter.blocks, words))} if letter else {}
    return Said(words, parts)


def write(letter: Blocks, words: Mapping[str, str]) -> str:
    """Return a letter as plain text, a paragraph after an empty line; a line that names what is not known is left out.

    >>> from app.block import Span
    >>> letter = Text((Span("Our clinic: {{ appeal.clinic }}"),)), Text((Span("Thank you."),))
    >>> write(letter, {"appeal.clinic": "No. 5"}), write(letter, {})
    ('Our clinic: No. 5\\n\\nThank you.', 'Thank you.')
    """
    paragraphs = ("\n".join(_lines(block, words)) for block in letter)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _way(answers: Answers) -> Iterator[Step]:
    """Yield the questions in their order; each is answered before the next is looked at."""
    yield KIND
    yield REGION
    if answers["kind"] == "temporary":
        yield DOCUMENT
        if answers["document"] in MAY_WORK:
            yield EMPLOYER
            if answers["employer"] == "yes":
                yield BIN
    else:
        yield AT_CLINIC
        if answers["at-clinic"] == "yes":
            yield CLINIC
    yield HAPPENED


def _outcome(answers: Answers) -> Outcome:
    kind = answers["kind"]
    channels = () if kind == "temporary" else ("appeal-channels",)  # documents are taken by Qoldau 24/7 alone
    appeal = Appeal(
        kind=kind,
        region=answers["region"],
        happened=answers["happened"].strip(),
        clinic=answers.get("clinic"),
        document=answers.get("document"),
        bin=answers.get("bin"),
    )
    return Outcome((f"appeal-{kind}", "appeal-qoldau", *channels), appeal)


def _words(appeal: Appeal, lang: Lang, world: World) -> dict[str, str]:
    """Return what is known of an appeal by the names that articles use."""
    words = {
        "appeal.region": _option("region", appeal.region, lang, world),
        "appeal.clinic": appeal.clinic,
        "appeal.document": _option("document", appeal.document, lang, world),
        "appeal.bin": appeal.bin,
        "appeal.happened": appeal.happened,
    }
    return {name: text for name, text in words.items() if text}


def _option(step: str, option: str | None, lang: Lang, world: World) -> str | None:
    article = world.article(f"appeal-{step}", lang)
    return article.options[option][0] if article and option else None


def _lines(block: Block, words: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Text(spans):
            yield from _line(spans, words)
        case Items(items):
            for item in items:
                yield from (f"- {line}" for line in _line(item, words))


def _line(spans: Spans, words: Mapping[str, str]) -> Iterator[str]:
    """Yield the line with what is known in its places, or nothing."""
    text = "".join(span.text for span in spans)
    if all(name in words for name in PLACEHOLDER.findall(text)):
        yield PLACEHOLDER.sub(lambda name: words[name[1]], text)


GUIDE = Guide("appeal", APPEAL, next_step, say, heard=(KIND,))
