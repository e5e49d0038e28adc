"""Which visit a record belongs to, when it began, and what keeps it from being taken."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, select
from ulid import ULID

from accounts import scope
from accounts.models import Account, LoginSession
from checklists.authoring.models import ChecklistVersion
from checklists.authoring.queries import find_published, get_form
from checklists.standards.queries import applies_on
from core.db import db
from core.errors import N_, Invalid, NotFound
from inspections.filling import services
from inspections.filling.sync import clocks, queries
from inspections.filling.sync.models import Packet, PhoneDraft
from inspections.filling.sync.payloads import Record
from inspections.planning.models import Site, Task
from inspections.planning.queries import find_site_in_area, was_given
from inspections.planning.services import NotCertified, add_unplanned, check_certificate
from inspections.visits import queries as filling
from inspections.visits.models import Inspection
from inspections.visits.states import OPEN

REASONS = {
    "off_task": N_("您已不在这项任务的检查员之列，记录已完整保存，由主管处理。"),
    "closed": N_("这次检查已经提交或审核，记录已完整保存，由主管处理。"),
    "task_over": N_("本任务已结束或已撤回，记录已完整保存，待主管处理。"),
    "not_certified": N_("检查当日没有有效的执法证，记录已完整保存，由主管处理。"),
    "not_in_force": N_("检查当日依据的文件不在有效期内，记录已完整保存，由主管处理。"),
}


@dataclass
class Visit:
    """What a record is about: the task (none yet for an unplanned one), the place, the checklist, what is there."""

    task: Task | None
    site: Site
    version: ChecklistVersion
    inspection: Inspection | None
    packets: list[Packet] = field(default_factory=list)

    def began(self, actor: Account, record: Record, now: datetime) -> clocks.Began:
        """When the visit began, honestly: not before its task or checklist was there, not after now."""
        known = [self.version.published_at, *([_made_at(self.task.id)] if self.task else [])]
        contact = db.session.scalar(select(func.max(LoginSession.seen_at)).where(LoginSession.account_id == actor.id))
        return clocks.began(record.started_at, record.clock, max(known), _aware(contact), now)


def _made_at(row_id: str) -> datetime:
    return ULID.from_str(row_id).datetime


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def find_visit(actor: Account, record: Record, draft: PhoneDraft | None) -> Visit:
    """The visit of a record; NotFound for what is another's, as if it did not exist."""
    if draft is not None:
        return _known(actor, record, draft)
    if record.task is None:
        return _unplanned(actor, record)
    task = db.session.get(Task, record.task)
    if task is None or not (actor in task.inspectors or was_given(actor, task)):
        raise NotFound()
    inspection = filling.find_of_task(task.id)
    _refuse_foreign(actor, record, inspection)
    return Visit(task, task.site, get_form(task.checklist_version_id), inspection and _whole(inspection))


def _known(actor: Account, record: Record, draft: PhoneDraft) -> Visit:
    if draft.account_id != actor.id:
        raise NotFound()
    packets = queries.list_packets(draft.id)
    task = draft.task or next((each.inspection.task for each in packets if each.inspection), None)
    other_task = record.task is not None and (task is None or record.task != task.id)
    if other_task or (record.site is not None and record.site != draft.site_id):
        raise Invalid(N_("这份草稿属于另一次检查，没有接收。"), fields={"task": N_("与先前发送的不一致")})
    inspection = filling.find_of_task(task.id) if task else None
    whole = inspection and _whole(inspection)
    return Visit(task, draft.site, get_form(draft.checklist_version_id), whole, packets)


def _unplanned(actor: Account, record: Record) -> Visit:
    site = find_site_in_area(actor, record.site)
    version = db.session.get(ChecklistVersion, record.version)
    if site is None or version is None or version.state != "published":
        raise NotFound()
    if version.site_kind != site.kind:
        raise Invalid(N_("这张检查表不适用于这类检查对象。"), fields={"checklist_version": N_("不适用")})
    _refuse_foreign(actor, record, None)
    return Visit(None, site, get_form(version.id), None)


def _refuse_foreign(actor: Account, record: Record, inspection: Inspection | None) -> None:
    """A visit of somebody else cannot be named; one that does not exist yet may be proposed."""
    named = record.inspection and (inspection is None or inspection.id != record.inspection)
    if named and db.session.get(Inspection, record.inspection):
        scope.get(actor, Inspection, record.inspection)


def _whole(inspection: Inspection) -> Inspection:
    return filling.load_visit(inspection.id)


def reason_to_hold(actor: Account, visit: Visit, began: clocks.Began, changes: bool) -> str | None:
    """Why the record is kept for the supervisor and not applied; None when nothing stands in the way."""
    if visit.task and actor not in visit.task.inspectors:
        return "off_task"
    if visit.inspection:
        withdrawn = visit.task.withdrawn
        return "task_over" if withdrawn else "closed" if changes and visit.inspection.state not in OPEN else None
    if visit.task and visit.task.state != "open":
        return "task_over"
    try:
        check_certificate(actor, began.day)
    except NotCertified:
        return "not_certified"
    return None if applies_on(visit.version.document_version, began.day) else "not_in_force"


def begin(actor: Account, visit: Visit, record: Record, began: clocks.Began, now: datetime) -> Inspection:
    """Begin the visit as of its honest time; one that nobody planned gets its task first."""
    flags = {"clock_suspect"} if began.suspect else set()
    if visit.task is None:
        visit.task = add_unplanned(actor, visit.site, visit.version, began.day)
        flags.add("unplanned")
    if find_published(visit.version.checklist.code).id != visit.version.id:
        flags.add("superseded")
    free = record.inspection if record.inspection and not db.session.get(Inspection, record.inspection) else None
    return services.start(actor, visit.task, now, free, began.at, flags)
