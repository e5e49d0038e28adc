"""Looking up sites, tasks and the county's calendar."""

import json
from datetime import date

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from accounts import scope
from accounts.models import Account, AuditEntry, Organisation
from accounts.queries import governed_areas
from accounts.roles import Role
from checklists.authoring.models import ChecklistVersion
from core.db import db
from core.paging import FIRST, Asked, Page, page
from inspections.planning.models import CalendarDay, Site, Task, task_inspector

CODE = 8  # characters of a site's code: the end of its id


@scope.rule(Site)
def _sites(actor: Account, rows: Select) -> Select:
    if actor.role == Role.SUPERVISOR:
        return rows.where(Site.area_id.in_(governed_areas(actor)))
    if actor.role == Role.ENTERPRISE:
        return rows.where(Site.organisation_id == actor.organisation_id)
    if actor.role == Role.INSPECTOR:
        return rows.where(Site.id.in_(select(Task.site_id).where(Task.id.in_(tasks_of(actor)))))
    return scope.nothing(rows)


@scope.rule(Task)
def _tasks(actor: Account, rows: Select) -> Select:
    if actor.role == Role.SUPERVISOR:
        return rows.where(Task.site_id.in_(select(Site.id).where(Site.area_id.in_(governed_areas(actor)))))
    if actor.role == Role.INSPECTOR:
        return rows.where(Task.id.in_(tasks_of(actor)))
    return scope.nothing(rows)


@scope.rule(CalendarDay)
def _calendar(actor: Account, rows: Select) -> Select:
    return rows if actor.role == Role.ADMINISTRATOR else scope.nothing(rows)


def tasks_of(actor: Account) -> Select:
    """The ids of the tasks that the inspector was given."""
    return select(task_inspector.c.task_id).where(task_inspector.c.account_id == actor.id)


def find_site_in_area(actor: Account, site_id: str) -> Site | None:
    """A site in the areas that the inspector was given, planned or not."""
    return db.session.scalars(sites_in_area(actor).where(Site.id == site_id)).first()


def find_site_by_code(actor: Account, code: str) -> Site | None:
    """The site whose id ends with the code, in the inspector's areas or among his tasks."""
    own = or_(
        Site.area_id.in_(governed_areas(actor)), Site.id.in_(scope.visible(actor, Site).with_only_columns(Site.id))
    )
    return db.session.scalars(select(Site).where(own, func.substr(Site.id, 27 - CODE) == code)).first()


def sites_in_area(actor: Account) -> Select:
    """The sites where an inspector may begin a visit that nobody planned."""
    return select(Site).where(Site.area_id.in_(governed_areas(actor)))


def was_given(actor: Account, task: Task) -> bool:
    """Whether the task was ever the inspector's, by the audit trail, whoever has it now."""
    lines = select(AuditEntry.body).where(AuditEntry.object_type == "task", AuditEntry.object_id == task.id)
    given = (json.loads(body).get("after") or {} for body in db.session.scalars(lines))
    return any(actor.id in (after.get("inspectors") or ()) for after in given)


def calendar_overrides() -> dict[date, bool]:
    """The county's own word on single days: day → working."""
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.working))
    return {row.day: row.working for row in rows}


def list_sites(actor: Account) -> list[Site]:
    """The sites that the actor may see, by organisation and name."""
    statement = scope.visible(actor, Site).options(joinedload(Site.organisation), joinedload(Site.area))
    return list(db.session.scalars(statement.join(Organisation).order_by(Organisation.name, Site.name)))


def page_sites(actor: Account, at: Asked) -> Page:
    """A page of the sites that the actor may see, by organisation and name."""
    rows = scope.visible(actor, Site).select_from(Site).join(Site.organisation)
    rows = rows.options(contains_eager(Site.organisation), joinedload(Site.area))
    return page(rows, Organisation.name, Site.name, Site.id, at=at)


def page_tasks(actor: Account, at: Asked = FIRST) -> Page:
    """A page of the tasks that the actor may see: open ones by due day, then those that are over, newest first."""
    rows = scope.visible(actor, Task).options(
        joinedload(Task.site).joinedload(Site.organisation),
        joinedload(Task.checklist_version).joinedload(ChecklistVersion.checklist),
        selectinload(Task.inspectors),
    )
    still = Task.state == "open"
    return page(rows, case((still, 0), else_=1), case((still, Task.due_on), else_=date.max), Task.id.desc(), at=at)


def page_days(actor: Account, at: Asked) -> Page:
    """A page of the county's own words on single days, the latest day first."""
    return page(scope.visible(actor, CalendarDay), CalendarDay.day.desc(), CalendarDay.id, at=at)


def list_open_tasks(actor: Account) -> list[Task]:
    """The open tasks that the actor may see, by due day."""
    statement = scope.visible(actor, Task).options(
        joinedload(Task.site), joinedload(Task.checklist_version).joinedload(ChecklistVersion.checklist)
    )
    return list(db.session.scalars(statement.where(Task.state == "open").order_by(Task.due_on, Task.id)))


def list_inspectors() -> list[Account]:
    """Every inspector who may sign in, certified or not."""
    statement = select(Account).where(Account.role == Role.INSPECTOR, Account.enabled)
    return list(db.session.scalars(statement.order_by(Account.name)))
