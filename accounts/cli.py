"""Commands over accounts: the first administrator, checking the audit trail."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from accounts import services
from accounts.admin.queries import all_audit_rows
from accounts.audit_chain import first_break
from accounts.models import Area, Organisation
from accounts.roles import Role
from core.clock import utc_now
from core.db import db, unit_of_work
from core.errors import N_, DomainError
from core.terminal import say, sentence

accounts = AppGroup("accounts", help="Accounts and the audit trail.")
commands = [accounts]


@accounts.command("create-admin")
@click.option("--username", prompt=True, default="guanli")
@click.option("--name", prompt=True, default="管理员")
@click.option("--county", prompt=True, help="Name of the county, for an empty installation.")
@click.option("--office", prompt=True, help="Name of the administrator's office.")
def create_admin(username: str, name: str, county: str, office: str) -> None:
    """Make an administrator; prints the one-time password once."""
    try:
        with unit_of_work():
            organisation = _organisation(county, office)
            _, secret = services.create_account(None, username, name, Role.ADMINISTRATOR, organisation, utc_now())
    except DomainError as error:
        click.echo(sentence(error.message, **error.params), err=True)
        sys.exit(1)
    say(N_("账号 {username} 的一次性密码：{secret}（7 天内首次登录并修改）"), username=username, secret=secret)


def _organisation(county: str, office: str) -> Organisation:
    found = db.session.scalars(select(Organisation).where(Organisation.name == office)).first()
    if found:
        return found
    area = db.session.scalars(select(Area).where(Area.name == county)).first()
    return services.create_organisation(None, office, "department", area or services.create_area(None, county))


@accounts.command("verify-audit")
def verify_audit() -> None:
    """Check the hash chain of the audit trail from its first line to its last."""
    rows = all_audit_rows()
    broken = first_break(rows)
    if broken is not None:
        click.echo(sentence(N_("审计记录在第 {seq} 行断开：该行或其前一行被改动过。"), seq=broken), err=True)
        sys.exit(1)
    say(N_("审计记录完整，共 {count} 行。"), count=len(rows))
