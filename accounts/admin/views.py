"""Pages of the administrator (accounts, organisations, areas) and of the auditor."""

from datetime import timedelta
from operator import itemgetter

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import requests, scope, services, sessions, settings
from accounts.admin import queries, trail
from accounts.admin.act_names import ACTS
from accounts.audit import record
from accounts.certificates import gap
from accounts.forms import AccountForm, AreaForm, EditAccountForm, OrganisationForm, SettingsForm
from accounts.models import Account, AccountRequest, Area, Organisation
from accounts.queries import page_waiting_requests
from accounts.roles import ROLE_NAMES, Role
from accounts.steps import list_steps
from core.clock import today, utc_now
from core.db import db, unit_of_work
from core.errors import DomainError, Sentence
from core.forms import show_errors
from core.page_links import asked

bp = Blueprint("admin", __name__)
blueprints = [bp]


def _names(rows) -> list[tuple[str, str]]:
    return [(row.id, row.name) for row in rows]


def _done(form, act):
    """Run the act and commit; None, with the errors on the form, when a rule says no."""
    try:
        result = act()
    except DomainError as error:
        db.session.rollback()
        show_errors(form, error)
        return None
    db.session.commit()
    return result or True


@bp.get("/admin/start")
def start():
    return render_template("accounts/admin/start.html", steps=list_steps(current_user))


@bp.get("/admin/accounts")
def accounts():
    rows = queries.page_accounts(current_user, asked())
    lacking = {row.id for row in rows if row.enabled and _lacking(row)}
    return render_template("accounts/admin/accounts.html", accounts=rows, roles=ROLE_NAMES, lacking=lacking)


def _lacking(row: Account) -> Sentence | None:
    """Why an inspector cannot be given visits today."""
    return gap(row, today()) if row.role == Role.INSPECTOR else None


@bp.route("/admin/accounts/new", methods=["GET", "POST"])
def new_account():
    form = AccountForm()
    form.role.choices = [(role.value, _(name)) for role, name in ROLE_NAMES.items()]
    form.organisation.choices = _names(queries.list_organisations(current_user))
    if form.validate_on_submit() and (made := _done(form, lambda: _create(form))):
        account, secret = made
        if secret is None:
            return _waits()
        return render_template("accounts/admin/password.html", account=account, secret=secret)
    return render_template("accounts/admin/account_new.html", form=form)


def _create(form: AccountForm):
    organisation = scope.get(current_user, Organisation, form.organisation.data)
    days = current_app.config["ONE_TIME_PASSWORD_DAYS"]
    role = Role(form.role.data)
    return services.create_account(
        current_user, form.username.data, form.name.data, role, organisation, utc_now(), days
    )


@bp.route("/admin/accounts/<ulid:account_id>", methods=["GET", "POST"])
def account(account_id):
    row = scope.get(current_user, Account, account_id)
    form = EditAccountForm(row.role, services.account_facts(row))
    form.organisation.choices = _names(queries.list_fitting(current_user, row))
    if "areas" in form:
        form.areas.choices = _names(queries.list_areas(current_user))
    if form.validate_on_submit() and _done(form, lambda: _edit(form, row)):
        if form.enabled.data and not row.enabled:
            return _waits()
        flash(_("已保存。"))
        return redirect(url_for("admin.account", account_id=account_id))
    told = {"account": row, "roles": ROLE_NAMES, "lacking": _lacking(row)}
    return render_template("accounts/admin/account.html", form=form, **told)


def _edit(form: EditAccountForm, row: Account) -> None:
    days = current_app.config["ONE_TIME_PASSWORD_DAYS"]
    services.edit_account(current_user, row, form.given(), utc_now(), days)


def _waits():
    """What was asked is now on the list that another administrator looks through."""
    flash(_("已提交申请，须由另一名管理员确认；重置密码也可由本人确认。"))
    return redirect(url_for("admin.requests"))


@bp.post("/admin/accounts/<ulid:account_id>/reset")
def reset_password(account_id):
    row = scope.get(current_user, Account, account_id)
    secret = requests.reset(current_user, row, utc_now(), _valid())
    db.session.commit()
    if secret:
        return render_template("accounts/admin/password.html", account=row, secret=secret)
    return _waits()


def _valid() -> timedelta:
    """How long a one-time password is good, and a request for one."""
    return timedelta(days=current_app.config["ONE_TIME_PASSWORD_DAYS"])


@bp.get("/admin/requests", endpoint="requests")
def show_requests():
    now = utc_now()
    waiting = page_waiting_requests(current_user, now, _valid(), asked())
    confirmable = requests.confirmable(current_user, waiting, now)
    return render_template("accounts/admin/requests.html", requests=waiting, confirmable=confirmable)


@bp.post("/admin/requests/<ulid:request_id>")
def settle_request(request_id):
    row, choice = scope.get(current_user, AccountRequest, request_id), request.form.get("choice", "")
    secret = requests.settle(current_user, row, choice, utc_now(), _valid())
    db.session.commit()
    if secret:
        return render_template("accounts/admin/password.html", account=row.account, secret=secret)
    flash(_("已确认，账号已启用。") if choice == requests.CONFIRM else _("申请已撤销，没有任何改变。"))
    return redirect(url_for("admin.requests"))


@bp.post("/admin/accounts/<ulid:account_id>/end-sessions")
def end_sessions(account_id):
    sessions.end_all(current_user, scope.get(current_user, Account, account_id), utc_now())
    db.session.commit()
    flash(_("该账号在所有设备上的登录已退出。"))
    return redirect(url_for("admin.account", account_id=account_id))


@bp.route("/admin/organisations", methods=["GET", "POST"])
def organisations():
    form = OrganisationForm()
    form.area.choices = _names(queries.list_areas(current_user))
    if form.validate_on_submit() and _done(form, lambda: _add_organisation(form)):
        flash(_("已保存。"))
        return redirect(url_for("admin.organisations"))
    rows = queries.page_organisations(current_user, asked())
    return render_template("accounts/admin/organisations.html", form=form, organisations=rows)


def _add_organisation(form: OrganisationForm):
    area = scope.get(current_user, Area, form.area.data)
    return services.create_organisation(current_user, form.name.data, form.kind.data, area)


@bp.route("/admin/organisations/<ulid:organisation_id>", methods=["GET", "POST"])
def organisation(organisation_id):
    row = scope.get(current_user, Organisation, organisation_id)
    form = OrganisationForm(services.organisation_facts(row))
    form.area.choices = _names(queries.list_areas(current_user))
    if form.validate_on_submit() and _done(form, lambda: services.edit_organisation(current_user, row, form.given())):
        flash(_("已保存。"))
        return redirect(url_for("admin.organisations"))
    return render_template("accounts/admin/organisation.html", form=form, organisation=row)


@bp.route("/admin/areas", methods=["GET", "POST"])
def areas():
    form = AreaForm(_names(queries.list_areas(current_user)))
    if form.validate_on_submit() and _done(form, lambda: _add_area(form)):
        flash(_("已保存。"))
        return redirect(url_for("admin.areas"))
    rows = queries.page_areas(current_user, asked())
    return render_template("accounts/admin/areas.html", form=form, areas=rows)


def _add_area(form: AreaForm):
    wanted = form.given()
    parent = scope.get(current_user, Area, wanted["parent"]) if wanted["parent"] else None
    return services.create_area(current_user, wanted["name"], parent)


@bp.route("/admin/areas/<ulid:area_id>", methods=["GET", "POST"])
def area(area_id):
    row = scope.get(current_user, Area, area_id)
    others = [each for each in queries.list_areas(current_user) if each.id != area_id]
    form = AreaForm(_names(others), services.area_facts(row))
    if form.validate_on_submit() and _done(form, lambda: services.edit_area(current_user, row, form.given())):
        flash(_("已保存。"))
        return redirect(url_for("admin.areas"))
    return render_template("accounts/admin/area.html", form=form, area=row)


@bp.route("/admin/settings", methods=["GET", "POST"], endpoint="settings")
def show_settings():
    form = SettingsForm({"pin_required": settings.is_on("pin_required")})
    if form.validate_on_submit():
        settings.switch(current_user, "pin_required", form.pin_required.data)
        db.session.commit()
        flash(_("已保存。"))
        return redirect(url_for("admin.settings"))
    return render_template("accounts/admin/settings.html", form=form)


@bp.get("/audit")
def audit():
    wanted, at = trail.Asked.read(request.args), asked(mark=trail.a_seq)
    _note_reading("audit.read", {"after": at.after, "before": at.before, **wanted.words})
    lines = trail.page_lines(current_user, wanted, at)
    acts = sorted(((code, _(name)) for code, name in ACTS.items()), key=itemgetter(1))
    return render_template("accounts/admin/audit.html", lines=lines, asked=wanted, acts=acts)


@bp.get("/audit.csv")
def audit_file():
    wanted = trail.Asked.read(request.args)
    _note_reading("audit.export", wanted.words)
    text = trail.as_csv(trail.all_lines(current_user, wanted))
    name = {"Content-Disposition": "attachment; filename=audit.csv"}
    return Response(text.encode("utf-8-sig"), mimetype="text/csv", headers=name)


def _note_reading(action: str, words: dict) -> None:
    with unit_of_work():  # reading the trail is itself on the trail
        record(current_user, action, None, after=words)
