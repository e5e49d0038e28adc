"""Signing in and out, choosing a password, one's own sessions, the way to the start page."""

import re
from datetime import timedelta

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from accounts import known_devices, logins, queries, requests, scope, sessions, settings
from accounts.devices import device_names
from accounts.forms import LoginForm, PasswordForm
from accounts.models import AccountRequest
from accounts.navigation import home_of
from accounts.permissions import was_ended
from core.bodies import SMALL
from core.clock import utc_now
from core.db import db, unit_of_work
from core.error_pages import waiting
from core.errors import N_, DomainError, Invalid, NotFound
from core.forms import show_errors
from core.i18n import local_datetime, translate_error
from core.page_links import asked
from core.preferences import safe_target

bp = Blueprint("accounts", __name__)
blueprints = [bp]
HALF = re.compile("[\ud800-\udfff]")  # half a character, which JSON can hold and no password can


@bp.get("/")
def home():
    return redirect(home_of(current_user.role))


@bp.route("/login", methods=["GET", "POST"])
def login():
    if current_user.is_authenticated:
        return redirect(url_for("accounts.home"))
    form = LoginForm()
    if not form.validate_on_submit():
        return _login_page(form)
    try:
        account = logins.sign_in(form.username.data, form.password.data, utc_now(), known_devices.present())
    except DomainError as error:
        flash(translate_error(error), "error")
        return _login_page(form), error.status, waiting(error)
    _begin_session()
    login_user(account)
    _tell_of_resets(account)
    return known_devices.remember(redirect(safe_target(request.form.get("next"))), account.id)


login.largest_body = SMALL


def _tell_of_resets(account) -> None:
    """Whoever enters with a password that others set is told who did, and when; and of a request that waits."""
    now = utc_now()
    with unit_of_work():
        for reset in requests.tell(account, now):
            flash(_reset_words(reset))
        waiting = queries.list_waiting_requests(account, now, _valid(), account)
    if waiting:
        flash(_("有人申请重置您的密码，请在“登录的设备”页处理。"))


def _reset_words(reset: AccountRequest) -> str:
    at, asked, settled = local_datetime(reset.settled_at), reset.asked_by.name, reset.settled_by.name
    if reset.settled_by_id == reset.asked_by_id:
        return _("您的密码已于 %(at)s 由%(name)s重置。如非您本人要求，请联系审计员。", at=at, name=asked)
    return _(
        "您的密码已于 %(at)s 由%(name)s申请、%(other)s确认重置。如非您本人要求，请联系审计员。",
        at=at,
        name=asked,
        other=settled,
    )


def _valid() -> timedelta:
    """How long a one-time password is good, and a request for one."""
    return timedelta(days=current_app.config["ONE_TIME_PASSWORD_DAYS"])


def _login_page(form: LoginForm) -> str:
    return render_template("accounts/login.html", form=form, next=request.values.get("next", ""))


def _begin_session() -> None:
    """With its token at once: a page that made it later would set the cookie again, over whoever has come meanwhile."""
    session.clear()
    session.permanent = True
    generate_csrf()


@bp.post("/logout")
def logout():
    sessions.sign_out(current_user, utc_now())
    db.session.commit()
    logout_user()
    session.clear()
    return redirect(url_for("accounts.login"))


@bp.route("/password", methods=["GET", "POST"])
def change_password():
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            logins.change_password(current_user, form.current.data, form.new_password.data, utc_now())
        except Invalid as error:
            show_errors(form, error)
        else:
            flash(_("密码已修改，其他设备上的登录已退出。"))
            return redirect(url_for("accounts.home"))
    return render_template("accounts/password.html", form=form)


@bp.get("/account/sessions", endpoint="sessions")
def show_sessions():
    idle = timedelta(hours=current_app.config["IDLE_HOURS"])
    whole = timedelta(days=current_app.config["SIGNED_IN_DAYS"])
    rows = queries.page_sessions(current_user, utc_now(), idle, whole, asked(mark=sessions.a_key))
    told = {"sessions": rows, "names": device_names, "present": sessions.token_hash(current_user.session_token)}
    waiting = queries.list_waiting_requests(current_user, utc_now(), _valid(), current_user)
    return render_template("accounts/sessions.html", resets=waiting, **told)


@bp.post("/account/sessions/end")
def end_session():
    if request.form.get("others"):
        sessions.end_all(current_user, current_user, utc_now(), keep=current_user.session_token)
    else:
        sessions.end_one(current_user, request.form.get("session", ""), utc_now())
    db.session.commit()
    flash(_("已退出。"))
    return redirect(url_for("accounts.sessions"))


@bp.post("/account/resets")
def settle_reset():
    row = scope.get(current_user, AccountRequest, request.form.get("reset", ""))
    if row.account_id != current_user.id:
        raise NotFound()
    secret = requests.settle(current_user, row, request.form.get("choice", ""), utc_now(), _valid())
    db.session.commit()
    if secret:
        return render_template("accounts/admin/password.html", account=row.account, secret=secret)
    flash(_("重置申请已撤销，密码没有改变。"))
    return redirect(url_for("accounts.sessions"))


@bp.post("/api/session/password")
def prove():
    """Whether this is the password of whoever is signed in: with it a phone takes back a PIN that was forgotten."""
    given = request.get_json(silent=True)
    password = given.get("password") if isinstance(given, dict) else None
    if not isinstance(password, str) or not 0 < len(password) <= 1000 or HALF.search(password):
        raise Invalid(N_("请填写密码。"))
    logins.prove(current_user, password, utc_now())
    return jsonify({"account": current_user.id})


prove.largest_body = SMALL


@bp.get("/api/session", endpoint="session")
def show_session():
    account = None
    if current_user.is_authenticated:
        account = {"id": current_user.id, "name": current_user.name, "role": current_user.role}
    return jsonify(
        {
            "signed_in": account is not None,
            "ended": was_ended(),
            "csrf": generate_csrf() if account else "",
            "account": account,
            "pin_required": settings.is_on("pin_required"),
            "offline_days": current_app.config["OFFLINE_DAYS"],
        }
    )
