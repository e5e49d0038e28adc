"""What the commands say at a terminal, in its language; the entry of every command."""

import gettext
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib import import_module

import click
from babel.support import NullTranslations, Translations
from flask import Flask
from flask.cli import ScriptInfo

from core import catalogues
from core.errors import DomainError
from core.watching import Watched

RENDERED = 200  # times at most, however many things there are


def language(environ: Mapping[str, str]) -> str:
    """zh_Hans_CN where the terminal speaks Chinese, else en."""
    chosen = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh_Hans_CN" if chosen.lower().startswith("zh") else "en"


def sentence(message: str, **params) -> str:
    """A marked sentence in the language of the terminal; parameters are written in braces."""
    words = _catalogue(language(os.environ)).gettext(message)
    return words.format(**params) if params else words


@cache
def _catalogue(name: str) -> NullTranslations:
    return Translations.load(catalogues.folder(), [name])


def say(message: str, **params) -> None:
    """Print a marked sentence at once, also where the output is a file."""
    click.echo(sentence(message, **params))
    sys.stdout.flush()


def refusal(error: DomainError) -> str:
    """What a rule refuses, in the language of the terminal; a parameter may itself be a marked word."""
    spoken = {name: sentence(value) if value and type(value) is str else value for name, value in error.params.items()}
    return sentence(error.at_terminal or error.message, **spoken)


def bar(things: Iterable | None, label: str, count: int | None = None, counts: bool = False):
    """The things one after the other with click's bar on standard error, where somebody watches."""
    count = len(things) if count is None else count
    show = {"label": sentence(label), "file": sys.stderr, "hidden": not sys.stderr.isatty()}
    return click.progressbar(things, count, show_pos=counts, update_min_steps=max(1, count // RENDERED), **show)


def watching(label: str) -> Watched:
    """What a service goes through, with that bar."""

    def _through(things: Iterable, count: int) -> Iterator:
        with bar(things, label, count) as shown:
            yield from shown

    return _through


@contextmanager
def telling(label: str) -> Iterator[Callable[[int, int], None]]:
    """Takes how many are done and how many there are, and shows both with that bar from the first word on."""
    with ExitStack() as until_the_end:
        shown = []

        def tell(done: int, count: int) -> None:
            if not shown:
                shown.append(until_the_end.enter_context(bar(None, label, count, counts=True)))
            shown[0].update(done - shown[0].pos)

        yield tell


def speak_as_the_terminal(environ: MutableMapping[str, str]) -> None:
    """click's own words come from the catalogue beside ours, in the language of the terminal."""
    gettext.bindtextdomain("click", str(catalogues.folder()))
    gettext.textdomain("click")
    environ["LANGUAGE"] = language(environ)


def main(create_app: Callable[[], Flask]) -> None:
    """Run the command that the words name; settings that cannot be used become one sentence and exit code 1."""
    speak_as_the_terminal(os.environ)
    try:
        app = create_app()
    except DomainError as error:
        click.echo(refusal(error), err=True)
        sys.exit(1)
    app.cli.main(prog_name="tiaocha", obj=ScriptInfo(create_app=lambda: app))


if __name__ == "__main__":
    main(lambda: import_module("wsgi").app)
