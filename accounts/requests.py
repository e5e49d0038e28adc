"""What one administrator asks and another confirms: resetting a password, making or enabling an administrator.

Where there is no other it is done at once; two_people.py says when that is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts import passwords, queries, sessions, two_people
from accounts.appending import wait_for_turn
from accounts.audit import record
from accounts.models import Account, AccountRequest
from accounts.roles import Role
from accounts.two_people import CREATE, ENABLE, RESET, Administrator
from core.db import db
from core.errors import N_, Conflict, Forbidden, Invalid

CONFIRM, REFUSE = "confirm", "refuse"


class AlreadyAsked(Conflict):
    """A request for this account waits already."""

    message = N_("该账号已有待确认的申请。")


class RequestSettled(Conflict):
    """The request waits no more."""

    message = N_("该申请已处理或已过期。")


class NeedsAnother(Forbidden):
    """Whoever asked cannot confirm, nor an account that is in the same hands."""

    message = N_(
        "须由另一名管理员确认，重置密码也可由本人确认。申请人、申请人近 30 天内自行新建或启用的管理员不能确认。"
    )


def ask(actor: Account, kind: str, account: Account, now: datetime, valid: timedelta) -> bool:
    """Whether nobody else has to confirm; where somebody has to, a request now waits. Raises AlreadyAsked."""
    wait_for_turn()
    if queries.list_waiting_requests(actor, now, valid, account):
        raise AlreadyAsked()
    alone = not two_people.has_second(actor.id, queries.list_administrators(), now)
    request = AccountRequest(kind=kind, account_id=account.id, asked_by_id=actor.id, asked_at=now, state="waiting")
    if alone:
        request.state, request.settled_by_id, request.settled_at = "done", actor.id, now
    record(actor, f"account.ask_{kind}", request, after={"kind": kind, "account": account.id, "alone": alone})
    db.session.add(request)
    db.session.flush()
    return alone


def settle(actor: Account, request: AccountRequest, choice: str, now: datetime, valid: timedelta) -> str | None:
    """Confirm, which gives the one-time password where there is a new one, or refuse.

    Raises NeedsAnother, RequestSettled, Invalid.
    """
    wait_for_turn()
    db.session.refresh(request)
    if request.state != "waiting" or request.asked_at <= now - valid:
        raise RequestSettled()
    if choice not in (CONFIRM, REFUSE):
        raise Invalid()
    if choice == CONFIRM and not may_confirm(actor, request, now):
        raise NeedsAnother()
    record(actor, f"account.{choice}_{request.kind}", request, after={"account": request.account_id})
    request.state = "done" if choice == CONFIRM else "refused"
    request.settled_by_id, request.settled_at = actor.id, now
    db.session.flush()
    return carry_out(actor, request.kind, request.account, now, valid) if choice == CONFIRM else None


def may_confirm(actor: Account, request: AccountRequest, now: datetime) -> bool:
    """Whether the actor is the other person whom the request takes: another administrator, or whose password it is."""
    return bool(confirmable(actor, [request], now))


def confirmable(actor: Account, requests: Iterable[AccountRequest], now: datetime) -> set[str]:
    """The ids of those requests that the actor may confirm."""
    others = queries.list_administrators() if actor.role == Role.ADMINISTRATOR else []
    return {each.id for each in requests if _is_other(actor, each, others, now)}


def _is_other(actor: Account, request: AccountRequest, others: list[Administrator], now: datetime) -> bool:
    if actor.id == request.account_id:
        return request.kind == RESET and actor.id != request.asked_by_id
    return actor.role == Role.ADMINISTRATOR and two_people.may_confirm(actor.id, request.asked_by_id, others, now)


def carry_out(actor: Account, kind: str, account: Account, now: datetime, valid: timedelta) -> str | None:
    """Do what was asked; the one-time password where the account gets a new one."""
    if kind in (CREATE, ENABLE):
        record(actor, "account.enable", account, {"enabled": False}, {"enabled": True})
        account.enabled = True
        db.session.flush()
    return _new_password(actor, account, now, valid) if kind in (RESET, CREATE) else None


def _new_password(actor: Account, account: Account, now: datetime, valid: timedelta) -> str:
    """A new one-time password; every session of the account ends, but that in which the person confirmed."""
    secret = passwords.one_time_password()
    record(actor, "account.reset_password", account)
    account.password_hash = passwords.hash_password(secret)
    account.must_change_password, account.password_expires_at = True, now + valid
    sessions.end_all(actor, account, now, keep=actor.session_token)
    return secret


def reset(actor: Account, account: Account, now: datetime, valid: timedelta) -> str | None:
    """The one-time password, if nobody else has to confirm; None when a request now waits."""
    alone = ask(actor, RESET, account, now, valid)
    return _new_password(actor, account, now, valid) if alone else None


def tell(account: Account, now: datetime) -> list[AccountRequest]:
    """The resets of the person's password that nobody told him of yet; from now on he knows."""
    untold = queries.list_untold_resets(account)
    for request in untold:
        record(account, "account.told_of_reset", request)
        request.told_at = now
        db.session.flush()
    return untold
