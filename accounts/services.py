"""What can be done with people, organisations and sessions."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from accounts import passwords
from accounts.audit import record
from accounts.models import Account, Area, FailedLogin, LoginSession, Organisation, PasswordHistory
from accounts.permissions import token_hash
from accounts.roles import Role
from core.context import origin
from core.db import db
from core.errors import N_, Conflict, Forbidden, Invalid

KINDS = ("county", "department", "township", "enterprise")


class WrongLogin(Forbidden):
    """Wrong name, wrong password, locked, disabled or expired: never told apart."""

    status = 200
    message = N_("账号或密码不正确，或账号暂时不能登录。连续输错多次会锁定一段时间。")


class WrongPassword(Forbidden):
    """Not the password of whoever is signed in, or tried too often; the two are never told apart."""

    message = N_("密码不正确，或输错次数太多。连续输错多次会锁定一段时间。")


class NameTaken(Conflict):
    """The name is in use."""

    status = 422
    message = N_("这个名称已被使用，请换一个。")


@dataclass(frozen=True)
class LoginRules:
    """When a name is locked: after so many failures, for so long."""

    lock_after: int = 5
    lock_for: timedelta = timedelta(minutes=15)


def sign_in(username: str, password: str, now: datetime, rules: LoginRules) -> Account:
    """The account of that name and password, with a new session whose token it carries.

    Raises WrongLogin; the failure is counted and written to the audit trail, so the caller commits either way.
    """
    username = username.strip().lower()[:40]
    account = db.session.scalars(select(Account).where(Account.username == username)).first()
    if not _is_right(account, username, password, now, rules):
        raise WrongLogin()
    return _open_session(account, now)


def prove(account: Account, password: str, now: datetime, rules: LoginRules) -> None:
    """That whoever is signed in knows the password; no session begins.

    Raises WrongPassword; failures count as those of signing in do, so the caller commits either way.
    """
    if not _is_right(account, account.username, password, now, rules):
        raise WrongPassword()
    record(account, "account.proved", account)


def _is_right(account: Account | None, username: str, password: str, now: datetime, rules: LoginRules) -> bool:
    """Whether that opens the account; a failure is counted under the name."""
    failures = _failures(username)
    right = passwords.matches(account.password_hash if account else None, password)
    if _locked(failures, now) or not right or not _may_enter(account, now):
        _count_failure(failures, account, username, now, rules)
        return False
    if failures.count:
        failures.count, failures.locked_until = 0, None
    return True


def _failures(username: str) -> FailedLogin:
    address = origin().address
    found = db.session.scalars(
        select(FailedLogin).where(FailedLogin.username == username, FailedLogin.address == address)
    ).first()
    if found is None:
        found = FailedLogin(username=username, address=address, count=0)
        db.session.add(found)
    return found


def _locked(failures: FailedLogin, now: datetime) -> bool:
    return failures.locked_until is not None and failures.locked_until > now


def _may_enter(account: Account | None, now: datetime) -> bool:
    return bool(
        account and account.enabled and (account.password_expires_at is None or account.password_expires_at > now)
    )


def _count_failure(failures: FailedLogin, account, username: str, now: datetime, rules: LoginRules) -> None:
    action, outcome = "login.failed", "refused"
    if not _locked(failures, now):
        failures.count += 1
        if failures.count >= rules.lock_after:
            failures.count, failures.locked_until, action = 0, now + rules.lock_for, "login.locked"
    record(None, action, None, after={"username": username, "known": account is not None}, outcome=outcome)
    db.session.flush()


def _open_session(account: Account, now: datetime) -> Account:
    token = secrets.token_urlsafe(32)
    record(account, "login.succeeded", None, after={"account": account.id})
    db.session.add(
        LoginSession(
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            address=origin().address[:60],
            device=origin().device[:200],
        )
    )
    db.session.flush()
    account.session_token = token
    return account


def sign_out(account: Account, now: datetime) -> None:
    """End the present session."""
    record(account, "logout", None, after={"account": account.id})
    _end(now, LoginSession.token_hash == token_hash(account.session_token or ""))


def end_sessions(actor: Account | None, account: Account, now: datetime, keep: str | None = None) -> None:
    """End every session of the account, but the one whose token is kept."""
    record(actor, "account.end_sessions", account)
    _end(now, LoginSession.account_id == account.id, LoginSession.token_hash != token_hash(keep or ""))


def _end(now: datetime, *where) -> None:
    db.session.flush()
    db.session.execute(update(LoginSession).where(*where, LoginSession.ended_at.is_(None)).values(ended_at=now))


def change_password(account: Account, current: str, new: str, now: datetime) -> None:
    """Set a password that the person chose; the other sessions end. Raises Invalid, naming the field."""
    if not passwords.matches(account.password_hash, current):
        message = N_("当前密码不正确。")
        raise Invalid(message, fields={"current": message})
    earlier = select(PasswordHistory.password_hash).where(PasswordHistory.account_id == account.id)
    hashes = list(db.session.scalars(earlier.order_by(PasswordHistory.replaced_at.desc())))
    passwords.check_strength(new, account.username, account.organisation.name, [account.password_hash, *hashes])
    record(account, "account.password", account)
    db.session.add(PasswordHistory(account_id=account.id, password_hash=account.password_hash, replaced_at=now))
    account.password_hash = passwords.hash_password(new)
    account.must_change_password, account.password_expires_at = False, None
    end_sessions(account, account, now, keep=account.session_token)


def create_area(actor: Account | None, name: str, parent: Area | None = None) -> Area:
    """A place that is governed. Raises NameTaken."""
    _free(Area, Area.name == name)
    return _added(actor, "area.create", Area(name=name, parent=parent), {"name": name})


def create_organisation(actor: Account | None, name: str, kind: str, area: Area) -> Organisation:
    """An office or an enterprise. Raises NameTaken."""
    _free(Organisation, Organisation.name == name)
    organisation = Organisation(name=name, kind=kind, area_id=area.id)
    return _added(actor, "organisation.create", organisation, {"name": name, "kind": kind})


def rename_organisation(actor: Account, organisation: Organisation, name: str, area: Area) -> None:
    """Another name or area."""
    if name != organisation.name:
        _free(Organisation, Organisation.name == name)
    record(actor, "organisation.edit", organisation, {"name": organisation.name}, {"name": name, "area": area.id})
    organisation.name, organisation.area_id = name, area.id
    db.session.flush()


def _free(model, condition) -> None:
    if db.session.scalars(select(model).where(condition)).first() is not None:
        raise NameTaken(fields={"name": NameTaken.message})


def _added(actor, action: str, row, facts: dict):
    record(actor, action, row, after=facts)
    db.session.add(row)
    db.session.flush()
    return row


def create_account(
    actor: Account | None,
    username: str,
    name: str,
    role: Role,
    organisation: Organisation,
    now: datetime,
    days: int = 7,
    password: str | None = None,
) -> tuple[Account, str]:
    """An account with a one-time password that is good for some days; returned once, kept nowhere.

    A password that is given stands as it is, without a forced change. Raises NameTaken.
    """
    username = username.strip().lower()
    if db.session.scalars(select(Account).where(Account.username == username)).first():
        raise NameTaken(fields={"username": NameTaken.message})
    secret = password or passwords.one_time_password()
    account = Account(
        username=username,
        name=name,
        role=role,
        organisation_id=organisation.id,
        password_hash=passwords.hash_password(secret),
        must_change_password=password is None,
        password_expires_at=None if password else now + timedelta(days=days),
    )
    _added(actor, "account.create", account, {"username": username, "role": role, "organisation": organisation.id})
    return account, secret


def reset_password(actor: Account, account: Account, now: datetime, days: int) -> str:
    """A new one-time password; every session of the account ends."""
    secret = passwords.one_time_password()
    record(actor, "account.reset_password", account)
    account.password_hash = passwords.hash_password(secret)
    account.must_change_password, account.password_expires_at = True, now + timedelta(days=days)
    end_sessions(actor, account, now)
    return secret


def edit_account(
    actor: Account,
    account: Account,
    name: str,
    organisation: Organisation,
    enabled: bool,
    areas: list[Area],
    certificate: str | None,
    certified_until: date | None,
    now: datetime,
) -> None:
    """Change what an administrator may change; a disabled account is out at once."""
    if account.id == actor.id and not enabled:
        raise Conflict(N_("不能停用自己的账号。"))
    before = {"name": account.name, "enabled": account.enabled, "areas": sorted(area.id for area in account.areas)}
    after = {"name": name, "enabled": enabled, "areas": sorted(area.id for area in areas)}
    facts = {"organisation": organisation.id, "certificate": certificate, "certified_until": certified_until}
    record(actor, "account.edit", account, before, {**after, **facts})
    account.name, account.organisation_id, account.enabled = name, organisation.id, enabled
    account.areas = areas if account.role == Role.SUPERVISOR else []
    if account.role == Role.INSPECTOR:
        account.certificate, account.certified_until = certificate or None, certified_until
    db.session.flush()
    if not enabled:
        end_sessions(actor, account, now)
