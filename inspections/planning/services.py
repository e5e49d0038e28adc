"""Sites, tasks and the county's calendar: what a supervisor and an administrator can do."""

from datetime import date, datetime

from sqlalchemy import select

from accounts import scope
from accounts.audit import record
from accounts.certificates import gap
from accounts.models import Account, Organisation
from accounts.queries import governed_areas
from accounts.roles import Role
from checklists.authoring.models import ChecklistVersion
from core.clock import local_day
from core.db import db
from core.errors import N_, Conflict, Invalid, Sentence
from inspections.planning.models import CalendarDay, Site, Task


class NotCertified(Invalid):
    """An inspector without a certificate in force."""

    message = N_("{name}在{day}没有有效的执法证（{why}），不能承担检查任务。")


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
    """Add or change a site of the supervisor's own jurisdiction; where nothing differs nothing is written.

    A site that stands keeps its organisation and area; a transfer is an act of its own.
    Raises Invalid, naming the field.
    """
    if site is None and organisation.area_id not in set(db.session.scalars(governed_areas(actor))):
        raise _field("organisation", N_("这个单位不在您的管辖区域内。"))
    twin = select(Site).where(Site.organisation_id == organisation.id, Site.name == name)
    if db.session.scalars(twin.where(Site.id != (site.id if site else ""))).first():
        raise _field("name", N_("这个单位已有同名的检查对象。"))
    before = site_facts(site) if site else None
    attributes = {**(site.attributes if site else {}), **attributes}  # what is not asked today is not forgotten
    after = {
        "organisation": organisation.id,
        "name": name,
        "kind": kind,
        "address": address,
        "attributes": attributes,
    }
    if site and after == before:
        return site
    site = site or Site(organisation_id=organisation.id, area_id=organisation.area_id)
    record(actor, "site.save", site, before, after)
    site.name, site.kind, site.address, site.attributes = name, kind, address, attributes
    db.session.add(site)
    db.session.flush()
    return site


def site_facts(site: Site) -> dict:
    """What stands of a site and may be changed."""
    return {
        "organisation": site.organisation_id,
        "name": site.name,
        "kind": site.kind,
        "address": site.address,
        "attributes": site.attributes,
    }


def create_task(
    actor: Account,
    site_id: str,
    version: ChecklistVersion | None,
    inspectors: list[Account],
    due_on: date,
    note: str,
    now: datetime,
    again: bool = False,
) -> Task:
    """Give inspectors a visit to make; an open one of the same site and checklist is given `again` only if said so.

    Raises Invalid, naming the field, or NotFound for a foreign site.
    """
    site = scope.get(actor, Site, site_id)
    _require_fitting(site, version)
    if due_on < local_day(now):
        raise _field("due_on", N_("完成日期不能早于今天。"))
    if not inspectors:
        raise _field("inspectors", N_("请至少选择一名检查员。"))
    _require_certified(inspectors, due_on)
    if not again:
        _refuse_twin(site, version)
    task = Task(site_id=site.id, checklist_version_id=version.id, created_by_id=actor.id, due_on=due_on, note=note)
    facts = {"site": site.id, "version": version.id, "inspectors": [each.id for each in inspectors], "due_on": due_on}
    record(actor, "task.create", task, after=facts)
    task.inspectors = inspectors
    db.session.add(task)
    db.session.flush()
    return task


def _require_fitting(site: Site, version: ChecklistVersion | None) -> None:
    if version is None or version.state != "published" or version.site_kind != site.kind:
        raise _field("checklist", N_("该检查表不适用于此类检查对象，请选择列出的检查表。"))


def _refuse_twin(site: Site, version: ChecklistVersion) -> None:
    same = select(Task).join(ChecklistVersion).where(Task.site_id == site.id, Task.state == "open")
    twin = db.session.scalars(same.where(ChecklistVersion.checklist_id == version.checklist_id)).first()
    if twin:
        names = tuple(each.name for each in twin.inspectors)
        asked = N_("该对象已有同一检查表的未完成任务（检查员：{names}）。确需再次下达的，请勾选此项后提交。")
        raise Invalid(asked, fields={"again": Sentence(asked, names=names)}, names=names)


def add_unplanned(actor: Account, site: Site, version: ChecklistVersion, day: date) -> Task:
    """A visit that nobody planned, made by the inspector for himself. Raises Invalid or NotCertified."""
    _require_fitting(site, version)
    check_certificate(actor, day)
    task = Task(site=site, checklist_version=version, created_by=actor, due_on=day, state="open")
    record(actor, "task.unplanned", task, after={"site": site.id, "version": version.id, "inspectors": [actor.id]})
    task.inspectors = [actor]
    db.session.add(task)
    db.session.flush()
    return task


def check_certificate(inspector: Account, day: date) -> None:
    """Only people with a certificate in force inspect. Raises NotCertified."""
    why = why_not(inspector, day)
    if why:
        raise NotCertified(name=inspector.name, day=day, why=why)


def why_not(account: Account, day: date) -> Sentence | None:
    """Why the person cannot be given a visit on the day; None where nothing stands in the way."""
    return gap(account, day) if account.role == Role.INSPECTOR else Sentence(N_("不是检查员"))


def uncertified(people: list[Account], day: date) -> tuple[Sentence, ...]:
    """Those who cannot be given a visit on the day, each with the reason."""
    reasons = ((each.name, why_not(each, day)) for each in people)
    return tuple(Sentence(N_("{name}（{why}）"), name=name, why=why) for name, why in reasons if why)


def _require_certified(inspectors: list[Account], day: date) -> None:
    """Everybody who is given a visit is certified on its last day. Raises Invalid, naming each who is not."""
    lacking = uncertified(inspectors, day)
    if lacking:
        about = {"day": day, "names": lacking}
        words = N_("以下人员在最迟完成日期（{day}）没有有效的执法证，不能承担检查任务：{names}。")
        raise Invalid(words, fields={"inspectors": Sentence(words, **about)}, **about)


def withdraw_task(actor: Account, task: Task, reason: str, visit_kept: bool | None = None) -> None:
    """Take an open task back, with the reason; where a visit was begun, say whether it may be finished."""
    if task.state != "open":
        raise Conflict(N_("本任务已结束或已撤回，不能撤回。"))
    if not reason.strip():
        raise _field("reason", N_("请写明撤回理由。"))
    facts = {"state": "cancelled", "withdrawn_reason": reason.strip(), "visit_kept": visit_kept}
    record(actor, "task.cancel", task, {"state": task.state}, facts)
    task.state, task.withdrawn_reason, task.visit_kept = "cancelled", reason.strip(), visit_kept
    db.session.flush()


def set_calendar_day(actor: Account, day: date, working: bool, reason: str) -> CalendarDay:
    """The county's word on one day; saying it again replaces it."""
    row = db.session.scalars(select(CalendarDay).where(CalendarDay.day == day)).first() or CalendarDay(day=day)
    record(actor, "calendar.set", row, after={"day": day, "working": working, "reason": reason})
    row.working, row.reason = working, reason
    db.session.add(row)
    db.session.flush()
    return row
