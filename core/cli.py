"""Commands of the plumbing."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from core.backups.cli import backup, restore
from core.commands import prepares_itself
from core.doctor import examine
from core.errors import N_
from core.serving import serve
from core.terminal import say, sentence


@click.command("doctor", help=N_("检查本机安装有无问题，并说明如何处理。"))
@with_appcontext
@prepares_itself
def doctor() -> None:
    """Say of each check that it is well, or what is wrong and what to do; exit code 1 when something is wrong."""
    found = list(examine(current_app._get_current_object()))
    for name, fault in found:
        if fault is None:
            say(N_("正常  {name}"), name=sentence(name))
        else:
            say(N_("异常  {name}：{fault}"), name=sentence(name), fault=sentence(fault.message, **fault.params))
    if count := sum(fault is not None for _, fault in found):
        click.echo(sentence(N_("发现 {count} 个问题，请按上述说明处理。"), count=count), err=True)
        sys.exit(1)


commands = [serve, backup, restore, doctor]
