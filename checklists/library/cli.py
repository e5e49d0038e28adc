"""Commands over the library."""

import click
from flask.cli import AppGroup

from checklists.library import services
from core.clock import utc_now
from core.db import unit_of_work

library = AppGroup("library", help="The standards that ship with the product.")
commands = [library]


@library.command("load")
def load() -> None:
    """Load and publish every pack that is not there yet."""
    with unit_of_work():
        lines = services.load_library(None, utc_now())
    for line in lines or ["检查表已是最新，没有变化。"]:
        click.echo(line)
