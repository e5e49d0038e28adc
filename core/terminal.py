"""What the commands say at a terminal, in its language; the entry of every command."""

import os
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module

import click
from babel.support import NullTranslations, Translations
from flask import Flask
from flask.cli import FlaskGroup

from core.config import ROOT
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
    return Translations.load(ROOT / "translations", [name])


def say(message: str, **params) -> None:
    """Print a marked sentence at once, also where the output is a file."""
    click.echo(sentence(message, **params))
    sys.stdout.flush()


def main(create_app: Callable[[], Flask]) -> None:
    """Run the command that the words name; what a rule refuses becomes one sentence and exit code 1."""
    try:
        FlaskGroup(create_app=create_app, add_version_option=False).main(prog_name="tiaocha")
    except DomainError as error:
        click.echo(sentence(error.message, **error.params), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main(lambda: import_module("wsgi").app)
