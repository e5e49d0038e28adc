"""Lists for the administrator and the auditor."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from accounts import scope
from accounts.models import Account, Area, AuditEntry, Organisation
from accounts.roles import Role
from core.db import db

PAGE = 50


@scope.rule(Account)
@scope.rule(Organisation)
@scope.rule(Area)
def _administrator(actor: Account, rows: Select) -> Select:
    return rows if actor.role == Role.ADMINISTRATOR else scope.nothing(rows)


@scope.rule(AuditEntry)
def _auditor(actor: Account, rows: Select) -> Select:
    return rows if actor.role == Role.AUDITOR else scope.nothing(rows)


def list_accounts(actor: Account, after: str | None = None) -> list[Account]:
    """Accounts by name of login, a page at a time."""
    statement = scope.visible(actor, Account).options(joinedload(Account.organisation))
    if after:
        statement = statement.where(Account.username > after)
    return list(db.session.scalars(statement.order_by(Account.username).limit(PAGE)))


def list_organisations(actor: Account) -> list[Organisation]:
    """Organisations by name."""
    statement = scope.visible(actor, Organisation).options(joinedload(Organisation.area))
    return list(db.session.scalars(statement.order_by(Organisation.name)))


def list_areas(actor: Account) -> list[Area]:
    """Areas by name."""
    return list(db.session.scalars(scope.visible(actor, Area).options(joinedload(Area.parent)).order_by(Area.name)))


def list_audit(actor: Account, before: int | None, action: str | None) -> list[AuditEntry]:
    """Lines of the audit trail, newest first, a page at a time."""
    statement = scope.visible(actor, AuditEntry)
    if before:
        statement = statement.where(AuditEntry.seq < before)
    if action:
        statement = statement.where(AuditEntry.action == action)
    return list(db.session.scalars(statement.order_by(AuditEntry.seq.desc()).limit(PAGE)))


def all_audit_rows() -> list[tuple[int, str, str, str]]:
    """The whole chain for checking: seq, body, hash of the line before, own hash."""
    columns = (AuditEntry.seq, AuditEntry.body, AuditEntry.prev_hash, AuditEntry.hash)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(AuditEntry.seq))]
