"""Lists for the administrator and the auditor."""

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from accounts import scope
from accounts.models import Account, Area, AuditEntry, Organisation
from accounts.roles import Role
from core.db import db
from core.paging import Asked, Page, page

PAGE = 50


@scope.rule(Account)
@scope.rule(Organisation)
@scope.rule(Area)
def _administrator(actor: Account, rows: Select) -> Select:
    return rows if actor.role == Role.ADMINISTRATOR else scope.nothing(rows)


@scope.rule(AuditEntry)
def _auditor(actor: Account, rows: Select) -> Select:
    return rows if actor.role == Role.AUDITOR else scope.nothing(rows)


def page_accounts(actor: Account, at: Asked) -> Page:
    """A page of accounts, by name of login."""
    return page(
        scope.visible(actor, Account).options(joinedload(Account.organisation)), Account.username, Account.id, at=at
    )


def list_organisations(actor: Account) -> list[Organisation]:
    """Organisations by name."""
    statement = scope.visible(actor, Organisation).options(joinedload(Organisation.area))
    return list(db.session.scalars(statement.order_by(Organisation.name)))


def list_fitting(actor: Account, account: Account) -> list[Organisation]:
    """The organisations that the account may belong to by its role, and the one that it belongs to; by name."""
    enterprise = Organisation.kind == "enterprise"
    fitting = enterprise if account.role == Role.ENTERPRISE else ~enterprise
    rows = scope.visible(actor, Organisation).where(or_(fitting, Organisation.id == account.organisation_id))
    return list(db.session.scalars(rows.order_by(Organisation.name)))


def page_organisations(actor: Account, at: Asked) -> Page:
    """A page of organisations, by name."""
    rows = scope.visible(actor, Organisation).options(joinedload(Organisation.area))
    return page(rows, Organisation.name, Organisation.id, at=at)


def page_areas(actor: Account, at: Asked) -> Page:
    """A page of areas, by name."""
    return page(scope.visible(actor, Area).options(joinedload(Area.parent)), Area.name, Area.id, at=at)


def list_areas(actor: Account) -> list[Area]:
    """Areas by name."""
    return list(db.session.scalars(scope.visible(actor, Area).options(joinedload(Area.parent)).order_by(Area.name)))


def count_audit() -> int:
    """How many lines the trail has."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry))
