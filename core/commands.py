"""What every command of ours has in common: the terminal's language, a database at the present schema, one sentence."""

import sqlite3
import sys
from collections.abc import Callable
from copy import copy
from enum import Enum
from functools import update_wrapper

import click
from flask import current_app
from flask.cli import with_appcontext

from core.backups.kinds import kind_of
from core.config import VERSION
from core.db import db
from core.errors import N_, DomainError
from core.migrating import upgrade
from core.revisions import present_revision
from core.terminal import refusal, sentence
from core.wellformed import visible


class WhereNone(Enum):
    """What a command does where there is no installation yet, as in a folder whose name was mistyped."""

    MAKES = "makes one"
    REFUSES = "refuses in one sentence, and makes nothing"
    TELLS = "tells that there is none, with what else is wrong, and makes nothing"
    NEEDS_NONE = "works without one"


# Every command; one that is not named here refuses.
WHERE_NONE = {
    "serve": WhereNone.MAKES,
    "restore": WhereNone.MAKES,
    "accounts create-admin": WhereNone.MAKES,
    "documents import": WhereNone.MAKES,
    "library load": WhereNone.MAKES,
    "accounts verify-audit": WhereNone.REFUSES,
    "audit checkpoint": WhereNone.REFUSES,
    "audit export": WhereNone.REFUSES,
    "backup": WhereNone.REFUSES,
    "doctor": WhereNone.TELLS,
    "documents benchmark": WhereNone.NEEDS_NONE,
    "documents compare-drafts": WhereNone.NEEDS_NONE,
    "documents read": WhereNone.NEEDS_NONE,
}


class NoInstallation(DomainError):
    """There is nothing to read here; most often the folder is not the one that was meant."""

    message = N_("{folder} 中没有条查的数据，请核对 TIAOCHA_INSTANCE 和 --database。首次使用请先运行 ./tiaocha serve。")


def prepares_itself(callback: Callable) -> Callable:
    """Mark a command that needs no database, or brings it to the present schema in its own time."""
    callback.prepares_itself = True
    return callback


class Words(click.ParamType):
    """A text as a form of the pages takes it: not empty, nothing unseen, no longer than its column."""

    name = "text"

    def __init__(self, longest: int):
        self.longest = longest

    def convert(self, value: str, param, ctx) -> str:
        """The text without what surrounds it."""
        text = value.strip()
        if not text:
            self.fail(sentence(N_("不能为空。")), param, ctx)
        if not visible(text) or "\n" in text:
            self.fail(sentence(N_("含有看不见的控制字符，请删去后重新填写。")), param, ctx)
        if len(text) > self.longest:
            self.fail(sentence(N_("最多 {count} 个字。"), count=self.longest), param, ctx)
        return text


def dress(group: click.Group) -> None:
    """The group itself in our words: what it is, which version, how the database is chosen."""
    group.help = sentence(N_("条查：逐条检查，逐条计分。"))
    group.epilog = sentence(
        N_("各命令均可加 --database postgresql://用户:密码@主机/库名；TIAOCHA_INSTANCE=目录 指定数据存放位置。")
    )
    _speak(group)
    click.version_option(VERSION, prog_name="tiaocha", message="%(prog)s %(version)s")(group)


def ours(command: click.Command, above: str = "") -> click.Command:
    """The command, with those below it, as the terminal gets it; the one handed in stays as it was written."""
    mine, words = copy(command), f"{above} {command.name}".strip()
    mine.params = [_spoken(param) for param in command.params]
    mine.help = command.help and sentence(command.help)
    _speak(mine)
    if isinstance(mine, click.Group):
        mine.commands = {name: ours(each, words) for name, each in mine.commands.items()}
    elif mine.callback:
        mine.callback = _in_one_sentence(mine.callback, WHERE_NONE.get(words, WhereNone.REFUSES))
    return mine


def _speak(command: click.Command) -> None:
    command.options_metavar = sentence(N_("[选项]"))
    if isinstance(command, click.Group):
        command.subcommand_metavar = sentence(N_("命令 [参数]…"))


def _spoken(param: click.Parameter) -> click.Parameter:
    mine = copy(param)
    for name in ("prompt", "help"):
        if getattr(mine, name, None):
            setattr(mine, name, sentence(getattr(mine, name)))
    return mine


def _in_one_sentence(callback: Callable, where_none: WhereNone) -> Callable:
    def run(*args, **kwargs):
        try:
            if where_none is WhereNone.REFUSES:
                _require_installation()
            if not getattr(callback, "prepares_itself", False):
                _migrate()
            return callback(*args, **kwargs)
        except DomainError as error:
            click.echo(refusal(error), err=True)
            sys.exit(1)

    return update_wrapper(run, callback)


@with_appcontext
def _require_installation() -> None:
    if _is_empty() or present_revision() is None:
        raise NoInstallation(folder=current_app.instance_path)


def _is_empty() -> bool:
    """Looked at before anything connects, which would make the file; what cannot be opened says so then."""
    try:
        return kind_of(db.engine.url).is_empty(db.engine)
    except sqlite3.Error:
        return False


@with_appcontext
def _migrate() -> None:
    if copied := upgrade(current_app):
        click.echo(sentence(N_("升级前已备份数据库：{path}"), path=copied), err=True)
