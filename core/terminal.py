"""What the commands say at a terminal, in its language; the entry of every command."""

import gettext
import os
import sys
from collections.abc import Callable, Mapping, MutableMapping
from functools import cache
from importlib import import_module

import click
from babel.support import NullTranslations, Translations
from flask import Flask
from flask.cli import ScriptInfo

from core import catalogues
from core.errors import DomainError


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


def bar(things: list, label: str, **params):
    """The things one after the other with click's bar on standard error, where somebody watches."""
    show = {"label": sentence(label, **params), "file": sys.stderr, "hidden": not sys.stderr.isatty()}
    return click.progressbar(things, show_eta=True, **show)


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
