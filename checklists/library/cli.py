"""Commands over the library."""

from flask.cli import AppGroup

from checklists.authoring.models import ChecklistVersion
from checklists.library import services
from core.clock import utc_now
from core.db import unit_of_work
from core.errors import N_
from core.terminal import say, sentence

library = AppGroup("library", help="The standards that ship with the product.")
commands = [library]


@library.command("load")
def load() -> None:
    """Load and publish every pack that is not there yet."""
    with unit_of_work():
        lines = [line(version) for version in services.load_library(None, utc_now())]
    for each in lines or [sentence(N_("检查表已是最新，没有变化。"))]:
        say(each)


def line(version: ChecklistVersion) -> str:
    """What a terminal says of a version that was loaded."""
    words = N_("已载入检查表：{title}（{count} 项，第 {number} 版）")
    return sentence(words, title=version.checklist.title, count=len(version.items), number=version.number)
