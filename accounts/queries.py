"""Looking up people, organisations and the areas that a person governs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from accounts import scope
from accounts.audit_chain import read_body
from accounts.models import Account, AccountRequest, Area, AuditEntry, LoginSession, Organisation, jurisdiction
from accounts.roles import Role
from accounts.two_people import CREATE, ENABLE, RESET, Administrator
from core.db import db
from core.errors import NotFound
from core.paging import Asked, Page, page


def has_administrator() -> bool:
    """Whether somebody can sign in as administrator."""
    enabled = select(Account.id).where(Account.role == Role.ADMINISTRATOR, Account.enabled)
    return db.session.scalar(select(enabled.exists()))


def governed_areas(actor: Account) -> Select:
    """The ids of the areas in the actor's jurisdiction, with everything below them."""
    own = select(jurisdiction.c.area_id.label("id")).where(jurisdiction.c.account_id == actor.id)
    tree = own.cte(recursive=True)
    below = select(Area.id).join(tree, Area.parent_id == tree.c.id)
    return select(tree.union(below).c.id)


def list_above(area_id: str) -> set[str]:
    """The ids of the area and of every area that it lies in."""
    above = select(Area.id, Area.parent_id).where(Area.id == area_id).cte(recursive=True)
    above = above.union(select(Area.id, Area.parent_id).join(above, Area.id == above.c.parent_id))
    return set(db.session.scalars(select(above.c.id)))


def list_roles(organisation: Organisation) -> list[Role]:
    """The roles that accounts of the organisation have, disabled ones too."""
    return list(db.session.scalars(select(Account.role).where(Account.organisation_id == organisation.id).distinct()))


def page_sessions(account: Account, now: datetime, idle: timedelta, whole: timedelta, at: Asked) -> Page:
    """A page of the sessions of the account that are not over, last used first."""
    live = select(LoginSession).where(
        LoginSession.account_id == account.id,
        LoginSession.ended_at.is_(None),
        LoginSession.seen_at >= now - idle,
        LoginSession.created_at >= now - whole,
    )
    return page(live, LoginSession.seen_at.desc(), LoginSession.created_at.desc(), LoginSession.key, at=at)


def get_session(account: Account, key: str) -> LoginSession:
    """The account's own session of that key."""
    own = select(LoginSession).where(LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))
    found = db.session.scalars(own.where(LoginSession.key == key)).first()
    if found is None:
        raise NotFound()
    return found


@scope.rule(AccountRequest)
def _requests(actor: Account, rows: Select) -> Select:
    return rows if actor.role == Role.ADMINISTRATOR else rows.where(AccountRequest.account_id == actor.id)


def list_waiting_requests(actor: Account, now: datetime, valid: timedelta, account: Account) -> list[AccountRequest]:
    """Requests about the account that wait to be confirmed, oldest first."""
    rows = _waiting(actor, now, valid).where(AccountRequest.account_id == account.id)
    return list(db.session.scalars(rows.order_by(AccountRequest.id)))


def page_waiting_requests(actor: Account, now: datetime, valid: timedelta, at: Asked) -> Page:
    """A page of all requests that the actor may see and that wait to be confirmed, oldest first."""
    return page(_waiting(actor, now, valid), AccountRequest.id, at=at)


def _waiting(actor: Account, now: datetime, valid: timedelta) -> Select:
    rows = scope.visible(actor, AccountRequest).where(
        AccountRequest.state == "waiting", AccountRequest.asked_at > now - valid
    )
    return rows.options(joinedload(AccountRequest.account), joinedload(AccountRequest.asked_by))


def list_untold_resets(account: Account) -> list[AccountRequest]:
    """Resets of the account's password that the person was not told of."""
    rows = select(AccountRequest).where(
        AccountRequest.account_id == account.id,
        AccountRequest.kind == RESET,
        AccountRequest.state == "done",
        AccountRequest.told_at.is_(None),
    )
    people = (joinedload(AccountRequest.asked_by), joinedload(AccountRequest.settled_by))
    return list(db.session.scalars(rows.options(*people).order_by(AccountRequest.id)))


def list_administrators() -> list[Administrator]:
    """Every administrator with what two people are told apart by: when disabled, and by whom made alone."""
    accounts = list(db.session.scalars(select(Account).where(Account.role == Role.ADMINISTRATOR)))
    disabled, made = _disabled_at(each.id for each in accounts if not each.enabled), _made_alone()
    return [
        Administrator(each.id, each.enabled, disabled.get(each.id), *made.get(each.id, (None, None)))
        for each in accounts
    ]


def _disabled_at(ids: Iterable[str]) -> dict[str, datetime]:
    """When each of the accounts was disabled last, as the trail says; what never stood is not in it."""
    lines = select(AuditEntry).where(AuditEntry.action == "account.edit", AuditEntry.object_id.in_(list(ids)))
    found = {}
    for line in db.session.scalars(lines.order_by(AuditEntry.seq)):
        body = read_body(line.body)
        before, after = body.get("before") or {}, body.get("after") or {}
        if before.get("enabled") and not after.get("enabled"):
            found[line.object_id] = datetime.fromisoformat(line.at)
    return found


def _made_alone() -> dict[str, tuple[str | None, datetime]]:
    """By whom, and when, each administrator was made or enabled last; by nobody where another one confirmed."""
    rows = select(AccountRequest).where(AccountRequest.kind.in_([CREATE, ENABLE]), AccountRequest.state == "done")
    return {
        each.account_id: (each.asked_by_id if each.asked_by_id == each.settled_by_id else None, each.settled_at)
        for each in db.session.scalars(rows.order_by(AccountRequest.settled_at, AccountRequest.id))
    }
