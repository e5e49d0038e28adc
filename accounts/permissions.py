"""The gate before every view: the access table, and sessions that the server can end."""

from datetime import timedelta

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import update
from sqlalchemy.orm import joinedload

from accounts import asking_again
from accounts.access import ASKS_AGAIN, PUBLIC, WHILE_LOCKED, WHILE_PASSWORD_IS_ONE_TIME, rule_for
from accounts.models import Account, LoginSession
from accounts.roles import Role
from accounts.sessions import token_hash
from core.bodies import SAFE
from core.clock import utc_now
from core.db import begin_writing, db, end_writing
from core.error_pages import answer, wants_json
from core.errors import N_
from core.extensions import login_manager
from core.i18n import translate

TOUCH_AFTER = timedelta(minutes=5)
LOCK_COOKIE = "tiaocha_locked"  # set by an inspector's phone while its lock is closed


@login_manager.user_loader
def load_account(token: str) -> Account | None:
    """The account of a live session, or None: ended, idle, too old or disabled sessions are over."""
    session = db.session.get(LoginSession, token_hash(token), options=[joinedload(LoginSession.account)])
    now = utc_now()
    if session is None or _was_ended(session) or _over(session, now):
        return None
    if now - session.seen_at > TOUCH_AFTER:
        g.session_seen = session.token_hash
    session.account.session_token, session.account.proved_at = token, session.proved_at
    return session.account


def _was_ended(session: LoginSession) -> bool:
    """Somebody ended it, here or for this person everywhere; the phone that holds it is told."""
    g.session_ended = bool(session.ended_at) or not session.account.enabled
    return g.session_ended


def was_ended() -> bool:
    """Whether the caller holds a session that was ended on purpose, which is more than one that ran out."""
    return not current_user.is_authenticated and g.get("session_ended", False)


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
    if _is_locked() and request.endpoint not in WHILE_LOCKED:
        return _ask_to_unlock()
    if rule is None or current_user.role not in rule:
        abort(403)
    if current_user.must_change_password and request.endpoint not in WHILE_PASSWORD_IS_ONE_TIME:
        return _ask_to_change_password()
    return None


def gate_again():
    """The same once the body is here: while it came, the session may have been ended or the role changed."""
    if request.routing_exception is not None:
        return None
    if request.method in SAFE:
        return _ask_again()
    if rule_for(request.endpoint, request.method) != PUBLIC and load_account(current_user.session_token) is None:
        return _ask_to_sign_in()
    return gate() or _ask_again()


def _ask_again():
    return asking_again.ask() if (request.endpoint, request.method) in ASKS_AGAIN else None


def _ask_to_sign_in():
    if wants_json():
        abort(401)
    return redirect(url_for("accounts.login", next=request.full_path.rstrip("?") if request.method == "GET" else "/"))


def _is_locked() -> bool:
    return current_user.role == Role.INSPECTOR and LOCK_COOKIE in request.cookies


def _ask_to_unlock():
    if wants_json():
        return answer(423, "locked", translate(N_("本机已锁定，请先解锁。")))
    return redirect(url_for("phone.index"))


def _ask_to_change_password():
    if wants_json():
        return answer(403, "password_must_change", translate(N_("请先修改一次性密码。")))
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
    """Bind the gate: route and caller are judged by the head of the request, before any of its body is read."""
    login_manager.init_app(app)
    # It would mark sessions as not fresh, which nothing here asks, and set a cookie on pages that are only read.
    login_manager.session_protection = None
    app.before_request(gate)
    app.after_request(note_seen)


def judge_again(app: Flask) -> None:
    """Bind the second look, inside the unit of work of the view."""
    app.before_request(gate_again)
