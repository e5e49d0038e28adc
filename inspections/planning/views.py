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
from checklists.authoring.queries import list_published
from core.clock import today, utc_now
from core.db import db
from core.errors import N_, DomainError, Sentence
from core.forms import show_errors
from core.i18n import translate
from core.page_links import asked
from inspections.planning import queries, services, transfers
from inspections.planning.deadlines import days_left
from inspections.planning.forms import (
    SITE_KINDS,
    CalendarForm,
    KindForm,
    TaskForm,
    TransferForm,
    WhereForm,
    site_form,
)
from inspections.planning.models import Site, Task

sites = Blueprint("sites", __name__, url_prefix="/sites")
tasks = Blueprint("tasks", __name__, url_prefix="/tasks")
calendar = Blueprint("calendar", __name__, url_prefix="/calendar")
blueprints = [sites, tasks, calendar]

LEFT_OUT = N_("不能选择：{names}。执法证由管理员在该检查员的账号中登记。")
LACKING = N_(
    "以下检查员的执法证未覆盖最迟完成日期，过期后不能开始检查：{names}。请管理员更新其执法证，或由主管撤回任务后另行下达。"
)


def _attributes(kind: str) -> list[dict]:
    """What published checklists want to know of a site of that kind, each question once."""
    asked = {attribute["name"]: attribute for version in list_published(kind) for attribute in version.attributes}
    return list(asked.values())


def _site_form(kind: str, site: Site | None = None):
    form = site_form(_attributes(kind))(_standing(site) if site else {"kind": kind})
    if site:
        del form.organisation  # a transfer is an act of its own
        return form
    organisations = select(Organisation).where(Organisation.area_id.in_(governed_areas(current_user)))
    rows = db.session.scalars(organisations.order_by(Organisation.name))
    form.organisation.choices = [(row.id, row.name) for row in rows]
    return form


def _standing(site: Site) -> dict:
    facts = services.site_facts(site)
    return facts | {f"attribute_{name}": value for name, value in facts["attributes"].items()}


def _given_attributes(form) -> dict[str, str]:
    given = ((name, value) for name, value in form.given().items() if name.startswith("attribute_"))
    return {name.removeprefix("attribute_"): value for name, value in given if value}


def _save_site(form, site: Site | None) -> Site | None:
    organisation = site.organisation if site else db.session.get(Organisation, form.organisation.data)
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
    rows = queries.page_sites(current_user, asked())
    return render_template("inspections/planning/sites.html", sites=rows, kinds=kinds)


@sites.route("/new", methods=["GET", "POST"], endpoint="new")
def new_site():
    kind = request.values.get("kind")
    if kind not in dict(SITE_KINDS):
        return render_template("inspections/planning/site_kind.html", form=KindForm())
    form = _site_form(kind)
    if form.validate_on_submit() and (site := _save_site(form, None)):
        return redirect(url_for("sites.show", site_id=site.id))
    return render_template("inspections/planning/site_form.html", form=form, site=None, kind=dict(SITE_KINDS)[kind])


@sites.get("/<ulid:site_id>", endpoint="show")
def show_site(site_id):
    site = scope.get(current_user, Site, site_id)
    asked = [attribute for attribute in _attributes(site.kind) if attribute["name"] in site.attributes]
    code = site.id[-queries.CODE :]
    qr = Markup(segno.make(code, error="m").svg_inline(scale=6, border=4, dark="#000", light="#fff"))
    told = {"attributes": asked, "kinds": dict(SITE_KINDS), "transfers": transfers.list_transfers(site)}
    return render_template("inspections/planning/site.html", site=site, code=code, qr=qr, **told)


@sites.route("/<ulid:site_id>/edit", methods=["GET", "POST"], endpoint="edit")
def edit_site(site_id):
    site = scope.get(current_user, Site, site_id)
    kind, form = site.kind, _site_form(site.kind, site)
    if form.validate_on_submit() and _save_site(form, site):
        return redirect(_after_editing(site, kind))
    return render_template("inspections/planning/site_form.html", form=form, site=site)


def _after_editing(site: Site, kind: str) -> str:
    """A site that has become one of another kind has other questions to answer."""
    unanswered = [each for each in _attributes(site.kind) if each["name"] not in site.attributes]
    if site.kind == kind or not unanswered:
        return url_for("sites.show", site_id=site.id)
    flash(_("类别已修改，请填写该类别的基本情况。"))
    return url_for("sites.edit", site_id=site.id)


@sites.route("/<ulid:site_id>/transfer", methods=["GET", "POST"], endpoint="transfer")
def transfer_site(site_id):
    site, form = scope.get(current_user, Site, site_id), TransferForm()
    receivers = transfers.list_receivers(current_user, site)
    form.organisation.choices = [(each.id, each.name) for each in receivers]
    if form.validate_on_submit() and _transfer_site(form, site):
        flash(_("检查对象已移交。"))
        return redirect(url_for("sites.show", site_id=site.id))
    return render_template("inspections/planning/transfer.html", form=form, site=site)


def _transfer_site(form: TransferForm, site: Site):
    given = (form.organisation.data, form.from_on.data, form.reason.data)
    try:
        transfers.transfer_site(current_user, site, *given, utc_now())
    except DomainError as error:
        db.session.rollback()
        show_errors(form, error)
        return None
    db.session.commit()
    return site


@tasks.get("", endpoint="index")
def list_tasks():
    rows = queries.page_tasks(current_user, asked())
    overrides, day = queries.calendar_overrides(), today()
    left = {task.id: days_left(task.due_on, overrides, day) for task in rows if task.state == "open"}
    lacking = {task.id for task in rows if task.state == "open" and services.uncertified(task.inspectors, day)}
    return render_template("inspections/planning/tasks.html", tasks=rows, left=left, lacking=lacking)


def _where_page() -> str:
    form = WhereForm()
    form.site.choices = [
        (site.id, translate(N_("{site}（{of}）"), site=site.name, of=site.organisation.name))
        for site in queries.list_sites(current_user)
    ]
    return render_template("inspections/planning/task_where.html", form=form)


def _task_form(site: Site) -> TaskForm:
    form = TaskForm({"site": site.id})
    form.checklist.choices = [(version.id, version.checklist.title) for version in list_published(site.kind)]
    people, certified = queries.list_inspectors(), N_("{name}（{certificate}，有效期至{until}）")
    form.inspectors.choices = [
        (each.id, translate(certified, name=each.name, certificate=each.certificate, until=each.certified_until))
        for each in people
        if not services.why_not(each, today())
    ]
    names = services.uncertified(people, today())
    form.inspectors.left_out = Sentence(LEFT_OUT, names=names) if names else None
    return form


def _create_task(form: TaskForm, site: Site) -> Task | None:
    inspectors = list(db.session.scalars(select(Account).where(Account.id.in_(form.inspectors.data))))
    version = next((each for each in list_published() if each.id == form.checklist.data), None)
    try:
        task = services.create_task(
            current_user,
            site.id,
            version,
            inspectors,
            form.due_on.data,
            form.note.data or "",
            utc_now(),
            form.again.data,
        )
    except DomainError as error:
        db.session.rollback()
        show_errors(form, error)
        return None
    db.session.commit()
    return task


@tasks.route("/new", methods=["GET", "POST"], endpoint="new")
def new_task():
    if not request.values.get("site"):
        return _where_page()
    site = scope.get(current_user, Site, request.values["site"])
    form = _task_form(site)
    if form.validate_on_submit() and (task := _create_task(form, site)):
        flash(_("任务已下达。"))
        return redirect(url_for("tasks.show", task_id=task.id))
    return render_template("inspections/planning/task_form.html", form=form, site=site, kinds=dict(SITE_KINDS))


@tasks.get("/<ulid:task_id>", endpoint="show")
def show_task(task_id):
    task = scope.get(current_user, Task, task_id)
    may_start = current_user.role == Role.INSPECTOR and "filling.start" in current_app.view_functions
    asked = {attribute["name"]: attribute for attribute in task.checklist_version.attributes}
    left = days_left(task.due_on, queries.calendar_overrides(), today())
    may_withdraw = current_user.role == Role.SUPERVISOR and task.may_be_withdrawn
    may = {"may_start": may_start, "may_withdraw": may_withdraw}
    told = {"asked": asked, "left": left, "lacking": _lacking(task), **may}
    return render_template("inspections/planning/task.html", task=task, **told)


def _lacking(task: Task) -> Sentence | None:
    """Who of the task's inspectors cannot begin today, or will not be able to on its last day."""
    names = services.uncertified(task.inspectors, max(today(), task.due_on)) if task.state == "open" else ()
    return Sentence(LACKING, names=names) if names else None


@calendar.route("", methods=["GET", "POST"], endpoint="index")
def show_calendar():
    form = CalendarForm()
    if form.validate_on_submit():
        services.set_calendar_day(current_user, form.day.data, form.working.data == "yes", form.reason.data)
        db.session.commit()
        flash(_("已保存。"))
        return redirect(url_for("calendar.index"))
    days = queries.page_days(current_user, asked())
    return render_template("inspections/planning/calendar.html", form=form, days=days)
