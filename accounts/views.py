"""Signing in and out, choosing a password, the way to the start page."""

from datetime import timedelta

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from accounts import services
from accounts.forms import LoginForm, PasswordForm
from accounts.navigation import home_of
from core.clock import utc_now
from core.db import db
from core.errors import N_, DomainError, Invalid
from core.forms import show_errors
from core.i18n import translate_error
from core.preferences import safe_target

bp = Blueprint("accounts", __name__)
blueprints = [bp]


@bp.get("/")
def home():
    return redirect(home_of(current_user.role))


@bp.route("/login", methods=["GET", "POST"])
def login():
    if current_user.is_authenticated:
        return redirect(url_for("accounts.home"))
    form = LoginForm()
    if form.validate_on_submit() and _entered(form):
        return redirect(safe_target(request.form.get("next")))
    return render_template("accounts/login.html", form=form, next=request.values.get("next", ""))


def _entered(form: LoginForm) -> bool:
    try:
        account = services.sign_in(form.username.data, form.password.data, utc_now(), _rules())
        db.session.commit()
    except services.WrongLogin as error:
        db.session.commit()  # the failure is counted although the answer is no
        flash(translate_error(error), "error")
        return False
    _begin_session()
    return login_user(account)


def _begin_session() -> None:
    """With its token at once: a page that made it later would set the cookie again, over whoever has come meanwhile."""
    session.clear()
    session.permanent = True
    generate_csrf()


def _rules() -> services.LoginRules:
    settings = current_app.config
    return services.LoginRules(settings["LOCK_AFTER"], timedelta(minutes=settings["LOCK_MINUTES"]))


@bp.post("/logout")
def logout():
    services.sign_out(current_user, utc_now())
    db.session.commit()
    logout_user()
    session.clear()
    return redirect(url_for("accounts.login"))


@bp.route("/password", methods=["GET", "POST"])
def change_password():
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            services.change_password(current_user, form.current.data, form.new_password.data, utc_now())
        except DomainError as error:
            db.session.rollback()
            show_errors(form, error)
        else:
            db.session.commit()
            flash(_("密码已修改，其他设备上的登录已退出。"))
            return redirect(url_for("accounts.home"))
    return render_template("accounts/password.html", form=form)


@bp.post("/api/session/password")
def prove():
    """Whether this is the password of whoever is signed in: with it a phone takes back a PIN that was forgotten."""
    given = request.get_json(silent=True)
    password = given.get("password") if isinstance(given, dict) else None
    if not isinstance(password, str) or not 0 < len(password) <= 1000:
        raise Invalid(N_("请填写密码。"))
    try:
        services.prove(current_user, password, utc_now(), _rules())
    except services.WrongPassword:
        db.session.commit()  # the failure is counted although the answer is no
        raise
    db.session.commit()
    return jsonify({"account": current_user.id})


@bp.get("/api/session", endpoint="session")
def show_session():
    account = None
    if current_user.is_authenticated:
        account = {"id": current_user.id, "name": current_user.name, "role": current_user.role}
    return jsonify(
        {
            "signed_in": account is not None,
            "csrf": generate_csrf() if account else "",
            "account": account,
            "offline_days": current_app.config["OFFLINE_DAYS"],
        }
    )
