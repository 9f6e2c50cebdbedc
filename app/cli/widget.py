"""flask widget …: release the loader under its version, for partners who pin it."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.loader import FOLDER, VERSION, loader

widget = AppGroup("widget", help="The loader of the widget.")


@widget.command("release")
def release() -> None:
    """Write the loader as it is now under its version. Raise VERSION first when that version is in use."""
    path = FOLDER / f"v{VERSION}.js"
    path.write_bytes(loader().bodies[""])
    click.echo(f"{path.name}: {loader().integrity}")
