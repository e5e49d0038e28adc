"""Pages of sites, tasks and the county's calendar."""

import segno
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select

from accounts import scope
from accounts.models import Account, Organisation
from accounts.queries import governed_areas
from accounts.roles import Role
from checklists.authoring.models import ChecklistVersion
from checklists.authoring.queries import list_published
from core.clock import today, utc_now
from core.db import db
from core.errors import DomainError
from core.forms import show_errors
from inspections.planning import queries, services
from inspections.planning.deadlines import days_left
from inspections.planning.forms import SITE_KINDS, CalendarForm, TaskForm, site_form
from inspections.planning.models import CalendarDay, Site, Task

sites = Blueprint("sites", __name__, url_prefix="/sites")
tasks = Blueprint("tasks", __name__, url_prefix="/tasks")
calendar = Blueprint("calendar", __name__, url_prefix="/calendar")
blueprints = [sites, tasks, calendar]


def _attributes() -> list[dict]:
    """What published checklists want to know of a site, each question once."""
    asked = {attribute["name"]: attribute for version in list_published() for attribute in version.attributes}
    return list(asked.values())


def _site_form(site: Site | None = None):
    given = {f"attribute_{name}": value for name, value in (site.attributes if site else {}).items()}
    start = {"organisation": site.organisation_id} if site else {}
    form = site_form(_attributes())(obj=site, data={**given, **start})
    organisations = select(Organisation).where(Organisation.area_id.in_(governed_areas(current_user)))
    rows = db.session.scalars(organisations.order_by(Organisation.name))
    form.organisation.choices = [(row.id, row.name) for row in rows]
    return form


def _given_attributes(form) -> dict[str, str]:
    fields = {name.removeprefix("attribute_"): field.data for name, field in form._fields.items()}
    return {
        attribute["name"]: fields[attribute["name"]] for attribute in _attributes() if fields.get(attribute["name"])
    }


def _save_site(form, site: Site | None) -> Site | None:
    organisation = db.session.get(Organisation, form.organisation.data)
    attributes = _given_attributes(form)
    try:
        saved = services.save_site(
            current_user, site, organisation, form.name.data, form.kind.data, form.address.data or "", attributes
        )
    except DomainError as error:
        db.session.rollback()
        show_errors(form, error)
        return None
    db.session.commit()
    return saved


@sites.get("", endpoint="index")
def list_sites():
    kinds = dict(SITE_KINDS)
    return render_template("inspections/planning/sites.html", sites=queries.list_sites(current_user), kinds=kinds)


@sites.route("/new", methods=["GET", "POST"], endpoint="new")
def new_site():
    form = _site_form()
    if form.validate_on_submit() and (site := _save_site(form, None)):
        return redirect(url_for("sites.show", site_id=site.id))
    return render_template("inspections/planning/site_form.html", form=form, site=None)


@sites.get("/<ulid:site_id>", endpoint="show")
def show_site(site_id):
    site = scope.get(current_user, Site, site_id)
    asked = [attribute for attribute in _attributes() if attribute["name"] in site.attributes]
    code = site.id[-queries.CODE :]
    qr = Markup(segno.make(code, error="m").svg_inline(scale=6, border=4, dark="#000", light="#fff"))
    return render_template(
        "inspections/planning/site.html", site=site, attributes=asked, kinds=dict(SITE_KINDS), code=code, qr=qr
    )


@sites.route("/<ulid:site_id>/edit", methods=["GET", "POST"], endpoint="edit")
def edit_site(site_id):
    site = scope.get(current_user, Site, site_id)
    form = _site_form(site)
    if form.validate_on_submit() and _save_site(form, site):
        return redirect(url_for("sites.show", site_id=site.id))
    return render_template("inspections/planning/site_form.html", form=form, site=site)


@tasks.get("", endpoint="index")
def list_tasks():
    rows = queries.list_tasks(current_user, request.args.get("before"))
    overrides, day = queries.calendar_overrides(), today()
    left = {task.id: days_left(task.due_on, overrides, day) for task in rows if task.state == "open"}
    over = [task for task in rows if task.state != "open"]
    older = url_for("tasks.index", before=over[-1].id) if len(over) == queries.PAGE else None
    return render_template("inspections/planning/tasks.html", tasks=rows, left=left, older=older)


def _task_form() -> TaskForm:
    form = TaskForm(data={"site": request.args.get("site")})
    form.site.choices = [
        (site.id, f"{site.name}（{site.organisation.name}）") for site in queries.list_sites(current_user)
    ]
    form.checklist.choices = [(version.id, version.checklist.title) for version in list_published()]
    form.inspectors.choices = [
        (each.id, f"{each.name}（{each.certificate}）") for each in queries.list_inspectors(today())
    ]
    return form


def _create_task(form: TaskForm) -> Task | None:
    inspectors = list(db.session.scalars(select(Account).where(Account.id.in_(form.inspectors.data))))
    version = db.session.get(ChecklistVersion, form.checklist.data)
    try:
        task = services.create_task(
            current_user, form.site.data, version, inspectors, form.due_on.data, form.note.data or "", utc_now()
        )
    except DomainError as error:
        db.session.rollback()
        show_errors(form, error)
        return None
    db.session.commit()
    return task


@tasks.route("/new", methods=["GET", "POST"], endpoint="new")
def new_task():
    form = _task_form()
    if form.validate_on_submit() and (task := _create_task(form)):
        flash(_("任务已下达。"))
        return redirect(url_for("tasks.show", task_id=task.id))
    return render_template("inspections/planning/task_form.html", form=form)


@tasks.get("/<ulid:task_id>", endpoint="show")
def show_task(task_id):
    task = scope.get(current_user, Task, task_id)
    may_start = current_user.role == Role.INSPECTOR and "filling.start" in current_app.view_functions
    asked = {attribute["name"]: attribute for attribute in task.checklist_version.attributes}
    left = days_left(task.due_on, queries.calendar_overrides(), today())
    return render_template("inspections/planning/task.html", task=task, asked=asked, may_start=may_start, left=left)


@tasks.post("/<ulid:task_id>/cancel", endpoint="cancel")
def cancel_task(task_id):
    services.cancel_task(current_user, scope.get(current_user, Task, task_id))
    db.session.commit()
    flash(_("任务已撤销。"))
    return redirect(url_for("tasks.index"))


@calendar.route("", methods=["GET", "POST"], endpoint="index")
def show_calendar():
    form = CalendarForm()
    if form.validate_on_submit():
        services.set_calendar_day(current_user, form.day.data, form.working.data == "yes", form.reason.data)
        db.session.commit()
        flash(_("已保存。"))
        return redirect(url_for("calendar.index"))
    days = db.session.scalars(scope.visible(current_user, CalendarDay).order_by(CalendarDay.day.desc()))
    return render_template("inspections/planning/calendar.html", form=form, days=list(days))
