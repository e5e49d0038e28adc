"""Signed-in browsers: beginning a session and ending it on the server."""

import hashlib
import re
import secrets
from datetime import datetime

from sqlalchemy import update

from accounts import queries
from accounts.audit import record
from accounts.models import KEY, Account, LoginSession
from core.context import origin
from core.db import db
from core.shares import network_of


def token_hash(token: str) -> str:
    """What the database keeps of the cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(account: Account, now: datetime) -> Account:
    """A new session of the account, which carries its token."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        LoginSession(
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            proved_at=now,
            address=origin().address[:60],
            network=network_of(origin().address),
            device=origin().device[:200],
        )
    )
    db.session.flush()
    account.session_token = token
    return account


def a_key(word: str) -> str | None:
    """The key of a session, as a mark of the list; what cannot be one is none."""
    return word if re.fullmatch(f"[0-9a-f]{{{KEY}}}", word) else None


def note_proved(account: Account, now: datetime) -> None:
    """In the present session the password was given again."""
    own = LoginSession.token_hash == token_hash(account.session_token or "")
    db.session.execute(update(LoginSession).where(own).values(proved_at=now))
    account.proved_at = now


def end_one(account: Account, key: str, now: datetime) -> None:
    """End another session of one's own. Raises NotFound."""
    session = queries.get_session(account, key)
    record(account, "account.end_session", account, after={"address": session.address, "device": session.device})
    _end(now, LoginSession.token_hash == session.token_hash)


def sign_out(account: Account, now: datetime) -> None:
    """End the present session."""
    record(account, "logout", None, after={"account": account.id})
    _end(now, LoginSession.token_hash == token_hash(account.session_token or ""))


def end_all(actor: Account | None, account: Account, now: datetime, keep: str | None = None) -> None:
    """End every session of the account, but the one whose token is kept."""
    record(actor, "account.end_sessions", account)
    _end(now, LoginSession.account_id == account.id, LoginSession.token_hash != token_hash(keep or ""))


def _end(now: datetime, *where) -> None:
    db.session.flush()
    db.session.execute(update(LoginSession).where(*where, LoginSession.ended_at.is_(None)).values(ended_at=now))
