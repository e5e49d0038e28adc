"""Commands over the library."""

from flask.cli import AppGroup

from checklists.library import services
from core.clock import utc_now
from core.db import unit_of_work
from core.errors import N_, Sentence
from core.terminal import say, watching

library = AppGroup("library", help=N_("系统自带的检查表。"))
commands = [library]


@library.command("load", help=N_("载入并发布尚未载入的检查表。"))
def load() -> None:
    """Load and publish every pack that is not there yet."""
    with unit_of_work():
        versions = services.load_library(None, utc_now(), watching(N_("正在载入")))
        loaded = [services.loaded_words(version) for version in versions]
    for words in loaded or [Sentence(N_("检查表已是最新，没有变化。"))]:
        say(words.message, **words.params)
