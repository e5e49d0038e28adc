"""Commands over accounts: the first administrator, checking the audit trail."""

import json
import sys
from contextlib import nullcontext
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from accounts import checkpoints, services, verifying
from accounts.admin.queries import count_audit
from accounts.models import Area, Organisation
from accounts.roles import Role
from core.clock import utc_now
from core.commands import Words
from core.db import db, unit_of_work
from core.errors import N_, DomainError, NotPossible
from core.private import whole_file
from core.terminal import say, sentence, watching

accounts = AppGroup("accounts", help=N_("账号和审计记录。"))
audit = AppGroup("audit", help=N_("审计记录的导出和校验点。"))
commands = [accounts, audit]


class NoTrail(DomainError):
    """Nothing was ever recorded here, so there is nothing to find whole."""

    message = N_("数据目录 {folder} 中没有审计记录，请核对 TIAOCHA_INSTANCE 和 --database。")


@accounts.command("create-admin", help=N_("建立管理员账号，显示一次性密码。"))
@click.option("--username", type=Words(40), prompt=N_("登录账号"), default="guanli", help=N_("登录账号。"))
@click.option("--name", type=Words(60), prompt=N_("姓名"), default="管理员", help=N_("姓名。"))
@click.option("--office", type=Words(120), prompt=N_("管理员所在单位"), help=N_("管理员所在单位的名称。"))
@click.option("--county", type=Words(80), help=N_("县（市、区）名称，首次使用时建立。"))
def create_admin(username: str, name: str, office: str, county: str | None) -> None:
    """Make an administrator; prints the one-time password once."""
    with unit_of_work():
        organisation = _organisation(county, office)
        _, secret = services.create_account(None, username, name, Role.ADMINISTRATOR, organisation, utc_now())
    say(N_("账号 {username} 的一次性密码：{secret}（7 天内首次登录并修改）"), username=username, secret=secret)


def _organisation(county: str | None, office: str) -> Organisation:
    found = db.session.scalars(select(Organisation).where(Organisation.name == office)).first()
    return found or services.create_organisation(None, office, "department", _area(county))


def _area(county: str | None) -> Area:
    """The county of that name; without a name the only one there is, and where that is not clear it is asked for."""
    tops = list(db.session.scalars(select(Area).where(Area.parent_id.is_(None))))
    if county is None and len(tops) == 1:
        return tops[0]
    county = county or click.prompt(sentence(N_("县（市、区）名称")), type=Words(80))
    found = db.session.scalars(select(Area).where(Area.name == county)).first()
    return found or services.create_area(None, county)


@accounts.command("verify-audit", help=N_("从头至尾核对审计记录。"))
@click.option(
    "--checkpoints",
    "places",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help=N_("另行保存的校验点文件或其目录，可以给出多个。"),
)
@click.option("--may-be-empty", is_flag=True, help=N_("还没有任何记录也算完整，如首个账号之前的备份。"))
def verify_audit(places: tuple[Path, ...], may_be_empty: bool) -> None:
    """Check the audit trail against itself and its checkpoints, and rows of record, checklists and scores with it."""
    own = checkpoints.folder()
    found = list(verifying.faults([*([own] if own.is_dir() else []), *places], watching(N_("正在核对"))))
    for fault in found:
        click.echo(sentence(fault.message, **fault.params), err=True)
    if found:
        sys.exit(1)
    count = count_audit()
    if not count and not may_be_empty:
        raise NoTrail(folder=current_app.instance_path)
    say(N_("审计记录完整，共 {count} 条。"), count=count)


@audit.command("export", help=N_("把审计记录导出到文件，供 accounts/audit_verifier.py 核对。"))
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def export(file: Path) -> None:
    """Write the audit trail to FILE, one line each, as accounts/audit_verifier.py reads it."""
    is_screen = str(file) == "-" and sys.stdout.isatty()  # which shows how far it is
    rows = verifying.lines() if is_screen else verifying.lines(watching(N_("正在导出")))
    try:
        with nullcontext(sys.stdout) if str(file) == "-" else whole_file(file) as out:
            count = sum(bool(out.write(_written(row))) for row in rows)
    except OSError as failure:
        raise NotPossible(path=file, reason=failure.strerror) from failure
    click.echo(sentence(N_("已导出 {count} 条审计记录：{file}"), count=count, file=file), err=True)


def _written(row) -> str:
    return json.dumps({"body": row.body, "prev_hash": row.prev_hash, "hash": row.hash}, ensure_ascii=False) + "\n"


@audit.command("checkpoint", help=N_("立即生成一个校验点，显示其编号。"))
def checkpoint() -> None:
    """Make a checkpoint now; prints its code. To be kept outside, set TIAOCHA_CHECKPOINTS to a folder there."""
    made = checkpoints.take(utc_now())
    say(N_("校验点：{code}"), code=made.code if made else "0")
