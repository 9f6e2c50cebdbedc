"""A guide's question, and what was answered so far, as blocks in a language."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from app.block import Form, Given, Input, Option
from app.dialogue.decision import Progress
from app.dialogue.guides.guide import Bin, Field, Guide, Iin, Pick, Standing, Step, Sum, Ticks, Words, World, stand
from app.i18n import figure, label, month
from app.knowledge.library import Library
from app.knowledge.rates import Figure, Unit
from app.model import Article, Lang
from lookup.month import Month

MOST_BUTTONS = 9  # more options are a list: a phone shows no more at once
LONGEST_LINE = 120  # letters: a longer text is written in a box


def article_of(guide: Guide, step: Step, lang: Lang, library: Library) -> Article:
    """Return the text of a step."""
    return library.articles[f"{guide.name}-{step.id}"][lang]


def form_of(guide: Guide, step: Step, standing: Standing, progress: Progress, article: Article) -> Form:
    """Return the form of a question, with the answer that was given before when it is asked again."""
    held = dict(progress.answers).get(step.id, "")
    options = step.field.options if isinstance(step.field, Pick | Ticks) else ()
    picked = held.split(",")
    return Form(
        guide=guide.name,
        name="answer",
        label=article.title,
        button=label("Next", article.lang),
        input=_input(step.field),
        step=step.id,
        options=tuple(Option(option, option_label(option, article), option in picked) for option in options),
        most=step.field.most if isinstance(step.field, Words) else LONGEST_LINE,  # a sum may be written in words
        value="" if options else held,
        back=bool(standing.answered),
    )


def given_of(
    guide: Guide, answered: Iterable[tuple[Step, str]], lang: Lang, library: Library, result: str = ""
) -> Given:
    """Return what was answered, each with its question, and the result it leads to."""
    articles = [(step, answer, article_of(guide, step, lang, library)) for step, answer in answered]
    rows = tuple((step.id, article.title, answer_label(step, answer, article)) for step, answer, article in articles)
    return Given(guide.name, rows, result)


def newest_answer(guide: Guide, progress: Progress, lang: Lang, library: Library, world: World) -> str:
    """Return the answer just given, as a person reads it; empty when the newest turn gave none."""
    answered = stand(guide, progress, world).answered
    found = ((step, answer) for step, answer in answered if step.id == progress.given)
    step, answer = next(found, (None, ""))
    return answer_label(step, answer, article_of(guide, step, lang, library)) if step else ""


def answer_label(step: Step, answer: str, article: Article) -> str:
    """Return an answer as a person reads it."""
    match step.field:
        case Pick():
            return option_label(answer, article)
        case Ticks():
            ticks = answer.split(",") if answer else ()
            return ", ".join(option_label(tick, article) for tick in ticks) or label("None of these", article.lang)
        case Sum():
            return figure(Figure(Decimal(answer), Unit.MONEY), article.lang)
        case _:
            return answer


def option_label(option: str, article: Article) -> str:
    """Return the words of an option: those of its article, or a month or a year by itself."""
    if option in article.options:
        return article.options[option][0]
    return month(Month.parse(option), article.lang, with_year=True) if "-" in option else option


def _input(field: Field) -> Input:
    match field:
        case Pick(options):
            return Input.BUTTONS if len(options) <= MOST_BUTTONS else Input.SELECT
        case Ticks():
            return Input.TICKS
        case Sum():
            return Input.MONEY
        case Words(_, most):
            return Input.LINE if most <= LONGEST_LINE else Input.AREA
        case Bin() | Iin():
            return Input.DIGITS
