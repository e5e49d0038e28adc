"""Sites, tasks and the county's calendar: what a supervisor and an administrator can do."""

from datetime import date, datetime

from sqlalchemy import select

from accounts import scope
from accounts.audit import record
from accounts.models import Account, Organisation
from accounts.queries import governed_areas
from accounts.roles import Role
from checklists.authoring.models import ChecklistVersion
from core.clock import local_day
from core.db import db
from core.errors import N_, Conflict, Invalid
from inspections.planning.models import CalendarDay, Site, Task


class NotCertified(Invalid):
    """An inspector without a certificate in force."""

    message = N_("{name} 没有在有效期内的执法证，不能承担检查任务。")


def _field(name: str, message: str, **params) -> Invalid:
    return Invalid(message, fields={name: message}, **params)


def save_site(
    actor: Account,
    site: Site | None,
    organisation: Organisation,
    name: str,
    kind: str,
    address: str,
    attributes: dict[str, str],
) -> Site:
    """Add or change a site of the supervisor's own jurisdiction. Raises Invalid, naming the field."""
    if organisation.area_id not in set(db.session.scalars(governed_areas(actor))):
        raise _field("organisation", N_("这个单位不在您的管辖区域内。"))
    twin = select(Site).where(Site.organisation_id == organisation.id, Site.name == name)
    if db.session.scalars(twin.where(Site.id != (site.id if site else ""))).first():
        raise _field("name", N_("这个单位已有同名的检查对象。"))
    site = site or Site()
    facts = {"organisation": organisation.id, "name": name, "kind": kind, "attributes": attributes}
    record(actor, "site.save", site, after=facts)
    site.organisation_id, site.area_id, site.name = organisation.id, organisation.area_id, name
    site.kind, site.address, site.attributes = kind, address, attributes
    db.session.add(site)
    db.session.flush()
    return site


def create_task(
    actor: Account,
    site_id: str,
    version: ChecklistVersion,
    inspectors: list[Account],
    due_on: date,
    note: str,
    now: datetime,
) -> Task:
    """Give inspectors a visit to make. Raises Invalid, naming the field, or NotFound for a foreign site."""
    site = scope.get(actor, Site, site_id)
    if version.state != "published" or version.site_kind != site.kind:
        raise _field("checklist", N_("这张检查表不适用于这类检查对象。"))
    if due_on < local_day(now):
        raise _field("due_on", N_("完成日期不能早于今天。"))
    if not inspectors:
        raise _field("inspectors", N_("请至少选择一名检查员。"))
    for inspector in inspectors:
        check_certificate(inspector, due_on)
    task = Task(site_id=site.id, checklist_version_id=version.id, created_by_id=actor.id, due_on=due_on, note=note)
    facts = {"site": site.id, "version": version.id, "inspectors": [each.id for each in inspectors], "due_on": due_on}
    record(actor, "task.create", task, after=facts)
    task.inspectors = inspectors
    db.session.add(task)
    db.session.flush()
    return task


def add_unplanned(actor: Account, site: Site, version: ChecklistVersion, day: date) -> Task:
    """A visit that nobody planned, made by the inspector for himself. Raises Invalid or NotCertified."""
    if version.state != "published" or version.site_kind != site.kind:
        raise _field("checklist", N_("这张检查表不适用于这类检查对象。"))
    check_certificate(actor, day)
    task = Task(site=site, checklist_version=version, created_by=actor, due_on=day, state="open")
    record(actor, "task.unplanned", task, after={"site": site.id, "version": version.id, "inspectors": [actor.id]})
    task.inspectors = [actor]
    db.session.add(task)
    db.session.flush()
    return task


def check_certificate(inspector: Account, day: date) -> None:
    """Only people with a certificate in force inspect. Raises NotCertified."""
    certified = inspector.certificate and inspector.certified_until and inspector.certified_until >= day
    if inspector.role != Role.INSPECTOR or not certified:
        raise NotCertified(name=inspector.name)


def cancel_task(actor: Account, task: Task) -> None:
    """Take back an open task that nobody has begun."""
    if task.state != "open":
        raise Conflict(N_("这项任务已经结束，不能撤销。"))
    record(actor, "task.cancel", task)
    task.state = "cancelled"
    db.session.flush()


def set_calendar_day(actor: Account, day: date, working: bool, reason: str) -> CalendarDay:
    """The county's word on one day; saying it again replaces it."""
    row = db.session.scalars(select(CalendarDay).where(CalendarDay.day == day)).first() or CalendarDay(day=day)
    record(actor, "calendar.set", row, after={"day": day, "working": working, "reason": reason})
    row.working, row.reason = working, reason
    db.session.add(row)
    db.session.flush()
    return row
