"""flask content …: thin, over the same functions as the web."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.dialogue.answer import answer
from app.dialogue.guides.all import GUIDES
from app.dialogue.guides.guide import World
from app.dialogue.guides.talk import Guiding
from app.dialogue.guides.walk import diagram
from app.dialogue.question import BadQuestion, read_question
from app.dialogue.reply import compose
from app.knowledge.calibrate import ask_known, hold_out, measure
from app.knowledge.calibrate import calibrate as fit
from app.knowledge.calibration import write_calibration
from app.knowledge.check import check as check_shelf
from app.knowledge.check import near_phrasings
from app.knowledge.emergency import sign_of
from app.knowledge.fault import FaultError, read_text
from app.knowledge.keeper import load
from app.knowledge.library import Library, explained, understand
from app.knowledge.score import OUTCOMES, Said, read_rows, score
from app.knowledge.shelf import read_shelf
from app.model import Lang, Question
from app.render import to_text
from app.settings import Settings
from lookup.iin import mask_iins

_HEAD = """# The guides

Drawn by `flask --app app content guides --write`. Boxes are questions, round ones results.
"""
_ROOT = Path(__file__).resolve().parents[2]
content = AppGroup("content", help="Check, ask, score and calibrate the articles.")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["komek.settings"]
    return settings


def _library() -> Library:
    settings = _settings()
    loaded = load(settings.content, clock.today(), settings.cache)
    for fault in loaded.faults:
        click.echo(fault, err=True)
    if loaded.library is None:
        raise click.ClickException("the content cannot be served; mend the faults above")
    return loaded.library


@content.command("check")
def check_command() -> None:
    """Tell every fault of the content, each with its file, line and cure.

    \b
    Example: flask --app app content check
    Exit code 1 when there is a fault; warnings alone leave it 0.
    """
    shelf = read_shelf(_settings().content)
    faults = sorted((*check_shelf(shelf, clock.today()), *near_phrasings(shelf)))
    for fault in faults:
        click.echo(fault)
    bad = sum(not fault.warning for fault in faults)
    articles = len({draft.article.slug for draft in shelf.drafts})
    click.echo(f"{articles} articles, {bad} faults, {len(faults) - bad} warnings")
    sys.exit(1 if bad else 0)


@content.command("ask")
@click.argument("lang", type=click.Choice([str(lang) for lang in Lang]))
@click.argument("text")
def ask_command(lang: str, text: str) -> None:
    """Say what would be answered to TEXT in a chat of LANG, and why.

    \b
    Example: flask --app app content ask kk "өзім үшін қанша төлеймін"
    """
    library = _library()
    try:
        question = read_question(text, Lang(lang))
    except BadQuestion as bad:
        raise click.ClickException(bad.reason) from None
    decision = answer(question, library, guiding=_guiding(library))
    ranking = understand(mask_iins(question.text), library)
    if sign := sign_of(question.text, library.signs):
        click.echo(f"a sign of an emergency: {sign}")
    bounds = library.calibration
    click.echo(f"kind {decision.kind} · language {decision.lang} · reading {ranking.reading}")
    click.echo(f"answer from {bounds.answer}, choices from {bounds.choices} · none of them {ranking.none:.3f}")
    for told in explained(ranking, library):
        click.echo(f"\n{told.match.confidence:.3f}  {told.match.slug}   «{told.phrase}»")
        click.echo("       " + "  ".join(f"{name} {value}" for name, value in told.features))
        for why in told.why:
            click.echo(f"       {why.typed} → {why.met or '∅'}  {why.by}  weight {why.weight}")
    click.echo("\n" + to_text(compose(decision, library, clock.today(), GUIDES)))


@content.command("score")
@click.argument("file", required=False, metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every failure.")
@click.option(
    "--held-out", is_flag=True, help="Ask the phrasings themselves, each held out of the index; takes a minute."
)
def score_command(file: Path | None, as_json: bool, held_out: bool) -> None:
    """Ask every question of FILE (JSON lines) and tell how well it went.

    \b
    Example: flask --app app content score tests/content/dev.jsonl --json
             flask --app app content score --held-out
    """
    library = _library()
    if held_out:
        click.echo(json.dumps(measure(hold_out(read_shelf(_settings().content)), library.calibration)))
        return
    if file is None:
        raise click.UsageError("name a FILE of questions, or --held-out")
    try:
        rows = read_rows(read_text(file))
    except FaultError as error:
        raise click.ClickException(f"{file}:{error.line}: {error.message}") from None
    result = score(rows, asker(library))
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    for name in ("in_scope", "off_topic"):
        click.echo(_line(name.replace("_", " "), result[name]))
    for group in ("by_lang", "by_style"):
        for name, counts in result[group].items():
            click.echo(_line(f"  {name}", counts))
    click.echo(f"latency ms   p50 {result['latency_ms']['p50']}  p99 {result['latency_ms']['p99']}")


@content.command("guides")
@click.option("--write", is_flag=True, help="Write docs/guides.md instead of printing.")
def guides_command(write: bool) -> None:
    """Draw every guide as a diagram (Mermaid): its questions, its results, the answers between them.

    \b
    Example: flask --app app content guides --write
    """
    world = _guiding(_library()).world
    drawn = "\n".join(f"## {name}\n\n```mermaid\n{diagram(guide, world)}\n```\n" for name, guide in GUIDES.items())
    page = f"{_HEAD}\n{drawn}"
    if write:
        (_ROOT / "docs" / "guides.md").write_text(page, "utf-8")
    else:
        click.echo(page)


@content.command("calibrate")
@click.option("--answer", default=0.48, show_default=True, help="The chance from which one article is said.")
@click.option("--choices", default=0.1, show_default=True, help="The chance from which articles are offered.")
def calibrate_command(answer: float, choices: float) -> None:
    """Fit content/calibration.json anew: after many phrasings, glossary rows or off-topic messages changed.

    \b
    Example: flask --app app content calibrate
    """
    root = _settings().content
    shelf = read_shelf(root)
    asked = ask_known(shelf)
    calibration = fit(asked, answer, choices)
    facts = measure(asked, calibration)
    (root / "calibration.json").write_text(write_calibration(calibration, facts), "utf-8")
    click.echo(json.dumps(facts, indent=2))


def asker(library: Library) -> Any:
    """Return the function that scoring asks: the same path as a visitor's message, a new conversation each."""
    guiding = _guiding(library)

    def ask(text: str, lang: Lang) -> Said:
        decision = answer(Question(text, lang), library, guiding=guiding)
        return Said(decision.kind, decision.slugs, decision.confidence)

    return ask


def _guiding(library: Library) -> Guiding:
    return Guiding(GUIDES, World(clock.today(), library.rates, library.days_off, library.get))


def _line(name: str, counts: dict[str, int]) -> str:
    n = max(1, counts["n"])
    names = [key for key in counts if key != "n"] or list(OUTCOMES)
    shares = "  ".join(f"{key} {counts[key]} ({100 * counts[key] / n:.1f} %)" for key in names)
    return f"{name:12} n {counts['n']}  {shares}"
