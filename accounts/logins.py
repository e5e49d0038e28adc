"""Proving who one is: signing in, proving it again, choosing another password.

A password is looked at while nothing is held, neither the write lock nor a transaction: argon2 takes a tenth of a
second, and everybody's records would wait for strangers. Hence these are three acts, each committed by itself: a turn
is taken (so that exactly as many passwords are looked at as are allowed), the password is looked at, the outcome is
written, after reading again what it rests on.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from accounts import allowances, limits, passwords, sessions
from accounts.appending import wait_for_turn
from accounts.audit import record
from accounts.models import Account, LoginSession, PasswordHistory
from core.context import origin
from core.db import db, reading, unit_of_work
from core.errors import N_, Forbidden, Invalid

TRUSTED_FOR = timedelta(days=30)  # a network from which somebody signed in
USED_UP = datetime(1970, 1, 1, tzinfo=UTC)  # before any moment at which somebody else may have begun to sign in


@dataclass(frozen=True)
class Device:
    """A browser, and the ids of the accounts that signed in there, the latest first."""

    key: str
    accounts: tuple[str, ...] = ()


class WrongLogin(Forbidden):
    """Wrong name, wrong password, disabled or expired: never told apart."""

    status = 200
    message = N_("账号或密码不正确，或账号暂时不能登录。连续输错多次后须等待一段时间。")


class WrongPassword(Forbidden):
    """Not the password of whoever is signed in."""

    message = N_("密码不正确。连续输错多次后须等待一段时间。")


@dataclass(frozen=True)
class _Attempt:
    """One try that was let in: whose, and the hash it was compared with."""

    username: str
    account_id: str | None
    password_hash: str | None
    purses: list[limits.Purse]
    last: bool = False


def sign_in(username: str, password: str, now: datetime, device: Device | None = None) -> Account:
    """The account of that name and password, with a new session whose token it carries.

    `device` is the browser it is asked from, if anybody signed in there before.
    Raises WrongLogin and TooManyTries; a failure is counted and on the audit trail by then.
    """
    attempt, right = _try(username.strip().lower()[:40], password, now, device)
    with unit_of_work():
        account = _unchanged(attempt) if right else None
        if account is not None and _may_enter(account, now):
            _note_success(attempt)
            _note_entry(account)
            return sessions.begin(account, now)
        _note_failure(attempt, now)
    raise WrongLogin()


def prove(account: Account, password: str, now: datetime) -> None:
    """That whoever is signed in knows the password; no session begins.

    Raises WrongPassword and TooManyTries. Each session has a limit of its own: it is a browser known to the account.
    """
    present = Device(sessions.token_hash(account.session_token or "")[:32], (account.id,))
    attempt, right = _try(account.username, password, now, present)
    with unit_of_work():
        proved = _unchanged(attempt) if right else None
        if proved is not None:
            _note_success(attempt)
            record(proved, "account.proved", proved)
            sessions.note_proved(account, now)
            return
        _note_failure(attempt, now)
    raise WrongPassword()


def change_password(account: Account, current: str, new: str, now: datetime) -> None:
    """Set a password that the person chose; the other sessions end.

    Raises Invalid, naming the field, and TooManyTries: guessing the present password counts as signing in does.
    """
    account_id, token = account.id, account.session_token
    try:
        prove(account, current, now)
    except WrongPassword as error:
        raise Invalid(error.message, fields={"current": error.message}) from error
    with reading():
        account = db.session.get_one(Account, account_id)
        names, earlier = (account.username, account.organisation.name), _earlier(account)
    passwords.check_strength(new, *names, earlier)
    replaced, chosen = earlier[0], passwords.hash_password(new)
    with unit_of_work():
        wait_for_turn()
        account = db.session.get_one(Account, account_id, populate_existing=True)
        if account.password_hash != replaced:
            raise WrongPassword()
        record(account, "account.password", account)
        db.session.add(PasswordHistory(account_id=account.id, password_hash=replaced, replaced_at=now))
        account.password_hash, account.must_change_password, account.password_expires_at = chosen, False, None
        sessions.end_all(account, account, now, keep=token)


def _earlier(account: Account) -> list[str]:
    """The hash in force and those before it."""
    history = select(PasswordHistory.password_hash).where(PasswordHistory.account_id == account.id)
    return [account.password_hash, *db.session.scalars(history.order_by(PasswordHistory.replaced_at.desc()))]


def _try(username: str, password: str, now: datetime, device: Device | None) -> tuple[_Attempt, bool]:
    """Take a turn, then look at the password."""
    attempt = _admit(username, now, device)
    try:
        return attempt, passwords.matches(attempt.password_hash, password)
    except passwords.Busy:
        with unit_of_work():
            allowances.give_back(attempt.purses)
        raise


def _admit(username: str, now: datetime, device: Device | None) -> _Attempt:
    """The same questions to the database, whoever bears the name: the time that an answer takes tells nothing."""
    with reading():
        found = db.session.execute(
            select(Account.id, Account.password_hash).where(Account.username == username)
        ).first()
        account_id, password_hash = found or (None, None)
        known = device.key if device and account_id in device.accounts else None
        purses = limits.purses(username, origin().address, known, _is_trusted(limits.network_of(origin().address), now))
        allowances.check(purses, now)
    with unit_of_work():
        last = allowances.spend(purses, now)
    return _Attempt(username, account_id, password_hash, purses, last)


def _is_trusted(network: str, now: datetime) -> bool:
    """Whether anybody signed in from that network lately."""
    here = select(LoginSession.token_hash).where(
        LoginSession.network == network, LoginSession.created_at > now - TRUSTED_FOR
    )
    return db.session.scalar(select(here.exists()))


def _unchanged(attempt: _Attempt) -> Account | None:
    """The account, if it still has the password that was looked at; nobody else changes it from here on."""
    wait_for_turn()
    account = db.session.get(Account, attempt.account_id, populate_existing=True)
    return account if account.password_hash == attempt.password_hash else None


def _may_enter(account: Account, now: datetime) -> bool:
    return account.enabled and (account.password_expires_at is None or account.password_expires_at > now)


def _note_entry(account: Account) -> None:
    """On the trail; a one-time password is used up by it, though whoever entered may still replace it."""
    used_up = account.must_change_password
    facts = {"account": account.id, **({"one_time": True} if used_up else {})}
    record(account, "login.succeeded", account if used_up else None, after=facts)
    if used_up:
        account.password_expires_at = USED_UP


def _note_success(attempt: _Attempt) -> None:
    allowances.give_back(attempt.purses)
    allowances.refill(attempt.purses[0])


def _note_failure(attempt: _Attempt, now: datetime) -> None:
    """One line for an account; names that nobody bears are counted by network and hour, with a line at 1, 10, 100 …

    For both everything is done: a line that is not due is taken back, and a name of ours is counted as none.
    """
    known, network = attempt.account_id is not None, limits.network_of(origin().address)
    count = allowances.count_unknown(network, now, 0 if known else 1)
    action, facts = "login.unknown", {"network": network, "count": count}
    if known:
        action, facts = (
            "login.locked" if attempt.last else "login.failed",
            {"username": attempt.username, "known": True},
        )
    line = db.session.begin_nested()
    record(None, action, None, after=facts, outcome="refused")
    if known or str(count).rstrip("0") == "1":
        line.commit()
    else:
        line.rollback()
