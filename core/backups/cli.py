"""The commands that take a backup and make an installation again from one."""

import sqlite3
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from core.backups import restoring, taking
from core.commands import prepares_itself
from core.errors import N_, DomainError, NotPossible
from core.terminal import say, sentence, watching
from core.watching import Watched

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
SHOWN = 3  # names of files in a sentence


class NoDatabase(DomainError):
    """The database does not answer, or does not let us."""

    message = N_("数据库无法使用：{reason}。请检查数据库服务与 TIAOCHA_DATABASE 所用账号的权限。")


@click.command("backup", help=N_("把数据库、证据、文件原件和密钥备份到目录，服务不必停止。"))
@FOLDER
@with_appcontext
@prepares_itself
def backup(folder: Path) -> None:
    """Back up database, files and keys into FOLDER, while serving."""
    taken = _tried(taking.take, folder, watching(N_("正在备份")))
    say(
        N_("已将 {instance} 备份到 {folder}：{files} 个文件，其中新复制 {copied} 个。"),
        instance=current_app.instance_path,
        folder=folder,
        files=taken.files,
        copied=taken.copied,
    )
    _warn(N_("有 {count} 个文件的内容与校验码不符，已照原样备份：{names}"), taken.damaged)
    _warn(N_("有 {count} 个文件在数据目录中已不存在，备份中仍保留：{names}"), taken.missing)
    if taken.damaged or taken.missing:
        sys.exit(1)


@click.command("restore", help=N_("用目录中的备份恢复到空的数据目录。"))
@FOLDER
@with_appcontext
@prepares_itself
def restore(folder: Path) -> None:
    """Restore the backup in FOLDER into an empty installation."""
    manifest = _tried(restoring.restore, folder, watching(N_("正在恢复")))
    say(
        N_("已恢复 {made_at} 的备份：{count} 个文件，校验码与审计记录均核验无误。"),
        made_at=manifest.made_at,
        count=len(manifest.files),
    )


def _tried(act, folder: Path, watched: Watched):
    try:
        return act(current_app._get_current_object(), folder.resolve(), watched)
    except OSError as failure:
        raise NotPossible(path=failure.filename or folder, reason=failure.strerror) from failure
    except sqlite3.Error as failure:  # of the file that is being written, or of the one that is read
        raise NotPossible(path=folder, reason=failure) from failure
    except SQLAlchemyError as failure:
        raise NoDatabase(reason=str(getattr(failure, "orig", failure)).splitlines()[0]) from failure


def _warn(message: str, names: tuple[str, ...]) -> None:
    if names:
        click.echo(sentence(message, count=len(names), names="、".join(names[:SHOWN])), err=True)
