"""flask feedback …: what people think of the answers, for editors."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from app.feedback import REASONS, opinions
from app.settings import Settings

feedback = AppGroup("feedback", help="Read the thumbs that people gave to answers.")
_HEAD = ("article", "language", "up", "down", *REASONS)


@feedback.command("report")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only thumbs from this day on (UTC).")
def report_command(since: datetime | None) -> None:
    """Tell the thumbs of each article in each language, most disliked first, with the reasons.

    \b
    Example: flask --app app feedback report --since 2026-11-01
    """
    settings: Settings = current_app.extensions["komek.settings"]
    if settings.feedback is None:
        raise click.ClickException("FEEDBACK is not set; write the file of the server, e.g. sqlite:///var/feedback.db")
    if not settings.feedback.exists():
        raise click.ClickException("there is no such file yet: nobody gave a thumb, or FEEDBACK names another file")
    try:
        told = opinions(settings.feedback, since.strftime("%Y-%m-%d") if since else "")
    except sqlite3.Error as error:
        raise click.ClickException(f"the file cannot be read: {error}") from None
    rows = [(one.slug, one.lang, *map(str, (one.up, one.down, *one.reasons))) for one in told]
    for line in _table([_HEAD, *rows]):
        click.echo(line)
    click.echo(f"{sum(one.up for one in told)} up, {sum(one.down for one in told)} down")


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows as lines: words to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
