"""flask registry …: thin, over the functions that the web answers with."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.settings import Settings
from lookup import demo
from lookup.build import Built, NoBuild, build
from lookup.iin import find_iins
from lookup.open import HTTP, NO_PSYCOPG, POSTGRES, open_provider, sqlite_folder
from lookup.people import write_months
from lookup.provider import Record, Unavailable
from lookup.snapshot import POINTER, verified
from lookup.sqlite import SqliteProvider

registry = AppGroup("registry", help="Build, verify and ask the registry of insured people.")
_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["komek.settings"]
    return settings


def _secret() -> bytes:
    key = _settings().registry_key
    if not key:
        raise click.ClickException("REGISTRY_KEY is not set; write the 32 random characters or more that you keep")
    return key.encode()


def _day(_: click.Context, __: click.Parameter, given: datetime | None) -> date:
    return given.date() if given else clock.today()


@registry.command("build")
@click.argument("people", metavar="FILE.csv", type=_FILE)
@click.option("--out", required=True, help="The folder of the registry, made when it is not there; or postgresql://…")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    help="The day that the data are of; today when not given.",
)
@click.option("--rejects", type=click.File("w"), help="A file for the lines left out: number and reason, no IIN.")
@click.option("--allow-shrink", is_flag=True, help="Let it serve although more than 5 % of the people are missing.")
def build_command(people: Path, out: str, as_of: date, rejects: TextIO | None, allow_shrink: bool) -> None:
    """Make a new snapshot of FILE.csv and let it serve.

    \b
    Example: flask --app app registry build people.csv --out /srv/registry --rejects rejects.csv
    The form of the file is told in docs/registry.md. When anything fails, what serves goes on serving.
    A password of PostgreSQL belongs in ~/.pgpass: what stands in a command is seen in the list of processes.
    """
    if not out.startswith(POSTGRES):
        _say(_build(people, Path(out), as_of, rejects, allow_shrink), as_of)
        return
    with tempfile.TemporaryDirectory() as folder:
        built = _build(people, Path(folder), as_of, rejects, allow_shrink)
        _load(out, built.path, allow_shrink)
        _say(replace(built, path=Path("komek_people")), as_of)


@registry.command("verify")
@click.argument("folder", metavar="[DIR]", required=False, type=_FOLDER)
def verify_command(folder: Path | None) -> None:
    """Read every snapshot of DIR through, as a server does before it serves it. Without DIR: that of REGISTRY.

    \b
    Example: flask --app app registry verify /srv/registry
    Exit code 1 when one is broken, or none is there.
    """
    folder = folder or sqlite_folder(_settings().registry)
    if folder is None:
        raise click.UsageError("name a DIR, or set REGISTRY=sqlite:///DIR")
    told = list(verified(folder, _secret()))
    for name, fault in told:
        click.echo(f"{name}  {fault or 'good'}")
    provider = SqliteProvider(folder, _secret())
    try:
        if provider.meta is None:
            raise click.ClickException("none of them serves")
        click.echo(f"serves: {_counted(provider.meta.people)} people, as of {provider.meta.as_of}")
    finally:
        provider.close()
    sys.exit(1 if any(fault for _, fault in told) else 0)


@registry.command("show")
def show_command() -> None:
    """Ask for a number, unseen, and print what REGISTRY says of it.

    \b
    Example: flask --app app registry show
    The number is never an argument: so it is in no history of the shell and in no list of processes.
    """
    settings = _settings()
    secret = b"" if settings.registry.startswith(HTTP) else _secret()
    try:
        provider = open_provider(settings.registry, secret, settings.registry_token, settings.registry_ca)
    except ValueError as error:
        raise click.ClickException(f"REGISTRY: {error}") from None
    try:
        found = find_iins(click.prompt("Number (12 digits, not shown)", hide_input=True, type=str))
        if len(found) != 1:
            raise click.ClickException("this is no number of a person: 12 digits, the last of them fitting the others")
        click.echo(f"••••••••{found[0][-4:]}")
        for line in _told(provider.find(found[0])):
            click.echo(line)
    except Unavailable as error:
        raise click.ClickException(f"the registry gives no answer: {error}") from None
    finally:
        provider.close()


@registry.command("demo")
@click.option("--people", default=0, type=click.IntRange(0), help="So many further people, made up.")
@click.option("--out", type=_FOLDER, required=True, help="A folder for this alone; made when it is not there.")
def demo_command(people: int, out: Path) -> None:
    """Make a registry of invented people, with histories that end today; none when today's is there.

    \b
    Example: flask --app app registry demo --out .registry
    """
    today = clock.today()
    wanted = sum(person.history is not None for person in demo.PEOPLE) + people
    if (out / POINTER).exists():
        provider = SqliteProvider(out, _secret())
        try:
            if not _is_demo(provider):
                raise click.ClickException(f"{out} holds another registry, or one of another key; name another folder")
            if provider.meta and (provider.meta.as_of, provider.meta.people) == (today, wanted):
                return
        finally:
            provider.close()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "people.csv"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(demo.lines(today, people))
        _say(_build(source, out, today, None, may_shrink=True), today)


def _is_demo(provider: SqliteProvider) -> bool:
    try:
        return all((provider.find(one.iin) is None) == (one.history is None) for one in demo.PEOPLE)
    except Unavailable:
        return False


def _build(people: Path, out: Path, as_of: date, rejects: TextIO | None, may_shrink: bool) -> Built:
    try:
        with _progress() as tell:
            if rejects:
                rejects.write("line,reason\n")
            return build(people, out, _secret(), as_of, tell, rejects, may_shrink)
    except NoBuild as error:
        raise click.ClickException(str(error)) from None


def _load(url: str, snapshot: Path, may_shrink: bool) -> None:
    """Copy a snapshot into PostgreSQL."""
    try:
        from lookup.load import load  # an extra, as in lookup.open
    except ImportError:
        raise click.ClickException(NO_PSYCOPG) from None
    try:
        with _progress() as tell:
            load(url, snapshot, _secret(), tell, may_shrink)
    except NoBuild as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _progress() -> Iterator[Any]:
    """Yield a function that draws a bar for each stage, with people a second and the time left."""
    with ExitStack() as stack:
        bars: dict[str, Any] = {}
        begun = time.monotonic()

        def tell(stage: str, done: int, of_all: int, people: int) -> None:
            nonlocal begun
            if stage not in bars:
                stack.close()
                begun = time.monotonic()
                bars[stage] = stack.enter_context(
                    click.progressbar(length=of_all, label=f"{stage:8}", item_show_func=str, file=sys.stderr)
                )
            bar = bars[stage]
            rate = people / max(time.monotonic() - begun, 0.001)
            bar.update(done - bar.pos, f"{_counted(round(rate))} people/s")

        yield tell


def _say(built: Built, as_of: date) -> None:
    click.echo(f"{built.path.name} serves: {_counted(built.people)} people, as of {as_of}")
    for code, count in sorted(built.refused.items()):
        click.echo(f"left out: {_counted(count)} {code}")


def _told(record: Record | None) -> Iterator[str]:
    if record is None:
        yield "not in the registry"
        return
    yield f"as of    {record.as_of}"
    yield f"insured  {'yes' if record.insured else 'no'}" + (f", until {record.until}" if record.until else "")
    yield f"paid     {write_months(record.paid) or '-'}"
    yield f"state    {write_months(record.state) or '-'}"


def _counted(count: int) -> str:
    return f"{count:,}".replace(",", " ")
