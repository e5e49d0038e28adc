"""The gate before every view: the access table, and sessions that the server can end."""

import hashlib
from datetime import timedelta

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import update

from accounts.access import PUBLIC, WHILE_PASSWORD_IS_ONE_TIME, rule_for
from accounts.models import Account, LoginSession
from core.clock import utc_now
from core.db import begin_writing, db, end_writing
from core.error_pages import answer, wants_json
from core.extensions import login_manager

TOUCH_AFTER = timedelta(minutes=5)


def token_hash(token: str) -> str:
    """What the database keeps of the cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


@login_manager.user_loader
def load_account(token: str) -> Account | None:
    """The account of a live session, or None: ended, idle, too old or disabled sessions are over."""
    session = db.session.get(LoginSession, token_hash(token))
    now = utc_now()
    if session is None or session.ended_at or not session.account.enabled or _over(session, now):
        return None
    if now - session.seen_at > TOUCH_AFTER:
        g.session_seen = session.token_hash
    session.account.session_token = token
    return session.account


def _over(session: LoginSession, now) -> bool:
    idle = timedelta(hours=current_app.config["IDLE_HOURS"])
    whole = timedelta(days=current_app.config["SIGNED_IN_DAYS"])
    return now - session.seen_at > idle or now - session.created_at > whole


def gate():
    """Let the request through, or answer for the view: 404, 405, sign in, change the password, 403."""
    if request.routing_exception is not None or request.endpoint is None:
        return None  # the 404 or 405 is raised by Flask itself
    rule = PUBLIC if request.method == "OPTIONS" else rule_for(request.endpoint, request.method)
    if rule == PUBLIC:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if rule is None or current_user.role not in rule:
        abort(403)
    if current_user.must_change_password and request.endpoint not in WHILE_PASSWORD_IS_ONE_TIME:
        return _ask_to_change_password()
    return None


def _ask_to_sign_in():
    if wants_json():
        abort(401)
    return redirect(url_for("accounts.login", next=request.full_path.rstrip("?") if request.method == "GET" else "/"))


def _ask_to_change_password():
    if wants_json():
        return answer(403, "password_must_change", "请先修改一次性密码。")
    return redirect(url_for("accounts.change_password"))


def note_seen(response):
    """Remember, at most every few minutes, that the session is in use; on its own, after the answer is made."""
    seen = g.pop("session_seen", None)
    if seen and response.status_code < 500:
        db.session.rollback()  # the view has committed what it meant to; its lock must not be waited for
        _touch(seen)
    return response


def _touch(key: str) -> None:
    token = begin_writing()
    try:
        with db.engine.begin() as connection:
            connection.execute(update(LoginSession).where(LoginSession.token_hash == key).values(seen_at=utc_now()))
    finally:
        end_writing(token)


def init_app(app: Flask) -> None:
    """Bind the gate."""
    login_manager.init_app(app)
    # It would mark sessions as not fresh, which nothing here asks, and set a cookie on pages that are only read.
    login_manager.session_protection = None
    app.before_request(gate)
    app.after_request(note_seen)
