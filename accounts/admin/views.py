"""Pages of the administrator (accounts, organisations, areas) and of the auditor."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import scope, services
from accounts.admin import queries
from accounts.audit import record
from accounts.forms import AccountForm, AreaForm, EditAccountForm, OrganisationForm
from accounts.models import Account, Area, Organisation
from accounts.roles import ROLE_NAMES, Role
from core.clock import utc_now
from core.db import db, unit_of_work
from core.errors import DomainError
from core.forms import show_errors

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


@bp.get("/admin/accounts")
def accounts():
    rows = queries.list_accounts(current_user, request.args.get("after"))
    more = url_for("admin.accounts", after=rows[-1].username) if len(rows) == queries.PAGE else None
    return render_template("accounts/admin/accounts.html", accounts=rows, roles=ROLE_NAMES, more=more)


@bp.route("/admin/accounts/new", methods=["GET", "POST"])
def new_account():
    form = AccountForm()
    form.role.choices = [(role.value, _(name)) for role, name in ROLE_NAMES.items()]
    form.organisation.choices = _names(queries.list_organisations(current_user))
    if form.validate_on_submit() and (made := _done(form, lambda: _create(form))):
        account, secret = made
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
    form = EditAccountForm(
        obj=row, data={"organisation": row.organisation_id, "areas": [area.id for area in row.areas]}
    )
    form.organisation.choices = _names(queries.list_organisations(current_user))
    form.areas.choices = _names(queries.list_areas(current_user))
    if form.validate_on_submit() and _done(form, lambda: _edit(form, row)):
        flash(_("已保存。"))
        return redirect(url_for("admin.account", account_id=account_id))
    return render_template("accounts/admin/account.html", form=form, account=row, roles=ROLE_NAMES)


def _edit(form: EditAccountForm, row: Account) -> None:
    areas = [area for area in queries.list_areas(current_user) if area.id in (form.areas.data or [])]
    organisation = scope.get(current_user, Organisation, form.organisation.data)
    services.edit_account(
        current_user,
        row,
        form.name.data,
        organisation,
        form.enabled.data,
        areas,
        form.certificate.data,
        form.certified_until.data,
        utc_now(),
    )


@bp.post("/admin/accounts/<ulid:account_id>/reset")
def reset_password(account_id):
    row = scope.get(current_user, Account, account_id)
    secret = services.reset_password(current_user, row, utc_now(), current_app.config["ONE_TIME_PASSWORD_DAYS"])
    db.session.commit()
    return render_template("accounts/admin/password.html", account=row, secret=secret)


@bp.post("/admin/accounts/<ulid:account_id>/end-sessions")
def end_sessions(account_id):
    services.end_sessions(current_user, scope.get(current_user, Account, account_id), utc_now())
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
    rows = queries.list_organisations(current_user)
    return render_template("accounts/admin/organisations.html", form=form, organisations=rows)


def _add_organisation(form: OrganisationForm):
    area = scope.get(current_user, Area, form.area.data)
    return services.create_organisation(current_user, form.name.data, form.kind.data, area)


@bp.route("/admin/organisations/<ulid:organisation_id>", methods=["GET", "POST"])
def organisation(organisation_id):
    row = scope.get(current_user, Organisation, organisation_id)
    form = OrganisationForm(obj=row, data={"area": row.area_id})
    form.area.choices = _names(queries.list_areas(current_user))
    if form.validate_on_submit() and _done(form, lambda: _rename(form, row)):
        flash(_("已保存。"))
        return redirect(url_for("admin.organisations"))
    return render_template("accounts/admin/organisation.html", form=form, organisation=row)


def _rename(form: OrganisationForm, row: Organisation) -> None:
    services.rename_organisation(current_user, row, form.name.data, scope.get(current_user, Area, form.area.data))


@bp.route("/admin/areas", methods=["GET", "POST"])
def areas():
    form = AreaForm()
    rows = queries.list_areas(current_user)
    form.parent.choices = [("", _("无")), *_names(rows)]
    if form.validate_on_submit() and _done(form, lambda: _add_area(form)):
        flash(_("已保存。"))
        return redirect(url_for("admin.areas"))
    return render_template("accounts/admin/areas.html", form=form, areas=rows)


def _add_area(form: AreaForm):
    parent = scope.get(current_user, Area, form.parent.data) if form.parent.data else None
    return services.create_area(current_user, form.name.data, parent)


@bp.get("/audit")
def audit():
    before, action = request.args.get("before", type=int), request.args.get("action")
    with unit_of_work():  # reading the trail is itself on the trail
        record(current_user, "audit.read", None, after={"before": before, "action": action})
    rows = queries.list_audit(current_user, before, action)
    older = url_for("admin.audit", before=rows[-1].seq, action=action) if len(rows) == queries.PAGE else None
    return render_template("accounts/admin/audit.html", rows=rows, older=older)
